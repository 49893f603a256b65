# SPDX-License-Identifier: Apache-2.0
"""Nothing that was only meant for the moment or for one machine."""

import re

import pytest

CPP = re.compile(r"^(sim|bindings|tests|benchmarks)/.*\.[ch]pp$")
THIS_FOLDER = "tests/architecture/"

# A folder of somebody's machine. The system's own (/usr, /proc, /etc) are the same on every Debian.
MACHINE_PATH = re.compile(r"(?<![\w.:/~}*-])/(home|root|work|tmp|Users|mnt|media|srv)/\w")
REGISTRY = re.compile(r"--index-url|--extra-index-url|--find-links|--registry\b")
UNNUMBERED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b(?!\s*\(?#\d+)")

# A comment that reads as a statement: ends in ; or opens or closes a block, and holds a call, an assignment or a type.
DEAD_STATEMENT = re.compile(
    r"^\s*//(?!/)\s*("
    r"[\w:<>*&.\->\[\]]+(\s+[\w:<>*&]+)*\s*([-+*/|&]?=|\+\+|--|\().*;"  # a call or an assignment
    r"|(return|using|auto|const|static|int|double|bool|std::\w+)\b.*;"
    r"|(if|for|while|else|switch)\b.*[{;)]"
    r"|#\s*(include|if|endif|define)\b.*"
    r"|[{}]"
    r")\s*$"
)


def leftover_faults(files: dict[str, str]) -> list[str]:
    """Machine paths, package addresses, and promises that nobody can look up."""
    patterns = {MACHINE_PATH: "a path of one machine", REGISTRY: "a package address", UNNUMBERED: "no issue number"}
    return [
        f"{path}:{number}: {what}: {line.strip()[:80]}"
        for path, text in files.items()
        if not path.startswith(THIS_FOLDER)
        for number, line in enumerate(text.splitlines(), start=1)
        for pattern, what in patterns.items()
        if pattern.search(line)
    ]


def dead_code_faults(files: dict[str, str]) -> list[str]:
    """Code in comments of C++ files; in Python, ruff's rule ERA looks for it."""
    return [
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in files.items()
        if CPP.match(path)
        for number, line in enumerate(text.splitlines(), start=1)
        if DEAD_STATEMENT.match(line)
    ]


def test_nothing_was_left_behind(files: dict[str, str]) -> None:
    assert not leftover_faults(files)


def test_no_code_in_comments(files: dict[str, str]) -> None:
    assert not dead_code_faults(files)


@pytest.mark.parametrize(
    "line",
    [
        "read_place('/home/someone/places/ordos')",
        'path = "/tmp/results.h5"',
        "// TODO: widows",
        "# FIXME later",
        "pip install --index-url somewhere kinfold",
    ],
)
def test_a_planted_leftover_is_found(line: str) -> None:
    assert len(leftover_faults({"docs/page.md": line + "\n"})) == 1


@pytest.mark.parametrize(
    "line",
    [
        "see https://example.org/home/page",
        "// TODO(#12): widows",
        "a share of births/home/deaths",
        'file("/proc/cpuinfo")',
        "/usr/bin/python3",
    ],
)
def test_what_is_no_leftover_passes(line: str) -> None:
    assert not leftover_faults({"docs/page.md": line + "\n"})


@pytest.mark.parametrize(
    "line",
    [
        "  // births += twins;",
        "// apply(events, population);",
        "  // return parity;",
        "// if (is_pregnant) {",
        "  // }",
        "//#include <string>",
        "// const double share = 0.5;",
        "  // population.parity[i]++;",
    ],
)
def test_planted_dead_code_is_found(line: str) -> None:
    assert dead_code_faults({"sim/processes/birth.cpp": line + "\n"})


@pytest.mark.parametrize(
    "line",
    [
        "// Deaths come first: who dies this month must not give birth in it.",
        "/// `entitlement(child, month)` pays; `promise` is what a union counts on.",
        "// f(a) = 1 / (1 + exp(0.183 (a - 41.2))), Leridon (2004)",
        "// For each strip, the widest venue wins;",
        "// (see Gale and Shapley 1962)",
    ],
)
def test_prose_is_no_dead_code(line: str) -> None:
    assert not dead_code_faults({"sim/processes/birth.cpp": line + "\n"})
