# SPDX-License-Identifier: Apache-2.0
"""``kinfold validate``: reforms of the past, run again, beside what studies of them found."""

import csv
import io
import json
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kinfold import _core
from kinfold._core import DataError, ScenarioError
from kinfold.cli import choices
from kinfold.cli.messages import Messages, usual_language
from kinfold.cli.screen import Screen, without_nan
from kinfold.options import DEFAULT, Options, option_problems
from kinfold.reforms.reform import SHIPPED_REFORMS, Reform, load_reform
from kinfold.reforms.trial import Trial, TrialOptions
from kinfold.reforms.verdict import RIGHT_SIGN_AT_LEAST, WIDEST, Finding

EXIT_MISSED = 5  # as in fit-level: all was done as asked, and some target is missed

USUAL = TrialOptions()
MOST_DRAWS = 10_000
TABLES = (".csv", ".json")

Reforms = Annotated[
    list[str] | None,
    typer.Argument(
        help="Shipped reforms, .toml files or folders of them (default: all shipped) · 自带改革名、文件或文件夹",
        show_default=False,
    ),
]
Draws = Annotated[int, typer.Option(help="Draws of the assumptions; 0 for defaults alone · 假设抽样次数")]
TableFile = Annotated[Path | None, typer.Option("-o", "--out", help="Table to write (.csv, .json) · 结果表")]


def validate(
    reforms: Reforms = None,
    scale: choices.Scale = None,
    population: choices.PopulationSize = None,
    replicates: choices.Replicates = USUAL.replicates,
    draws: Draws = USUAL.draws,
    seed: choices.Seed = USUAL.seed,
    threads: choices.Threads = USUAL.threads,
    out: TableFile = None,
    as_json: choices.AsJson = False,
    lang: choices.Lang = None,
) -> None:
    """Run reforms of the past again, beside what came of them · 重演以往改革并与实际效果比较."""
    screen = Screen(lang or usual_language())
    options = checked_options(scale, population, replicates, draws, seed, threads)
    check_table(out)
    loaded = load_all([path for name in reforms or [str(SHIPPED_REFORMS)] for path in files_of(name)])
    findings = [finding for reform in loaded for finding in run_again(reform, options, screen)]
    if out is not None:
        write_findings(findings, out)
        screen.message(screen.say("wrote", file=out))
    if as_json:
        screen.json([finding.row() for finding in findings])
    else:
        show(findings, loaded, screen)
    if not all(finding.spread.verdict.passed for finding in findings):
        raise typer.Exit(EXIT_MISSED)


def checked_options(
    scale: float | None, population: int | None, replicates: int, draws: int, seed: int, threads: int
) -> TrialOptions:
    """The options, refused all at once before anything is read."""
    problems = option_problems(
        Options(scale=DEFAULT.scale if scale is None else scale, replicates=replicates, seed=seed, threads=threads)
    )
    if scale is not None and population is not None:
        problems.append("--scale and --population are both given; give one of them")
    if population is not None and population < 1:
        problems.append(f"--population = {population}; must be a number of persons above 0")
    if not 0 <= draws <= MOST_DRAWS:
        problems.append(f"draws = {draws}; must be from 0 to {MOST_DRAWS}")
    if problems:
        raise ScenarioError("\n".join(problems))
    return TrialOptions(
        scale=scale,
        persons=USUAL.persons if population is None else population,
        replicates=replicates,
        draws=draws,
        seed=seed,
        threads=threads,
    )


def check_table(out: Path | None) -> None:
    """Refuse a table that could not be written, before anything is run."""
    if out is None:
        return
    if out.suffix not in TABLES:
        raise ScenarioError(f"{out}: is no table that can be written; must end in {' or '.join(TABLES)}; rename it")
    _core.check_writable(out)


def files_of(name: str) -> list[Path]:
    """The files of a reform: a shipped one by name, a file, or all of a folder."""
    path = Path(name)
    if path.is_dir():
        found = sorted(path.glob("*.toml"))
        if not found:
            raise ScenarioError(f"{path}: holds no .toml file; must be a folder of reforms; name another")
        return found
    shipped = SHIPPED_REFORMS / f"{name}.toml"
    if path.exists() or not shipped.exists():
        if not path.exists():
            known = ", ".join(it.stem for it in sorted(SHIPPED_REFORMS.glob("*.toml")))
            raise ScenarioError(f"{name}: no such reform; must be a file, a folder, or one of {known}; mend the name")
        return [path]
    return [shipped]


def load_all(paths: Sequence[Path]) -> list[Reform]:
    """All reforms, or everything that is wrong with any of them."""
    loaded: list[Reform] = []
    wrong: list[ScenarioError | DataError] = []
    for path in paths:
        try:
            loaded.append(load_reform(path))
        except (ScenarioError, DataError) as error:
            wrong.append(error)
    if wrong:
        kind = ScenarioError if any(isinstance(it, ScenarioError) for it in wrong) else DataError
        raise kind("\n".join(map(str, wrong)))
    refuse_twins(loaded)
    return loaded


def refuse_twins(reforms: Sequence[Reform]) -> None:
    """Two reforms of one id could not be told apart in the table."""
    first: dict[str, Path] = {}
    for reform in reforms:
        if reform.id in first:
            other = first[reform.id]
            raise ScenarioError(f"{reform.path}: id = {reform.id!r} is that of {other} too; must be its own; mend it")
        first[reform.id] = reform.path


def run_again(reform: Reform, options: TrialOptions, screen: Screen) -> list[Finding]:
    """What came of a reform, telling how far it is."""
    name = reform.path.stem

    def tell(number: int, count: int) -> None:
        screen.message(screen.say("draw", reform=name, number=number, count=count))

    return Trial(reform, options, tell).findings()


# --- What is shown and written --------------------------------------------------------------------------------------


HEADINGS = (
    "reform",
    "outcome",
    "band",
    "at_default",
    "median",
    "interval_90",
    "right_sign",
    "width_ratio",
    "verdict",
)


def show(findings: Sequence[Finding], reforms: Sequence[Reform], screen: Screen) -> None:
    """The table of verdicts, and below it what was varied."""
    say = screen.say
    screen.table([say(it) for it in HEADINGS], [shown(finding, say) for finding in findings], numbers_from=2)
    screen.result(say("validate_legend", sign=RIGHT_SIGN_AT_LEAST, width=WIDEST))
    for reform in reforms:
        finding = next(it for it in findings if it.id == reform.id)
        facts = {"id": reform.id, "title": say.of(*reform.title), "level": finding.level, "scale": finding.scale}
        screen.result("\n" + say("reform_run", **facts, draws=finding.draws, replicates=finding.replicates))
        screen.result(say("band_from", source=reform.source, quality=reform.quality))
        screen.result(say("what_was_varied", what=varied_text(reform, finding, say)))
        for outcome in (it for it in findings if it.id == reform.id):
            show_what_it_hangs_on(outcome, reform, screen)


def varied_text(reform: Reform, finding: Finding, say: Messages) -> str:
    """What was drawn, each with its range."""
    told = [
        f"{say.of(*it.meaning)}: {it.lowest:g}–{it.highest:g} ({say(it.shape)})"
        for it in reform.assumptions
        if it.name in finding.hangs_on
    ]
    return "; ".join(told) or say("nothing_varied")


def show_what_it_hangs_on(finding: Finding, reform: Reform, screen: Screen) -> None:
    """Which assumptions move an outcome, the strongest first."""
    say = screen.say
    meanings = {it.name: say.of(*it.meaning) for it in reform.assumptions}
    known = {name: value for name, value in finding.hangs_on.items() if not math.isnan(value)}
    strongest = sorted(known, key=lambda name: -abs(known[name]))
    told = "; ".join(f"{meanings[name]} {known[name]:+.2f}" for name in strongest)
    if told:
        screen.result(say("hangs_on", outcome=say.of(*finding.outcome), what=told))


def shown(finding: Finding, say: Messages) -> list[str]:
    """A finding as words."""
    spread = finding.spread
    number = share if finding.contrast == "relative" else count
    return [
        finding.id,
        say.of(*finding.outcome),
        f"{number(spread.band[0])} … {number(spread.band[1])}",
        number(finding.at_default),
        number(spread.median),
        f"{number(spread.low)} … {number(spread.high)}",
        "–" if math.isnan(spread.right_sign) else f"{spread.right_sign:.2f}",
        "–" if math.isnan(spread.width_ratio) else f"{spread.width_ratio:.1f}",
        verdict_text(finding, say),
    ]


def share(value: float) -> str:
    """A relative change with its sign, in per cent; nothing at all is told from very little."""
    return f"{value:+.1%}" if value else "0"


def count(value: float) -> str:
    """A difference of counts with its sign."""
    return f"{value:+,.0f}" if value else "0"


def verdict_text(finding: Finding, say: Messages) -> str:
    """Pass, or which conditions do not hold."""
    failed = finding.spread.verdict.failed
    return say("pass") if not failed else say("fail", why=", ".join(say(it) for it in failed))


def write_findings(findings: Sequence[Finding], out: Path) -> None:
    """Write the table whole, under another name first."""
    rows = [finding.row() for finding in findings]
    text = json_text(rows) if out.suffix == ".json" else csv_text(rows)
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


def json_text(rows: Sequence[dict[str, object]]) -> str:
    """The rows as JSON, one a line."""
    return "[\n" + ",\n".join(json.dumps(without_nan(row), ensure_ascii=False) for row in rows) + "\n]\n"


def csv_text(rows: Sequence[dict[str, object]]) -> str:
    """The rows as CSV; lists with spaces between."""
    text = io.StringIO()
    columns = dict.fromkeys(column for row in rows for column in row)
    writer = csv.DictWriter(text, fieldnames=list(columns), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: " ".join(map(str, it)) if isinstance(it, list) else it for key, it in row.items()})
    return text.getvalue()
