# SPDX-License-Identifier: Apache-2.0
"""The place of a reform: a few tables of its own, and every other one from a neutral standard.

The standard is Inner Mongolia, made neutral: one town, nobody moves, nobody is registered elsewhere, nobody lives in a
collective household. Why the tables are made, rather than read from there: docs/decisions/0019.
"""

import functools
import hashlib
import os
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from kinfold import _core
from kinfold._core import DataError, software_version
from kinfold.folders import SHIPPED_SCENARIOS, cache_folder
from kinfold.reforms.tables import Table, largest_remainders, read_table, write_table

STANDARD = SHIPPED_SCENARIOS / "places" / "inner-mongolia"
SEXES = ("male", "female")
RESIDENCES = ("urban", "rural")
STATES = ("never_married", "married", "divorced", "widowed")
ORDERS = ("first", "second", "third_and_over")
GENERATIONS = ("one_generation", "two_generation", "three_generation", "four_generation")

# What a reform's place must tell itself, and what it may.
NEEDED = ("place.csv", "population.csv", "children_ever_born.csv", "fertility.csv", "economy.csv")
ALLOWED = (*NEEDED, "marital_status_by_age.csv", "registration.csv", "desired_size.csv")
# Tables of the standard that hold rates or shares, and so serve a place of any size and age.
COPIED = (
    "mortality.csv",
    "mortality_history.csv",
    "mothers_by_children.csv",
    "desired_size.csv",
    "education_by_age.csv",
    "marital_status_by_age.csv",
)

FIRST_MARRIED_AGE, LAST_FIRST_MARRIAGE_AGE, OLDEST_AGE = 15, 60, 100
FIRST_SCHOOL_AGE = 3
FIRST_FERTILE_AGE, LAST_FERTILE_AGE = 15, 49
CENSUS_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
MARITAL_SAMPLE = 0.1  # marital_status.csv is a sample of one in ten

# Assumptions of the standard that a closed place of one town does not share. The decline of mortality counts from the
# place's own first year.
NEUTRAL = {"collective_share": 0.0, "other_league_share": 0.0, "arrivals_per_year": 0.0, "internal_moves_per_year": 0.0}
# With it, levels of the standard would be fitted to unions with outsiders; a closed place has none.
LEFT_OUT = ("outside_union_share",)


class PlaceTables:
    """The tables of a reform's place, completed.

    Raises
    ------
    DataError
        With all that is wrong with the tables of its own: one missing, one that it may not set, a cell that is no
        number.
    """

    def __init__(self, own: Path) -> None:
        self.own = own
        self._problems = table_problems(own)
        self._raise_problems()
        self.identity = self._read_identity()
        self._persons_at = self._read_persons()
        self._marital = self._read_marital()
        self.total_fertility, self._births_at = self._read_births()
        self.income = self._read_income()
        self._raise_problems()

    @property
    def slug(self) -> str:
        """Name of the place in its tables, which is that of their folder."""
        return self.own.name

    @property
    def first_month(self) -> tuple[int, int]:
        """Year and month of month zero."""
        year, month = self.identity["census_month"].split("-")
        return int(year), int(month)

    @property
    def persons(self) -> int:
        """Residents of the place."""
        return int(sum(sum(by_age) for by_age in self._persons_at.values()))

    def write(self, folder: Path) -> None:
        """Write the whole place into an empty folder."""
        for path in self._sources():
            shutil.copyfile(path, folder / path.name)
        for table, write in self._made().items():
            if not (folder / table).exists():
                write(folder / table)

    def _sources(self) -> list[Path]:
        own = sorted(self.own.glob("*.csv"))
        names = {path.name for path in own}
        return own + [STANDARD / table for table in COPIED if table not in names]

    def _made(self) -> dict[str, Callable[[Path], None]]:
        return {
            "banners.csv": self._write_banners,
            "registration.csv": self._write_registration,
            "household_size.csv": self._write_household_sizes,
            "education.csv": self._write_education,
            "marital_status.csv": self._write_marital_sample,
            "mothers_age.csv": self._write_mothers_ages,
            "first_marriage.csv": self._write_first_marriages,
            "old_age_income.csv": self._write_old_age_income,
            "migration.csv": self._write_migration,
            "arrival_by_banner.csv": self._write_arrival_shares,
            "vital_history.csv": self._write_vital_history,
            "assumptions.csv": self._write_assumptions,
        }

    # --- Reading its own tables ---

    def _read(self, table: str, columns: Sequence[str]) -> Table:
        path = self.own / table
        return read_table(path if path.exists() else STANDARD / table, columns, self._problems)

    def _raise_problems(self) -> None:
        if self._problems:
            raise DataError("\n".join(dict.fromkeys(self._problems)))

    def _read_identity(self) -> dict[str, str]:
        table = self._read("place.csv", ("key", "value"))
        identity = {row.get("key") or "": row.get("value") or "" for row in table.rows}
        found, month = identity.get("slug"), identity.get("census_month", "")
        if found != self.own.name:
            self._problems.append(
                f"{table.path}: slug = {found}; must be its folder, {self.own.name}; mend one of them"
            )
        if not CENSUS_MONTH.fullmatch(month):
            self._problems.append(f"{table.path}: census_month = {month!r}; must be a month such as 2005-01; mend it")
        for key in ("name_en", "name_zh", "geo_code"):
            if not identity.get(key):
                self._problems.append(f"{table.path}: no {key}; must name the place; add the row")
        return identity

    def _read_persons(self) -> dict[str, list[float]]:
        table = self._read("population.csv", ("sex", "age", "persons"))
        return self._by_sex(table, "persons", first_age=0)

    def _by_sex(self, table: Table, column: str, first_age: int) -> dict[str, list[float]]:
        values = table.numbers(column, self._problems)
        by_sex: dict[str, list[float]] = {sex: [] for sex in SEXES}
        for row, value in zip(table.rows, values, strict=True):
            by_sex.setdefault(row.get("sex") or "", []).append(value)
        for sex in SEXES:
            self._check_ages(table, f" of {sex}", len(by_sex[sex]), first_age, OLDEST_AGE)
        return by_sex

    def _check_ages(self, table: Table, whose: str, found: int, first: int, last: int) -> None:
        if found != last - first + 1:
            must = f"must be one for each age from {first} to {last}"
            self._problems.append(f"{table.path}: {found} rows{whose}; {must}; add or remove rows")

    def _read_marital(self) -> dict[str, dict[str, list[float]]]:
        table = self._read("marital_status_by_age.csv", ("sex", "age", *STATES))
        return {state: self._by_sex(table, state, FIRST_MARRIED_AGE) for state in STATES}

    def _read_births(self) -> tuple[float, list[float]]:
        table = self._read("fertility.csv", ("age", *ORDERS))
        by_order = [table.numbers(order, self._problems) for order in ORDERS]
        rates = [sum(of_age) for of_age in zip(*by_order, strict=True)]
        self._check_ages(table, "", len(rates), FIRST_FERTILE_AGE, LAST_FERTILE_AGE)
        if not sum(rates) > 0.0:
            self._problems.append(f"{table.path}: no births; must tell those before the reform; correct the rates")
        women = self._persons_at["female"][FIRST_FERTILE_AGE:]
        return sum(rates), [rate * number for rate, number in zip(rates, women, strict=False)]

    def _read_income(self) -> dict[int, float]:
        table = self._read("economy.csv", ("year", "income_per_head_urban"))
        years = table.numbers("year", self._problems)
        amounts = table.numbers("income_per_head_urban", self._problems)
        return {int(year): amount for year, amount in zip(years, amounts, strict=True) if year == year}

    # --- Making the others ---

    def _about(self, title: str, title_zh: str, unit: str, method: str) -> dict[str, str]:
        return {
            "title": title,
            "title_zh": title_zh,
            "source": f"tables of {self.slug}; the rest from the standard of reforms, Inner Mongolia 2020",
            "year": self.identity["census_month"],
            "unit": unit,
            "quality": "modelled",
            "method": method,
        }

    def _write_banners(self, path: Path) -> None:
        sizes = self._household_sizes()
        households = sum(sizes)
        generations = largest_remainders(standard_generations(), households)
        counts = [self.persons, self.persons, 0, households, self.persons, sizes[0], *generations]
        names = [self.slug, self.identity["name_en"], self.identity["name_zh"], self.identity["geo_code"], 0, 0]
        about = self._about("One town", "全地区作为一个城镇", "persons; households", "households as in the standard")
        write_table(path, about, standard_columns("banners.csv"), [[*names, *counts]])

    def _household_sizes(self) -> list[int]:
        """Households of the standard by size for so many persons; what rounding leaves lives alone."""
        households = [int(row["households"]) for row in standard_rows("household_size.csv")]
        members = sum(size * number for size, number in enumerate(households, start=1))
        sizes = [number * self.persons // members for number in households]
        sizes[0] += self.persons - sum(size * number for size, number in enumerate(sizes, start=1))
        return sizes

    def _write_household_sizes(self, path: Path) -> None:
        about = self._about("Households by size", "按人数的家庭户", "households", "sizes as in the standard")
        write_table(path, about, ("size", "households"), list(enumerate(self._household_sizes(), start=1)))

    def _write_registration(self, path: Path) -> None:
        about = self._about("Residents by registration", "按户口登记地的人口", "persons", "all are registered at home")
        write_table(path, about, standard_columns("registration.csv"), [[self.slug, self.persons, 0, 0, 0]])

    def _write_education(self, path: Path) -> None:
        levels = standard_columns("education_by_age.csv")[3:]
        rows: list[tuple[str, str, int]] = []
        for sex in SEXES:
            expected = [0.0] * len(levels)
            for group in (row for row in standard_rows("education_by_age.csv") if row["sex"] == sex):
                number = sum(self._persons_at[sex][int(group["first_age"]) : int(group["last_age"]) + 1])
                expected = [so_far + number * float(group[it]) for so_far, it in zip(expected, levels, strict=True)]
            counts = largest_remainders(expected, int(sum(self._persons_at[sex][FIRST_SCHOOL_AGE:])))
            rows += [(sex, level, count) for level, count in zip(levels, counts, strict=True)]
        about = self._about("Residents by education", "按受教育程度的人口", "persons", "shares by age of the standard")
        write_table(path, about, ("sex", "education", "persons"), rows)

    def _write_marital_sample(self, path: Path) -> None:
        rows = []
        for sex in SEXES:
            persons = self._persons_at[sex][FIRST_MARRIED_AGE:]
            for state in STATES:
                shares = self._marital[state][sex]
                expected = sum(number * share for number, share in zip(persons, shares, strict=False))
                rows.append((sex, state, round(MARITAL_SAMPLE * expected)))
        about = self._about("Marital status", "婚姻状况", "persons in the sample", "shares by age on the residents")
        write_table(path, about, ("sex", "status", "sample_persons"), rows)

    def _write_mothers_ages(self, path: Path) -> None:
        columns = standard_columns("mothers_age.csv")
        shares = [f"{births / sum(self._births_at):.6f}" for births in self._births_at]
        about = self._about(
            "Mothers by age", "母亲年龄分布", "shares", "fertility.csv on the women, for all past years"
        )
        write_table(path, about, columns, [[self.first_month[0], *shares]])

    def _write_first_marriages(self, path: Path) -> None:
        rows = []
        for sex in SEXES:
            single = self._marital["never_married"][sex]
            for age in range(FIRST_MARRIED_AGE, LAST_FIRST_MARRIAGE_AGE + 1):
                now, next_year = single[age - FIRST_MARRIED_AGE], single[age + 1 - FIRST_MARRIED_AGE]
                probability = max(0.0, 1.0 - next_year / now) if now > 0 else 0.0
                rows.append((sex, age, f"{probability:.5f}"))
        about = self._about("First marriages", "初婚概率", "probability a year", "never-married at neighbouring ages")
        write_table(path, about, ("sex", "age", "probability"), rows)

    def _write_old_age_income(self, path: Path) -> None:
        year = self.first_month[0]
        standard = {row["year"]: row for row in standard_rows("economy.csv")}
        rows = []
        for row in standard_rows("old_age_income.csv"):
            residence = "rural" if row["kind"] in ("rural_work", "resident_pension") else "urban"
            then = float(standard[row["year"]][f"income_per_head_{residence}"])
            amount = float(row["amount"]) * self.income.get(year, then) / then
            rows.append((row["kind"], row["sex"], year, round(amount), "assumption"))
        about = self._about("Income of the old", "老年收入", "a year", "the standard's, in years of income a head")
        write_table(path, about, standard_columns("old_age_income.csv"), rows)

    def _write_migration(self, path: Path) -> None:
        kinds = ("arrival", "departure", "internal")
        rows = [(kind, sex, age, 0) for kind in kinds for sex in SEXES for age in range(OLDEST_AGE + 1)]
        about = self._about("Migration", "迁移", "persons; probability", "none: the place is closed")
        write_table(path, about, ("kind", "sex", "age", "value"), rows)

    def _write_arrival_shares(self, path: Path) -> None:
        about = self._about("Where arrivals settle", "迁入者分布", "share", "one town")
        write_table(path, about, ("banner", "share"), [(self.slug, 1)])

    def _write_vital_history(self, path: Path) -> None:
        about = self._about("Vital history", "历年出生与结婚", "births; couples", "not used: no year is fitted")
        births = round(sum(self._births_at))
        row = (self.first_month[0], births, 1, 0, 1, "derived")
        columns = ("year", "region_births", "births_relative", "marriages", "marriages_relative", "quality")
        write_table(path, about, columns, [row])

    def _write_assumptions(self, path: Path) -> None:
        columns = standard_columns("assumptions.csv")
        neutral = {**NEUTRAL, "mortality_reference_year": self.first_month[0]}
        rows = []
        for row in standard_rows("assumptions.csv"):
            if row["name"] in neutral:
                row = {**row, **dict.fromkeys(("value", "lowest", "highest"), str(neutral[row["name"]]))}
            if row["name"] not in LEFT_OUT:
                rows.append([row[column] for column in columns])
        about = self._about("Assumptions", "命名假设", "as the column unit says", "the standard's, without migration")
        write_table(path, about, columns, rows)


def table_problems(own: Path) -> list[str]:
    """Tables that a reform's place must have and has not, or has and must not have."""
    if not own.is_dir():
        return [f"{own}: no such folder; must hold {', '.join(NEEDED)}; mend place or make the folder"]
    present = {path.name for path in own.glob("*.csv")}
    missing = [f"{own / table}: missing; a reform's place must tell it itself; add it" for table in NEEDED]
    problems = [it for table, it in zip(NEEDED, missing, strict=True) if table not in present]
    problems += [
        f"{own / table}: a reform's place may not set this table; it may set {', '.join(ALLOWED)}; remove it"
        for table in sorted(present - set(ALLOWED))
    ]
    return problems


@functools.cache
def standard_table(table: str) -> Table:
    """A table of the standard."""
    return read_table(STANDARD / table, (), [])


def standard_rows(table: str) -> list[dict[str, str]]:
    """The rows of a table of the standard."""
    return standard_table(table).rows


def standard_columns(table: str) -> list[str]:
    """The columns of a table of the standard."""
    return list(standard_rows(table)[0])


def standard_generations() -> list[float]:
    """Households of the standard of one, two, three, and four generations."""
    counts: dict[str, float] = defaultdict(float)
    for row in standard_rows("banners.csv"):
        for generation in GENERATIONS:
            counts[generation] += float(row[f"{generation}_households"])
    return [counts[generation] for generation in GENERATIONS]


def completed_place(own: Path) -> tuple[PlaceTables, Path]:
    """The tables of a reform's place, and the folder of scenarios in whose ``places`` the whole place lies.

    It is kept in the cache under a hash of what it was made from, and made again when that changes.

    Raises
    ------
    DataError
        With everything that is wrong with the tables of the reform.
    """
    tables = PlaceTables(own)
    folder = cache_folder() / "reforms" / content_hash(own)
    place = folder / "places" / own.name
    if not place.is_dir():
        place.parent.mkdir(parents=True, exist_ok=True)
        make_whole(tables, place)
    return tables, folder


def make_whole(tables: PlaceTables, place: Path) -> None:
    """Write the place under another name, check it, and only then give it its own."""
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".") as temporary:
        made = Path(temporary) / place.name
        made.mkdir()
        tables.write(made)
        try:
            _core.read_place(made)
        except DataError as error:
            raise DataError(str(error).replace(os.fspath(made), os.fspath(tables.own))) from None
        try:
            made.rename(place)
        except OSError:
            if not place.is_dir():  # another process has made the same place meanwhile
                raise


def content_hash(own: Path) -> str:
    """Hash of what a place is made from: its tables, those of the standard, and the version that makes it."""
    seal = hashlib.sha256(software_version().encode())
    for path in sorted([*Path(__file__).parent.glob("*.py"), *own.glob("*.csv"), *STANDARD.glob("*.csv")]):
        seal.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return seal.hexdigest()[:16]
