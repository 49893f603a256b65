# SPDX-License-Identifier: Apache-2.0
"""The two scenarios of a reform, without and with it, as the model reads them."""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kinfold import _core
from kinfold._core import DataError, ScenarioError
from kinfold.folders import SHIPPED_SCENARIOS
from kinfold.reforms.toml_lines import HEADER, KEY, TomlLines
from kinfold.toml_text import document_text

SETTINGS = ("before", "after")

#: Nobody from outside joins the marriage market of a closed place.
CLOSED_PLACE = {"union_formation": {"outside_men": 0.0, "outside_women": 0.0}}

Parameters = dict[str, dict[str, Any]]


def scenario_document(place: str, setting: Mapping[str, Any], parameters: Parameters) -> dict[str, Any]:
    """A setting as a scenario."""
    return {"place": place, "parameters": parameters, "measure": setting.get("measure", [])}


def parsed(document: Mapping[str, Any], name: str, folder: Path) -> _core.Scenario:
    """A scenario of the model."""
    return _core.parse_scenario(document_text(document), name, folder, SHIPPED_SCENARIOS)


def merged(*layers: Parameters) -> Parameters:
    """Parameters by section; later ones replace earlier ones."""
    sections: Parameters = {}
    for layer in layers:
        for section, values in layer.items():
            sections.setdefault(section, {}).update(values)
    return sections


def checked_scenario_problems(
    path: Path, lines: TomlLines, document: Mapping[str, Any], place: str, folder: Path
) -> list[str]:
    """What the model finds wrong with the measures and parameters of a reform, at the lines where they stand."""
    problems: list[str] = []
    for name in SETTINGS:
        setting = document.get(name, {})
        if not isinstance(setting, dict):
            continue
        try:
            _core.parse_scenario(text_in_place(lines, name, place, setting), os.fspath(path), folder, SHIPPED_SCENARIOS)
        except (ScenarioError, DataError) as error:
            problems += str(error).splitlines()
    return problems


def text_in_place(lines: TomlLines, name: str, place: str, setting: Mapping[str, Any]) -> str:
    """A setting as a scenario in which every line stands where it stands in the reform."""
    wanted = scenario_document(place, setting, setting.get("parameters", {}))
    numbered = zip(lines.text.splitlines(), lines.table_of, strict=True)
    text = "\n".join(line_of_setting(line, table, name) for line, table in numbered) + "\n"
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return document_text(wanted)
    # A table may also be written in a way that lines do not show.
    same = all(read.get(key, empty) == wanted[key] for key, empty in (("measure", []), ("parameters", {})))
    return text if same else document_text(wanted)


def line_of_setting(line: str, table: str, name: str) -> str:
    """The line as the scenario has it; empty if it belongs to another part of the reform."""
    if table == "":
        key = KEY.match(line)
        return line if key and key[1] == "place" else ""
    if not table.startswith((f"{name}.measure[", f"{name}.parameters")):
        return ""
    return re.sub(rf"\b{name}\.", "", line, count=1) if HEADER.match(line) else line
