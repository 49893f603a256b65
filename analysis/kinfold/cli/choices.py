# SPDX-License-Identifier: Apache-2.0
"""Options that several commands have in common."""

from pathlib import Path
from typing import Annotated

import typer

from kinfold import _core
from kinfold._core import ScenarioError
from kinfold.cli.messages import Language
from kinfold.options import DEFAULT_YEARS, Options
from kinfold.scenario import Scenario

Lang = Annotated[
    Language | None,
    typer.Option("--lang", help="Language of the output (default: that of the system) · 输出语言", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout · 在标准输出给出一个 JSON 对象")]
ScenarioName = Annotated[str, typer.Argument(help="Shipped scenario or path of a .toml file · 自带情景名或文件路径")]
ScenarioNames = Annotated[
    list[str], typer.Argument(help="Shipped scenarios or paths of .toml files · 自带情景名或文件路径")
]

Scale = Annotated[
    float | None, typer.Option(help="Persons ÷ residents of the place · 模拟人口与常住人口之比", show_default=False)
]
PopulationSize = Annotated[
    int | None, typer.Option("--population", help="Persons, instead of --scale · 模拟人口数，代替 --scale")
]
Years = Annotated[
    int | None,
    typer.Option(help=f"Simulated years from the census on (default {DEFAULT_YEARS}) · 模拟年数", show_default=False),
]
Until = Annotated[
    str | None, typer.Option(help="Last month, such as 2035-12, instead of --years · 最后一个月，代替 --years")
]
Replicates = Annotated[int, typer.Option(help="Runs of each scenario · 每个情景的运行次数")]
Seed = Annotated[int, typer.Option(help="Another seed gives other chances · 随机种子")]
Threads = Annotated[int, typer.Option(help="0 takes every processor · 线程数，0 为全部")]
ShardSize = Annotated[int, typer.Option(help="Persons that lie together in memory · 内存分块的人数")]
OutFile = Annotated[Path | None, typer.Option("-o", "--out", help="Results file to write (.h5) · 结果文件")]
Events = Annotated[bool, typer.Option("--events", help="Keep the event log in the file · 在文件中保存事件记录")]
Persons = Annotated[
    bool, typer.Option("--persons", help="Keep everybody at the end in the file · 在文件中保存期末全体人员")
]


def with_population(options: Options, scale: float | None, population: int | None, scenario: Scenario) -> Options:
    """The options at the scale that was given, or that makes a population of so many persons."""
    if scale is not None and population is not None:
        raise ScenarioError("--scale and --population are both given; give one of them")
    if population is not None:
        scale = scale_for(population, _core.read_place(scenario.core.place_folder))
    return options if scale is None else Options(**{**vars(options), "scale": scale})


def scale_for(population: int, place: _core.Place) -> float:
    """The scale at which a place has so many residents."""
    if population < 1:
        raise ScenarioError(f"--population = {population}; must be a number of persons above 0")
    return population / place.persons
