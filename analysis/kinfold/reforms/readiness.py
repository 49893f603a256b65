# SPDX-License-Identifier: Apache-2.0
"""Whether a reform's place tells what its measures read: refused before the run, not guessed during it."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kinfold.measures import measure_of

if TYPE_CHECKING:
    from kinfold.reforms.reform import Reform

#: Month zero comes so many complete calendar years before the reform: births of the first months go back to
#: pregnancies of month zero, and the level is fitted to a later year.
YEARS_BEFORE = 2


def what_place_misses(reform: "Reform") -> list[str]:
    """What the place of a reform lacks, one line a problem."""
    found = (missing_years, missing_registration, late_beginning, early_outcomes)
    return [problem for of_one_kind in found for problem in of_one_kind(reform)]


def missing_years(reform: "Reform") -> Iterator[str]:
    """Amounts are weighed against the income of every year that is run."""
    first, last = reform.tables.first_month[0], reform.last_year
    missing = [year for year in range(first, last + 1) if year not in reform.tables.income]
    if missing:
        yield (
            f"{reform.tables.own / 'economy.csv'}: no row for {', '.join(map(str, missing))}; must tell the income of "
            f"every year from {first} to {last}, against which the measures of {reform.path} are weighed; add the rows"
        )


def missing_registration(reform: "Reform") -> Iterator[str]:
    """A rule about registration needs to know who is registered where."""
    if (reform.tables.own / "registration.csv").exists():
        return
    for measure in measures_of(reform):
        rule = measure.get("hukou") or measure_of(measure).declared["hukou"].default
        if rule != "any":
            yield (
                f"{reform.path}: measure {measure.get('id')} asks for hukou = {rule}, and {reform.tables.own} has no "
                'registration.csv; must be hukou = "any", or the table must be there; write one of them'
            )


def late_beginning(reform: "Reform") -> Iterator[str]:
    """The years before the reform must be simulated too."""
    year, month = reform.tables.first_month
    complete = reform.level_year - year + (1 if month == 1 else 0)
    if complete < YEARS_BEFORE:
        yield (
            f"{reform.tables.own / 'place.csv'}: census_month = {year}-{month:02}; must lie {YEARS_BEFORE} complete "
            f"calendar years before the year in which the reform begins, {reform.level_year + 1}; take earlier tables"
        )


def early_outcomes(reform: "Reform") -> Iterator[str]:
    """Nothing happens before month zero that could be counted."""
    first = datetime.date(*reform.tables.first_month, 1)
    for outcome in reform.outcomes:
        if outcome.start < first:
            yield (
                f"{reform.path}: the outcome {outcome.title[0]!r} counts from {outcome.start}; must not begin before "
                f"census_month of {reform.place}, {first:%Y-%m}; take a later month"
            )


def measures_of(reform: "Reform") -> list[dict[str, Any]]:
    """All measures, without and with the reform."""
    return [*reform.before.get("measure", []), *reform.after.get("measure", [])]
