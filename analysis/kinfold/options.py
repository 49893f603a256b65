# SPDX-License-Identifier: Apache-2.0
"""How scenarios are run, checked before anything starts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kinfold import _core
from kinfold._core import ScenarioError
from kinfold.folders import cache_folder
from kinfold.scenario import Scenario

DEFAULT = _core.ExperimentOptions()
DEFAULT_YEARS = DEFAULT.months // 12

# What the model can be told at all; what makes sense it says itself.
MOST_YEARS = 100
WHOLE_NUMBERS = {"replicates": 2**31 - 1, "seed": 2**32 - 1, "threads": 2**31 - 1, "rows_per_shard": 2**31 - 1}


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a user chooses beside the scenarios.

    Attributes
    ----------
    scale
        Persons ÷ residents of the place.
    years
        Simulated years from the census month on; ``until`` may be given instead.
    until
        Last simulated month, such as ``2035-12``.
    replicates
        Runs of each scenario with other chances; a replicate of all scenarios has the same.
    seed
        Another seed gives other chances and another month zero.
    threads
        0 takes every processor. Results do not depend on it.
    rows_per_shard
        How many persons lie together in memory. Results do not depend on it.
    events, persons
        Whether the event log, or everybody at the end of the run, goes into the file.
    identical_lives
        Whether to count people who live the same life as in the first scenario.
    """

    scale: float = DEFAULT.scale
    years: int | None = None
    until: str | None = None
    replicates: int = DEFAULT.replicates
    seed: int = DEFAULT.seed
    threads: int = DEFAULT.threads
    rows_per_shard: int = DEFAULT.rows_per_shard
    events: bool = False
    persons: bool = False
    identical_lives: bool = False


def core_options(options: Options, scenarios: Sequence[Scenario]) -> _core.ExperimentOptions:
    """The options as the model takes them.

    Raises
    ------
    ScenarioError
        With everything that is not allowed.
    """
    problems = option_problems(options)
    if not scenarios:
        problems.append("there is no scenario to run; name at least one")
    names = [scenario.name for scenario in scenarios]
    twice = sorted({name for name in names if names.count(name) > 1})
    problems += [f"{name} is there twice; names must differ; give one another name with named()" for name in twice]
    if problems:
        raise ScenarioError("\n".join(problems))
    chosen = _core.ExperimentOptions()
    chosen.scale = float(options.scale)
    chosen.months = months_of(options, scenarios[0])
    chosen.replicates = options.replicates
    chosen.seed = options.seed
    chosen.threads = options.threads
    chosen.rows_per_shard = options.rows_per_shard
    chosen.keep_events = options.events
    chosen.keep_persons = options.persons
    chosen.count_identical_lives = options.identical_lives
    chosen.cache_folder = cache_folder()
    return chosen


def option_problems(options: Options) -> list[str]:
    """One line for each option that the model cannot even be told."""
    problems = []
    if options.years is not None and options.until is not None:
        problems.append("years and until are both given; give one of them")
    if options.years is not None and not 1 <= options.years <= MOST_YEARS:
        problems.append(f"years = {options.years}; must be between 1 and {MOST_YEARS}")
    if not options.scale > 0:
        problems.append(f"scale = {options.scale:g}; must be above 0; 1 is the whole place")
    for name, largest in WHOLE_NUMBERS.items():
        value = getattr(options, name)
        if not 0 <= value <= largest:
            problems.append(f"{name} = {value}; must be between 0 and {largest:,}")
    return problems


def months_of(options: Options, scenario: Scenario) -> int:
    """How many months to simulate."""
    if options.until is None:
        return 12 * (DEFAULT_YEARS if options.years is None else options.years)
    place = _core.read_place(scenario.core.place_folder)
    written = re.fullmatch(r"(\d{4})-(\d{2})(-\d{2})?", options.until)
    if not written or not 1 <= int(written[2]) <= 12:
        raise ScenarioError(f"until = {options.until!r}; must be a month such as 2035-12")
    months = 12 * (int(written[1]) - place.census_year) + int(written[2]) - place.census_month_of_year + 1
    if not 1 <= months <= 12 * MOST_YEARS:
        first = f"{place.census_year}-{place.census_month_of_year:02}"
        raise ScenarioError(f"until = {options.until}; must be {first} or up to {MOST_YEARS} years later")
    return months
