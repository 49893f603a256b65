# SPDX-License-Identifier: Apache-2.0
"""A reform of the past: what was done where, and what is believed to have come of it. One TOML file."""

import datetime
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kinfold._core import DataError, ScenarioError
from kinfold.folders import SHIPPED_SCENARIOS
from kinfold.reforms.assumptions import Assumption, own_assumption, shared_priors
from kinfold.reforms.checked_table import CheckedTable
from kinfold.reforms.place_tables import PlaceTables, completed_place
from kinfold.reforms.readiness import what_place_misses
from kinfold.reforms.scenario_text import checked_scenario_problems
from kinfold.reforms.toml_lines import TomlLines

SHIPPED_REFORMS = SHIPPED_SCENARIOS / "reforms"

#: Counts of the results that an outcome may be about.
QUANTITIES = ("births", "unions_formed")
CONTRASTS = ("relative", "difference")
LAST_BIRTH_ORDER = 9
#: Sections of parameters that are the same in every reform.
BEHAVIOUR = ("money", "intention", "conception", "influence", "union_formation", "union_dissolution")

KEYS = ("id", "title", "place", "source", "quality", "varies", "before", "after", "outcome", "assumption")
OUTCOME_KEYS = ("title", "quantity", "birth_order", "from", "until", "contrast", "unit", "band")


@dataclass(frozen=True)
class Outcome:
    """What is compared with the band.

    Attributes
    ----------
    birth_orders
        Births that count; empty for all.
    start, end
        First month that counts, and first that no longer does.
    contrast
        ``relative``: with the reform ÷ without it − 1; ``difference``: of the counts for the whole place.
    band
        Lowest and highest value that studies of the reform support, in `unit`.
    """

    title: tuple[str, str]
    quantity: str
    birth_orders: tuple[int, ...]
    start: datetime.date
    end: datetime.date
    contrast: str
    unit: str
    band: tuple[float, float]


@dataclass(frozen=True)
class Reform:
    """One checked reform. ``before`` and ``after`` hold the measures and parameters without and with it."""

    path: Path
    id: str
    title: tuple[str, str]
    place: str
    source: str
    quality: str
    before: dict[str, Any]
    after: dict[str, Any]
    outcomes: tuple[Outcome, ...]
    assumptions: tuple[Assumption, ...]
    tables: PlaceTables
    scenario_folder: Path

    @property
    def level_year(self) -> int:
        """The last calendar year that knows nothing of the reform: its births are those of fertility.csv."""
        return first_day(self.after).year - 1

    @property
    def last_year(self) -> int:
        """The calendar year of the last month that counts."""
        return max((outcome.end - datetime.timedelta(days=1)).year for outcome in self.outcomes)

    @property
    def last_month(self) -> str:
        """The last month that counts, such as ``1996-12``."""
        return max(outcome.end - datetime.timedelta(days=1) for outcome in self.outcomes).strftime("%Y-%m")


def first_day(setting: dict[str, Any]) -> datetime.date:
    """The day on which the first measure is announced or begins; of a shock, the start that it names."""
    days = [measure[key] for measure in setting.get("measure", []) for key in ("announced", "start") if key in measure]
    if isinstance(setting.get("start"), datetime.date):
        days.append(setting["start"])
    return min(day for day in days if isinstance(day, datetime.date))


def load_reform(path: Path) -> Reform:
    """Read a reform and check it: its file, the tables of its place, its measures, and whether they fit together.

    Raises
    ------
    ScenarioError
        With everything that is wrong with the file, one line a problem.
    DataError
        With everything that is wrong with the tables of its place.
    """
    lines = TomlLines(text_of(path))
    problems: list[str] = []
    document = document_of(path, lines)
    reader = ReformReader(path, lines, document, problems)
    fields = reader.read()
    if not fields["place"]:
        raise_problems(problems)
    own = place_folder(path, fields["place"])
    try:
        tables, folder = completed_place(own)
    except DataError:
        raise_problems(problems)
        raise
    problems += checked_scenario_problems(path, lines, document, fields["place"], folder)
    raise_problems(problems)
    reform = Reform(path=path, tables=tables, scenario_folder=folder, **fields)
    raise_problems(what_place_misses(reform))
    return reform


def raise_problems(problems: Sequence[str]) -> None:
    """Tell all problems at once."""
    if problems:
        raise ScenarioError("\n".join(dict.fromkeys(problems)))


def text_of(path: Path) -> str:
    """The text of a file."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(f"{path}: cannot be read ({error}); must be a reform as TOML in UTF-8") from error


def document_of(path: Path, lines: TomlLines) -> dict[str, Any]:
    """The file as TOML."""
    try:
        return tomllib.loads(lines.text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        where = f"{path}:{found[1]}" if found else str(path)
        raise ScenarioError(f"{where}: is no TOML ({error}); correct the line") from error


def place_folder(path: Path, place: str) -> Path:
    """Folder of the tables of a reform's place: beside the file, else shipped."""
    beside = path.parent / "places" / place
    return beside if beside.is_dir() else SHIPPED_REFORMS / "places" / place


class ReformReader:
    """Reads the parts of a reform and collects what is wrong with them."""

    def __init__(self, path: Path, lines: TomlLines, document: dict[str, Any], problems: list[str]) -> None:
        self._top = CheckedTable(path, lines, "", document, problems)

    def read(self) -> dict[str, Any]:
        """The fields of a reform that stand in its file."""
        top = self._top
        top.refuse_unknown(KEYS)
        settings = {name: self._setting(name) for name in ("before", "after")}
        if not any(settings["after"].values()):
            top.refuse("after", "is missing or empty", "must hold [[after.measure]] or [after.parameters.…]")
        return {
            "id": top.text("id"),
            "title": top.bilingual("title"),
            "place": top.plain_name("place"),
            "source": top.text("source"),
            "quality": top.text("quality"),
            **settings,
            "outcomes": tuple(self._outcome(table) for table in top.tables("outcome", at_least=1)),
            "assumptions": self._assumptions(),
        }

    def _setting(self, name: str) -> dict[str, Any]:
        table = self._top.table(name)
        table.refuse_unknown(("measure", "parameters", "start"))
        for measure in table.tables("measure"):
            measure.day("start")
        self._refuse_behaviour(table.table("parameters"))
        if name == "after" and table.value("parameters") is not None:
            table.day("start")
        return table.document

    @staticmethod
    def _refuse_behaviour(parameters: CheckedTable) -> None:
        """A shock changes circumstances: what people make of them stays the standard's."""
        for section in parameters.document:
            if section in BEHAVIOUR:
                parameters.refuse(section, "is behaviour", "must be a circumstance that a shock changes", "remove it")

    def _outcome(self, table: CheckedTable) -> Outcome:
        table.refuse_unknown(OUTCOME_KEYS)
        start, end = table.first_of_month("from"), table.first_of_month("until")
        if end <= start:
            table.refuse("until", f"= {end} is not after from = {start}", "must be a later month")
        quantity = table.choice("quantity", QUANTITIES)
        orders = table.whole_numbers("birth_order", 1, LAST_BIRTH_ORDER)
        if orders and quantity != "births":
            table.refuse("birth_order", "is written", "only births have an order", "remove it")
        return Outcome(
            title=table.bilingual("title"),
            quantity=quantity,
            birth_orders=orders,
            start=start,
            end=end,
            contrast=table.choice("contrast", CONTRASTS),
            unit=table.text("unit"),
            band=table.interval("band"),
        )

    def _assumptions(self) -> tuple[Assumption, ...]:
        priors = shared_priors()
        named = self._top.texts("varies", tuple(priors))
        own = [own_assumption(table) for table in self._top.tables("assumption")]
        return (*(priors[name] for name in named if name in priors), *own)
