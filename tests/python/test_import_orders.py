# SPDX-License-Identifier: Apache-2.0
"""Two HDF5 libraries in one process, ours and that of h5py, in whichever order they come."""

import subprocess
import sys
from pathlib import Path

import pytest

BOTH_WRITE_AND_READ = """
import {first}, {second}
import sys, xarray
folder = sys.argv[1]
scenario = kinfold.Scenario.load("ordos-baseline")
runs = kinfold.run(scenario, scale=0.0025, years=1, out=folder + "/ours.h5")
with h5py.File(folder + "/theirs.h5", "w") as file:
    file["x"] = [1.0, 2.0]
    file["x"].make_scale("x")
with xarray.open_dataset(folder + "/ours.h5", engine="h5netcdf") as data:
    assert int(data["births"].sum()) == int(runs.data["births"].sum()) > 0
assert kinfold.open(folder + "/ours.h5").summary["fingerprint"] == runs.summary["fingerprint"]
"""


@pytest.mark.parametrize("order", [("h5py", "kinfold"), ("kinfold", "h5py")], ids="-".join)
def test_both_work_in_one_process(order: tuple[str, str], tmp_path: Path) -> None:
    script = BOTH_WRITE_AND_READ.format(first=order[0], second=order[1])
    line = [sys.executable, "-W", "error", "-c", script, str(tmp_path)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
