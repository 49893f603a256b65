# SPDX-License-Identifier: Apache-2.0
"""What is not known, and how it is varied: ranges, and draws from them that have addresses.

Each assumption has a Latin hypercube's column of its own, drawn from (seed, its name): one more assumption, or another
reform, moves no other column (McKay, Beckman and Conover 1979).
"""

import functools
import hashlib
import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from kinfold._core import ModelError
from kinfold.folders import SHIPPED_SCENARIOS
from kinfold.reforms.checked_table import CheckedTable
from kinfold.reforms.toml_lines import TomlLines

PRIORS = SHIPPED_SCENARIOS / "parameters" / "priors.toml"

SHAPES = ("lognormal", "uniform")
#: What an assumption of a reform's own multiplies: amounts of its measures, or births per woman before it.
FACTORS_ON = ("amounts", "fertility")
KEYS = ("name", "of", "shape", "lowest", "highest", "meaning", "source")

#: Between `lowest` and `highest` of a lognormal prior lie 90 % of it.
NORMAL_QUANTILE_95 = float(special.ndtri(0.95))


@dataclass(frozen=True)
class Assumption:
    """A number that is not known.

    Attributes
    ----------
    of
        A parameter of the model, such as ``money.cash_weight``; or ``amounts`` or ``fertility``: then the number is a
        factor on those of the reform.
    shape
        ``uniform`` between lowest and highest, or ``lognormal`` with 5 % below the lowest and 5 % above the highest.
    """

    name: str
    of: str
    shape: str
    lowest: float
    highest: float
    meaning: tuple[str, str]
    source: str

    @property
    def is_factor(self) -> bool:
        """Whether it multiplies something of the reform, rather than being a parameter of the model."""
        return self.of in FACTORS_ON

    def quantile(self, share: float) -> float:
        """The value below which this share of the prior lies."""
        if self.shape == "uniform":
            return self.lowest + share * (self.highest - self.lowest)
        middle = 0.5 * (math.log(self.lowest) + math.log(self.highest))
        spread = 0.5 * (math.log(self.highest) - math.log(self.lowest)) / NORMAL_QUANTILE_95
        return math.exp(middle + spread * float(special.ndtri(share)))


def own_assumption(table: CheckedTable) -> Assumption:
    """An assumption that a reform names itself."""
    assumption = read_assumption(table, table.choice("of", FACTORS_ON))
    if assumption.lowest < 0:
        table.refuse("lowest", f"= {assumption.lowest:g}", "must be a factor of at least 0")
    return assumption


def read_assumption(table: CheckedTable, of: str) -> Assumption:
    """An assumption as a table describes it."""
    table.refuse_unknown(KEYS)
    shape = table.choice("shape", SHAPES)
    lowest, highest = table.number("lowest"), table.number("highest")
    if highest < lowest:
        table.refuse("highest", f"= {highest:g} lies below lowest = {lowest:g}", "must not be less")
    if shape == "lognormal" and lowest <= 0:
        table.refuse("lowest", f"= {lowest:g}", "must be above 0 for a lognormal prior")
    return Assumption(table.text("name"), of, shape, lowest, highest, table.bilingual("meaning"), table.text("source"))


@functools.cache
def shared_priors() -> dict[str, Assumption]:
    """The priors of behaviour parameters that every reform may vary, by the parameter's name."""
    text = PRIORS.read_text(encoding="utf-8")
    problems: list[str] = []
    tables = CheckedTable(PRIORS, TomlLines(text), "", tomllib.loads(text), problems).tables("prior")
    priors = {table.text("of"): read_assumption(table, table.text("of")) for table in tables}
    if problems:
        raise ModelError("\n".join(problems))
    return priors


def draws_of(assumptions: Sequence[Assumption], count: int, seed: int) -> list[dict[str, float]]:
    """So many draws of all assumptions together: the value of each by what it is of."""
    columns = {it.of: [it.quantile(share) for share in hypercube_column(it, count, seed)] for it in assumptions}
    return [{of: column[number] for of, column in columns.items()} for number in range(count)]


def hypercube_column(assumption: Assumption, count: int, seed: int) -> NDArray[np.float64]:
    """One share from each of `count` equal parts of the prior, in an order of its own."""
    address = hashlib.sha256(f"{seed}/{assumption.name}".encode()).digest()
    random = np.random.Generator(np.random.Philox(key=int.from_bytes(address[:16], "little")))
    shares: NDArray[np.float64] = (random.permutation(count) + random.random(count)) / count
    return shares


def scaled_amounts(measures: Sequence[dict[str, Any]], factor: float) -> list[dict[str, Any]]:
    """The measures with every amount multiplied."""
    return [
        {key: value * factor if key.startswith("amount_") else value for key, value in measure.items()}
        for measure in measures
    ]
