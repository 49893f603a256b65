# SPDX-License-Identifier: Apache-2.0
"""Whether the model answers a reform as people did: the rule, and the numbers that it judges."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kinfold.estimates import Numbers

if TYPE_CHECKING:
    from kinfold.reforms.reform import Outcome, Reform

#: The interval between these quantiles holds 90 % of the runs.
LOWER, UPPER = 0.05, 0.95
#: So many runs must have the sign of the band, if the band has one.
RIGHT_SIGN_AT_LEAST = 0.8
#: The interval may be so many times as wide as the band.
WIDEST = 3.0


@dataclass(frozen=True)
class Verdict:
    """The rule of a pass, condition by condition."""

    median_in_band: bool
    sign_is_right: bool
    narrow_enough: bool

    @property
    def passed(self) -> bool:
        """Whether all conditions hold."""
        return self.median_in_band and self.sign_is_right and self.narrow_enough

    @property
    def failed(self) -> list[str]:
        """Names of the conditions that do not hold."""
        return [name for name, holds in asdict(self).items() if not holds]


@dataclass(frozen=True)
class Spread:
    """Effects of all runs, beside the band of the outcome."""

    band: tuple[float, float]
    median: float
    low: float
    high: float
    right_sign: float

    @classmethod
    def of(cls, effects: Sequence[float] | Numbers, band: tuple[float, float]) -> "Spread":
        """The spread of some effects. `right_sign` is NaN where the band lies evenly about zero."""
        values = np.asarray(effects, dtype=np.float64)
        low, median, high = (float(it) for it in np.quantile(values, (LOWER, 0.5, UPPER)))
        direction = np.sign(sum(band))
        right_sign = float(np.mean(np.sign(values) == direction)) if direction else math.nan
        return cls(band, median, low, high, right_sign)

    @property
    def has_sign(self) -> bool:
        """Whether the band leaves out zero: only then must the runs have its sign."""
        return not self.band[0] <= 0.0 <= self.band[1]

    @property
    def width_ratio(self) -> float:
        """Width of the interval ÷ width of the band; NaN for a band without width and an interval without it."""
        width, of_band = self.high - self.low, self.band[1] - self.band[0]
        if of_band > 0.0:
            return width / of_band
        return math.inf if width > 0.0 else math.nan

    @property
    def verdict(self) -> Verdict:
        """Pass or fail. A band without width, such as a placebo's, is met by nothing but itself."""
        lowest, highest = self.band
        return Verdict(
            median_in_band=lowest <= self.median <= highest,
            sign_is_right=not self.has_sign or self.right_sign >= RIGHT_SIGN_AT_LEAST,
            narrow_enough=self.high - self.low <= WIDEST * (highest - lowest),
        )


@dataclass(frozen=True)
class Finding:
    """What came of one outcome of a reform.

    Attributes
    ----------
    at_default
        Mean effect with all assumptions at their default.
    spread
        Over draws of the assumptions and replicates; over replicates alone if nothing was drawn.
    hangs_on
        Rank correlation of the effect with each assumption that was drawn, by name.
    level
        What was added to all intercepts of intention (logit), all at default.
    """

    id: str
    name: str
    title: tuple[str, str]
    outcome: tuple[str, str]
    contrast: str
    unit: str
    at_default: float
    spread: Spread
    hangs_on: dict[str, float]
    level: float
    scale: float
    draws: int
    replicates: int

    @classmethod
    def of(
        cls,
        reform: "Reform",
        outcome: "Outcome",
        default: Numbers,
        drawn: Sequence[Numbers],
        *,
        hangs_on: Mapping[str, float],
        scale: float,
        level: float,
    ) -> "Finding":
        """The finding on an outcome from its effects."""
        effects = np.concatenate(drawn) if drawn else default
        return cls(
            id=reform.id,
            name=reform.path.stem,
            title=reform.title,
            outcome=outcome.title,
            contrast=outcome.contrast,
            unit=outcome.unit,
            at_default=float(default.mean()),
            spread=Spread.of(effects, outcome.band),
            hangs_on=dict(hangs_on) if drawn else {},
            level=level,
            scale=scale,
            draws=len(drawn),
            replicates=len(default),
        )

    def row(self) -> dict[str, Any]:
        """The finding as one row of a table."""
        spread = self.spread
        return {
            "id": self.id,
            "reform": self.name,
            "outcome": self.outcome[0],
            "outcome_zh": self.outcome[1],
            "contrast": self.contrast,
            "unit": self.unit,
            "band_low": spread.band[0],
            "band_high": spread.band[1],
            "at_default": self.at_default,
            "median": spread.median,
            "low": spread.low,
            "high": spread.high,
            "right_sign": spread.right_sign,
            "width_ratio": spread.width_ratio,
            "pass": spread.verdict.passed,
            "failed": spread.verdict.failed,
            **{f"hangs_on_{name}": correlation for name, correlation in self.hangs_on.items()},
            "level": self.level,
            "scale": self.scale,
            "draws": self.draws,
            "replicates": self.replicates,
        }
