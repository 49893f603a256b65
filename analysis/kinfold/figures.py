# SPDX-License-Identifier: Apache-2.0
"""Figures of an effect."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from kinfold.fonts import chinese_font, set_font

if TYPE_CHECKING:
    from kinfold.effects import Effect

# Told apart by readers with any colour vision, and in grey.
BASE_COLOUR = "#5b6770"
PLAN_COLOUR = "#c2570c"

# Which part of the replicates a band holds, from the palest to the darkest.
BANDS = (0.9, 0.5)

LABELS = {
    "year": ("calendar year", "年份"),
    "effect": ("Effect: plan minus baseline", "效果：方案减基线"),
    "mean": ("mean and 95 % interval", "均值与95%区间"),
    "announced": ("plan announced", "方案公布"),
    "replicates": (
        "lines: medians; bands: half and nine tenths of {count} runs",
        "线为中位数，色带为{count}次运行的50%与90%",
    ),
}


class EffectFigures:
    """Figures of one effect; each is a :class:`matplotlib.figure.Figure`."""

    def __init__(self, effect: "Effect") -> None:
        self._effect = effect

    def fan(self, quantity: str = "births", lang: str = "en") -> Figure:
        """Both scenarios by year with the spread of their runs, and below the effect with its interval.

        Parameters
        ----------
        quantity
            A count or an indicator of the results, such as ``births``, ``unions_formed``, ``spend`` or ``tfr``.
        lang
            Language of the labels. Without a Chinese font on the system (:mod:`kinfold.fonts`) ``zh`` gives English.
        """
        font = chinese_font() if lang == "zh" else None
        lang = "zh" if font else "en"
        figure = Figure(figsize=(8, 7), layout="constrained")
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
        self._draw_scenarios(above, self._effect.complete_years(quantity), lang)
        self._draw_effect(below, self._effect.by_year(quantity), lang)
        for axes in (above, below):
            finish(axes)
        if font:
            set_font(figure, font)
        return figure

    def _draw_scenarios(self, axes: Axes, series: xr.DataArray, lang: str) -> None:
        for scenario, colour in ((self._effect.base, BASE_COLOUR), (self._effect.plan, PLAN_COLOUR)):
            runs = series.sel(scenario=scenario).transpose("replicate", "year")
            draw_fan(axes, runs, colour, self._effect.title(scenario, lang))
        attributes = self._effect.attributes(str(series.name))
        axes.set_ylabel(attributes.get("long_name_zh" if lang == "zh" else "long_name", series.name))
        axes.set_title(label("replicates", lang).format(count=series.sizes["replicate"]), fontsize=9, loc="left")
        axes.legend(frameon=False)

    def _draw_effect(self, axes: Axes, effect: pd.DataFrame, lang: str) -> None:
        years = effect.index.to_numpy()
        axes.axhline(0.0, color=BASE_COLOUR, linewidth=1)
        axes.fill_between(years, effect["lower"], effect["upper"], color=PLAN_COLOUR, alpha=0.25, linewidth=0)
        axes.plot(years, effect["effect"], color=PLAN_COLOUR, marker="o", markersize=4, label=label("mean", lang))
        day = self._effect.first_day
        if day is not None and years[0] <= day.year <= years[-1]:
            axes.axvline(day.year, color=BASE_COLOUR, linestyle=":", label=f"{label('announced', lang)} {day:%Y-%m}")
        axes.set_ylabel(label("effect", lang))
        axes.set_xlabel(label("year", lang))
        axes.legend(frameon=False)


def label(name: str, lang: str) -> str:
    """A label in one language."""
    return LABELS[name][("en", "zh").index(lang)]


def draw_fan(axes: Axes, runs: xr.DataArray, colour: str, name: str) -> None:
    """The median of the runs as a line, and the bands between quantiles."""
    years, values = runs["year"].to_numpy(), runs.to_numpy()
    for share in BANDS:
        lower, upper = np.quantile(values, [(1 - share) / 2, (1 + share) / 2], axis=0)
        axes.fill_between(years, lower, upper, color=colour, alpha=0.2, linewidth=0)
    axes.plot(years, np.median(values, axis=0), color=colour, label=name)


def finish(axes: Axes) -> None:
    """Whole years, thousands apart, no box."""
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    if max(map(abs, axes.get_ylim())) >= 1000:
        axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.02)
