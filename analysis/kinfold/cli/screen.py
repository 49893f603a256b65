# SPDX-License-Identifier: Apache-2.0
"""Where the command line writes: results to stdout, everything else to stderr."""

import json
import math
import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext

from rich.console import Console
from rich.table import Table

from kinfold.cli.messages import Language, Messages
from kinfold.progress import ProgressBar

# Where no terminal tells its width, such as in a pipe.
WIDTH = 120


class Screen:
    """Results, messages and tables in one language."""

    def __init__(self, language: Language) -> None:
        self.say = Messages(language)
        width = None if sys.stdout.isatty() else WIDTH
        self._results = Console(
            width=width, highlight=False, markup=False, emoji=False, soft_wrap=not sys.stdout.isatty()
        )

    def result(self, text: str) -> None:
        """Write a line that the user asked for."""
        self._results.print(text)

    def message(self, text: str) -> None:
        """Write a line about what is being done."""
        print(text, file=sys.stderr)  # noqa: T201

    def progress(self) -> AbstractContextManager[ProgressBar | None]:
        """A bar on stderr, if that is a terminal."""
        stages = {stage: self.say(stage) for stage in ("month zero", "months")}
        return ProgressBar(stages) if sys.stderr.isatty() else nullcontext()

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str]], numbers_from: int | None = None) -> None:
        """Write a table; columns from `numbers_from` on are set right."""
        table = Table(box=None, pad_edge=False, header_style="bold")
        for position, heading in enumerate(headings):
            is_number = numbers_from is not None and position >= numbers_from
            table.add_column(heading, justify="right" if is_number else "left", overflow="fold")
        for row in rows:
            table.add_row(*row)
        self._results.print(table)

    def json(self, value: object) -> None:
        """Write one JSON value on one line; what is no number is null."""
        print(json.dumps(without_nan(value), ensure_ascii=False, default=str))  # noqa: T201


def without_nan(value: object) -> object:
    """The value with null where a number cannot be told: JSON has no NaN."""
    if isinstance(value, dict):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
