# SPDX-License-Identifier: Apache-2.0
"""Kin: who is whose mother, cousin or co-grandparent at the end of a run.

Kinds have names (:func:`kin_kinds` lists them), or are paths in the letters of anthropology, read from left to right:
``MM`` is the mother's mother, ``PGC`` the parents' siblings' children. Answers come eldest first, each person once,
ego never. The dead are kin as long as somebody living descends from them, and kin elsewhere as long as a resident
needs them. Who is not known is nobody's kin.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from kinfold import _core
from kinfold._core import ScenarioError
from kinfold.runs import RESIDENT, Runs
from kinfold.scenario import Scenario

Persons = NDArray[np.int64]
# Offsets and kin: those of the i-th person are `kin[offsets[i]:offsets[i + 1]]`.
Lists = tuple[Persons, Persons]

FARTHEST = 1000  # generations or ties: further back than any table goes


def kin(
    runs: Runs,
    persons: ArrayLike,
    kind: str,
    *,
    among: str = "all",
    within_km: float | None = None,
    scenario: Scenario | str | None = None,
) -> Persons | Lists:
    """Kin of a kind of many persons at once.

    Parameters
    ----------
    runs
        Runs with ``persons=True``; the end of the first replicate is asked.
    persons
        From the column ``person`` of :meth:`Runs.persons` or :meth:`Runs.kin`, or from an earlier answer. -1 has no
        kin.
    kind
        A name such as ``"maternal_grandmother"`` or ``"cousins"``, or a path such as ``"MMBD"``.
    among
        Which kin count: ``"all"``, ``"living"`` or ``"resident"``.
    within_km
        How far away kin may live to count, in km by road. Of homes only the banner is known, and only of residents: two
        in one banner are 0 km apart, two in different ones as far as the seats of their governments
        (``runs.data["road_km"]``). Kin elsewhere and the dead never count then, and whoever lives elsewhere has none.
    scenario
        Whose people are asked; the first scenario's without it.

    Returns
    -------
    :
        For a kind that one can have once, an array as long as ``persons``, with -1 for none. For other kinds and all
        paths a pair ``(offsets, kin)``: the kin of the i-th person are ``kin[offsets[i]:offsets[i + 1]]``.

    Raises
    ------
    ScenarioError
        If the kind or a person is not known, ``within_km`` is no distance, or the runs kept no kin.

    Examples
    --------
    >>> import kinfold as kf
    >>> runs = kf.run(kf.Scenario.load("ordos-baseline"), scale=0.0025, years=1, persons=True)
    >>> persons = runs.persons()["person"]
    >>> mothers = kf.kin(runs, persons, "mother")
    >>> offsets, siblings = kf.kin(runs, persons, "siblings")
    >>> siblings_of_the_first = siblings[offsets[0] : offsets[1]]
    """
    table = runs._kin_table(scenario)
    asked, reach = person_ids(persons), distance(within_km)
    if _core.is_plural(kind):
        return table.kin(asked, kind, among, reach)
    return table.one_each(asked, kind, among, reach)


def ancestors(
    runs: Runs,
    persons: ArrayLike,
    generations: int,
    *,
    among: str = "all",
    within_km: float | None = None,
    scenario: Scenario | str | None = None,
) -> Lists:
    """Parents, their parents and so on, of up to so many generations; otherwise like :func:`kin`."""
    table = runs._kin_table(scenario)
    return table.ancestors(person_ids(persons), depth("generations", generations), among, distance(within_km))


def descendants(
    runs: Runs,
    persons: ArrayLike,
    generations: int,
    *,
    among: str = "all",
    within_km: float | None = None,
    scenario: Scenario | str | None = None,
) -> Lists:
    """Children, their children and so on, of up to so many generations; otherwise like :func:`kin`."""
    table = runs._kin_table(scenario)
    return table.descendants(person_ids(persons), depth("generations", generations), among, distance(within_km))


def kin_within(
    runs: Runs,
    persons: ArrayLike,
    steps: int,
    *,
    among: str = "all",
    within_km: float | None = None,
    scenario: Scenario | str | None = None,
) -> Lists:
    """Whoever is at most so many ties between parent and child away; otherwise like :func:`kin`.

    Siblings are two steps away, cousins four, the other parent of a child two.
    """
    table = runs._kin_table(scenario)
    return table.kin_within(person_ids(persons), depth("steps", steps), among, distance(within_km))


def kin_counts(
    runs: Runs,
    kinds: str | Sequence[str],
    *,
    among: str = "living",
    within_km: float | None = None,
    scenario: Scenario | str | None = None,
) -> pd.DataFrame:
    """How many kin residents have, by age.

    Parameters
    ----------
    runs
        Runs with ``persons=True``; the end of the first replicate is asked.
    kinds
        One or several kinds or paths, as :func:`kin` takes them.
    among
        Which kin count: ``"all"``, ``"living"`` or ``"resident"``.
    within_km
        How far away kin may live to count, in km by road between the seats of banners; as in :func:`kin`.
    scenario
        Whose people are asked; the first scenario's without it.

    Returns
    -------
    :
        One row a kind and age, with columns ``kind``, ``age`` (completed years at the end of the run), ``egos``
        (residents of that age), ``kin`` (all their kin; who is kin of two counts twice) and ``mean`` (``kin`` ÷
        ``egos``).

    Raises
    ------
    ScenarioError
        If a kind is not known, ``within_km`` is no distance, or the runs kept no kin.
    """
    table, reach = runs._kin_table(scenario), distance(within_km)
    everybody = runs.kin()
    name = runs.scenarios[0] if scenario is None else runs._name_of(scenario)
    people = everybody[everybody["scenario"] == name]
    ages = ages_at_end(people, runs)
    resident = (people["presence"] == RESIDENT).to_numpy()
    tables = []
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        found = pd.DataFrame({"age": ages, "kin": table.counts(kind, among, reach)})[resident]
        by_age = found.groupby("age", as_index=False).agg(egos=("kin", "size"), kin=("kin", "sum"))
        by_age.insert(0, "kind", kind)
        tables.append(by_age.assign(mean=by_age["kin"] / by_age["egos"]))
    return pd.concat(tables, ignore_index=True)


def kin_kinds() -> pd.DataFrame:
    """All kinds of kin that have a name.

    Returns
    -------
    :
        One row a kind, with columns ``kind``, ``zh`` (name in Chinese), ``plural``, ``paths`` and ``definition``.
    """
    return pd.DataFrame(
        [
            {
                "kind": kind.name,
                "zh": kind.name_zh,
                "plural": kind.is_plural,
                "paths": kind.paths,
                "definition": kind.definition,
            }
            for kind in _core.kin_kinds()
        ]
    )


def person_ids(persons: ArrayLike) -> Persons:
    """Persons as the model takes them.

    Raises
    ------
    ScenarioError
        If they are no list of whole numbers.
    """
    given = np.asarray(persons)
    if given.size == 0:
        return np.zeros(0, np.int64)
    if given.dtype.kind not in "iu" or given.ndim != 1:
        raise ScenarioError(
            f"persons has {given.ndim} dimensions of {given.dtype}; must be a list of whole numbers; "
            "take them from the column person of run.persons()"
        )
    return np.ascontiguousarray(given, np.int64)


def depth(name: str, given: int) -> int:
    """How far to go.

    Raises
    ------
    ScenarioError
        If that is no number of steps.
    """
    if isinstance(given, bool) or not isinstance(given, int | np.integer) or not 0 <= given <= FARTHEST:
        raise ScenarioError(f"{name} = {given!r}; must be a whole number between 0 and {FARTHEST}")
    return int(given)


def distance(within_km: float | None) -> float | None:
    """How far away kin may live; None for anywhere.

    Raises
    ------
    ScenarioError
        If that is no number of kilometres.
    """
    if within_km is None:
        return None
    is_number = isinstance(within_km, int | float | np.integer | np.floating) and not isinstance(within_km, bool)
    if not is_number or not within_km >= 0:
        raise ScenarioError(
            f"within_km = {within_km!r}; must be a number of kilometres, 0 or more; leave it out to count kin anywhere"
        )
    return float(within_km)


def ages_at_end(people: pd.DataFrame, runs: Runs) -> NDArray[np.int64]:
    """Completed years at the end of a run."""
    last = pd.Timestamp(runs.data["time"].to_numpy()[-1])
    born = people["birth_month"].to_numpy()
    return np.asarray((12 * (last.year - born // 100) + last.month - born % 100) // 12)
