# SPDX-License-Identifier: Apache-2.0
"""Scenarios and measures as Python objects."""

import dataclasses
import datetime
import inspect

import pytest

import kinfold as kf
from kinfold import _core
from kinfold.folders import SHIPPED_SCENARIOS

CITY = {"city": 1.0}
NATIONAL = "national-child-allowance"


@pytest.fixture
def base() -> kf.Scenario:
    return kf.Scenario.load("ordos-baseline")


def allowance(**settings: object) -> kf.Measure:
    return kf.ChildAllowance(amount_per_year=1000, start="2026-01-01", paid_by=CITY, **settings)


@pytest.mark.parametrize("name", _core.scenario_names(SHIPPED_SCENARIOS))
def test_every_shipped_scenario_is_sound(name: str) -> None:
    scenario = kf.Scenario.load(name)
    assert name.startswith(scenario.place)
    assert scenario.title != scenario.title_zh


@pytest.mark.parametrize("name", _core.scenario_names(SHIPPED_SCENARIOS))
def test_a_scenario_survives_being_written_by_python(name: str) -> None:
    scenario = kf.Scenario.load(name)
    titled = scenario.named(name, title=scenario.title, title_zh=scenario.title_zh)
    assert titled.text == scenario.text


def test_a_measure_is_added_and_the_base_stays(base: kf.Scenario) -> None:
    before = base.text
    plan = base.with_measures(allowance(birth_order=[2, 3]))
    assert [measure.id for measure in plan.measures] == [NATIONAL, "child-allowance"]
    assert plan.measures[1].settings["birth_order"] == [2, 3]
    assert plan.measures[1].settings["start"] == datetime.date(2026, 1, 1)
    assert plan.name == "ordos-baseline-with-child-allowance"
    assert base.text == before


def test_a_second_measure_of_a_kind_gets_a_free_id(base: kf.Scenario) -> None:
    plan = base.with_measures(allowance(), allowance())
    assert [measure.id for measure in plan.measures] == [NATIONAL, "child-allowance", "child-allowance-2"]


def test_a_measure_with_a_known_id_replaces_it_in_place(base: kf.Scenario) -> None:
    plan = base.with_measures(allowance(id="mine")).with_measures(allowance(id=NATIONAL))
    assert [measure.id for measure in plan.measures] == [NATIONAL, "mine"]
    assert plan.measures[0].settings["amount_per_year"] == 1000


def test_measures_are_taken_out_by_id(base: kf.Scenario) -> None:
    assert base.without_measures(NATIONAL).measures == ()
    with pytest.raises(kf.ScenarioError, match=f"no measure 'nation'.*{NATIONAL}"):
        base.without_measures("nation")


def test_parameters_are_replaced(base: kf.Scenario) -> None:
    declared = next(it for it in _core.parameters_of(base.core) if it.section == "intention" and it.type == "number")
    changed = base.with_parameters(**{declared.section: {declared.name: declared.highest}})
    assert changed.parameters["intention"] == {**base.parameters.get("intention", {}), declared.name: declared.highest}
    assert base.parameters.get("intention", {}).get(declared.name) != declared.highest


def test_what_is_wrong_is_told_at_once(base: kf.Scenario) -> None:
    wrong = kf.ChildAllowance(amount_per_year=-1, until_age=1.5, start="2026-01-01", paid_by={"city": 0.5})
    with pytest.raises(kf.ScenarioError) as told:
        base.with_measures(wrong)
    for name in ("amount_per_year", "until_age", "paid_by"):
        assert name in str(told.value)


def test_an_unknown_section_is_refused(base: kf.Scenario) -> None:
    with pytest.raises(kf.ScenarioError, match="intenton"):
        base.with_parameters(intenton={"first_intercept": 0.0})


def test_a_value_that_no_file_can_hold_is_refused(base: kf.Scenario) -> None:
    with pytest.raises(kf.ScenarioError, match="is a set"):
        base.with_measures(allowance(birth_order={2, 3}))


def test_nothing_can_be_changed(base: kf.Scenario) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        base.core = base.core  # type: ignore[misc]
    base.measures[0].settings["amount_per_year"] = 0
    assert base.measures[0].settings["amount_per_year"] == 3600


def test_equal_scenarios_are_equal(base: kf.Scenario) -> None:
    assert base == kf.Scenario.load("ordos-baseline")
    assert len({base, kf.Scenario.load("ordos-baseline")}) == 1
    assert base != base.named("other")


def test_names_are_plain(base: kf.Scenario) -> None:
    for name in ("", "../other", "two words", "a/b"):
        with pytest.raises(kf.ScenarioError, match="name ="):
            base.named(name)


def test_a_measure_shows_what_the_model_declares() -> None:
    declared = {it.name: it for it in kf.ChildAllowance.declared.values()}
    parameters = inspect.signature(kf.ChildAllowance).parameters
    assert set(parameters) == {*declared, "id"}
    assert parameters["start"].default is inspect.Parameter.empty
    assert parameters["until_age"].default == int(declared["until_age"].default)
    assert str(parameters["hukou"].default) == declared["hukou"].default
    assert declared["hukou"].meaning_en in inspect.getdoc(kf.ChildAllowance)


def test_a_misspelt_setting_is_told_with_the_nearest() -> None:
    with pytest.raises(TypeError, match="did you mean amount_per_year"):
        kf.ChildAllowance(amout_per_year=1000)


def test_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(kf.ScenarioError, match="2026-02-30"):
        kf.ChildAllowance(start="2026-02-30")


def test_an_unknown_kind_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="HelicopterMoney"):
        kf.HelicopterMoney()
