# SPDX-License-Identifier: Apache-2.0
"""``kinfold doctor``: whether everything works on this machine."""

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

import typer

from kinfold import _core
from kinfold.cli import choices
from kinfold.cli.messages import usual_language
from kinfold.cli.screen import Screen
from kinfold.folders import cache_folder
from kinfold.fonts import chinese_font

PACKAGES = ("numpy", "xarray", "h5netcdf", "h5py", "pandas", "scipy", "matplotlib")

# The smallest run: about 5,400 people for a year, into a file and back.
SMALL_RUN = """
import tempfile, kinfold
with tempfile.TemporaryDirectory() as folder:
    path = folder + "/small.h5"
    kinfold.run(kinfold.Scenario.load("ordos-baseline"), scale=0.0025, years=1, out=path)
    assert kinfold.open(path).data["births"].sum() > 0
"""

IMPORT_ORDERS = (("h5py", "kinfold"), ("kinfold", "h5py"))

# Each library makes a file of its own kind in memory, so that a clash of the two HDF5 inside them shows.
IMPORT_BOTH = """
import {first}, {second}
with h5py.File("none.h5", "w", driver="core", backing_store=False) as file:
    file["x"] = [1.0]
    file["x"].make_scale("x")
kinfold.Scenario.load("ordos-baseline")
"""

EXIT_OURS = 70
BYTES_PER_GIB = 2**30


def doctor(as_json: choices.AsJson = False, lang: choices.Lang = None) -> None:
    """Look whether everything works on this machine · 检查本机环境是否正常."""
    screen = Screen(lang or usual_language())
    say = screen.say
    facts = machine_facts()
    checks = {"cache": cache_problem()}
    for first, second in IMPORT_ORDERS:
        script = IMPORT_BOTH.format(first=first, second=second)
        checks[f"{first}, {second}"] = problem_of(script)
    checks["small_run"] = problem_of(SMALL_RUN)
    if as_json:
        screen.json({**facts, "problems": checks})
    else:
        names = {f"{one}, {two}": say("import_order", first=one, second=two) for one, two in IMPORT_ORDERS}
        rows = [(say(name), value) for name, value in facts.items()]
        rows += [(names.get(name) or say(name), verdict(found, screen)) for name, found in checks.items()]
        screen.table([say("check"), say("result")], rows)
    if any(checks.values()):
        screen.message(say("doctor_failed"))
        raise typer.Exit(EXIT_OURS)


def verdict(problem: str, screen: Screen) -> str:
    """What a check found, in words."""
    return screen.say("fails", reason=problem) if problem else screen.say("works")


def machine_facts() -> dict[str, str]:
    """Versions, processor and memory, by the name of their message."""
    machine = json.loads(_core.environment())
    system = machine["os"]
    font = chinese_font()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / BYTES_PER_GIB
    return {
        "version": f"{_core.software_version()} ({_core.git_commit()}), Python {sys.version.split()[0]}",
        "packages": ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES),
        "machine": f"{system['distribution']}, {system['machine']}, {machine['cpu']}",
        "cores": str(machine["cores"]),
        "memory": f"{memory:.1f} GiB",
        "cache_folder": str(cache_folder()),
        "chinese_font": font.name if font else "-",
    }


def cache_problem() -> str:
    """Why month zero cannot be kept between runs; empty if it can."""
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _core.check_writable(folder / "doctor")
    except OSError as error:
        return str(error)
    return ""


def problem_of(script: str) -> str:
    """Run a script in a Python of its own; its last words if it fails, or how it died."""
    search = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": search}
    done = subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environment
    )
    if done.returncode == 0:
        return ""
    words = done.stderr.strip().splitlines()
    return words[-1] if words else f"exit code {done.returncode}"
