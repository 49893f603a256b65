# SPDX-License-Identifier: Apache-2.0
"""``kinfold fit-level``: the few level parameters of a place, fitted under its history scenario."""

from pathlib import Path
from typing import Annotated

import typer

from kinfold import _core
from kinfold.cli import choices
from kinfold.cli.messages import usual_language
from kinfold.cli.screen import Screen
from kinfold.folders import SHIPPED_SCENARIOS
from kinfold.scenario import Scenario

EXIT_MISSED = 5  # written, but some target is missed

#: Persons of the fit ÷ residents of the place, if nothing else is asked for.
USUAL_SCALE = 0.1

PlaceName = Annotated[str, typer.Argument(help="Place with a <place>-history scenario · 有 <地区>-history 情景的地区")]
Rounds = Annotated[
    int, typer.Option("--rounds", min=1, max=100, help="Steps of each stage at most · 每阶段最多迭代次数")
]
Tolerance = Annotated[
    float, typer.Option("--tolerance", min=0.0, help="Share of a target that may be missed · 目标允许的相对误差")
]
Replicates = Annotated[
    int, typer.Option("--replicates", min=1, max=64, help="Runs averaged in each step · 每步平均的运行次数")
]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Scenario file to write · 写入的情景文件")]


def fit_level(
    place: PlaceName,
    scale: choices.Scale = None,
    rounds: Rounds = 30,
    tolerance: Tolerance = 0.003,
    replicates: Replicates = 2,
    seed: choices.Seed = 1,
    threads: choices.Threads = 0,
    output: Output = None,
    as_json: choices.AsJson = False,
    lang: choices.Lang = None,
) -> None:
    """Fit the level of births and marriages · 拟合生育与婚姻水平参数."""
    screen = Screen(lang or usual_language())
    history = Scenario.load(f"{place}-history")
    read = _core.read_place(SHIPPED_SCENARIOS / "places" / place)
    size = USUAL_SCALE if scale is None else scale
    levels = _core.fit_levels(
        history.core,
        read,
        size,
        rounds=rounds,
        tolerance=tolerance,
        replicates=replicates,
        seed=seed,
        threads=threads,
        tell=screen.message,
    )
    target = output or Path(f"{place}-levels.toml")
    how = f"kinfold fit-level {place} --scale {size:g} --replicates {replicates} --seed {seed}"
    target.write_text(_core.levels_toml(levels, read, how), encoding="utf-8")
    if as_json:
        fields = ("section", "name", "value", "target", "wanted", "reached")
        screen.json([{name: getattr(level, name) for name in fields} for level in levels])
    else:
        for level in levels:
            facts = {"value": level.value, "target": level.target, "wanted": level.wanted, "reached": level.reached}
            screen.result(screen.say("level", name=level.name, **facts))
        screen.result(screen.say("wrote", file=target))
    if (gap := _core.largest_gap(levels)) > tolerance:
        screen.message(screen.say("level_missed", gap=gap, tolerance=tolerance))
        raise typer.Exit(EXIT_MISSED)
