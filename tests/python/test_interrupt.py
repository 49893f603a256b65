# SPDX-License-Identifier: Apache-2.0
"""A run that is stopped leaves nothing behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import kinfold as kf

SMALL = 0.0025

# Long enough never to end by itself while the test waits.
ENDLESS = ("--scale", str(SMALL), "--years", "90", "--replicates", "2000")
PATIENCE = 120.0  # seconds until a hanging test is given up


def heed_ctrl_c() -> None:
    """Undo what shells do to programs in the background: they ignore Ctrl-C, and so do their children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def restore_ctrl_c() -> None:
    """The same for a child: a handler does not outlive the start of another program."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture(autouse=True)
def _in_the_foreground():
    before = signal.getsignal(signal.SIGINT)
    heed_ctrl_c()
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_on_the_command_line(tmp_path: Path) -> None:
    # Month zero is kept just before the first month, so its file tells that the run is under way.
    cache = tmp_path / "cache"
    line = [sys.executable, "-m", "kinfold", "run", "ordos-baseline", *ENDLESS, "-o", str(tmp_path / "results.h5")]
    environment = {**os.environ, "KINFOLD_CACHE": str(cache)}
    with subprocess.Popen(
        line, stderr=subprocess.PIPE, text=True, env=environment, preexec_fn=restore_ctrl_c
    ) as process:
        wait_for(lambda: any(cache.glob("*.population")) or process.poll() is not None)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "Nothing was written" in told
    assert "Traceback" not in told
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


def test_ctrl_c_in_python(tmp_path: Path) -> None:
    def stop(stage: str, _done: int, _in_all: int) -> None:
        if stage == "months":
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        endless(tmp_path, stop)
    assert not list(tmp_path.iterdir())


def test_an_error_of_the_progress_function_stops_the_run(tmp_path: Path) -> None:
    def fail(_stage: str, _done: int, _in_all: int) -> None:
        raise LookupError("the bar is broken")

    with pytest.raises(LookupError, match="the bar is broken"):
        endless(tmp_path, fail)
    assert not list(tmp_path.iterdir())


def test_other_threads_go_on_while_a_run_works(tmp_path: Path) -> None:
    ticks = []
    over = threading.Event()
    ticking = threading.Thread(target=lambda: [ticks.append(None) for _ in iter(lambda: over.wait(0.005), True)])
    ticking.start()
    kf.run(kf.Scenario.load("ordos-baseline"), scale=SMALL, years=5, replicates=4, out=tmp_path / "results.h5")
    over.set()
    ticking.join()
    assert ticks


def endless(folder: Path, progress: object) -> None:
    scenario = kf.Scenario.load("ordos-baseline")
    kf.run(scenario, scale=SMALL, years=90, replicates=2000, progress=progress, out=folder / "results.h5")


def wait_for(condition: object) -> None:
    """Wait until it holds, or the test has hung."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.02)
