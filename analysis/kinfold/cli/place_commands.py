# SPDX-License-Identifier: Apache-2.0
"""``kinfold place new``, ``kinfold place check`` and ``kinfold population build``."""

import re
import shutil
from pathlib import Path
from typing import Annotated

import typer

from kinfold import _core
from kinfold._core import DataError, ScenarioError
from kinfold.cli import choices
from kinfold.cli.messages import usual_language
from kinfold.cli.screen import Screen
from kinfold.folders import SHIPPED_SCENARIOS, cache_folder
from kinfold.options import DEFAULT, Options, option_problems

PlaceName = Annotated[str, typer.Argument(help="Name of the new place, such as baotou · 新地区的名称")]
PlaceFolder = Annotated[str, typer.Argument(help="Shipped place or folder of tables · 自带地区名或数据表文件夹")]
Below = Annotated[Path, typer.Option("--folder", help="Folder of your scenarios · 存放情景的文件夹")]


def new(name: PlaceName, folder: Below = Path(), lang: choices.Lang = None) -> None:
    """Begin the tables of a place from the template · 由模板新建地区数据表."""
    screen = Screen(lang or usual_language())
    if not re.fullmatch(r"[a-z0-9_-]+", name):
        raise ScenarioError(screen.say("place_name", name=name))
    target = folder / "places" / name
    if target.exists():
        raise ScenarioError(screen.say("place_exists", folder=target))
    shutil.copytree(SHIPPED_SCENARIOS / "places" / "template", target)
    screen.result(screen.say("place_begun", folder=target))


def check(place: PlaceFolder, as_json: choices.AsJson = False, lang: choices.Lang = None) -> None:
    """Find everything that is wrong with the tables of a place · 检查地区数据表."""
    screen = Screen(lang or usual_language())
    folder = folder_of(place)
    read = _core.read_place(folder)
    if as_json:
        return screen.json({"folder": folder, "name": read.slug, "banners": read.banner_count, "persons": read.persons})
    name = screen.say.of(read.name_en, read.name_zh)
    facts = {"place": name, "banners": read.banner_count, "persons": read.persons}
    return screen.result(screen.say("place_is_sound", folder=folder, **facts))


def build(
    place: PlaceFolder,
    scale: choices.Scale = None,
    population: choices.PopulationSize = None,
    seed: choices.Seed = DEFAULT.seed,
    shard_size: choices.ShardSize = DEFAULT.rows_per_shard,
    as_json: choices.AsJson = False,
    lang: choices.Lang = None,
) -> None:
    """Build month zero and keep it for later runs · 生成并缓存初始人口."""
    screen = Screen(lang or usual_language())
    read = _core.read_place(folder_of(place))
    size = DEFAULT.scale if scale is None else scale
    if population is not None:
        size = choices.scale_for(population, read)
    problems = option_problems(Options(scale=size, seed=seed, rows_per_shard=shard_size))
    if problems:
        raise ScenarioError("\n".join(problems))
    cache_folder().mkdir(parents=True, exist_ok=True)
    built = _core.build_population(read, size, seed, shard_size, cache_folder())
    if as_json:
        return screen.json({"file": built.file, "residents": built.residents, "margins": margins_json(built)})
    return show_population(built, screen.say.of(read.name_en, read.name_zh), screen)


def show_population(built: _core.BuiltPopulation, place: str, screen: Screen) -> None:
    """What was built, and the margins that it misses."""
    binding = [it for it in built.margins if it.binding]
    missed = [it for it in binding if not it.holds]
    screen.result(screen.say("population_built", residents=built.residents, place=place, file=built.file))
    screen.result(screen.say("margins", held=len(binding) - len(missed), all=len(binding)))
    names = ("margin", "cell", "census", "built", "tolerance")
    for it in missed:
        screen.result(screen.say("margin_fails", **{name: getattr(it, name) for name in names}))


def margins_json(built: _core.BuiltPopulation) -> list[dict[str, object]]:
    """Every margin as JSON."""
    names = ("margin", "cell", "census", "built", "tolerance", "binding", "holds")
    return [{name: getattr(it, name) for name in names} for it in built.margins]


def folder_of(place: str) -> Path:
    """Folder of a place: a path, or the name of a shipped one."""
    shipped = _core.place_names(SHIPPED_SCENARIOS)
    if place in shipped:
        return SHIPPED_SCENARIOS / "places" / place
    if Path(place).is_dir():
        return Path(place)
    raise DataError(f"{place}: no folder of tables; must be a folder or a shipped place: {', '.join(shipped)}")
