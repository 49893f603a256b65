# SPDX-License-Identifier: Apache-2.0
"""A reform run again: the same people without and with it, at the level of births that its place had."""

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import optimize, stats

from kinfold import _core
from kinfold._core import DataError, ScenarioError
from kinfold.estimates import Numbers
from kinfold.folders import USUAL_PLACE
from kinfold.options import DEFAULT, Options
from kinfold.reforms.assumptions import Assumption, draws_of, scaled_amounts
from kinfold.reforms.reform import Outcome, Reform
from kinfold.reforms.scenario_text import CLOSED_PLACE, Parameters, merged, parsed, scenario_document
from kinfold.reforms.short_run import run_counts
from kinfold.reforms.verdict import Finding
from kinfold.scenario import Scenario

INTERCEPTS = ("first_child", "second_child", "third_child", "later_child")
#: What only weighs money, and so moves nothing without measures.
MONEY = ("money.", "amounts")

#: What is counted of each quantity.
AXES = {"births": ("replicate", "time", "birth_order"), "unions_formed": ("replicate", "time")}

#: The level of births is looked for so near to that of the defaults first, then farther (logits).
REACHES = (0.4, 1.2, 3.0)
#: It is found to this (logits): about 0.5 % of births.
LEVEL_TOLERANCE = 0.02

#: With fewer draws nothing can be said about what an effect hangs on.
FEWEST_DRAWS = 3

Draw = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class TrialOptions:
    """How reforms are run.

    Attributes
    ----------
    scale, persons
        Persons ÷ residents of the place, or how many persons; one of them.
    replicates
        Pairs of runs of each draw, each pair with its own chance.
    draws
        Draws of the assumptions.
    """

    scale: float | None = None
    persons: int = 100_000
    replicates: int = 2
    draws: int = 20
    seed: int = DEFAULT.seed
    threads: int = DEFAULT.threads


class Trial:
    """One reform, run with all at default and with each draw of its assumptions."""

    def __init__(self, reform: Reform, options: TrialOptions, tell: Callable[[int, int], object]) -> None:
        self.reform = reform
        self._options = options
        self._tell = tell
        self._counts_of: dict[str, dict[str, Numbers]] = {}
        self._levels: dict[tuple[tuple[str, float], ...], float] = {}

    @property
    def scale(self) -> float:
        """Persons ÷ residents of the place."""
        return self._options.scale or self._options.persons / self.reform.tables.persons

    def findings(self) -> list[Finding]:
        """What came of each outcome."""
        options = self._options
        draws: list[Draw] = [{}, *draws_of(self.reform.assumptions, options.draws, options.seed)]
        effects = [self._told(number, len(draws), draw) for number, draw in enumerate(draws)]
        of_outcomes = zip(self.reform.outcomes, *effects, strict=True)
        return [
            Finding.of(
                self.reform,
                outcome,
                default,
                drawn,
                hangs_on=rank_correlations(self.reform.assumptions, draws[1:], drawn),
                scale=self.scale,
                level=self.level({}),
            )
            for outcome, default, *drawn in of_outcomes
        ]

    def _told(self, number: int, count: int, draw: Draw) -> list[Numbers]:
        self._tell(number + 1, count)
        return self.effects(draw)

    def effects(self, draw: Draw) -> list[Numbers]:
        """The effect on each outcome by replicate, with these values and all others at default."""
        level = self.level(draw)
        before, after = (self._counts(setting, level, draw) for setting in ("before", "after"))
        first_month = month_number(*self.reform.tables.first_month)
        return [contrast(outcome, before, after, first_month, self.scale) for outcome in self.reform.outcomes]

    def _counts(self, setting: str, level: float, draw: Draw) -> dict[str, Numbers]:
        """Counts of a setting, run once: without measures, draws of what money weighs share one run."""
        scenario = self.scenario(setting, level, draw)
        if scenario.text not in self._counts_of:
            wanted = {outcome.quantity: AXES[outcome.quantity] for outcome in self.reform.outcomes}
            self._counts_of[scenario.text] = self._run(scenario, self.reform.last_month, wanted)
        return self._counts_of[scenario.text]

    def _run(self, scenario: Scenario, until: str, wanted: Mapping[str, tuple[str, ...]]) -> dict[str, Numbers]:
        options = Options(
            scale=self.scale,
            until=until,
            replicates=self._options.replicates,
            seed=self._options.seed,
            threads=self._options.threads,
        )
        return run_counts(scenario, options, wanted)

    def scenario(self, setting: str, level: float, draw: Draw) -> Scenario:
        """A setting of the reform, ``before`` or ``after``, with the values of a draw."""
        content = self.reform.before if setting == "before" else self.reform.after
        measures = scaled_amounts(content.get("measure", []), draw.get("amounts", 1.0))
        drawn = as_parameters(what_moves(measures, draw))
        parameters = merged(CLOSED_PLACE, intercepts(level), drawn, content.get("parameters", {}))
        document = scenario_document(self.reform.place, {**content, "measure": measures}, parameters)
        core = parsed(document, f"{setting}.toml", self.reform.scenario_folder)
        return Scenario(core, self.reform.scenario_folder)

    # --- The level of births before the reform ---

    def level(self, draw: Draw) -> float:
        """What all intercepts of intention are moved by, so that the place has its births before the reform."""
        moving = what_moves(self.reform.before.get("measure", []), draw)
        address = tuple(sorted(moving.items()))
        if address not in self._levels:
            near = self._levels.get((), 0.0)
            self._levels[address] = self._fitted_level(moving, near)
        return self._levels[address]

    def _fitted_level(self, draw: Draw, near: float) -> float:
        wanted = self.reform.tables.total_fertility * draw.get("fertility", 1.0)

        @functools.cache
        def excess(level: float) -> float:
            return self.fertility_before(level, draw) - wanted

        for reach in REACHES:
            low, high = near - reach, near + reach
            if excess(low) <= 0.0 <= excess(high):
                return float(optimize.brentq(excess, low, high, xtol=LEVEL_TOLERANCE))
        raise DataError(
            f"{self.reform.tables.own / 'fertility.csv'}: births per woman add up to {wanted:.3f}; the model reaches "
            f"{wanted + excess(low):.3f} to {wanted + excess(high):.3f} in {self.reform.level_year} with this marital "
            "state and parity; correct one of these tables"
        )

    def fertility_before(self, level: float, draw: Draw) -> float:
        """Total fertility rate of the last year without the reform."""
        year = self.reform.level_year
        counts = self._run(self.scenario("before", level, draw), f"{year}-12", {"tfr": ("replicate", "year")})
        return float(counts["tfr"][:, -1].mean())


def contrast(
    outcome: Outcome, before: Mapping[str, Numbers], after: Mapping[str, Numbers], first_month: int, scale: float
) -> Numbers:
    """The effect on an outcome, by replicate."""
    without, with_reform = (counted(outcome, counts[outcome.quantity], first_month) for counts in (before, after))
    if outcome.contrast == "difference":
        return (with_reform - without) / scale
    if not without.all():
        raise ScenarioError(
            f"no {outcome.quantity} of the outcome {outcome.title[0]!r} without the reform; a relative change needs "
            "some; take a larger --population"
        )
    return with_reform / without - 1.0


def counted(outcome: Outcome, counts: Numbers, first_month: int) -> Numbers:
    """What counts for an outcome, by replicate. The last birth order of the counts holds all later ones."""
    start, end = (month_number(day.year, day.month) - first_month for day in (outcome.start, outcome.end))
    within = counts[:, start:end]
    if outcome.birth_orders:
        within = within[:, :, [order - 1 for order in outcome.birth_orders if order <= counts.shape[2]]]
    summed: Numbers = within.reshape(len(counts), -1).sum(axis=1)
    return summed


def rank_correlations(
    assumptions: Sequence[Assumption], draws: Sequence[Draw], drawn: Sequence[Numbers]
) -> dict[str, float]:
    """How the effect goes with each assumption over the draws (Spearman); NaN if the effect never moves."""
    effects = stats.rankdata([values.mean() for values in drawn])
    return {it.name: correlation(stats.rankdata([draw[it.of] for draw in draws]), effects) for it in assumptions}


def correlation(one: Numbers, other: Numbers) -> float:
    """Pearson's correlation; NaN for less than three values, and where one of them is always the same."""
    if len(one) < FEWEST_DRAWS or np.ptp(one) == 0 or np.ptp(other) == 0:
        return math.nan
    return float(np.corrcoef(one, other)[0, 1])


def month_number(year: int, month: int) -> int:
    """Months counted through, so that they can be subtracted."""
    return 12 * year + month


def what_moves(measures: Sequence[Mapping[str, Any]], draw: Draw) -> Draw:
    """The part of a draw that can move anything: without measures nobody weighs money."""
    return draw if measures else {of: value for of, value in draw.items() if not of.startswith(MONEY)}


def as_parameters(draw: Draw) -> Parameters:
    """The drawn parameters of the model by section, held within the range that the model declares."""
    sections: Parameters = {}
    for of, value in draw.items():
        section, _, name = of.partition(".")
        if name:
            sections.setdefault(section, {})[name] = within_range(section, name, value)
    return sections


def intercepts(level: float) -> Parameters:
    """The standard intercepts of intention, all moved by the same number."""
    return {"intention": {name: float(declared()["intention", name].default) + level for name in INTERCEPTS}}


def within_range(section: str, name: str, value: float) -> float:
    """The value, or the end of the parameter's declared range that it lies beyond."""
    parameter = declared()[section, name]
    lowest = value if parameter.lowest is None else parameter.lowest
    highest = value if parameter.highest is None else parameter.highest
    return min(max(value, lowest), highest)


@functools.cache
def declared() -> dict[tuple[str, str], _core.Parameter]:
    """Every parameter that the model declares, with its standard value."""
    return {(it.section, it.name): it for it in _core.parameters(_core.read_place(USUAL_PLACE))}
