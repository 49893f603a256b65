# SPDX-License-Identifier: Apache-2.0
"""Effects from known numbers."""

import math

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from matplotlib.font_manager import get_font

import kinfold as kf
from kinfold import figures, fonts
from kinfold.effects import Effect
from kinfold.estimates import Interval, paired_estimate, ratio_of_means, variance_ratio
from kinfold.figures import LABELS

# Student's t for 95 % and 2 degrees of freedom, from tables.
T_2 = 4.302653
# F for 97.5 % and (2, 2) degrees of freedom, from tables.
F_2_2 = 39.0


def numbers(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_a_paired_difference_has_students_interval() -> None:
    estimate = paired_estimate(numbers(11, 22, 36), numbers(10, 20, 30))
    # Differences 1, 2, 6: mean 3, variance 7.
    assert estimate.difference.mean == 3
    assert estimate.paired_error == pytest.approx(math.sqrt(7 / 3))
    assert estimate.difference.lower == pytest.approx(3 - T_2 * math.sqrt(7 / 3), rel=1e-6)
    assert estimate.difference.upper == pytest.approx(3 + T_2 * math.sqrt(7 / 3), rel=1e-6)
    assert not estimate.difference.excludes_zero


def test_the_unpaired_error_adds_both_variances() -> None:
    estimate = paired_estimate(numbers(11, 22, 36), numbers(10, 20, 30))
    # Variances 157 and 100.
    assert estimate.unpaired_error == pytest.approx(math.sqrt((157 + 100) / 3))
    assert estimate.variance_ratio.mean == pytest.approx((157 + 100) / 7)
    assert estimate.variance_ratio.mean == pytest.approx((estimate.unpaired_error / estimate.paired_error) ** 2)


def test_the_variance_ratio_has_its_interval() -> None:
    # Sums 21, 42, 66 have variance 507; differences 1, 2, 6 have variance 7.
    ratio = variance_ratio(numbers(11, 22, 36), numbers(10, 20, 30))
    assert ratio.lower == pytest.approx((507 / 7 / F_2_2 + 1) / 2)
    assert ratio.upper == pytest.approx((507 / 7 * F_2_2 + 1) / 2)


def test_the_interval_of_the_variance_ratio_covers_the_true_one() -> None:
    # Correlation 0.95 between runs of equal variance: the true ratio is 1 / (1 − 0.95) = 20. In 4,000 trials an
    # interval that covers 95 % misses by more than 1.7 percentage points with a probability below 10⁻⁶.
    generator = np.random.default_rng(1)
    trials, replicates, correlation = 4000, 20, 0.95
    shared = generator.normal(size=(trials, replicates)) * math.sqrt(correlation)
    plan, base = (shared + generator.normal(size=shared.shape) * math.sqrt(1 - correlation) for _ in range(2))
    intervals = [variance_ratio(one, other) for one, other in zip(plan, base, strict=True)]
    covered = np.mean([it.lower < 1 / (1 - correlation) < it.upper for it in intervals])
    assert abs(covered - 0.95) < 0.017


def test_equal_runs_have_no_variance_ratio() -> None:
    estimate = paired_estimate(numbers(1, 2, 3), numbers(1, 2, 3))
    assert estimate.difference == Interval(0, 0, 0)
    assert math.isnan(estimate.variance_ratio.mean)


def test_one_run_has_no_interval() -> None:
    estimate = paired_estimate(numbers(5), numbers(3))
    assert estimate.difference.mean == 2
    assert math.isnan(estimate.difference.lower)
    assert not estimate.difference.excludes_zero


def test_a_ratio_that_never_varies_is_certain() -> None:
    ratio = ratio_of_means(numbers(30, 33, 36), numbers(10, 11, 12))
    assert (ratio.mean, ratio.lower, ratio.upper) == pytest.approx((3, 3, 3))


def test_fiellers_bounds_solve_their_equation() -> None:
    cost, births = numbers(100, 140, 120, 90), numbers(10, 12, 11, 10)
    ratio = ratio_of_means(cost, births)
    assert ratio.lower < ratio.mean < ratio.upper
    for bound in (ratio.lower, ratio.upper):
        # At a bound, the mean of cost − bound × births lies just on the edge of its own interval of zero.
        edge = paired_estimate(cost, bound * births).difference
        assert min(abs(edge.lower), abs(edge.upper)) == pytest.approx(0, abs=1e-9)


def test_there_is_no_ratio_to_what_may_be_zero() -> None:
    assert ratio_of_means(numbers(1, 2, 3), numbers(-1, 0, 2)) is None


def known_results(scale: float = 0.5) -> xr.Dataset:
    """Two scenarios, three replicates, November 2020 – December 2021; the plan adds 1, 2, 3 second births."""
    time = pd.date_range("2020-11-01", periods=14, freq="MS")
    births = np.full((2, 3, 14, 2), 10, dtype=np.int64)
    births[1, :, 13, 1] += np.array([1, 2, 3])
    spend = np.zeros((2, 3, 14, 2), dtype=np.int64)
    spend[1, :, 5, 0] = 600_000  # fen: 6,000 yuan
    group_axes = ("scenario", "replicate", "year", "place", "birth_order", "residence", "hukou", "income_fifth")
    births_by_group = np.zeros((2, 3, 2, 1, 2, 2, 2, 3), dtype=np.int64)
    births_by_group[:, :, :, 0, 0, 0, 0, 1] = 5
    births_by_group[1, :, 1, 0, 1, 1, 0, 2] = np.array([1, 2, 3])
    scenario = 'title = {{ en = "{0}", zh = "{1}" }}\n[[measure]]\nid = "{0}"\nannounced = 2021-07-01\n'
    return xr.Dataset(
        {
            "births": (("scenario", "replicate", "time", "birth_order"), births, {"units": "birth"}),
            "unions_formed": (("scenario", "replicate", "time"), births.sum(-1), {"units": "union"}),
            "tfr": (("scenario", "replicate", "year"), np.array([[[9, 1.5]] * 3, [[9, 1.6]] * 3])),
            "spend": (("scenario", "replicate", "time", "payer"), spend, {"units": "fen"}),
            "births_by_group": (group_axes, births_by_group, {"units": "birth"}),
            "spend_by_group": (group_axes, 50_000 * births_by_group, {"units": "fen"}),
            "scenario_resolved": ("scenario", [scenario.format("base", "基线"), scenario.format("plan", "方案")]),
        },
        coords={
            "scenario": ["base", "plan"],
            "replicate": [1, 2, 3],
            "time": time,
            "year": [2020, 2021],
            "birth_order": [1, 2],
            "payer": ["city", "household"],
            "place": ["Dongsheng"],
            "residence": ["urban", "rural"],
            "hukou": ["in_the_city", "elsewhere"],
            "income_fifth": [0, 1, 2],
        },
        attrs={"scale": scale},
    )


@pytest.fixture
def effect() -> Effect:
    return Effect(known_results(), "plan", "base")


def test_births_are_those_of_the_whole_place(effect: Effect) -> None:
    assert effect.births.base == 14 * 20 / 0.5
    assert effect.births.difference.mean == 2 / 0.5
    assert effect.births.relative.mean == pytest.approx(2 / 280)


def test_births_by_order_add_up(effect: Effect) -> None:
    assert effect.births_by_order[1].difference.mean == 0
    assert effect.births_by_order[2].difference.mean == effect.births.difference.mean


def test_indicators_use_complete_years_and_no_scale(effect: Effect) -> None:
    assert effect.tfr.difference.mean == pytest.approx(0.1)
    assert list(effect.by_year("births").index) == [2021]
    assert effect.by_year("births")["effect"].item() == 4


def test_groups_tell_who_gains_and_empty_ones_are_left_out(effect: Effect) -> None:
    table = effect.who_gains()
    assert [group for by, group in table.index if by == "income_fifth"] == ["1", "2"]
    assert [group for by, group in table.index if by == "hukou"] == ["in_the_city"]
    assert table.loc[("residence", "urban"), "births"] == 10 / 0.5
    assert table.loc[("residence", "urban"), "births_effect"] == 0
    rural = table.loc[("residence", "rural")]
    assert (rural["births"], rural["births_effect"]) == (0, 2 / 0.5)
    assert rural["cost_effect"] == 2 * 500 / 0.5  # 50,000 fen a birth
    for by in ("birth_order", "income_fifth", "residence", "hukou", "place"):
        assert table.loc[by, "births_effect"].sum() == effect.births.difference.mean


def test_cost_is_in_yuan(effect: Effect) -> None:
    assert effect.cost.difference.mean == 6000 / 0.5
    assert list(effect.cost_by_payer) == ["city"]


def test_cost_per_birth_is_none_when_births_may_not_have_risen(effect: Effect) -> None:
    # Differences 2, 4, 6: the interval reaches from below zero.
    assert effect.births.difference.lower < 0
    assert effect.cost_per_birth is None
    assert "contains 0" in effect.summary()
    assert "区间包含0" in effect.summary("zh")


def test_cost_per_birth_is_a_ratio_of_means() -> None:
    data = known_results()
    data["births"][1, :, 12, 1] += 10
    effect = Effect(data, "plan", "base")
    # 6,000 yuan for 12 births on average.
    assert effect.cost_per_birth.mean == pytest.approx(500)
    assert "500" in effect.summary()


def test_fewer_births_cost_nothing_each() -> None:
    data = known_results()
    data["births"][1, :, 12, 1] -= 10
    effect = Effect(data, "plan", "base")
    assert effect.cost_per_birth is None
    assert "fewer births" in effect.summary()


def test_the_table_has_a_row_for_each_estimate(effect: Effect) -> None:
    table = effect.table()
    assert list(table.index) == [
        "births", "births_order_1", "births_order_2", "tfr", "unions_formed", "cost", "cost_city"
    ]  # fmt: skip
    assert table.loc["births", "effect"] == 4


def test_titles_and_the_first_day_come_from_the_scenarios(effect: Effect) -> None:
    assert effect.title("plan", "zh") == "方案"
    assert effect.first_day == pd.Timestamp("2021-07-01")


def test_several_draws_are_not_mixed() -> None:
    data = known_results().expand_dims(draw=[0, 1])
    with pytest.raises(kf.ScenarioError, match="draw"):
        Effect(data, "plan", "base")


def test_an_unknown_quantity_or_language_is_refused(effect: Effect) -> None:
    with pytest.raises(kf.ScenarioError, match="birhts"):
        effect.by_year("birhts")
    with pytest.raises(kf.ScenarioError, match="en, zh"):
        effect.summary("fr")


def test_the_figure_has_both_scenarios_above_and_the_effect_below(effect: Effect) -> None:
    figure = effect.plot.fan("tfr")
    above, below = figure.axes
    assert above.get_legend_handles_labels()[1] == ["base", "plan"]
    assert "95 % interval" in below.get_legend_handles_labels()[1][0]


def test_a_figure_in_chinese_takes_a_font_of_the_system(effect: Effect) -> None:
    font = fonts.chinese_font()
    assert font is not None, "the set-up installs one"
    below = effect.plot.fan("tfr", lang="zh").axes[1]
    assert below.get_xlabel() == "年份"
    assert below.xaxis.label.get_fontproperties().get_file() == str(font)
    glyphs = get_font(font).get_charmap()
    assert all(ord(letter) in glyphs for english, chinese in LABELS.values() for letter in chinese if letter > "~")


def test_a_figure_in_chinese_without_a_font_is_in_english(effect: Effect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "chinese_font", lambda: None)
    assert effect.plot.fan("tfr", lang="zh").axes[1].get_xlabel() == "calendar year"
