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

PlaceName = Annotated[str, typer.Argument(help="Place with a <place>-history scenario · 有 <地区>-history 情景的地区")]
Rounds = Annotated[int, typer.Option("--rounds", min=1, max=100, help="Steps of each stage · 每阶段的迭代次数")]
Replicates = Annotated[
    int, typer.Option("--replicates", min=1, max=64, help="Runs averaged in each step · 每步平均的运行次数")
]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Scenario file to write · 写入的情景文件")]


def fit_level(
    place: PlaceName,
    scale: choices.Scale = None,
    rounds: Rounds = 14,
    replicates: Replicates = 2,
    seed: choices.Seed = 1,
    output: Output = None,
    as_json: choices.AsJson = False,
    lang: choices.Lang = None,
) -> None:
    """Fit the level of births and marriages · 拟合生育与婚姻水平参数."""
    screen = Screen(lang or usual_language())
    history = Scenario.load(f"{place}-history")
    read = _core.read_place(SHIPPED_SCENARIOS / "places" / place)
    size = 0.1 if scale is None else scale
    levels = _core.fit_levels(history.core, read, size, rounds, replicates, seed, screen.message)
    target = output or Path(f"{place}-levels.toml")
    text = _core.levels_toml(levels, read)
    target.write_text(text, encoding="utf-8")
    if as_json:
        fields = ("section", "name", "value", "target", "wanted", "reached")
        return screen.json([{name: getattr(level, name) for name in fields} for level in levels])
    for level in levels:
        facts = {"value": level.value, "target": level.target, "wanted": level.wanted, "reached": level.reached}
        screen.result(screen.say("level", name=level.name, **facts))
    return screen.result(screen.say("wrote", file=target))
