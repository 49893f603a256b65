# SPDX-License-Identifier: Apache-2.0
"""What a plan does: the difference between the same people with it and without it."""

import functools
import tomllib
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import xarray as xr

from kinfold._core import ScenarioError
from kinfold.effect_text import effect_text
from kinfold.estimates import Estimate, Interval, Numbers, paired_estimate, ratio_of_means

if TYPE_CHECKING:
    from kinfold.figures import EffectFigures

FEN_PER_YUAN = 100

# What families are told apart by where it is asked who gains.
GROUPS = ("birth_order", "income_fifth", "residence", "hukou", "place")

# Who bears a payment that the household makes itself is no cost of a plan.
NOT_PUBLIC = "household"


class Effect:
    """What a plan does, beside its baseline: paired by replicate.

    Counts and amounts are for the whole place: those of a smaller simulated population are divided by its scale.

    Attributes
    ----------
    plan, base
        Names of the two scenarios.
    """

    def __init__(self, data: xr.Dataset, plan: str, base: str) -> None:
        if data.sizes.get("draw", 1) > 1:
            raise ScenarioError("the runs hold several draws of the parameters; choose one with data.isel(draw=…)")
        self._data = data.squeeze("draw", drop=True) if "draw" in data.dims else data
        self.plan = plan
        self.base = base

    # --- Estimates ---

    @functools.cached_property
    def births(self) -> Estimate:
        """Live births in all simulated months."""
        return self._estimate(self.yearly("births").sum("year"))

    @functools.cached_property
    def births_by_order(self) -> dict[int, Estimate]:
        """The same by birth order; the last order is open."""
        births = self.yearly("births", keep=("birth_order",)).sum("year")
        return {int(order): self._estimate(births.sel(birth_order=order)) for order in births["birth_order"].to_numpy()}

    @functools.cached_property
    def tfr(self) -> Estimate:
        """Total fertility rate: mean over the complete calendar years, children per woman."""
        return self._estimate(self._rates("tfr").mean("year"))

    @functools.cached_property
    def unions(self) -> Estimate:
        """Unions formed in all simulated months."""
        return self._estimate(self.yearly("unions_formed").sum("year"))

    @functools.cached_property
    def cost(self) -> Estimate:
        """Payments of all payers but households in all simulated months, CNY at prices of the day."""
        return self._estimate(self._payments().sum("payer"))

    @functools.cached_property
    def cost_by_payer(self) -> dict[str, Estimate]:
        """The same by payer, without those who pay nothing in either scenario."""
        payments = self._payments()
        paying = [payer for payer in payments["payer"].to_numpy() if payments.sel(payer=payer).any()]
        return {str(payer): self._estimate(payments.sel(payer=payer)) for payer in paying}

    @functools.cached_property
    def cost_per_birth(self) -> Interval | None:
        """CNY per additional birth: ratio of means with its interval; None if births may not have risen at all."""
        if not self.births.difference.lower > 0:
            return None
        costs = self._differences(self._payments().sum("payer"))
        return ratio_of_means(costs, self._differences(self.yearly("births").sum("year")))

    def by_year(self, quantity: str) -> pd.DataFrame:
        """The effect by calendar year, with its interval: ``births``, ``unions_formed``, ``spend`` or an indicator.

        Years that were simulated in part are left out, unless there are no others.
        """
        series = self.complete_years(quantity)
        rows = {int(year): self._estimate(series.sel(year=year)) for year in series["year"].to_numpy()}
        columns = [
            (it.base, it.plan, it.difference.mean, it.difference.lower, it.difference.upper) for it in rows.values()
        ]
        index = pd.Index(list(rows), name="year")
        return pd.DataFrame(columns, index=index, columns=["base", "plan", "effect", "lower", "upper"])

    def who_gains(self) -> pd.DataFrame:
        """Births and money by group of the family: one row a group, each way of telling them apart by itself.

        Index: ``by`` (birth order, fifth by household income, urban or rural, household registration, banner) and
        ``group``. Columns: ``births`` of the baseline, ``births_effect`` with its interval, ``cost_effect`` (CNY of all
        payers together, at prices of the day) with its interval. Groups without births and money are left out.
        """
        rows = {}
        for by in GROUPS:
            births, money = (self.yearly(f"{what}_by_group", keep=(by,)).sum("year") for what in ("births", "spend"))
            for group in births[by].to_numpy():
                row = group_row(*(self._estimate(values.sel({by: group})) for values in (births, money)))
                if any(row.values()):
                    rows[by, str(group)] = row
        index = pd.MultiIndex.from_tuples(rows, names=["by", "group"])
        return pd.DataFrame(list(rows.values()), index=index)

    def table(self) -> pd.DataFrame:
        """All estimates, one a row."""
        rows = self.named_estimates()
        columns = {name: table_row(estimate) for name, estimate in rows.items()}
        return pd.DataFrame.from_dict(columns, orient="index").rename_axis("quantity")

    def named_estimates(self) -> dict[str, Estimate]:
        """All estimates by name, such as ``births``, ``births_order_1``, ``tfr``, ``cost``, ``cost_city``."""
        orders = {f"births_order_{order}": it for order, it in self.births_by_order.items()}
        payers = {f"cost_{payer}": it for payer, it in self.cost_by_payer.items()}
        return {
            "births": self.births,
            **orders,
            "tfr": self.tfr,
            "unions_formed": self.unions,
            "cost": self.cost,
            **payers,
        }

    def summary(self, lang: str = "en") -> str:
        """The effect in a few sentences, in English (``en``) or Chinese (``zh``)."""
        return effect_text(self, lang)

    @functools.cached_property
    def plot(self) -> "EffectFigures":
        """Figures of the effect."""
        from kinfold.figures import EffectFigures  # matplotlib takes longer to load than a small run

        return EffectFigures(self)

    def __repr__(self) -> str:
        """Name both scenarios and the births."""
        return f"<Effect of {self.plan} beside {self.base}: {self.births.difference.mean:+.0f} births>"

    # --- What the estimates are made of ---

    @property
    def scale(self) -> float:
        """Persons ÷ residents of the place."""
        return float(self._data.attrs.get("scale", 1.0))

    @property
    def period(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First and last simulated month."""
        time = pd.DatetimeIndex(self._data["time"].to_numpy())
        return time[0], time[-1]

    def title(self, scenario: str, lang: str = "en") -> str:
        """Title of one of the two scenarios."""
        text = str(self._data["scenario_resolved"].sel(scenario=scenario).to_numpy())
        titles = tomllib.loads(text).get("title", {})
        return str(titles.get(lang) or titles.get("en") or scenario)

    @functools.cached_property
    def first_day(self) -> pd.Timestamp | None:
        """The day on which the first measure of the plan that the baseline lacks is announced or begins."""
        plan, base = (self._measures(name) for name in (self.plan, self.base))
        own = [measure for measure in plan if measure not in base]
        days = [measure[key] for measure in own for key in ("announced", "start") if key in measure]
        return pd.Timestamp(min(days)) if days else None

    def attributes(self, quantity: str) -> dict[str, Any]:
        """Unit, labels and definition of a count or indicator."""
        return dict(self._variable(quantity).attrs)

    def yearly(self, quantity: str, keep: tuple[str, ...] = ()) -> xr.DataArray:
        """A count by scenario, replicate and calendar year, for the whole place."""
        counts = self._pair(quantity)
        extra = [axis for axis in counts.dims if axis not in {"scenario", "replicate", "time", "year", *keep}]
        summed = counts.sum(extra).astype(np.float64)
        if "time" in summed.dims:
            summed = summed.groupby("time.year").sum()
        return summed / self._divisor(quantity)

    def complete_years(self, quantity: str) -> xr.DataArray:
        """A count or indicator by scenario, replicate and complete calendar year."""
        is_count = "time" in self._variable(quantity).dims
        return self._only_complete(self.yearly(quantity)) if is_count else self._rates(quantity)

    def _rates(self, indicator: str) -> xr.DataArray:
        return self._only_complete(self._pair(indicator))

    def _only_complete(self, series: xr.DataArray) -> xr.DataArray:
        months = pd.DatetimeIndex(self._data["time"].to_numpy()).year.value_counts()
        complete = [year for year in series["year"].to_numpy() if months.get(year, 0) == 12]
        return series.sel(year=complete) if complete else series

    def _divisor(self, quantity: str) -> float:
        in_fen = self._variable(quantity).attrs.get("units") == "fen"
        return self.scale * (FEN_PER_YUAN if in_fen else 1)

    def _payments(self) -> xr.DataArray:
        payments = self.yearly("spend", keep=("payer",)).sum("year")
        return payments.sel(payer=[payer for payer in payments["payer"].to_numpy() if payer != NOT_PUBLIC])

    def _measures(self, scenario: str) -> list[dict[str, Any]]:
        text = str(self._data["scenario_resolved"].sel(scenario=scenario).to_numpy())
        return list(tomllib.loads(text).get("measure", []))

    def _variable(self, quantity: str) -> xr.DataArray:
        if quantity not in self._data:
            known = ", ".join(sorted(map(str, self._data.data_vars)))
            raise ScenarioError(f"the runs hold no {quantity}; they hold {known}")
        return self._data[quantity]

    def _pair(self, quantity: str) -> xr.DataArray:
        return self._variable(quantity).sel(scenario=[self.plan, self.base])

    def _estimate(self, values: xr.DataArray) -> Estimate:
        return paired_estimate(*self._plan_and_base(values))

    def _differences(self, values: xr.DataArray) -> Numbers:
        plan, base = self._plan_and_base(values)
        return plan - base

    def _plan_and_base(self, values: xr.DataArray) -> tuple[Numbers, Numbers]:
        plan, base = values.transpose("scenario", "replicate").to_numpy()
        return plan, base


def group_row(births: Estimate, money: Estimate) -> dict[str, float]:
    """What a group of families gains, as a row of the table."""
    return {
        "births": births.base,
        "births_effect": births.difference.mean,
        "births_lower": births.difference.lower,
        "births_upper": births.difference.upper,
        "cost_effect": money.difference.mean,
        "cost_lower": money.difference.lower,
        "cost_upper": money.difference.upper,
    }


def table_row(estimate: Estimate) -> dict[str, float]:
    """One estimate as a row of the table."""
    return {
        "base": estimate.base,
        "plan": estimate.plan,
        "effect": estimate.difference.mean,
        "lower": estimate.difference.lower,
        "upper": estimate.difference.upper,
        "relative": estimate.relative.mean,
        "paired_error": estimate.paired_error,
        "unpaired_error": estimate.unpaired_error,
        "variance_ratio": estimate.variance_ratio.mean,
        "ratio_lower": estimate.variance_ratio.lower,
        "ratio_upper": estimate.variance_ratio.upper,
        "replicates": estimate.replicates,
    }
