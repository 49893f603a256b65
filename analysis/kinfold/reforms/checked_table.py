# SPDX-License-Identifier: Apache-2.0
"""A table of a TOML file, read value by value: what is wrong is collected, with where, what is allowed, what to do."""

import datetime
import difflib
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeGuard

from kinfold.reforms.toml_lines import TomlLines

#: Stands for a date that is missing or wrong, which is a problem already.
SOME_DAY = datetime.date(2000, 1, 1)
PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class CheckedTable:
    """One table of a file; a value that is missing or wrong becomes a problem, and something harmless in its place."""

    def __init__(self, path: Path, lines: TomlLines, name: str, document: dict[str, Any], problems: list[str]) -> None:
        self._path = path
        self._lines = lines
        self._name = name
        self.document = document
        self._problems = problems

    def refuse(self, key: str, found: str, allowed: str, remedy: str = "correct it") -> None:
        """Add a problem with a key."""
        where = f"{self._path}:{self._lines.line(self._name, key)}"
        full = f"{self._name}.{key}" if self._name else key
        self._problems.append(f"{where}: {full} {found}; {allowed}; {remedy}")

    def refuse_unknown(self, known: Sequence[str]) -> None:
        """Add a problem for each key that is not known, with the nearest that is."""
        for key in self.document:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                hint = f"did you mean {near[0]}?" if near else "remove it"
                self.refuse(key, "is not a key here", f"must be one of {', '.join(known)}", hint)

    def value(self, key: str) -> object:
        """The value of a key, None if it is not there."""
        return self.document.get(key)

    def text(self, key: str) -> str:
        """Text that must be there and say something."""
        found = self.value(key)
        if isinstance(found, str) and found.strip():
            return found
        self.refuse(key, told(found), "must be text", "write it")
        return ""

    def plain_name(self, key: str) -> str:
        """The name of a folder, without a path."""
        found = self.text(key)
        if found and not PLAIN_NAME.fullmatch(found):
            self.refuse(key, told(found), "must be the name of a folder below places, without a path")
            return ""
        return found

    def bilingual(self, key: str) -> tuple[str, str]:
        """A text in English and Chinese."""
        found = self.value(key)
        if isinstance(found, dict) and all(isinstance(found.get(it), str) and found[it] for it in ("en", "zh")):
            return found["en"], found["zh"]
        self.refuse(key, told(found), 'must be such as { en = "A title", zh = "标题" }', "write both languages")
        return "", ""

    def choice(self, key: str, allowed: Sequence[str]) -> str:
        """One of a few words."""
        found = self.value(key)
        if found in allowed:
            return str(found)
        self.refuse(key, told(found), f"must be one of {', '.join(allowed)}")
        return allowed[0]

    def number(self, key: str) -> float:
        """A number."""
        found = self.value(key)
        if is_number(found):
            return float(found)
        self.refuse(key, told(found), "must be a number")
        return 0.0

    def interval(self, key: str) -> tuple[float, float]:
        """Two numbers, the lower one first."""
        found = self.value(key)
        if isinstance(found, list) and len(found) == 2 and all(map(is_number, found)) and found[0] <= found[1]:
            return float(found[0]), float(found[1])
        self.refuse(key, told(found), "must be two numbers, the lower one first, such as [0.02, 0.07]")
        return 0.0, 0.0

    def whole_numbers(self, key: str, lowest: int, highest: int) -> tuple[int, ...]:
        """Whole numbers of a range; none if the key is not there."""
        found = self.value(key)
        if found is None:
            return ()
        if isinstance(found, list) and found and all(type(it) is int and lowest <= it <= highest for it in found):
            return tuple(found)
        self.refuse(key, told(found), f"must be whole numbers from {lowest} to {highest}, such as [2, 3]")
        return ()

    def day(self, key: str) -> datetime.date:
        """A day of the calendar."""
        found = self.value(key)
        if type(found) is datetime.date:
            return found
        self.refuse(key, told(found), "must be a day such as 2016-04-01")
        return SOME_DAY

    def first_of_month(self, key: str) -> datetime.date:
        """The first day of a month."""
        found = self.day(key)
        if found.day != 1:
            self.refuse(key, told(found), "must be the first day of a month, since months are counted")
        return found

    def texts(self, key: str, allowed: Sequence[str]) -> tuple[str, ...]:
        """Some of a list of words; none if the key is not there."""
        found = self.value(key)
        if found is None:
            return ()
        if not isinstance(found, list):
            self.refuse(key, told(found), f"must be a list of {', '.join(allowed)}")
            return ()
        for it in found:
            if it not in allowed:
                near = difflib.get_close_matches(str(it), allowed, n=1)
                remedy = f"did you mean {near[0]}?" if near else "remove it"
                self.refuse(key, f"holds {it!r}", f"must be some of {', '.join(allowed)}", remedy)
        return tuple(map(str, found))

    def table(self, key: str) -> "CheckedTable":
        """A table within this one; empty if it is not there."""
        found = self.value(key)
        if found is not None and not isinstance(found, dict):
            self.refuse(key, told(found), f"must be a table [{key}]")
        return self._inner(key, found if isinstance(found, dict) else {})

    def tables(self, key: str, at_least: int = 0) -> list["CheckedTable"]:
        """The tables of a list ``[[key]]``."""
        found = self.value(key)
        good = [it for it in found if isinstance(it, dict)] if isinstance(found, list) else []
        if len(good) < at_least or (found is not None and not good):
            self.refuse(key, told(found), f"must be tables [[{key}]]", "add one")
        return [self._inner(f"{key}[{number}]", it) for number, it in enumerate(good)]

    def _inner(self, key: str, document: dict[str, Any]) -> "CheckedTable":
        name = f"{self._name}.{key}" if self._name else key
        return CheckedTable(self._path, self._lines, name, document, self._problems)


def told(found: object) -> str:
    """What was found, for a message."""
    if found is None:
        return "is missing"
    return f"= {found}" if isinstance(found, datetime.date) else f"= {found!r}"


def is_number(found: object) -> TypeGuard[int | float]:
    """Whether a value of TOML is a number that can be reckoned with."""
    return isinstance(found, int | float) and not isinstance(found, bool) and math.isfinite(found)
