# SPDX-License-Identifier: Apache-2.0
"""Tables of a place as text: read with every cell that is no number named, written in the form that the model reads."""

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kinfold._core import DataError

HEADER_MARK = "#"


@dataclass(frozen=True)
class Table:
    """The rows of a table, and where each stands in its file."""

    path: Path
    rows: list[dict[str, str]]
    lines: list[int]

    def numbers(self, column: str, problems: list[str]) -> list[float]:
        """A column of numbers; what is none becomes a problem, and NaN."""
        return [self._number(position, column, problems) for position in range(len(self.rows))]

    def _number(self, position: int, column: str, problems: list[str]) -> float:
        text = self.rows[position].get(column) or ""
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            where = f"{self.path}:{self.lines[position]}"
            problems.append(f"{where}: {column} = {text!r}; must be a number; correct the row")
        return number


def read_table(path: Path, columns: Sequence[str], problems: list[str]) -> Table:
    """The rows of a table below its lines ``# key: value``; a column that is missing becomes a problem."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read ({error}); must be a table in UTF-8; mend or replace it") from error
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if not line.startswith(HEADER_MARK)]
    reader = csv.DictReader(line for _, line in numbered)
    rows = list(reader)
    problems += [
        f"{path}: no column {column}; must have {', '.join(columns)}; add it"
        for column in columns
        if column not in (reader.fieldnames or ())
    ]
    return Table(path, rows, [number for number, _ in numbered[1:]][: len(rows)])


def write_table(path: Path, about: dict[str, str], header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table with its lines ``# key: value``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"# {key}: {value}\n" for key, value in about.items())
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def largest_remainders(shares: Sequence[float], total: int) -> list[int]:
    """Whole numbers in the proportions of the shares that add up to the total exactly."""
    whole = sum(shares)
    exact = [share * total / whole for share in shares]
    counts = [math.floor(it) for it in exact]
    by_remainder = sorted(range(len(exact)), key=lambda it: counts[it] - exact[it])
    for position in by_remainder[: total - sum(counts)]:
        counts[position] += 1
    return counts
