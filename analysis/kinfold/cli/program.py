# SPDX-License-Identifier: Apache-2.0
"""The command ``kinfold``: its commands, and what its exit codes mean."""

import os
import sys
import traceback

import typer

from kinfold._core import DataError, ScenarioError, WriteError
from kinfold.cli import (
    doctor,
    kin_commands,
    level_command,
    place_commands,
    run_commands,
    scenario_commands,
    validate_command,
    verify_command,
)
from kinfold.cli.messages import Language, Messages, usual_language

EXIT_USER = 2
EXIT_DATA = 3
EXIT_OURS = 70
EXIT_STOPPED = 130  # as shells show a program that Ctrl-C ended
EXIT_PIPE_CLOSED = 141

app = typer.Typer(
    help="What would this family policy do, to whom, at what cost, and how sure are we? · "
    "家庭政策会带来什么、惠及谁、花多少钱、把握多大？",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
place = typer.Typer(help="The tables of a place · 地区数据表", no_args_is_help=True)
population = typer.Typer(help="The people of month zero · 初始人口", no_args_is_help=True)

app.command()(run_commands.run)
app.command()(run_commands.compare)
app.command()(scenario_commands.check)
app.command()(scenario_commands.describe)
app.command()(scenario_commands.scenarios)
app.command()(scenario_commands.schema)
app.command()(scenario_commands.parameters)
app.command()(verify_command.verify)
app.command()(validate_command.validate)
app.command()(doctor.doctor)
app.command("export-socsim")(kin_commands.export)
app.command("fit-level")(level_command.fit_level)
place.command()(place_commands.new)
place.command()(place_commands.check)
population.command()(place_commands.build)
app.add_typer(place, name="place")
app.add_typer(population, name="population")


def main() -> None:
    """Run the command and leave with its exit code."""
    try:
        app(prog_name="kinfold")
    except SystemExit as end:
        if end.code == EXIT_STOPPED:
            tell("stopped")
        raise
    except Exception as error:  # noqa: BLE001, RUF100 (the outermost: everything ends in a message)
        if os.environ.get("KINFOLD_DEBUG"):
            traceback.print_exc()
        sys.exit(exit_code_of(error))


def exit_code_of(error: Exception) -> int:
    """Tell what went wrong, and whose matter it is."""
    if isinstance(error, BrokenPipeError):
        # Nobody reads on: what Python would flush at its end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_PIPE_CLOSED
    kinds: list[tuple[type[Exception], str, int]] = [
        (ScenarioError, "user_error", EXIT_USER),
        (DataError, "data_error", EXIT_DATA),
        (WriteError, "write_error", EXIT_DATA),
        (MemoryError, "out_of_memory", EXIT_USER),
        (OSError, "write_error", EXIT_DATA),
    ]
    for kind, message, code in kinds:
        if isinstance(error, kind):
            tell(message, str(error))
            return code
    tell("our_error", f"{type(error).__name__}: {error}")
    return EXIT_OURS


def tell(message: str, details: str = "") -> None:
    """Write a message to stderr, in the language that was asked for."""
    print(Messages(language_asked_for(sys.argv))(message), file=sys.stderr)  # noqa: T201
    if details:
        print(details, file=sys.stderr)  # noqa: T201


def language_asked_for(arguments: list[str]) -> Language:
    """The language of messages that come before or after a command has read its options."""
    for position, argument in enumerate(arguments):
        following = arguments[position + 1] if position + 1 < len(arguments) else ""
        asked = following if argument == "--lang" else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and asked in list(Language):
            return Language(asked)
    return usual_language()
