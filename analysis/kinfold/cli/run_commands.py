# SPDX-License-Identifier: Apache-2.0
"""``kinfold run`` and ``kinfold compare``."""

import io
import math
import warnings
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from kinfold import _core
from kinfold._core import ScenarioError
from kinfold.cli import choices
from kinfold.cli.messages import Language, Messages, usual_language
from kinfold.cli.screen import Screen
from kinfold.effect_text import Wording
from kinfold.effects import Effect
from kinfold.estimates import Estimate
from kinfold.options import DEFAULT, Options
from kinfold.runs import Runs, run_options
from kinfold.scenario import Scenario

MILLION = 1e6
FIGURES = (".png", ".svg", ".pdf")

FigureFile = Annotated[Path | None, typer.Option(help="Figure of births to write (.png, .svg, .pdf) · 出生人数图")]
GroupsFile = Annotated[
    Path | None, typer.Option(help="Table of who gains births and money to write (.csv) · 分群体受益表")
]


def run(
    scenarios: choices.ScenarioNames,
    scale: choices.Scale = None,
    population: choices.PopulationSize = None,
    years: choices.Years = None,
    until: choices.Until = None,
    replicates: choices.Replicates = DEFAULT.replicates,
    seed: choices.Seed = DEFAULT.seed,
    threads: choices.Threads = DEFAULT.threads,
    shard_size: choices.ShardSize = DEFAULT.rows_per_shard,
    out: choices.OutFile = None,
    events: choices.Events = False,
    persons: choices.Persons = False,
    as_json: choices.AsJson = False,
    lang: choices.Lang = None,
) -> None:
    """Run scenarios month by month · 逐月运行情景."""
    screen = Screen(lang or usual_language())
    chosen = [Scenario.load(name) for name in scenarios]
    options = Options(
        years=years,
        until=until,
        replicates=replicates,
        seed=seed,
        threads=threads,
        rows_per_shard=shard_size,
        events=events,
        persons=persons,
    )
    options = choices.with_population(options, scale, population, chosen[0])
    runs = simulate(chosen, options, out, screen)
    if as_json:
        return screen.json({"file": out, **runs.summary})
    return show_runs(runs, screen)


def compare(
    baseline: choices.ScenarioName,
    plan: choices.ScenarioName,
    scale: choices.Scale = None,
    population: choices.PopulationSize = None,
    years: choices.Years = None,
    until: choices.Until = None,
    replicates: choices.Replicates = DEFAULT.replicates,
    seed: choices.Seed = DEFAULT.seed,
    threads: choices.Threads = DEFAULT.threads,
    shard_size: choices.ShardSize = DEFAULT.rows_per_shard,
    out: choices.OutFile = None,
    figure: FigureFile = None,
    groups: GroupsFile = None,
    events: choices.Events = False,
    persons: choices.Persons = False,
    as_json: choices.AsJson = False,
    lang: choices.Lang = None,
) -> None:
    """Run a plan beside its baseline: births, cost, intervals · 对比方案与基线：出生、成本及区间."""
    screen = Screen(lang or usual_language())
    chosen = [Scenario.load(baseline), Scenario.load(plan)]
    options = Options(
        years=years,
        until=until,
        replicates=replicates,
        seed=seed,
        threads=threads,
        rows_per_shard=shard_size,
        events=events,
        persons=persons,
    )
    options = choices.with_population(options, scale, population, chosen[0])
    if figure is not None:
        check_figure(figure)
    if groups is not None:
        check_groups(groups)
    runs = simulate(chosen, options, out, screen)
    effect = runs.compare(chosen[1], chosen[0])
    if figure is not None:
        save_figure(effect, figure, screen)
    if groups is not None:
        save_groups(effect, groups, screen)
    if as_json:
        return screen.json({"file": out, **runs.summary, "effect": effect_json(effect)})
    return show_effect(effect, screen)


def simulate(scenarios: Sequence[Scenario], options: Options, out: Path | None, screen: Screen) -> Runs:
    """Run with a bar on stderr, if that is a terminal."""
    with warnings.catch_warnings(record=True, action="always") as warned, screen.progress() as bar:
        runs = run_options(scenarios, options, bar or False, out)
    for warning in warned:
        screen.message(str(warning.message))
    if out is not None:
        screen.message(screen.say("wrote", file=out))
    return runs


def check_figure(path: Path) -> None:
    """Find out before a long run whether the figure can be written."""
    if path.suffix not in FIGURES:
        raise ScenarioError(f"--figure {path}; must end in {', '.join(FIGURES)}")
    _core.check_writable(path)


def save_figure(effect: Effect, path: Path, screen: Screen) -> None:
    """Write the figure of births, drawn whole before the file is touched."""
    drawn = io.BytesIO()
    figure = effect.plot.fan("births", lang=screen.say.language)
    figure.savefig(drawn, format=path.suffix.removeprefix("."), dpi=150)
    path.write_bytes(drawn.getvalue())
    from kinfold.fonts import chinese_font  # matplotlib takes longer to load than a small run

    if screen.say.language == Language.ZH and chinese_font() is None:
        screen.message(screen.say("no_chinese_font"))
    screen.message(screen.say("wrote", file=path))


def check_groups(path: Path) -> None:
    """Find out before a long run whether the table of groups can be written."""
    if path.suffix != ".csv":
        raise ScenarioError(f"--groups {path}; must end in .csv")
    _core.check_writable(path)


def save_groups(effect: Effect, path: Path, screen: Screen) -> None:
    """Write who gains, as spreadsheets read it: in UTF-8 that says so."""
    path.write_text(effect.who_gains().to_csv(float_format="%.1f"), encoding="utf-8-sig")
    screen.message(screen.say("wrote", file=path))


def show_runs(runs: Runs, screen: Screen) -> None:
    """A line of numbers a scenario."""
    say = screen.say
    headings = [say(name) for name in ("scenario", "births_a_year", "tfr", "unions_formed", "cost")]
    first = runs.compare(runs.scenarios[0], runs.scenarios[0])
    start, end = (moment.strftime("%Y-%m") for moment in first.period)
    setting = {"replicates": first.births.replicates, "scale": first.scale}
    screen.result(say("run_heading", first=start, last=end, **setting))
    screen.table(headings, [scenario_row(runs, name) for name in runs.scenarios], numbers_from=1)


def scenario_row(runs: Runs, scenario: str) -> list[str]:
    """What came of one scenario."""
    own = runs.compare(scenario, scenario)
    years = runs.data.sizes["time"] / 12
    return [
        scenario,
        format(own.births.plan / years, ",.0f"),
        format(own.tfr.plan, ".3f"),
        format(own.unions.plan / years, ",.0f"),
        format(own.cost.plan / MILLION, ",.1f"),
    ]


def show_effect(effect: Effect, screen: Screen) -> None:
    """The effect in sentences and as a table."""
    say = screen.say
    screen.result(effect.summary(say.language))
    screen.result("")
    headings = [say(it) for it in ("quantity", "base", "plan", "effect", "interval", "relative", "pairing")]
    rows = [estimate_row(name, it, say) for name, it in effect.named_estimates().items()]
    screen.table(headings, rows, numbers_from=1)


def estimate_row(name: str, estimate: Estimate, say: Messages) -> list[str]:
    """One estimate as words; costs in millions."""
    is_cost = name.startswith("cost")
    factor = 1 / MILLION if is_cost else 1.0
    form = ",.1f" if is_cost else ".4f" if name == "tfr" else ",.0f"
    effect = estimate.difference

    def number(value: float, sign: str = "") -> str:
        return "–" if math.isnan(value) else format(value * factor, sign + form)

    interval = f"{number(effect.lower, '+')} … {number(effect.upper, '+')}"
    share, ratio = estimate.relative.mean, estimate.variance_ratio.mean
    return [
        quantity_label(name, say),
        number(estimate.base),
        number(estimate.plan),
        number(effect.mean, "+"),
        interval,
        "–" if math.isnan(share) else format(share, "+.2%"),
        "–" if math.isnan(ratio) else format(ratio, ".1f"),
    ]


def quantity_label(name: str, say: Messages) -> str:
    """What a quantity is called in the table."""
    if name.startswith("births_order_"):
        return "  " + say("births_order", order=name.removeprefix("births_order_"))
    if name.startswith("cost_"):
        return "  " + say("cost_of", payer=Wording(say.language).payer(name.removeprefix("cost_")))
    return say(name)


def effect_json(effect: Effect) -> dict[str, Any]:
    """The effect as JSON: every estimate, and the cost of an additional birth (null if it cannot be told)."""
    ratio = effect.cost_per_birth
    return {
        "baseline": effect.base,
        "plan": effect.plan,
        "scale": effect.scale,
        **{name: asdict(estimate) for name, estimate in effect.named_estimates().items()},
        "cost_per_birth": None if ratio is None else asdict(ratio),
    }
