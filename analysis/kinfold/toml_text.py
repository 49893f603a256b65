# SPDX-License-Identifier: Apache-2.0
"""Scenarios as TOML text: the few kinds of value that a scenario file holds, written so that they read back."""

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from numbers import Integral, Real
from typing import Any

from kinfold._core import ScenarioError

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def key_text(key: str) -> str:
    """The key, in quotes where TOML asks for them."""
    return key if BARE_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def value_text(value: object) -> str:
    """One value as TOML.

    Raises
    ------
    ScenarioError
        If a scenario file cannot hold such a value.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Real):
        return repr(float(value))
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key_text(key)} = {value_text(item)}" for key, item in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(value_text(item) for item in value) + "]"
    raise ScenarioError(
        f"{value!r} is a {type(value).__name__}; must be a number, text, a date, true or false, a list or a mapping"
    )


def table_text(table: Mapping[str, object]) -> str:
    """The keys of a table, one a line."""
    return "".join(f"{key_text(key)} = {value_text(value)}\n" for key, value in table.items())


def document_text(document: Mapping[str, Any]) -> str:
    """A whole scenario: plain keys first, then sections of parameters, then measures."""
    nested = {"parameters", "measure"}
    text = table_text({key: value for key, value in document.items() if key not in nested})
    for section, values in document.get("parameters", {}).items():
        text += f"\n[parameters.{key_text(section)}]\n" + table_text(values)
    for measure in document.get("measure", []):
        text += "\n[[measure]]\n" + table_text(measure)
    return text
