# SPDX-License-Identifier: Apache-2.0
"""The command line: what it answers, and what it says to every kind of bad input."""

import json
import os
import shutil
import string
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kinfold.cli.messages import MESSAGES
from kinfold.folders import SHIPPED_SCENARIOS

Command = Callable[..., subprocess.CompletedProcess[str]]

SMALL_RUN = ("--scale", "0.0025", "--years", "1")

MEASURE = """
[[measure]]
kind = "child_allowance"
id = "mine"
start = 2026-01-01
amount_per_year = 1000
paid_by = {{ city = 1.0 }}
{changed}
"""


def scenario_text(changed: str = "", head: str = "") -> str:
    return f'extends = "ordos-baseline"\n{head}' + MEASURE.format(changed=changed)


def assert_refused(done: subprocess.CompletedProcess[str], code: int, *told: str) -> None:
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    for words in told:
        assert words in done.stderr


# --- What a user gets wrong -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    {
        "unknown key": (scenario_text("amout_per_year = 5"), ["mine.toml:9", "amout_per_year", "amount_per_year"]),
        "wrong type": (scenario_text('until_age = "three"'), ["mine.toml:9", "until_age", "whole number"]),
        "out of range": (scenario_text("until_age = -3"), ["mine.toml:9", "until_age = -3", "between"]),
        "impossible date": (scenario_text("end = 2026-02-30"), ["mine.toml:9"]),
        "unknown kind": (
            scenario_text().replace("child_allowance", "child_alowance"),
            ["child_alowance", "child_allowance"],
        ),
        "no such place": (scenario_text(head='place = "atlantis"\n'), ["mine.toml:2", "atlantis", "ordos"]),
        "outside the tree": (scenario_text().replace("ordos-baseline", "../other"), ["mine.toml:1", "outside"]),
        "extends itself": (scenario_text().replace("ordos-baseline", "mine"), ["mine.toml:1", "loop"]),
        "extends nothing": (
            scenario_text().replace("ordos-baseline", "ordos-baselin"),
            ["mine.toml:1", "ordos-baseline"],
        ),
        "no TOML": ("extends = \n", ["mine.toml:1"]),
        "empty": ("", ["mine.toml"]),
        "not text": ("\0\1\2binary", ["mine.toml"]),
    }.values(),
    ids=lambda it: None if isinstance(it, str) else it[0],
)
def test_a_wrong_scenario_is_explained(text: str, told: list[str], kinfold: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(text)
    for command in (["check", "mine.toml"], ["run", "mine.toml", *SMALL_RUN, "-o", "results.h5"]):
        assert_refused(kinfold(*command), 2, *told)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]


def test_all_problems_of_a_scenario_are_told_at_once(kinfold: Command, tmp_path: Path) -> None:
    wrong = scenario_text("until_age = -3\namout = 1\nend = 2025", head="[parameters.nonsense]\nvalue = 1\n")
    (tmp_path / "mine.toml").write_text(wrong)
    assert_refused(kinfold("check", "mine.toml"), 2, "until_age", "amout", ".end", "nonsense")


def test_a_loop_over_two_files(kinfold: Command, tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text('extends = "two"\n')
    (tmp_path / "two.toml").write_text('extends = "one"\n')
    assert_refused(kinfold("check", "one.toml"), 2, "loop", "one.toml", "two.toml")


def test_a_misspelt_scenario(kinfold: Command) -> None:
    assert_refused(kinfold("run", "ordos-basline"), 2, "ordos-basline", "did you mean ordos-baseline")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--scale", "-1"], "scale = -1"),
        (["--scale", "nan"], "scale"),
        (["--scale", "many"], "--scale"),
        (["--years", "0"], "years = 0"),
        (["--years", "1", "--until", "2030-12"], "give one of them"),
        (["--until", "soon"], "2035-12"),
        (["--until", "1999-12"], "2020-11"),
        (["--scale", "1", "--population", "10000"], "give one of them"),
        (["--replicates", "0"], "replicates"),
        (["--replicates", "99999999999"], "replicates = 99999999999"),
        (["--seed", "-1"], "seed = -1"),
        (["--threads", "-2"], "threads = -2"),
        (["--shard-size", "0"], "rows"),
        (["--no-such-option"], "no-such-option"),
    ],
    ids=lambda it: " ".join(it) if isinstance(it, list) else "",
)
def test_a_wrong_option(arguments: list[str], told: str, kinfold: Command, tmp_path: Path) -> None:
    assert_refused(kinfold("run", "ordos-baseline", *arguments, "-o", "results.h5"), 2, told)
    assert not list(tmp_path.iterdir())


def test_a_population_that_is_too_small(kinfold: Command, tmp_path: Path) -> None:
    done = kinfold("run", "ordos-baseline", "--population", "100", "-o", "results.h5")
    assert_refused(done, 3, "5,000" if "5,000" in done.stderr else "5000")
    assert not list(tmp_path.iterdir())


def test_the_same_scenario_twice(kinfold: Command) -> None:
    assert_refused(kinfold("compare", "ordos-2023", "ordos-2023"), 2, "ordos-2023 is there twice")


def test_a_folder_that_is_not_there(kinfold: Command) -> None:
    assert_refused(kinfold("run", "ordos-baseline", "-o", "nowhere/results.h5"), 3, "nowhere")


def test_a_figure_of_no_kind(kinfold: Command) -> None:
    assert_refused(
        kinfold("compare", "ordos-baseline", "ordos-2023", "--figure", "births.doc"), 2, "births.doc", ".png"
    )


def test_a_table_of_groups_of_no_kind(kinfold: Command) -> None:
    done = kinfold("compare", "ordos-baseline", "ordos-2023", "--groups", "groups.xls")
    assert_refused(done, 2, "groups.xls", ".csv")


# --- Tables of a place ------------------------------------------------------------------------------------------------


@pytest.fixture
def own_place(tmp_path: Path) -> Path:
    """A copy of the shipped place, and a scenario in it."""
    folder = tmp_path / "places" / "mine"
    shutil.copytree(SHIPPED_SCENARIOS / "places" / "ordos", folder)
    (tmp_path / "own.toml").write_text('place = "mine"\n')
    return folder


def test_a_sound_place(own_place: Path, kinfold: Command) -> None:
    done = kinfold("place", "check", own_place)
    assert done.returncode == 0
    assert "2,153,638 residents" in done.stdout


def test_a_missing_table(own_place: Path, kinfold: Command) -> None:
    (own_place / "mortality.csv").unlink()
    assert_refused(kinfold("place", "check", own_place), 3, "mortality.csv")
    assert_refused(kinfold("run", "own.toml", *SMALL_RUN), 3, "mortality.csv")


def test_a_gap_in_a_table(own_place: Path, kinfold: Command) -> None:
    table = own_place / "mortality.csv"
    lines = table.read_text().splitlines(keepends=True)
    row = next(number for number, line in enumerate(lines) if line.startswith("male,40,"))
    table.write_text("".join(lines[:row] + lines[row + 1 :]))
    assert_refused(kinfold("place", "check", own_place), 3, f"mortality.csv:{row + 1}", "40")


def test_a_negative_number_in_a_table(own_place: Path, kinfold: Command) -> None:
    table = own_place / "population.csv"
    lines = table.read_text().splitlines(keepends=True)
    lines[-1] = lines[-1].rsplit(",", 1)[0] + ",-5\n"
    table.write_text("".join(lines))
    assert_refused(kinfold("place", "check", own_place), 3, f"population.csv:{len(lines)}", "-5")


def test_a_place_that_is_not_there(kinfold: Command) -> None:
    assert_refused(kinfold("place", "check", "atlantis"), 3, "atlantis", "ordos")


def test_a_new_place(kinfold: Command, tmp_path: Path) -> None:
    assert kinfold("place", "new", "baotou").returncode == 0
    begun = {path.name for path in (tmp_path / "places" / "baotou").iterdir()}
    assert begun == {path.name for path in (SHIPPED_SCENARIOS / "places" / "template").iterdir()}
    assert_refused(kinfold("place", "new", "baotou"), 2, "already there")
    assert_refused(kinfold("place", "new", "../baotou"), 2, "no name of a place")


# --- Results files ----------------------------------------------------------------------------------------------------


def damage(path: Path, how: str) -> None:
    content = path.read_bytes()
    middle = len(content) // 2
    damaged = {
        "empty": b"",
        "cut short": content[:-1000],
        "foreign": b"\x89HDF\r\n\x1a\n" + bytes(5000),
        "text": b"these are no results\n" * 100,
        "changed": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
    }
    path.write_bytes(damaged[how])


@pytest.mark.parametrize("how", ["empty", "cut short", "foreign", "text", "changed"])
def test_a_damaged_results_file(how: str, small_file: Path, kinfold: Command, tmp_path: Path) -> None:
    path = tmp_path / "damaged.h5"
    shutil.copy(small_file, path)
    damage(path, how)
    assert_refused(kinfold("verify", path), 3, "damaged.h5")


def test_a_results_file_that_is_not_there(kinfold: Command) -> None:
    assert_refused(kinfold("verify", "nothing.h5"), 3, "nothing.h5")


def test_a_file_agrees_with_itself(small_file: Path, kinfold: Command) -> None:
    done = kinfold("verify", small_file)
    assert done.returncode == 0, done.stderr
    assert "agrees" in done.stdout


# --- What the commands answer -----------------------------------------------------------------------------------------


def test_run_ends_with_one_json_object(kinfold: Command, tmp_path: Path) -> None:
    done = kinfold("run", "ordos-baseline", *SMALL_RUN, "-o", "results.h5", "--json")
    answer = json.loads(done.stdout)
    assert answer["file"] == "results.h5"
    assert len(answer["fingerprint"]) == 16
    assert 5000 < answer["persons_at_start"] < 6000
    numbers = {"person_years", "cpu_seconds", "cpu_setup", "cpu_months", "cpu_write", "wall_seconds", "peak_rss_bytes"}
    assert all(answer[name] > 0 for name in numbers)
    assert [path.name for path in tmp_path.iterdir()] == ["results.h5"]
    assert "Wrote results.h5" in done.stderr


def test_compare_tells_births_and_cost(kinfold: Command, tmp_path: Path) -> None:
    line = ("ordos-baseline", "ordos-2023", "--scale", "0.0025", "--years", "5", "--replicates", "2")
    done = kinfold("compare", *line, "-o", "both.h5", "--figure", "both.png", "--groups", "groups.csv")
    assert done.returncode == 0, done.stderr
    for words in (
        "Ordos plan of November 2023",
        "Births:",
        "Cost:",
        "dditional birth",
        "births of order 3",
        "paid by city",
    ):
        assert words in done.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"both.h5", "both.png", "groups.csv"}
    groups = (tmp_path / "groups.csv").read_text(encoding="utf-8-sig").splitlines()
    assert groups[0].startswith("by,group,births,births_effect,")
    assert {line.split(",")[0] for line in groups[1:]} == {"birth_order", "income_fifth", "residence", "hukou", "place"}
    assert (tmp_path / "both.png").read_bytes().startswith(b"\x89PNG")


def test_compare_as_json(kinfold: Command) -> None:
    line = ("ordos-baseline", "ordos-2023", "--scale", "0.0025", "--years", "5", "--replicates", "2", "--json")
    answer = json.loads(kinfold("compare", *line).stdout)
    assert answer["file"] is None
    assert answer["effect"]["plan"] == "ordos-2023"
    assert set(answer["effect"]["births"]["difference"]) == {"mean", "lower", "upper"}


def test_two_scenarios_in_chinese(kinfold: Command) -> None:
    done = kinfold("run", "ordos-baseline", "ordos-2023", *SMALL_RUN, "--lang", "zh")
    assert "总和生育率" in done.stdout
    assert "ordos-2023" in done.stdout


def test_errors_in_chinese(kinfold: Command) -> None:
    assert_refused(kinfold("run", "nothing", "--lang", "zh"), 2, MESSAGES["user_error"][1])


def test_check_of_what_is_sound(kinfold: Command) -> None:
    done = kinfold("check", "ordos-baseline", "ordos-2023")
    assert done.returncode == 0
    assert done.stdout.count("sound") == 2


def test_describe_is_a_history(kinfold: Command) -> None:
    done = kinfold("describe", "ordos-2023")
    assert done.returncode == 0, done.stderr
    days = [line.split()[0] for line in done.stdout.splitlines() if line.startswith("20")]
    assert days == sorted(days)
    assert days[0] == "2023-11-22"
    assert "third-child-allowance" in done.stdout


def test_schema_is_json(kinfold: Command) -> None:
    schema = json.loads(kinfold("schema").stdout)
    kinds = [kind["properties"]["kind"]["const"] for kind in schema["properties"]["measure"]["items"]["oneOf"]]
    assert {"child_allowance", "delivery_grant"} <= set(kinds)


def test_parameters(kinfold: Command) -> None:
    assert "| name | type |" in kinfold("parameters").stdout
    entries = json.loads(kinfold("parameters", "--json").stdout)
    assert {"section", "name", "unit", "default", "meaning_zh", "source"} <= set(entries[0])
    section = entries[0]["section"]
    assert {it["section"] for it in json.loads(kinfold("parameters", "--section", section, "--json").stdout)} == {
        section
    }
    assert_refused(kinfold("parameters", "--section", "nonsense"), 2, "nonsense", section)


def test_scenarios_are_listed(kinfold: Command) -> None:
    assert "ordos-baseline" in kinfold("scenarios").stdout


def test_population_is_built_and_kept(kinfold: Command, cache: Path) -> None:
    done = kinfold("population", "build", "ordos", "--population", "6000", "--seed", "77", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert Path(answer["file"]).parent == cache
    assert Path(answer["file"]).stat().st_size > 0
    assert abs(answer["residents"] - 6000) < 60


def test_doctor_finds_nothing(kinfold: Command) -> None:
    done = kinfold("doctor", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not any(json.loads(done.stdout)["problems"].values())


def test_help_of_every_command(kinfold: Command) -> None:
    listed = kinfold("--help").stdout
    for name in (
        "run",
        "compare",
        "check",
        "describe",
        "schema",
        "parameters",
        "verify",
        "doctor",
        "place",
        "population",
    ):
        assert name in listed
        assert kinfold(name, "--help").returncode == 0


# --- What is ours -----------------------------------------------------------------------------------------------------


def test_our_own_mistake_asks_for_a_report(tmp_path: Path) -> None:
    script = "import kinfold._core as core, kinfold.cli.program as program\n"
    script += "def broken(*_): raise core.ModelError('a widow is married')\n"
    script += "program.run_commands.Scenario.load = broken\nprogram.main()"
    line = [sys.executable, "-c", script, "run", "ordos-baseline"]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert_refused(done, 70, "report", "ModelError: a widow is married")


def test_a_traceback_on_demand(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "kinfold", "run", "nothing"]
    environment = {**os.environ, "KINFOLD_DEBUG": "1"}
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 2
    assert "Traceback" in done.stderr


def test_a_closed_pipe_is_no_mistake(tmp_path: Path) -> None:
    line = f"{sys.executable} -m kinfold schema | head -c 10"
    done = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_every_message_has_both_languages() -> None:
    for name, (english, chinese) in MESSAGES.items():
        assert fields_of(english) == fields_of(chinese), name


def fields_of(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
