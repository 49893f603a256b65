# SPDX-License-Identifier: Apache-2.0
"""A process or a measure is one file, one line in a visible list, one test."""

import re
from pathlib import PurePosixPath

import pytest

# Folder, the file with its list, and the files that are no process or measure themselves.
KINDS = {
    "sim/processes": (
        "process_list.cpp",
        {"process", "process_list", "fecundity", "child_utility", "promises", "marriage_market"}
        | {"minders", "care_circles", "care_round", "later_life", "family_giving"},
    ),
    "sim/measures": ("measure_list.cpp", {"measure", "measure_list", "ledger", "payments", "terms"}),
}


def kinds_of(folder: str, files: dict[str, str]) -> dict[str, str]:
    """Path of each process (or measure) of a folder and the folders in it, and its name."""
    paths = [path for path in files if re.fullmatch(rf"{folder}/.+\.cpp", path)]
    stems = {path: PurePosixPath(path).stem for path in paths}
    return {path: stem for path, stem in stems.items() if stem not in KINDS[folder][1]}


def header_lines(text: str) -> int:
    """Lines of the comment that opens a file after its licence."""
    opening = re.match(r"// SPDX[^\n]*\n\n?((?://[^\n]*\n)*)", text)
    return opening.group(1).count("\n") if opening else 0


def header_faults(files: dict[str, str]) -> list[str]:
    """Processes and measures that do not say at once what happens to whom, on which assumption, from which source."""
    return [
        f"{path} opens with {header_lines(files[path])} lines of comment; 3 to 8 are right"
        for folder in KINDS
        for path in kinds_of(folder, files)
        if not 3 <= header_lines(files[path]) <= 8
    ]


def list_faults(files: dict[str, str]) -> list[str]:
    """Processes and measures that no list names, so that they would never happen."""
    faults = []
    for folder, (list_name, _) in KINDS.items():
        listed = files.get(f"{folder}/{list_name}", "")
        for path, stem in kinds_of(folder, files).items():
            type_name = "".join(part.capitalize() for part in stem.split("_"))
            if not re.search(rf"\b(\w+_)?{stem}\b|\b{type_name}\b", listed):
                faults.append(f"{path} is not named in {folder}/{list_name}")
    return faults


def test_faults(files: dict[str, str]) -> list[str]:
    """Processes and measures without a test of their own."""
    tests = {PurePosixPath(path).stem for path in files if path.startswith("tests/")}
    return [
        f"{path} has no tests/unit/test_{stem}.cpp"
        for folder in KINDS
        for path, stem in kinds_of(folder, files).items()
        if f"test_{stem}" not in tests
    ]


test_faults.__test__ = False  # it finds missing tests, it is none


def test_each_opens_with_what_happens_to_whom(files: dict[str, str]) -> None:
    assert not header_faults(files)


def test_each_stands_in_its_list(files: dict[str, str]) -> None:
    assert not list_faults(files)


def test_each_has_a_test(files: dict[str, str]) -> None:
    assert not test_faults(files)


HEADER = "// SPDX-License-Identifier: Apache-2.0\n// Twins: two children.\n//\n// Source: a paper.\n#include <string>\n"
RIGHT = {
    "sim/processes/births/twin_birth.cpp": HEADER,
    "sim/processes/process_list.cpp": "plan.push_back(make_twin_birth(setup));",
    "sim/measures/milk_grant.cpp": HEADER,
    "sim/measures/measure_list.cpp": '{"milk_grant", &construct<MilkGrant>},',
    "tests/unit/test_twin_birth.cpp": "",
    "tests/unit/test_milk_grant.cpp": "",
}


@pytest.mark.parametrize(
    ("find", "planted"),
    [
        (header_faults, {"sim/processes/births/twin_birth.cpp": HEADER.replace("//\n", "")}),
        (header_faults, {"sim/measures/milk_grant.cpp": HEADER.replace("//\n", "//\n" * 7)}),
        (list_faults, {"sim/processes/process_list.cpp": "plan.push_back(make_twin(setup)); // birth"}),
        (list_faults, {"sim/measures/measure_list.cpp": ""}),
        (test_faults, {"sim/processes/unions/widowhood.cpp": HEADER}),
    ],
)
def test_a_planted_fault_is_found(find, planted: dict[str, str]) -> None:
    assert find(RIGHT) == []
    assert len(find({**RIGHT, **planted})) == 1
