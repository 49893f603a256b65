# SPDX-License-Identifier: Apache-2.0
"""A run of which a few counts are wanted: many of them are made for one reform."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import h5py
import numpy as np

from kinfold import _core
from kinfold.estimates import Numbers
from kinfold.options import Options, core_options
from kinfold.scenario import Scenario


def run_counts(scenario: Scenario, options: Options, wanted: Mapping[str, tuple[str, ...]]) -> dict[str, Numbers]:
    """Run a scenario; for each variable that is wanted, its values along these axes, summed over all others.

    Read by h5py, because xarray looks at every variable of a file and takes longer for it than such a run.
    """
    experiment = _core.Experiment([scenario.core], core_options(options, [scenario]))
    experiment.run()
    with tempfile.TemporaryDirectory(prefix="kinfold-") as folder:
        path = Path(folder) / "results.h5"
        experiment.write(path)
        with h5py.File(path, "r") as file:
            return {name: summed_over_others(file[name], axes) for name, axes in wanted.items()}


def summed_over_others(variable: h5py.Dataset, axes: tuple[str, ...]) -> Numbers:
    """The values along these axes, in this order."""
    names = [next(iter(axis.values())).name.removeprefix("/") for axis in variable.dims]
    values = np.asarray(variable[...], dtype=np.float64)
    summed = values.sum(axis=tuple(position for position, name in enumerate(names) if name not in axes))
    left = [name for name in names if name in axes]
    numbers: Numbers = summed.transpose([left.index(axis) for axis in axes])
    return numbers
