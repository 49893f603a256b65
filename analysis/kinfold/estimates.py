# SPDX-License-Identifier: Apache-2.0
"""Estimates from paired replicates: mean difference, interval, and what the pairing is worth."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Numbers = NDArray[np.float64]

CONFIDENCE = 0.95
UPPER = (1 + CONFIDENCE) / 2


@dataclass(frozen=True)
class Interval:
    """A number and the interval in which it lies with 95 % confidence; NaN where it cannot be told."""

    mean: float
    lower: float
    upper: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of zero."""
        return self.lower > 0 or self.upper < 0


@dataclass(frozen=True)
class Estimate:
    """Difference between a plan and its baseline, over replicates in which the same people live.

    Attributes
    ----------
    base, plan
        Means over replicates.
    difference
        Mean of the differences within replicates, with Student's interval.
    paired_error
        Standard error of that mean.
    unpaired_error
        Standard error that the same number of independent runs would have.
    variance_ratio
        Square of unpaired over paired error: how many times fewer runs the pairing needs.
    replicates
        Number of pairs.
    """

    base: float
    plan: float
    difference: Interval
    paired_error: float
    unpaired_error: float
    variance_ratio: Interval
    replicates: int

    @property
    def relative(self) -> Interval:
        """The difference as a share of the baseline's mean."""
        if self.base == 0:
            return Interval(math.nan, math.nan, math.nan)
        return Interval(*(bound / self.base for bound in (self.difference.mean, *bounds(self.difference))))


def bounds(interval: Interval) -> tuple[float, float]:
    """Lower and upper end."""
    return interval.lower, interval.upper


def student_interval(values: Numbers) -> Interval:
    """Mean of independent values with Student's interval; the bounds are NaN for a single one."""
    mean = float(values.mean()) if values.size else math.nan
    if values.size < 2:
        return Interval(mean, math.nan, math.nan)
    reach = student_quantile(values.size) * standard_error(values)
    return Interval(mean, mean - reach, mean + reach)


def student_quantile(count: int) -> float:
    """How many standard errors the interval of the mean of so many values reaches to each side."""
    return float(special.stdtrit(count - 1, UPPER))


def standard_error(values: Numbers) -> float:
    """Standard error of the mean; NaN for a single value."""
    return math.sqrt(variance(values) / values.size) if values.size > 1 else math.nan


def variance(values: Numbers) -> float:
    """Sample variance; NaN for a single value."""
    return float(values.var(ddof=1)) if values.size > 1 else math.nan


def variance_ratio(plan: Numbers, base: Numbers) -> Interval:
    """Variance of the difference of independent runs, over that of paired runs.

    With s = plan + base and d = plan − base, var(plan) + var(base) = (var s + var d) / 2, so the ratio is
    (var s / var d + 1) / 2. If plan and base have the same variance, s and d are uncorrelated (Pitman 1939, Morgan
    1939), and for normal values var s / var d over its expectation follows F with n − 1 and n − 1 degrees of freedom:
    this gives the interval. NaN if the runs do not differ at all.
    """
    of_sum, of_difference = variance(plan + base), variance(plan - base)
    if not of_difference > 0:
        return Interval(math.nan, math.nan, math.nan)
    ratio = of_sum / of_difference
    reach = float(special.fdtri(plan.size - 1, plan.size - 1, UPPER))
    return Interval(*((value + 1) / 2 for value in (ratio, ratio / reach, ratio * reach)))


def paired_estimate(plan: Numbers, base: Numbers) -> Estimate:
    """Estimate the difference from one value a replicate of each, in the same order."""
    difference = plan - base
    return Estimate(
        base=float(base.mean()),
        plan=float(plan.mean()),
        difference=student_interval(difference),
        paired_error=standard_error(difference),
        unpaired_error=math.hypot(standard_error(plan), standard_error(base)),
        variance_ratio=variance_ratio(plan, base),
        replicates=int(difference.size),
    )


def ratio_of_means(numerator: Numbers, denominator: Numbers) -> Interval | None:
    """Ratio of two means over the same replicates, with Fieller's interval (1954).

    None if the interval of the denominator contains zero: then no ratio is excluded, however large.
    """
    count = denominator.size
    below = student_interval(denominator)
    if count < 2 or not below.excludes_zero:
        return None
    square = student_quantile(count) ** 2 / count
    covariance = np.cov(numerator, denominator, ddof=1)
    top, bottom = float(numerator.mean()), float(denominator.mean())
    # The bounds r solve (top − r bottom)² = t² / n · (var top − 2 r cov + r² var bottom).
    a = bottom**2 - square * float(covariance[1, 1])
    b = top * bottom - square * float(covariance[0, 1])
    c = top**2 - square * float(covariance[0, 0])
    root = math.sqrt(max(b * b - a * c, 0.0))
    return Interval(top / bottom, (b - root) / a, (b + root) / a)
