# SPDX-License-Identifier: Apache-2.0
"""``kinfold check``, ``describe``, ``scenarios``, ``schema`` and ``parameters``: what is asked before anything runs."""

import datetime
from typing import Annotated, Any

import typer

from kinfold import _core
from kinfold._core import DataError, ScenarioError
from kinfold.cli import choices
from kinfold.cli.messages import Messages, usual_language
from kinfold.cli.screen import Screen
from kinfold.folders import SHIPPED_SCENARIOS, USUAL_PLACE
from kinfold.measures import SECTION_PREFIX, Measure
from kinfold.scenario import Scenario

# Keys of a measure that are days, in the order in which they matter.
DAYS = ("announced", "start", "born_from", "born_until", "end")

Section = Annotated[str | None, typer.Option(help="Only this section, such as intention · 只显示该参数组")]
OptionalScenario = Annotated[
    str | None, typer.Argument(help="Show the values of this scenario · 显示该情景的取值", show_default=False)
]


def check(scenarios: choices.ScenarioNames, as_json: choices.AsJson = False, lang: choices.Lang = None) -> None:
    """Find everything that is wrong with scenarios and the tables of their places · 检查情景文件及其数据表."""
    screen = Screen(lang or usual_language())
    found = [check_all(name) for name in scenarios]
    sound = [it for it in found if not isinstance(it, ValueError)]
    if len(sound) < len(found):
        wrong = [it for it in found if isinstance(it, ValueError)]
        # A table can be trusted only when what names it is right.
        kind = ScenarioError if any(isinstance(it, ScenarioError) for it in wrong) else DataError
        raise kind("\n".join(map(str, wrong)))
    if as_json:
        return screen.json([{"name": scenario.name, "place": scenario.place} for scenario, _ in sound])
    for scenario, place in sound:
        screen.result(soundness(scenario, place, screen.say))
    return None


def check_all(name: str) -> tuple[Scenario, _core.Place] | ScenarioError | DataError:
    """A scenario and its place, or what is wrong with one of them."""
    try:
        scenario = Scenario.load(name)
        return scenario, _core.read_place(scenario.core.place_folder)
    except (ScenarioError, DataError) as error:
        return error


def soundness(scenario: Scenario, place: _core.Place, say: Messages) -> str:
    """What a sound scenario is, in a line."""
    return say(
        "scenario_is_sound",
        name=scenario.name,
        title=say.of(scenario.title, scenario.title_zh),
        measures=len(scenario.measures),
        place=say.of(place.name_en, place.name_zh),
        persons=place.persons,
    )


def describe(scenario: choices.ScenarioName, as_json: choices.AsJson = False, lang: choices.Lang = None) -> None:
    """Print a scenario as a history, before anything runs · 按时间顺序展示情景内容."""
    screen = Screen(lang or usual_language())
    described = Scenario.load(scenario)
    if as_json:
        return screen.json(description(described))
    place = _core.read_place(described.core.place_folder)
    say = screen.say
    screen.result(say.of(described.title, described.title_zh))
    month = f"{place.census_year}-{place.census_month_of_year:02}"
    name = say.of(place.name_en, place.name_zh)
    screen.result(say("place", place=name, persons=place.persons, month=month) + "\n")
    if not described.measures:
        screen.result(say("no_measures"))
    else:
        screen.table([say("date"), say("measure"), say("event")], history(described, say))
        for measure in described.measures:
            show_measure(measure, screen)
    show_own_parameters(described, screen)
    return None


def description(scenario: Scenario) -> dict[str, Any]:
    """A scenario as JSON."""
    return {
        "name": scenario.name,
        "title": {"en": scenario.title, "zh": scenario.title_zh},
        "place": scenario.place,
        "parameters": scenario.parameters,
        "measures": [measure.table() for measure in scenario.measures],
    }


def history(scenario: Scenario, say: Messages) -> list[tuple[str, str, str]]:
    """Everything that has a day, in the order of days."""
    happening: dict[tuple[datetime.date, int], list[str]] = {}
    for position, measure in enumerate(scenario.measures):
        for key in DAYS:
            if key in measure.settings:
                happening.setdefault((measure.settings[key], position), []).append(say(key))
    return [
        (day.isoformat(), scenario.measures[position].id, "; ".join(events))
        for (day, position), events in sorted(happening.items())
    ]


def show_measure(measure: Measure, screen: Screen) -> None:
    """What a measure gives, to whom and who pays: every key that was written, with its meaning."""
    say = screen.say
    screen.result(f"\n{measure.id} ({measure.kind})")
    rows = [
        (f"  {name}", shown(value, measure.declared[name].unit), meaning(measure.declared[name], say))
        for name, value in measure.settings.items()
        if name not in DAYS
    ]
    screen.table(["  " + say("parameter"), say("value"), say("meaning")], rows)


def show_own_parameters(scenario: Scenario, screen: Screen) -> None:
    """The parameters that a scenario sets itself."""
    say = screen.say
    if not scenario.parameters:
        return
    declared = {(it.section, it.name): it for it in _core.parameters_of(scenario.core)}
    rows = []
    for section, values in scenario.parameters.items():
        for name in values:
            it = declared[section, name]
            rows.append((f"{section}.{name}", with_unit(it.value, it.unit), it.default, meaning(it, say)))
    screen.result("\n" + say("own_parameters"))
    screen.table([say("parameter"), say("value"), say("default"), say("meaning")], rows)


def shown(value: object, unit: str) -> str:
    """A value as people read it; a number with its unit."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {share:.4g}" for name, share in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return with_unit(format(value, ","), unit)
    return str(value)


def with_unit(value: str, unit: str) -> str:
    """The value and its unit, where it has one."""
    return f"{value} {unit}".rstrip()


def meaning(parameter: _core.Parameter, say: Messages) -> str:
    """What a parameter means."""
    return say.of(parameter.meaning_en, parameter.meaning_zh)


def scenarios(as_json: choices.AsJson = False, lang: choices.Lang = None) -> None:
    """List the shipped scenarios · 列出自带情景."""
    screen = Screen(lang or usual_language())
    shipped = [Scenario.load(name) for name in _core.scenario_names(SHIPPED_SCENARIOS)]
    if as_json:
        return screen.json([{"name": it.name, "title": {"en": it.title, "zh": it.title_zh}} for it in shipped])
    return screen.table([], [(it.name, screen.say.of(it.title, it.title_zh)) for it in shipped])


def schema() -> None:
    """Print the JSON Schema of scenario files, for editors · 输出情景文件的 JSON Schema."""
    print(_core.scenario_schema(usual_parameters()), end="")  # noqa: T201


def usual_parameters() -> list[_core.Parameter]:
    """What the model declares for the usual place."""
    return _core.parameters(_core.read_place(USUAL_PLACE))


def parameters(
    scenario: OptionalScenario = None,
    section: Section = None,
    as_json: choices.AsJson = False,
    lang: choices.Lang = None,
) -> None:
    """Print every parameter: unit, default, range, meaning, source · 输出参数字典."""
    screen = Screen(lang or usual_language())
    declared = usual_parameters() if scenario is None else _core.parameters_of(Scenario.load(scenario).core)
    chosen = of_section(declared, section, screen.say)
    if scenario is None:
        dictionary = _core.parameter_dictionary_json if as_json else _core.parameter_dictionary
        return print(dictionary(chosen), end="")  # noqa: T201
    if as_json:
        return screen.json([parameter_json(it) for it in chosen])
    headings = [screen.say(name) for name in ("parameter", "value", "default", "unit", "meaning")]
    rows = [(f"{it.section}.{it.name}", it.value, it.default, it.unit, meaning(it, screen.say)) for it in chosen]
    return screen.table(headings, rows)


def of_section(declared: list[_core.Parameter], section: str | None, say: Messages) -> list[_core.Parameter]:
    """The parameters of one section, or all."""
    if section is None:
        return declared
    chosen = [it for it in declared if it.section in (section, SECTION_PREFIX + (section or ""))]
    if not chosen:
        known = ", ".join(dict.fromkeys(it.section for it in declared))
        raise ScenarioError(say("unknown_section", section=section, known=known))
    return chosen


def parameter_json(parameter: _core.Parameter) -> dict[str, object]:
    """A parameter with its value, as JSON."""
    names = (
        "section",
        "name",
        "type",
        "unit",
        "default",
        "value",
        "lowest",
        "highest",
        "meaning_en",
        "meaning_zh",
        "source",
    )
    return {name: getattr(parameter, name) for name in names}
