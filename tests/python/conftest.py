# SPDX-License-Identifier: Apache-2.0
"""What tests of the package share: the command line, a cache of their own, and one small comparison."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import kinfold as kf
from kinfold.cli import main

# The smallest population that can be built has 5,000 residents.
SMALL = 0.0025

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of month zero for the tests alone, and English messages."""
    folder = tmp_path_factory.mktemp("cache")
    os.environ["KINFOLD_CACHE"] = str(folder)
    os.environ["KINFOLD_LANG"] = "en"
    os.environ.pop("KINFOLD_DEBUG", None)
    return folder


@pytest.fixture
def kinfold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Run the command in an empty folder: in this process, because starting Python takes longer than a small run."""

    def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        line = ["kinfold", *map(str, arguments)]
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", line)
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        written = capfd.readouterr()
        return subprocess.CompletedProcess(line, end.value.code or 0, written.out, written.err)

    return command


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Ordos plan beside its baseline, five years, three runs of 5,400 people each."""
    path = tmp_path_factory.mktemp("runs") / "small.h5"
    scenarios = [kf.Scenario.load("ordos-baseline"), kf.Scenario.load("ordos-2023")]
    kf.run(scenarios, scale=SMALL, years=5, replicates=3, events=True, persons=True, out=path)
    return path


@pytest.fixture(scope="session")
def small_runs(small_file: Path) -> kf.Runs:
    """The same, opened."""
    return kf.open(small_file)
