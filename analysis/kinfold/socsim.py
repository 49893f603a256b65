# SPDX-License-Identifier: Apache-2.0
"""Kin in the text files of SOCSIM, so that the tools of kinship researchers read a run.

The columns are explained in ``docs/format.md``. Persons and unions get running numbers, as SOCSIM wants them; who is
who stands in a third file.
"""

import os
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kinfold import _core
from kinfold._core import WriteError
from kinfold.runs import RESIDENT, Runs
from kinfold.scenario import Scenario

FEMALE = _core.sex_names.index("female")
MARITAL_STATES = {"never_married": 1, "divorced": 2, "widowed": 3, "married": 4}
IN_FORCE = 16  # what SOCSIM itself writes as the reason why a union ended that has not
FIRST_YEAR = 1900

PERSONS_FILE = "result.opop"
UNIONS_FILE = "result.omar"
NUMBERS_FILE = "persons.csv"


def export_socsim(
    runs: Runs, folder: str | os.PathLike[str], *, scenario: Scenario | str | None = None
) -> tuple[Path, Path]:
    """Write the kin at the end of the first replicate as SOCSIM's ``opop`` and ``omar``.

    Parameters
    ----------
    runs
        Runs with ``persons=True``.
    folder
        Where ``result.opop``, ``result.omar`` and ``persons.csv`` go, the last with the person of each number; made if
        it is not there.
    scenario
        Whose people are written; the first scenario's without it.

    Returns
    -------
    :
        The files of persons and of unions.

    Raises
    ------
    ScenarioError
        If the runs kept no kin.
    WriteError
        If the folder cannot be written.
    """
    everybody = runs.kin()
    name = runs.scenarios[0] if scenario is None else runs._name_of(scenario)
    people = in_order_of_birth(everybody[everybody["scenario"] == name])
    persons, unions = person_table(people), union_table(people)
    marriage_of = np.zeros(len(people) + 1, np.int64)
    for spouse in ("wpid", "hpid"):
        marriage_of[unions[spouse]] = unions["mid"]
    persons["marid"] = marriage_of[persons["pid"]]
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        write(people[["pid", "person"]], target / NUMBERS_FILE, separator=",", heading=True)
        write(unions, target / UNIONS_FILE)
        write(persons, target / PERSONS_FILE)
    except OSError as error:
        refused = WriteError(f"{target}: cannot be written ({error.strerror or error}); choose another folder")
        refused.errno = error.errno
        raise refused from error
    return target / PERSONS_FILE, target / UNIONS_FILE


def in_order_of_birth(everybody: pd.DataFrame) -> pd.DataFrame:
    """People with the numbers that SOCSIM gives, from 1 on; relatives by number, 0 for none."""
    people = everybody.sort_values(["birth_month", "person"], ignore_index=True)
    people["pid"] = np.arange(1, len(people) + 1)
    number_of = pd.Series(people["pid"].to_numpy(), index=people["person"].to_numpy())
    for relative in ("mother", "father", "spouse"):
        people[relative] = number_of.reindex(people[relative]).fillna(0).astype("int64").to_numpy()
    return people


def person_table(people: pd.DataFrame) -> pd.DataFrame:
    """The columns of ``opop``, without the marriage."""
    female = (people["sex"] == FEMALE).to_numpy().astype(np.int64)
    columns = {
        "pid": people["pid"],
        "fem": female,
        "group": np.where(people["presence"] == RESIDENT, 1, 2),
        "nev": 0,
        "dob": month_number(people["birth_month"]),
        "mom": people["mother"],
        "pop": people["father"],
        "nesibm": next_elder_sibling(people["mother"]),
        "nesibp": next_elder_sibling(people["father"]),
        "lborn": last_born(people),
        "marid": 0,
        "mstat": marital_state(people),
        "dod": month_of_death(people),
        "fmult": female,
    }
    return pd.DataFrame(columns)


def union_table(people: pd.DataFrame) -> pd.DataFrame:
    """The columns of ``omar``: present unions, in the order in which they began."""
    wives = people[(people["sex"] == FEMALE) & (people["spouse"] != 0)].sort_values(["union_month", "pid"])
    columns = {
        "mid": np.arange(1, len(wives) + 1),
        "wpid": wives["pid"].to_numpy(),
        "hpid": wives["spouse"].to_numpy(),
        "dstart": month_number(wives["union_month"]).to_numpy(),
        "dend": 0,
        "rend": IN_FORCE,
        "wprior": 0,
        "hprior": 0,
    }
    return pd.DataFrame(columns)


def marital_state(people: pd.DataFrame) -> NDArray[np.int64]:
    """As SOCSIM numbers it. Where it is not known, parents count as married, others as single."""
    states = np.array([MARITAL_STATES[name] for name in _core.marital_names])
    is_parent = people["pid"].isin(people["mother"]) | people["pid"].isin(people["father"])
    assumed = np.where(is_parent, MARITAL_STATES["married"], MARITAL_STATES["never_married"])
    return np.where(people["marital"] < 0, assumed, states[people["marital"]])


def month_of_death(people: pd.DataFrame) -> NDArray[np.int64]:
    """0 for the living."""
    return np.where(people["death_month"] == 0, 0, month_number(people["death_month"]))


def month_number(readable: "pd.Series[int]") -> "pd.Series[int]":
    """Months from January 1900, which is 1."""
    return 12 * (readable // 100 - FIRST_YEAR) + readable % 100


def next_elder_sibling(parent: "pd.Series[int]") -> "pd.Series[int]":
    """The child that the same parent had before, 0 if none: people stand in the order of birth."""
    number = pd.Series(np.arange(1, len(parent) + 1), index=parent.index)
    return number.groupby(parent).shift(1, fill_value=0).where(parent != 0, 0)


def last_born(people: pd.DataFrame) -> "pd.Series[int]":
    """The youngest child of each, 0 if none."""
    youngest = pd.concat([people.groupby(parent)["pid"].max() for parent in ("mother", "father")])
    return people["pid"].map(youngest[youngest.index != 0]).fillna(0).astype("int64")


def write(table: pd.DataFrame, path: Path, *, separator: str = " ", heading: bool = False) -> None:
    """Write a table, whole or not at all."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        table.to_csv(unfinished, sep=separator, header=heading, index=False, lineterminator="\n")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
