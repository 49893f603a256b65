# SPDX-License-Identifier: Apache-2.0
"""Measures as Python classes, made from what the model declares: names, defaults and meanings stand there alone."""

import datetime
import difflib
import functools
import inspect
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from kinfold import _core
from kinfold._core import ScenarioError
from kinfold.folders import USUAL_PLACE

SECTION_PREFIX = "measure."


class Measure:
    """Something a government does: a kind, and the values it was given. Not to be changed.

    Parameters
    ----------
    id
        Name in messages and results, unique in a scenario; by default the kind. A measure with the id of one that a
        scenario already has replaces it.
    **settings
        As the signature shows. Dates may be given as text. What is not given keeps its default. Values are checked
        when a scenario takes up the measure.

    Raises
    ------
    TypeError
        If this kind has no setting of that name.
    """

    kind: ClassVar[str]
    declared: ClassVar[Mapping[str, _core.Parameter]]

    def __init__(self, *, id: str | None = None, **settings: object) -> None:  # noqa: A002 (the key's name in files)
        for name in settings:
            if name not in self.declared:
                raise TypeError(unknown_setting(type(self).__name__, name, self.declared))
        self._given_id = id
        self._settings = {
            name: as_declared(self.declared[name], value) for name, value in settings.items() if value is not None
        }

    @classmethod
    def of_table(cls, table: Mapping[str, Any]) -> Self:
        """The measure that a ``[[measure]]`` of a checked scenario describes."""
        settings = dict(table)
        del settings["kind"]
        return cls(**settings)

    @property
    def id(self) -> str:
        """Name in messages and results."""
        return self._given_id or self.kind.replace("_", "-")

    @property
    def has_own_id(self) -> bool:
        """Whether the id was given, rather than taken from the kind."""
        return self._given_id is not None

    @property
    def settings(self) -> dict[str, Any]:
        """The values that were given, by name."""
        return dict(self._settings)

    def table(self) -> dict[str, Any]:
        """The measure as a ``[[measure]]`` of a scenario file."""
        return {"kind": self.kind, "id": self.id, **self._settings}

    def __eq__(self, other: object) -> bool:
        """Whether kind, id and all values given are the same."""
        return isinstance(other, Measure) and self.table() == other.table()

    __hash__ = None  # type: ignore[assignment]  # settings hold lists

    def __repr__(self) -> str:
        """Write the call that makes it."""
        given = {"id": self.id, **self._settings}
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in given.items())})"


def unknown_setting(owner: str, name: str, declared: Iterable[str]) -> str:
    """Message about a setting that a kind of measure does not have."""
    near = difflib.get_close_matches(name, list(declared), n=1)
    hint = f"; did you mean {near[0]}?" if near else f"; it has {', '.join(declared)}"
    return f"{owner} has no setting {name}{hint}"


def as_declared(parameter: _core.Parameter, value: object) -> object:
    """The value in the type of the parameter, where Python people write it in another way."""
    if parameter.type != "date":
        return value
    if isinstance(value, datetime.datetime):
        return value.date()
    if not isinstance(value, str):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise ScenarioError(f"{parameter.name} = {value!r}; must be a day of the calendar such as 2026-01-01") from None


def default_of(parameter: _core.Parameter) -> object:
    """The declared default as Python shows it in a signature."""
    if parameter.required:
        return inspect.Parameter.empty
    if parameter.type in {"number", "integer", "integers", "flag"}:
        return tomllib.loads(f"value = {parameter.default}")["value"]
    return None if parameter.type == "date" else parameter.default


def signature_of(declared: Mapping[str, _core.Parameter]) -> inspect.Signature:
    """Signature of the class of a measure: keywords only."""
    keyword = inspect.Parameter.KEYWORD_ONLY
    settings = [inspect.Parameter(name, keyword, default=default_of(it)) for name, it in declared.items()]
    return inspect.Signature([*settings, inspect.Parameter("id", keyword, default=None)])


def docstring_of(kind: str, declared: Mapping[str, _core.Parameter]) -> str:
    """NumPy docstring of the class of a measure."""
    lines = [f"Measure ``{kind}``.", "", "Parameters", "----------"]
    for name, it in declared.items():
        unit = f" ({it.unit})" if it.unit else ""
        choices = f" One of {', '.join(it.choices)}." if it.choices else ""
        lines += [name, f"    {it.meaning_en}{unit}. {it.meaning_zh}{choices}"]
    return "\n".join(lines)


@functools.cache
def measure_classes() -> dict[str, type[Measure]]:
    """The class of every kind of measure, by its name in Python (``ChildAllowance``)."""
    by_kind: dict[str, dict[str, _core.Parameter]] = {}
    for it in _core.parameters(_core.read_place(USUAL_PLACE)):
        if it.section.startswith(SECTION_PREFIX):
            by_kind.setdefault(it.section.removeprefix(SECTION_PREFIX), {})[it.name] = it
    return {class_name(kind): measure_class(kind, declared) for kind, declared in by_kind.items()}


def class_name(kind: str) -> str:
    """``ChildAllowance`` for ``child_allowance``."""
    return "".join(part.capitalize() for part in kind.split("_"))


def measure_class(kind: str, declared: Mapping[str, _core.Parameter]) -> type[Measure]:
    """Make the class of one kind of measure."""
    members = {
        "kind": kind,
        "declared": declared,
        "__doc__": docstring_of(kind, declared),
        "__module__": "kinfold",
        "__signature__": signature_of(declared),
    }
    return type(class_name(kind), (Measure,), members)


def measure_of(table: Mapping[str, Any]) -> Measure:
    """The measure that a ``[[measure]]`` of a checked scenario describes."""
    return measure_classes()[class_name(table["kind"])].of_table(table)
