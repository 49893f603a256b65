# SPDX-License-Identifier: Apache-2.0
"""Reforms of the past: what is refused, the rule of a pass, and small runs from end to end."""

import csv
import datetime
import json
import math
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import kinfold as kf
from kinfold import _core
from kinfold.reforms.assumptions import Assumption, draws_of, shared_priors
from kinfold.reforms.place_tables import ALLOWED, completed_place
from kinfold.reforms.reform import SHIPPED_REFORMS, Outcome, load_reform
from kinfold.reforms.tables import largest_remainders
from kinfold.reforms.trial import Trial, TrialOptions, counted, rank_correlations, within_range
from kinfold.reforms.verdict import Spread

Command = Callable[..., subprocess.CompletedProcess[str]]

# The smallest population that can be built, one pair of runs, defaults alone.
SMALL = ("--population", "5000", "--replicates", "1", "--draws", "0")
SHIPPED = sorted(path.stem for path in SHIPPED_REFORMS.glob("*.toml"))


@pytest.fixture
def reform(tmp_path: Path) -> Callable[..., Path]:
    """Write the shipped reform of Spain, changed, with its place beside it."""

    def written(*changes: tuple[str, str], place_changes: tuple[str, str, str] | None = None) -> Path:
        folder = tmp_path / "reforms"
        shutil.copytree(SHIPPED_REFORMS / "places" / "spain", folder / "places" / "spain")
        text = (SHIPPED_REFORMS / "spain-2007.toml").read_text(encoding="utf-8")
        (folder / "mine.toml").write_text(changed(text, *changes), encoding="utf-8")
        if place_changes is not None:
            table, *change = place_changes
            path = folder / "places" / "spain" / table
            path.write_text(changed(path.read_text(encoding="utf-8"), tuple(change)), encoding="utf-8")
        return folder / "mine.toml"

    return written


def changed(text: str, *changes: tuple[str, str]) -> str:
    for found, put in changes:
        text, count = re.subn(found, put, text, count=1, flags=re.MULTILINE)
        assert count == 1, f"{found} is not in the text"
    return text


def line_of(path: Path, words: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def assert_refused(done: subprocess.CompletedProcess[str], code: int, *told: str) -> None:
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    for words in told:
        assert words in done.stderr


# --- What a user gets wrong -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "at", "told"),
    [
        ((r"^band .*", "bnad = [0.02, 0.07]"), "bnad", ["bnad", "did you mean band"]),
        ((r"^band .*", "band = [0.07, 0.02]"), "band =", ["[0.07, 0.02]", "lower one first"]),
        ((r"^until .*", "until = 2007-01-01"), "until =", ["2007-01-01", "not after from", "later month"]),
        ((r"^from .*", "from = 2008-04-15"), "from =", ["2008-04-15", "first day of a month"]),
        ((r"^from .*", 'from = "soon"'), "from =", ["'soon'", "a day such as"]),
        ((r"^quantity .*", 'quantity = "brths"'), "quantity =", ["'brths'", "births, unions_formed"]),
        ((r"^contrast .*", 'contrast = "ratio"'), "contrast =", ["'ratio'", "relative, difference"]),
        ((r"^title +=.*", 'title = "Spain"'), "title =", ["'Spain'", "write both languages"]),
        ((r"^varies .*", 'varies = ["money.cash_wight"]'), "varies =", ["did you mean money.cash_weight"]),
        ((r"^lowest .*", "lowest = 2.0"), "highest", ["must not be less"]),
        ((r"^of .*", 'of = "weather"'), "of =", ["'weather'", "amounts, fertility"]),
        ((r"^start .*", 'start = "July"'), "start =", ["'July'", "after.measure[0].start"]),
        ((r"^amount_once .*", "amount_once = -5"), "amount_once =", ["amount_once = -5", "between 0"]),
        ((r"^amount_once .*", "amount_onze = 5"), "amount_onze =", ["amount_onze", "amount_once"]),
        ((r"^kind .*", 'kind = "child_alowance"'), "[[after.measure]]", ["child_alowance", "child_allowance"]),
        ((r"^place .*", 'place = "../spain"'), "place =", ["without a path"]),
        ((r"^id +=.*", "id = "), "id = ", ["is no TOML"]),
    ],
    ids=lambda it: it[1] if isinstance(it, tuple) else "",
)
def test_a_wrong_reform_is_explained(
    change: tuple[str, str], at: str, told: list[str], reform: Callable[..., Path], kinfold: Command
) -> None:
    path = reform(change)
    done = kinfold("validate", path, *SMALL, "-o", "table.csv")
    assert_refused(done, 2, f"{path}:{line_of(path, at)}", *told)
    assert not (path.parents[1] / "table.csv").exists()


def test_all_problems_of_a_reform_are_told_at_once(reform: Callable[..., Path], kinfold: Command) -> None:
    path = reform((r"^band .*", "band = 3"), (r"^unit .*", "unti = 1"), (r"^amount_once .*", "amount_once = -5"))
    assert_refused(kinfold("validate", path, *SMALL), 2, "band", "unti", "unit is missing", "amount_once = -5")


@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        ("economy.csv", (r"^2010,.*\n", ""), ["no row for 2010", "2005 to 2010", "add the rows"]),
        ("population.csv", (r"^spain,male,7,.*", "spain,male,7,many"), ["persons = 'many'", "must be a number"]),
        ("fertility.csv", (r"^age,first,second", "age,first,secnd"), ["no column second", "add it"]),
        ("children_ever_born.csv", (r"^30,0\.", "30,1."), ["children_ever_born.csv"]),
        ("place.csv", (r"^slug,.*", "slug,atlantis"), ["atlantis", "must be"]),
        ("place.csv", (r"^census_month,.*", "census_month,soon"), ["'soon'", "2005-01"]),
        ("place.csv", (r"^name_zh,.*\n", ""), ["no name_zh", "add the row"]),
        ("population.csv", (r"^spain,male,100,.*\n", ""), ["100 rows of male", "from 0 to 100"]),
        ("population.csv", (r"^spain,male,7,", "spain,male,8,"), ["age", "7"]),
        ("population.csv", (r"^spain,male,7,.*", "spain,male,7"), ["persons = ''", "must be a number"]),
    ],
    ids=lambda it: it if isinstance(it, str) else "",
)
def test_a_wrong_table_is_explained(
    table: str, change: tuple[str, str], told: list[str], reform: Callable[..., Path], kinfold: Command
) -> None:
    path = reform(place_changes=(table, *change))
    done = kinfold("validate", path, *SMALL)
    assert done.returncode in (2, 3)
    assert_refused(done, done.returncode, str(path.parent / "places" / "spain" / table), *told)


def test_a_place_says_which_tables_it_must_and_may_have(reform: Callable[..., Path], kinfold: Command) -> None:
    path = reform()
    place = path.parent / "places" / "spain"
    (place / "economy.csv").unlink()
    shutil.copyfile(SHIPPED_REFORMS.parent / "places" / "ordos" / "mortality.csv", place / "mortality.csv")
    assert_refused(kinfold("validate", path, *SMALL), 3, "economy.csv: missing", "mortality.csv", *ALLOWED)


def test_a_place_that_misses_what_a_measure_reads_is_refused(reform: Callable[..., Path], kinfold: Command) -> None:
    path = reform((r"^amount_once", 'hukou = "mother"\namount_once'))
    assert_refused(kinfold("validate", path, *SMALL), 2, "cheque-bebe", "hukou = mother", "registration.csv")


def test_a_place_that_begins_too_late_is_refused(reform: Callable[..., Path], kinfold: Command) -> None:
    path = reform(place_changes=("place.csv", r"^census_month,.*", "census_month,2006-01"))
    assert_refused(kinfold("validate", path, *SMALL), 2, "census_month = 2006-01", "2 complete calendar years")


def test_an_outcome_before_month_zero_is_refused(reform: Callable[..., Path], kinfold: Command) -> None:
    path = reform((r"^from .*", "from = 2004-12-01"))
    assert_refused(kinfold("validate", path, *SMALL), 2, "counts from 2004-12-01", "2005-01")


@pytest.mark.parametrize("content", [b"\0\1\2binary", b"\xff\xfe", b"", b"title = 3", b"[[outcome]]", b"after = 1"])
def test_what_is_no_reform(content: bytes, kinfold: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(content)
    assert_refused(kinfold("validate", "mine.toml", *SMALL), 2, "mine.toml")


def test_behaviour_is_no_reform(reform: Callable[..., Path], kinfold: Command) -> None:
    shock = "[after]\nstart = 2007-07-01\n[after.parameters.money]\ncash_weight = 1.0\n[[outcome]]"
    path = reform((r"^\[\[outcome\]\]", shock))
    where = f"{path}:{line_of(path, 'after.parameters.money')}"
    assert_refused(kinfold("validate", path, *SMALL), 2, where, "money is behaviour")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--draws", "-1"], "draws = -1"),
        (["--replicates", "0"], "replicates"),
        (["--scale", "2e9"], "scale"),
        (["--scale", "0.1", "--population", "9"], "give one of them"),
        (["--population", "0"], "--population = 0"),
        (["-o", "table.xlsx"], ".csv or .json"),
        (["nowhere"], "placebo"),
    ],
    ids=lambda it: " ".join(it) if isinstance(it, list) else "",
)
def test_a_wrong_option(arguments: list[str], told: str, kinfold: Command, tmp_path: Path) -> None:
    assert_refused(kinfold("validate", *arguments), 2, told)
    assert not list(tmp_path.iterdir())


def test_an_empty_folder(kinfold: Command, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert_refused(kinfold("validate", "none"), 2, "none", "no .toml file")


def test_a_shock_is_a_reform_too(reform: Callable[..., Path]) -> None:
    path = reform()
    text = path.read_text(encoding="utf-8")
    shock = '[after]\nstart = 2008-03-01\n[after.parameters.later_life]\ngrandparents = "one_more"\n\n'
    path.write_text(re.sub(r"\[\[after.measure\]\].*?(?=\[\[outcome)", shock, text, flags=re.DOTALL), encoding="utf-8")
    loaded = load_reform(path)
    assert loaded.level_year == 2007
    trial = Trial(loaded, TrialOptions(persons=5000), lambda _number, _count: None)
    assert trial.scenario("after", 0.0, {}).parameters["later_life"] == {"grandparents": "one_more"}
    assert "later_life" not in trial.scenario("before", 0.0, {}).parameters


def test_a_shock_names_its_day(reform: Callable[..., Path], kinfold: Command) -> None:
    path = reform((r"^\[\[outcome\]\]", "[after.parameters.later_life]\nretire_later = 2.0\n[[outcome]]"))
    assert_refused(kinfold("validate", path, *SMALL), 2, "after.start is missing", "a day such as")


def test_two_reforms_of_one_id(kinfold: Command) -> None:
    assert_refused(kinfold("validate", "placebo", "placebo", *SMALL), 2, "'placebo'", "must be its own")


# --- The rule ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effects", "band", "failed"),
    [
        ([0.03, 0.04, 0.05], (0.02, 0.07), []),
        ([0.08, 0.09, 0.10], (0.02, 0.07), ["median_in_band"]),
        ([-0.01, -0.01, 0.04, 0.04, 0.05], (0.02, 0.07), ["sign_is_right"]),
        ([-0.01, 0.03, 0.04, 0.04, 0.05], (0.02, 0.07), []),
        ([0.0, 0.04, 0.30], (0.02, 0.07), ["sign_is_right", "narrow_enough"]),
        ([-0.02, -0.01, 0.03, 0.03], (0.0, 0.08), []),
        ([-0.03, -0.04, -0.05], (-0.07, -0.02), []),
        ([0.03, 0.04, 0.05], (-0.07, -0.02), ["median_in_band", "sign_is_right"]),
        ([0.0, 0.0, 0.0], (0.0, 0.0), []),
        ([0.0, 0.0, 1e-9], (0.0, 0.0), ["narrow_enough"]),
    ],
)
def test_the_rule_of_a_pass(effects: list[float], band: tuple[float, float], failed: list[str]) -> None:
    assert Spread.of(effects, band).verdict.failed == failed


def test_the_interval_holds_nine_tenths() -> None:
    spread = Spread.of(np.linspace(0.0, 1.0, 101), (0.2, 0.7))
    assert (spread.low, spread.median, spread.high) == pytest.approx((0.05, 0.5, 0.95))
    assert spread.width_ratio == pytest.approx(1.8)


@pytest.mark.parametrize(("reach", "failed"), [(0.16, []), (0.17, ["narrow_enough"])])
def test_an_interval_of_three_bands_is_the_widest(reach: float, failed: list[str]) -> None:
    effects = np.linspace(0.55 - reach, 0.55 + reach, 101)
    assert Spread.of(effects, (0.5, 0.6)).verdict.failed == failed


def test_what_counts_for_an_outcome() -> None:
    counts = np.arange(2 * 24 * 4, dtype=np.float64).reshape(2, 24, 4)
    outcome = Outcome(
        title=("", ""),
        quantity="births",
        birth_orders=(3, 4, 5, 9),
        start=datetime.date(2008, 3, 1),
        end=datetime.date(2008, 5, 1),
        contrast="relative",
        unit="share",
        band=(0.0, 1.0),
    )
    first_month = 12 * 2007 + 12
    assert counted(outcome, counts, first_month) == pytest.approx(counts[:, 3:5, 2:4].sum(axis=(1, 2)))


# --- What is varied ---------------------------------------------------------------------------------------------------


def assumption(name: str, **changes: object) -> Assumption:
    plain = {"of": name, "shape": "uniform", "lowest": 1.0, "highest": 3.0, "meaning": ("", ""), "source": ""}
    return Assumption(name=name, **{**plain, **changes})  # type: ignore[arg-type]


def test_draws_are_one_from_each_part_of_the_prior() -> None:
    drawn = [draw["a"] for draw in draws_of([assumption("a")], 10, seed=1)]
    parts = [int((value - 1.0) / 0.2) for value in drawn]
    assert sorted(parts) == list(range(10))
    assert parts != sorted(parts)


def test_one_assumption_more_moves_no_other() -> None:
    alone = draws_of([assumption("a")], 10, seed=1)
    both = draws_of([assumption("b"), assumption("a")], 10, seed=1)
    assert [draw["a"] for draw in both] == [draw["a"] for draw in alone]
    assert [draw["a"] for draw in both] != [draw["b"] for draw in both]
    assert [draw["a"] for draw in draws_of([assumption("a")], 10, seed=2)] != [draw["a"] for draw in alone]


def test_nine_tenths_of_a_lognormal_prior_lie_between_its_ends() -> None:
    prior = assumption("a", shape="lognormal", lowest=0.08, highest=1.0)
    assert prior.quantile(0.05) == pytest.approx(0.08)
    assert prior.quantile(0.95) == pytest.approx(1.0)
    assert prior.quantile(0.5) == pytest.approx(0.08**0.5)


def test_what_an_effect_hangs_on() -> None:
    both = [assumption("a"), assumption("b")]
    draws = [{"a": 1.0, "b": 5.0}, {"a": 2.0, "b": 1.0}, {"a": 3.0, "b": 5.0}]
    told = rank_correlations(both, draws, [np.array([0.1, 0.3]), np.array([0.4]), np.array([9.0])])
    assert told == {"a": pytest.approx(1.0), "b": pytest.approx(0.0)}
    assert all(map(math.isnan, rank_correlations(both, draws, [np.zeros(1)] * 3).values()))


def test_priors_are_of_parameters_that_the_model_has() -> None:
    for name, prior in shared_priors().items():
        section, parameter = name.split(".")
        assert within_range(section, parameter, prior.lowest) == prior.lowest
        assert within_range(section, parameter, prior.highest) == prior.highest


# --- Places -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_place_is_whole(name: str) -> None:
    reform = load_reform(SHIPPED_REFORMS / f"{name}.toml")
    place = _core.read_place(reform.scenario_folder / "places" / reform.place)
    assert place.persons == reform.tables.persons
    assert place.banner_count == 1


def test_a_place_is_made_once_and_again_when_a_table_changes(reform: Callable[..., Path]) -> None:
    own = reform().parent / "places" / "spain"
    first = completed_place(own)[1]
    assert completed_place(own)[1] == first
    text = (own / "economy.csv").read_text(encoding="utf-8")
    (own / "economy.csv").write_text(text.replace("13900", "13901"), encoding="utf-8")
    assert completed_place(own)[1] != first


def test_whole_numbers_add_up() -> None:
    assert largest_remainders([1.0, 1.0, 1.0], 10) == [4, 3, 3]
    assert sum(largest_remainders([0.2, 0.5, 0.3], 12345)) == 12345


# --- From end to end --------------------------------------------------------------------------------------------------


def test_the_placebo_moves_nothing(kinfold: Command) -> None:
    done = kinfold("validate", "placebo", "--population", "5000", "--replicates", "2", "--draws", "2", "--json")
    assert done.returncode == 0, done.stderr
    [row] = json.loads(done.stdout)
    assert row["pass"]
    assert [row[key] for key in ("at_default", "median", "low", "high")] == [0.0] * 4


def test_no_life_changes_with_the_placebo() -> None:
    reform = load_reform(SHIPPED_REFORMS / "placebo.toml")
    trial = Trial(reform, TrialOptions(persons=5000, replicates=1, draws=0), lambda _number, _count: None)
    scenarios = [trial.scenario(setting, 0.5, {}) for setting in ("before", "after")]
    fingerprints = [kf.run(it, scale=trial.scale, until="2010-03").summary["fingerprint"] for it in scenarios]
    assert fingerprints[0] == fingerprints[1]


def test_a_reform_from_end_to_end(reform: Callable[..., Path], kinfold: Command, tmp_path: Path) -> None:
    path = reform((r"^amount_once .*", "amount_once = 100_000"))
    options = ("--population", "5000", "--replicates", "1", "--draws", "2")
    done = kinfold("validate", path.parent, *options, "-o", "table.csv", "--lang", "zh")
    assert done.returncode == 5, done.stderr  # forty times the grant is beyond the band
    assert "未通过" in done.stdout
    assert "预期现金的权重" in done.stdout
    [row] = csv.DictReader((tmp_path / "table.csv").read_text(encoding="utf-8").splitlines())
    assert row["id"] == "R2"
    assert float(row["median"]) > 0.07
    assert "median_in_band" in row["failed"]
    again = kinfold("validate", path.parent, *options, "--threads", "1", "--json")
    [same] = json.loads(again.stdout)
    assert same["median"] == float(row["median"])
    assert [it.name for it in tmp_path.iterdir() if it.name.startswith(".")] == []


def test_the_level_gives_the_births_before_the_reform() -> None:
    reform = load_reform(SHIPPED_REFORMS / "spain-2007.toml")
    trial = Trial(reform, TrialOptions(persons=20_000, replicates=1, draws=0), lambda _number, _count: None)
    level = trial.level({})
    reached = trial.fertility_before(level, {})
    # The level is found to 0.02 logits, and a birth is 0.006 of the rate at this size.
    assert reached == pytest.approx(reform.tables.total_fertility, rel=0.03)


def test_a_level_that_cannot_be_reached_is_refused(reform: Callable[..., Path], kinfold: Command) -> None:
    path = reform()
    table = path.parent / "places" / "spain" / "fertility.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(re.sub(r"^(\d\d),0\.", r"\1,0.9", text, flags=re.MULTILINE), encoding="utf-8")
    assert_refused(kinfold("validate", path, *SMALL), 3, "fertility.csv", "births per woman", "correct one")
