# SPDX-License-Identifier: Apache-2.0
"""Runs: simulating scenarios, and what comes of it."""

import json
import os
import tempfile
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from kinfold import _core
from kinfold._core import DataError, ScenarioError
from kinfold.effects import Effect
from kinfold.options import DEFAULT, Options, core_options
from kinfold.progress import ProgressBar
from kinfold.scenario import Scenario

Progress = Callable[[str, int, int], object]
Numbers = NDArray[np.int64]

SUMMARY = (
    "fingerprint",
    "person_years",
    "cpu_seconds",
    "cpu_setup",
    "cpu_months",
    "cpu_write",
    "wall_seconds",
    "peak_rss_bytes",
    "persons_at_start",
    "persons_at_end",
)

# Axes along which a file holds one entry a person or an event: read when they are asked for.
LONG_AXES = {"persons": "person", "events": "event", "kin": "kin"}
# Which option keeps them.
KEPT_BY = {"persons": "persons", "events": "events", "kin": "persons"}

RESIDENT = _core.presence_names.index("resident")


class Runs:
    """Scenarios that were run, each several times.

    Attributes
    ----------
    data
        All counts and indicators: an :class:`xarray.Dataset` in memory.
    path
        The results file, or None if none was kept.
    summary
        What the run was and what it took: fingerprint, person-years, seconds, bytes.
    """

    def __init__(self, data: xr.Dataset, path: Path | None, summary: dict[str, Any]) -> None:
        self.data = data
        self.path = path
        self.summary = summary
        self._kin_tables: dict[str, _core.KinTable] = {}

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Names of the scenarios that were run."""
        return tuple(str(name) for name in self.data["scenario"].to_numpy())

    def compare(self, plan: Scenario | str, base: Scenario | str) -> Effect:
        """What the plan does, beside the baseline: the difference between the same people, replicate by replicate.

        Raises
        ------
        ScenarioError
            If one of them was not run here.
        """
        return Effect(self.data, self._name_of(plan), self._name_of(base))

    def care_hours(self) -> xr.DataArray:
        """Hours a week that grandparents mind children under six, at the end of each calendar year.

        ``grandparent_care``, by who gives it and where she or he lives, times the hours of a half place, a root
        attribute of the file.
        """
        half_places = self.data["grandparent_care"]
        hours = half_places * float(self.data.attrs["weekly_hours_of_half_place"])
        return hours.rename("care_hours").assign_attrs({**half_places.attrs, "units": "hour a week"})

    def persons(self) -> pd.DataFrame:
        """Everybody at the end of the first replicate, one row a person; needs ``persons=True``.

        ``person`` is the key: the same person has the same in every scenario. Numbers that stand for words are
        explained in the attribute ``definition`` of the file's variables ``person_…``.
        """
        return self._long_table("persons")

    def events(self) -> pd.DataFrame:
        """What happened to whom in the first replicate, one row an event; needs ``events=True``.

        Numbers that stand for words are explained in the attribute ``definition`` of the file's variables ``event_…``.
        """
        return self._long_table("events")

    def kin(self) -> pd.DataFrame:
        """Everybody at the end of the first replicate whom a resident is tied to, residents included.

        One row a person, with ``mother``, ``father`` and ``spouse`` (-1 for none); needs ``persons=True``. Ask for kin
        of any kind with :func:`kinfold.kin`.
        """
        return self._long_table("kin")

    def _kin_table(self, scenario: Scenario | str | None) -> _core.KinTable:
        """The kin of a scenario's people (of the first one), ready for questions; made once."""
        name = self.scenarios[0] if scenario is None else self._name_of(scenario)
        if name not in self._kin_tables:
            columns = self._long_columns("kin")
            here = columns["scenario"] == self.scenarios.index(name)
            wanted = ("key", "mother", "father", "spouse", "birth_month", "sex", "presence")
            of_scenario = [columns[column][here] for column in wanted]
            of_scenario.append(self._homes(name, columns["presence"][here]))
            self._kin_tables[name] = _core.KinTable(self.data["road_km"].to_numpy().tolist(), *of_scenario)
        return self._kin_tables[name]

    def _homes(self, scenario: str, presence: Numbers) -> Numbers:
        """Banner of each person of the kin table, -1 for those elsewhere and the dead.

        The residents are those of the table of persons, and both tables stand in the order of keys.
        """
        persons = self._long_columns("persons")
        home = np.full(len(presence), -1)
        home[presence == RESIDENT] = persons["place"][persons["scenario"] == self.scenarios.index(scenario)]
        return home

    def _name_of(self, scenario: Scenario | str) -> str:
        name = scenario if isinstance(scenario, str) else scenario.name
        if name not in self.scenarios:
            raise ScenarioError(f"{name} was not run; there are {', '.join(self.scenarios)}")
        return name

    def _long_columns(self, what: str) -> dict[str, Numbers]:
        """The columns of a long table as they are in the file."""
        columns = self._columns_along(LONG_AXES[what])
        if not columns:
            option = KEPT_BY[what]
            raise ScenarioError(
                f"these runs hold no {what}, only counts and indicators{self._also_held()}; {what} must be kept by the "
                f"run; run again with {option}=True, on the command line with --{option}"
            )
        return columns

    def _also_held(self) -> str:
        """The long tables that there are, for a message."""
        return "".join(f" and {what}" for what, axis in LONG_AXES.items() if self._columns_along(axis))

    def _columns_along(self, axis: str) -> dict[str, Numbers]:
        return long_columns_in(self.data, axis) if self.path is None else read_long_columns(self.path, axis)

    def _long_table(self, what: str) -> pd.DataFrame:
        table = pd.DataFrame(self._long_columns(what))
        for numbered in {"scenario", "place"} & set(table):
            table[numbered] = self.data[numbered].to_numpy()[table[numbered]]
        return table.rename(columns={"key": "person"})

    def __repr__(self) -> str:
        """Name the scenarios and the size of the results."""
        return f"<Runs of {', '.join(self.scenarios)}: {dict(self.data.sizes)}>"


def run(
    scenarios: Scenario | Iterable[Scenario],
    *,
    scale: float = DEFAULT.scale,
    years: int | None = None,
    until: str | None = None,
    replicates: int = DEFAULT.replicates,
    seed: int = DEFAULT.seed,
    threads: int = DEFAULT.threads,
    events: bool = False,
    persons: bool = False,
    identical_lives: bool = False,
    progress: bool | Progress = False,
    out: str | os.PathLike[str] | None = None,
) -> Runs:
    """Run scenarios of one place from the same month zero.

    Parameters
    ----------
    scenarios
        One or several; a baseline usually comes first.
    scale
        Persons ÷ residents of the place.
    years, until
        How many years to simulate from the census month on, or the last month, such as ``"2035-12"``.
    replicates
        Runs of each scenario with other chances; a replicate of all scenarios has the same.
    seed
        Another seed gives other chances and another month zero.
    threads
        0 takes every processor. Results do not depend on it.
    events, persons
        Whether to keep the event log, or everybody at the end of the run and how they are kin.
    identical_lives
        Whether to count people who live the same life as in the first scenario.
    progress
        True shows a bar on stderr; a function is called with stage, months done and months in all.
    out
        Results file to write; without it results are kept in memory alone.

    Returns
    -------
    :
        The runs. The same call gives the same numbers.

    Raises
    ------
    ScenarioError
        If a scenario or an option is wrong.
    DataError
        If a table of the place is wrong.
    WriteError
        If ``out`` cannot be written; found out before the run.
    """
    options = Options(
        scale=scale,
        years=years,
        until=until,
        replicates=replicates,
        seed=seed,
        threads=threads,
        events=events,
        persons=persons,
        identical_lives=identical_lives,
    )
    return run_options([scenarios] if isinstance(scenarios, Scenario) else list(scenarios), options, progress, out)


def run_options(
    scenarios: Sequence[Scenario],
    options: Options,
    progress: bool | Progress = False,
    out: str | os.PathLike[str] | None = None,
) -> Runs:
    """The same as :func:`run`, with the options in one piece."""
    core = core_options(options, scenarios)
    if out is not None:
        _core.check_writable(out)
    experiment = _core.Experiment([scenario.core for scenario in scenarios], core)
    with shown(progress) as report:
        experiment.run(report)
    for warning in experiment.warnings():
        warnings.warn(warning, stacklevel=3)
    return kept(experiment, out)


def shown(progress: bool | Progress) -> AbstractContextManager[Progress | None]:
    """What to report progress to, for the time of a run."""
    if progress is True:
        return ProgressBar()
    return nullcontext(progress or None)


def kept(experiment: _core.Experiment, out: str | os.PathLike[str] | None) -> Runs:
    """Write what came of an experiment to the file, or to one that is read and thrown away."""
    if out is not None:
        experiment.write(out)
        return Runs(load(Path(out)), Path(out), summary_of(experiment))
    with tempfile.TemporaryDirectory(prefix="kinfold-") as folder:
        path = Path(folder) / "results.h5"
        experiment.write(path)
        return Runs(load(path, with_long_axes=True), None, summary_of(experiment))


def summary_of(experiment: _core.Experiment) -> dict[str, Any]:
    """What an experiment was and what it took, by name."""
    summary = experiment.summary()
    return {name: getattr(summary, name) for name in SUMMARY}


def open(path: str | os.PathLike[str]) -> Runs:  # noqa: A001 (kf.open is what people look for)
    """Open a results file, after its every byte was checked against its seal.

    Raises
    ------
    DataError
        If the file is missing, damaged, changed or not Kinfold's.
    """
    _core.check_results(os.fspath(path))
    data = load(Path(path))
    return Runs(data, Path(path), summary_in(data))


def summary_in(data: xr.Dataset) -> dict[str, Any]:
    """What a results file says about its run."""
    resources = json.loads(data.attrs["provenance"]).get("resources") or {}
    return {"fingerprint": data.attrs["fingerprint"], **resources}


def load(path: Path, *, with_long_axes: bool = False) -> xr.Dataset:
    """Read a results file into memory, without what is long unless it is asked for."""
    try:
        with xr.open_dataset(path, engine="h5netcdf") as data:
            long = [axis for axis in LONG_AXES.values() if axis in data.dims]
            return (data if with_long_axes else data.drop_dims(long)).load()
    except OSError as error:
        raise cannot_be_read(path, error) from error


def long_columns_in(data: xr.Dataset, axis: str) -> dict[str, Numbers]:
    """Columns along a long axis by name, in the order of the file; none if the axis is not there."""
    columns = [str(name) for name, variable in data.variables.items() if variable.dims == (axis,) and name != axis]
    return {name.removeprefix(axis + "_"): data[name].to_numpy() for name in columns}


def read_long_columns(path: Path, axis: str) -> dict[str, Numbers]:
    """The same from a file. Not by xarray, which looks at every variable first and takes a second for it."""
    try:
        with h5py.File(path, "r") as file:
            columns = [name for name in file if name.startswith(axis + "_") and is_along(file[name], axis)]
            return {name.removeprefix(axis + "_"): file[name][...] for name in columns}
    except OSError as error:
        raise cannot_be_read(path, error) from error


def is_along(variable: h5py.Dataset, axis: str) -> bool:
    """Whether a variable has this axis and no other."""
    return variable.ndim == 1 and any(scale.name == "/" + axis for scale in variable.dims[0].values())


def cannot_be_read(path: Path, error: OSError) -> DataError:
    """What to say about a file that the system does not give."""
    return DataError(f"{path}: cannot be read ({error}); run it again")
