# SPDX-License-Identifier: Apache-2.0
"""An effect in a few sentences, in English and Chinese."""

import math
from typing import TYPE_CHECKING

from kinfold._core import ScenarioError
from kinfold.estimates import Estimate, Interval

if TYPE_CHECKING:
    from kinfold.effects import Effect

PAYERS = {
    "centre": ("centre", "中央"),
    "region": ("region", "自治区"),
    "city": ("city", "市级"),
    "banner": ("banner", "旗区"),
    "maternity_insurance": ("maternity insurance", "生育保险"),
    "medical_insurance": ("medical insurance", "医疗保险"),
    "unemployment_fund": ("unemployment fund", "失业保险基金"),
    "housing_fund": ("housing fund", "住房公积金"),
    "lottery_fund": ("lottery fund", "彩票公益金"),
    "employer": ("employers", "用人单位"),
    "provider": ("providers", "服务机构"),
}

PHRASES = {
    "against": ("{plan}\n  beside {base}", "{plan}\n  对比：{base}"),
    "setting": (
        "{first} – {last}, {replicates} paired runs, simulated at scale {scale:g}; numbers are for the whole place.",
        "{first} 至 {last}，{replicates} 次配对运行，模拟比例 {scale:g}；数字均已换算为全地区。",
    ),
    "births": ("Births: {change}.", "出生人数：{change}。"),
    "orders": ("  By birth order: {orders}.", "  按孩次：{orders}。"),
    "order": ("{order}: {difference}", "{order}孩 {difference}"),
    "last_order": ("{order} and over: {difference}", "{order}孩及以上 {difference}"),
    "tfr": ("Total fertility rate: {change}.", "总和生育率：{change}。"),
    "unions": ("Unions formed: {change}.", "结婚对数：{change}。"),
    "cost": ("Cost: {change} million yuan{payers}.", "财政支出：{change}百万元{payers}。"),
    "payers": (" ({payers})", "（{payers}）"),
    "per_birth": (
        "Each additional birth costs {ratio} yuan.",
        "每多出生一个孩子的成本：{ratio}元。",
    ),
    "no_ratio": (
        "Cost per additional birth: cannot be told, because the interval of additional births contains 0.",
        "每多出生一个孩子的成本：无法给出，因为新增出生数的区间包含0。",
    ),
    "fewer": (
        "Cost per additional birth: none, because there are fewer births.",
        "每多出生一个孩子的成本：不适用，因为出生数减少。",
    ),
    "one_run": (
        "One run tells nothing about chance: run more replicates for intervals.",
        "只运行一次无法判断随机性：请增加重复次数以获得区间。",
    ),
    "pairing": (
        "Comparing the same people makes the variance {ratio} times smaller than comparing different ones.",
        "同一批人配对比较，方差缩小为不配对时的 1/{ratio}。",
    ),
    "equal": (
        "All differences in births are equal, so the pairing cannot be judged.",
        "各次出生数之差相同，无法评价配对效果。",
    ),
    "none": ("no difference", "没有差别"),
    "interval": ("{mean} (95 % interval {lower} to {upper})", "{mean}（95%区间 {lower} 至 {upper}）"),
}


class Wording:
    """The phrases in one language."""

    def __init__(self, lang: str) -> None:
        languages = ("en", "zh")
        if lang not in languages:
            raise ScenarioError(f"lang = {lang!r}; must be one of {', '.join(languages)}")
        self._column = languages.index(lang)

    def __call__(self, phrase: str, **values: object) -> str:
        """The phrase, filled in."""
        return PHRASES[phrase][self._column].format(**values)

    def payer(self, name: str) -> str:
        """What the payer is called."""
        return PAYERS.get(name, (name, name))[self._column]

    def interval(self, interval: Interval, form: str, factor: float = 1.0) -> str:
        """A number with its interval, or alone where it has none."""
        mean, lower, upper = (format(it * factor, form) for it in (interval.mean, interval.lower, interval.upper))
        return mean if math.isnan(interval.lower) else self("interval", mean=mean, lower=lower, upper=upper)


def effect_text(effect: "Effect", lang: str) -> str:
    """The effect in a few sentences."""
    say = Wording(lang)
    first, last = (moment.strftime("%Y-%m") for moment in effect.period)
    lines = [
        say("against", plan=effect.title(effect.plan, lang), base=effect.title(effect.base, lang)),
        say("setting", first=first, last=last, replicates=effect.births.replicates, scale=effect.scale),
        say("births", change=change_text(say, effect.births, "+,.0f")),
        say("orders", orders=", ".join(order_texts(say, effect.births_by_order))),
        say("tfr", change=change_text(say, effect.tfr, "+.4f")),
        say("unions", change=change_text(say, effect.unions, "+,.0f")),
        cost_text(say, effect),
        cost_per_birth_text(say, effect),
        pairing_text(say, effect.births),
    ]
    return "\n".join(lines)


def change_text(say: Wording, estimate: Estimate, form: str) -> str:
    """A difference with its interval, and as a share of the baseline."""
    if estimate.difference == Interval(0, 0, 0):
        return say("none")
    text = say.interval(estimate.difference, form)
    share = estimate.relative.mean
    return text if math.isnan(share) else f"{text}, {share:+.2%}"


def order_texts(say: Wording, by_order: dict[int, Estimate]) -> list[str]:
    """The differences by birth order."""
    last = max(by_order)
    return [
        say("last_order" if order == last else "order", order=order, difference=format(it.difference.mean, "+,.0f"))
        for order, it in by_order.items()
    ]


def cost_text(say: Wording, effect: "Effect") -> str:
    """What is spent more, and who pays it."""
    million = 1e-6
    shares = [f"{say.payer(name)} {it.difference.mean * million:+,.1f}" for name, it in effect.cost_by_payer.items()]
    payers = say("payers", payers=", ".join(shares)) if shares else ""
    return say("cost", change=say.interval(effect.cost.difference, "+,.1f", million), payers=payers)


def cost_per_birth_text(say: Wording, effect: "Effect") -> str:
    """What an additional birth costs, or why that cannot be told."""
    ratio = effect.cost_per_birth
    if ratio is not None:
        return say("per_birth", ratio=say.interval(ratio, ",.0f"))
    if effect.births.replicates < 2:
        return say("one_run")
    return say("fewer" if effect.births.difference.upper < 0 else "no_ratio")


def pairing_text(say: Wording, births: Estimate) -> str:
    """What the pairing is worth."""
    ratio = births.variance_ratio
    if math.isnan(ratio.mean):
        return say("equal") if births.replicates > 1 else ""
    return say("pairing", ratio=say.interval(ratio, ".1f"))
