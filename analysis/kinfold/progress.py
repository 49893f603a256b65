# SPDX-License-Identifier: Apache-2.0
"""How far a run has come, as a bar on stderr."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


class ProgressBar:
    """A bar to be given to a run as its ``progress``; erased when the run is over.

    Parameters
    ----------
    stages
        What to call the stages of a run; those not named are shown as the model calls them.
    """

    def __init__(self, stages: dict[str, str] | None = None) -> None:
        self._stages = stages or {}
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=None)

    def __call__(self, stage: str, done: int, in_all: int) -> None:
        """Show the stage, and how many simulated months of all are done."""
        total = in_all if stage == "months" else None
        self._bar.update(self._task, description=self._stages.get(stage, stage), completed=done, total=total)

    def __enter__(self) -> Self:
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Take the bar away."""
        self._bar.stop()
