# SPDX-License-Identifier: Apache-2.0
"""Scenarios: what is simulated, checked when it is made and never changed afterwards."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from kinfold import _core
from kinfold._core import ScenarioError
from kinfold.folders import SHIPPED_SCENARIOS
from kinfold.measures import Measure, measure_of
from kinfold.toml_text import document_text

PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, eq=False, repr=False)
class Scenario:
    """One checked description of a run: place, parameters, measures.

    Made by :meth:`load`, and from another one by the methods ``with_…``, which leave that one as it is.
    """

    core: _core.Scenario
    folder: Path

    @classmethod
    def load(cls, name_or_path: str | os.PathLike[str]) -> Self:
        """Load a shipped scenario by name, or any scenario by path.

        Raises
        ------
        ScenarioError
            With everything that is wrong with the file, one line a problem.
        """
        core = _core.load_scenario(os.fspath(name_or_path), SHIPPED_SCENARIOS)
        return cls(core, Path(name_or_path).parent)

    @property
    def name(self) -> str:
        """Name in messages, on the command line and in results."""
        return self.core.name

    @property
    def title(self) -> str:
        """Title in English."""
        return self.core.title_en

    @property
    def title_zh(self) -> str:
        """Title in Chinese."""
        return self.core.title_zh

    @property
    def place(self) -> str:
        """Name of the place whose tables are used."""
        return self.core.place

    @property
    def text(self) -> str:
        """The whole scenario as TOML, after all that it extends."""
        return self.core.text

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures, in the order in which they were written."""
        return tuple(measure_of(table) for table in self._document().get("measure", []))

    @property
    def parameters(self) -> dict[str, dict[str, Any]]:
        """The parameters that differ from the model's defaults, by section."""
        return dict(self._document().get("parameters", {}))

    def with_measures(self, *measures: Measure) -> Self:
        """The same scenario with further measures.

        A measure whose given id the scenario already has replaces that one; one without an id of its own gets one
        that is free.

        Raises
        ------
        ScenarioError
            If a value is missing or not allowed.
        """
        document = self._document()
        tables = document.setdefault("measure", [])
        ids = [put_measure(tables, measure) for measure in measures]
        return self._changed(document, "with", ids)

    def without_measures(self, *ids: str) -> Self:
        """The same scenario without the measures of these ids.

        Raises
        ------
        ScenarioError
            If it has no measure of that id.
        """
        document = self._document()
        tables = document.get("measure", [])
        known = [table["id"] for table in tables]
        for id_ in ids:
            if id_ not in known:
                raise ScenarioError(f"{self.name} has no measure {id_!r}; it has {', '.join(known) or 'none'}")
        document["measure"] = [table for table in tables if table["id"] not in ids]
        return self._changed(document, "without", list(ids))

    def with_parameters(self, **sections: Mapping[str, object]) -> Self:
        """The same scenario with other values of parameters: ``with_parameters(intention={"spacing_months": 30})``.

        Raises
        ------
        ScenarioError
            If there is no such section or parameter, or the value is not allowed.
        """
        document = self._document()
        parameters = document.setdefault("parameters", {})
        for section, values in sections.items():
            parameters[section] = {**parameters.get(section, {}), **values}
        return self._changed(document, "with", [name for values in sections.values() for name in values])

    def named(self, name: str, *, title: str | None = None, title_zh: str | None = None) -> Self:
        """The same scenario under another name, by which results tell it apart.

        Raises
        ------
        ScenarioError
            If the name holds anything but letters, digits, ``-``, ``_`` and ``.``.
        """
        if not PLAIN_NAME.fullmatch(name):
            raise ScenarioError(
                f"name = {name!r}; must be letters, digits, -, _ and ., and begin with none of these signs"
            )
        document = self._document()
        title_en = title or title_zh or name
        document["title"] = {"en": title_en, "zh": title_zh or title_en}
        return self._parsed(document, name)

    def _document(self) -> dict[str, Any]:
        return tomllib.loads(self.text)

    def _changed(self, document: dict[str, Any], how: str, what: list[str]) -> Self:
        document.pop("title", None)  # it told what the scenario was before
        return self._parsed(document, "-".join([self.name, how, *what]) if what else self.name)

    def _parsed(self, document: Mapping[str, Any], name: str) -> Self:
        text = document_text(document)
        core = _core.parse_scenario(text, name + ".toml", self.folder, SHIPPED_SCENARIOS)
        return type(self)(core, self.folder)

    def __eq__(self, other: object) -> bool:
        """Whether name and content are the same."""
        return isinstance(other, Scenario) and (self.name, self.text) == (other.name, other.text)

    def __hash__(self) -> int:
        """Hash of name and content."""
        return hash((self.name, self.text))

    def __repr__(self) -> str:
        """Name it, with its title."""
        return f"<Scenario {self.name}: {self.title}, {len(self.measures)} measures>"


def put_measure(tables: list[dict[str, Any]], measure: Measure) -> str:
    """Put a measure among those of a scenario and return its id there."""
    table = measure.table()
    ids = [other["id"] for other in tables]
    if not measure.has_own_id:
        table["id"] = free_id(measure.id, ids)
    if table["id"] in ids:
        tables[ids.index(table["id"])] = table
    else:
        tables.append(table)
    return str(table["id"])


def free_id(wanted: str, taken: list[str]) -> str:
    """The id, with a number behind it if it is taken."""
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free
