# SPDX-License-Identifier: Apache-2.0
"""``kinfold export-socsim``: the kin of a results file for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from kinfold.cli import choices
from kinfold.cli.messages import usual_language
from kinfold.cli.screen import Screen
from kinfold.runs import open as open_results
from kinfold.socsim import export_socsim

ResultsFile = Annotated[Path, typer.Argument(help="Results file (.h5) of a run with --persons · 结果文件")]
Folder = Annotated[Path, typer.Argument(help="Folder for result.opop and result.omar · 输出文件夹")]
WhichScenario = Annotated[
    str | None, typer.Option("--scenario", help="Whose people (default: the first) · 情景名", show_default=False)
]


def export(
    file: ResultsFile,
    folder: Folder,
    scenario: WhichScenario = None,
    as_json: choices.AsJson = False,
    lang: choices.Lang = None,
) -> None:
    """Write the kin of a results file in SOCSIM's text format · 以 SOCSIM 文本格式导出亲属关系."""
    screen = Screen(lang or usual_language())
    written = export_socsim(open_results(file), folder, scenario=scenario)
    if as_json:
        return screen.json({"opop": written[0], "omar": written[1]})
    for path in written:
        screen.result(screen.say("wrote", file=path))
    return None
