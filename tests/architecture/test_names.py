# SPDX-License-Identifier: Apache-2.0
"""The field's words in the model, and file names that say what is inside."""

import re
from collections import Counter
from pathlib import PurePosixPath

import pytest

# What is not said in sim/processes, and the word of demography for it.
SAY = {
    "agent": "person",
    "entity": "person, union or household",
    "couple": "union",
    "kids": "children",
    "children_count": "parity",
    "n_children": "parity",
    "dob": "birth_month",
    "denominator": "exposure",
    "prob": "probability",
    "probs": "probabilities",
    "percent": "share",
    "pct": "share",
    "fert": "fertility",
    "breakup": "union_dissolution",
    "intervention": "measure",
    "config": "scenario",
}

VAGUE = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "stuff", "functions"}

# A folder is one idea; beyond this it is two. (Headers and sources both count, so about twelve things.)
MOST_FILES = 24

SOURCE = re.compile(r"^(sim|bindings|analysis|tests|benchmarks)/.*\.(cpp|hpp|py)$")


def identifiers(text: str) -> set[str]:
    """Names in C++ code, in snake_case: comments, strings and includes do not count."""
    code = re.sub(r'//[^\n]*|/\*.*?\*/|"(\\.|[^"\\\n])*"|#\s*include[^\n]*', " ", text, flags=re.DOTALL)
    return {re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower() for name in re.findall(r"\b[A-Za-z]\w+", code)}


def word_faults(files: dict[str, str]) -> list[str]:
    """Identifiers of the processes with a word that the field does not use."""
    return [
        f"{path}: {name}: say {right}"
        for path, text in files.items()
        if re.match(r"sim/processes/.*\.[ch]pp$", path)
        for name in sorted(identifiers(text))
        for wrong, right in SAY.items()
        if re.search(rf"(^|_){wrong}($|_)", name)
    ]


def file_name_faults(files: dict[str, str]) -> list[str]:
    """Source files and folders whose name says nothing, or is not in small letters."""
    faults = []
    for path in filter(SOURCE.match, files):
        parts = [PurePosixPath(part).stem for part in PurePosixPath(path).parts]
        if any(VAGUE & set(part.split("_")) for part in parts):
            faults.append(f"{path}: say what it holds")
        if not re.fullmatch(r"[a-z0-9_]+", parts[-1]):
            faults.append(f"{path}: file names are small letters, digits and _")
    return faults


def folder_faults(files: dict[str, str]) -> list[str]:
    """Folders of the model with too many files to be one idea."""
    held = Counter(str(PurePosixPath(path).parent) for path in files if re.match(r".*\.[ch]pp$", path))
    return [f"{folder} holds {n} files" for folder, n in held.items() if folder.startswith("sim") and n > MOST_FILES]


def licence_faults(files: dict[str, str]) -> list[str]:
    """Sources that do not open with their licence."""
    return [
        path
        for path in filter(SOURCE.match, files)
        if not re.match(r"(//|#) SPDX-License-Identifier: Apache-2\.0\n", files[path])
    ]


def test_processes_speak_demography(files: dict[str, str]) -> None:
    assert not word_faults(files)


def test_file_names_say_what_is_inside(files: dict[str, str]) -> None:
    assert not file_name_faults(files)


def test_a_folder_is_one_idea(files: dict[str, str]) -> None:
    assert not folder_faults(files)


def test_sources_open_with_their_licence(files: dict[str, str]) -> None:
    assert not licence_faults(files)


@pytest.mark.parametrize(
    ("find", "planted"),
    [
        (word_faults, {"sim/processes/birth.cpp": "int countAgents(int pct);"}),
        (word_faults, {"sim/processes/birth.cpp": "double birth_prob = 0;"}),
        (word_faults, {"sim/processes/birth.hpp": "struct AgentEntity {};"}),
        (file_name_faults, {"sim/core/string_utils.hpp": ""}),
        (file_name_faults, {"analysis/kinfold/helpers/run.py": ""}),
        (file_name_faults, {"sim/core/RateTable.hpp": ""}),
        (folder_faults, {f"sim/core/file_{i}.cpp": "" for i in range(MOST_FILES + 1)}),
        (licence_faults, {"sim/core/month.cpp": "#include <string>\n"}),
    ],
)
def test_a_planted_fault_is_found(find, planted: dict[str, str]) -> None:
    assert find(planted)


def test_what_is_right_passes() -> None:
    text = '// SPDX-License-Identifier: Apache-2.0\n// an agent, in percent\nconst char* note = "config"; int age;\n'
    right = {"sim/processes/birth.cpp": text}
    assert not word_faults(right) + file_name_faults(right) + folder_faults(right) + licence_faults(right)
