# SPDX-License-Identifier: Apache-2.0
"""``kinfold verify``: whether a results file says what its runs give."""

from pathlib import Path
from typing import Annotated

import typer

from kinfold import _core
from kinfold.cli import choices
from kinfold.cli.messages import usual_language
from kinfold.cli.screen import Screen
from kinfold.options import DEFAULT

EXIT_DIFFERS = 4

ResultsFile = Annotated[Path, typer.Argument(help="Results file (.h5) · 结果文件")]


def verify(
    file: ResultsFile,
    threads: choices.Threads = DEFAULT.threads,
    shard_size: choices.ShardSize = DEFAULT.rows_per_shard,
    as_json: choices.AsJson = False,
    lang: choices.Lang = None,
) -> None:
    """Run a results file again from itself and compare fingerprints · 由结果文件自身重新运行并核对指纹."""
    screen = Screen(lang or usual_language())
    options = _core.ExperimentOptions()
    options.threads = threads
    options.rows_per_shard = shard_size
    with screen.progress() as bar:
        found = _core.verify_file(file, options, bar)
    told = {"file": file, "fingerprint": found.recorded_fingerprint, "again": found.again.fingerprint}
    if as_json:
        screen.json({**told, "version": found.recorded_version, "agrees": found.agrees})
    elif found.agrees:
        screen.result(screen.say("verified", file=file, fingerprint=found.recorded_fingerprint))
    else:
        screen.result(screen.say("fingerprint_differs", **told, version=found.recorded_version))
    if not found.agrees:
        raise typer.Exit(EXIT_DIFFERS)
