# SPDX-License-Identifier: Apache-2.0
"""Who may know whom: the layers of the model, and the one place where each outside library is named."""

import ast
import re
from pathlib import PurePosixPath

import pytest

# Each layer and all that it may include. `processes` and `measures` never meet: policy reaches behaviour by Support.
MAY_INCLUDE = {
    "core": set(),
    "population": {"core"},
    "kinship": {"core", "population"},
    "processes": {"core", "population", "kinship"},
    "measures": {"core", "population", "kinship"},
    "record": {"core", "population", "kinship"},
    "simulation": {"core", "population", "kinship", "processes", "measures", "record"},
    "levels": {"core", "population", "kinship", "processes", "measures", "record", "simulation"},
}

# Headers of an outside library, and the only files that may name them.
ONLY_IN = {
    r"(oneapi/)?tbb/": r"sim/core/parallel\.[ch]pp",
    r"(hdf5|H5\w*)(_hl)?\.h": r"sim/record/.*",
    r"toml\+\+/": r"sim/scenario\w*\.cpp",
    r"pybind11/|Python\.h": r"bindings/.*",
    r"Random123/": r"sim/core/random\.[ch]pp",
    r"boost/": r"sim/kinship/.*|benchmarks/bench_kinship\.cpp",
    r"omp\.h|future|execution": r"nothing",
}

# What draws or computes differently from one library or machine to the next.
NOT_REPEATABLE = {
    r"\bstd::\w+_distribution\b": "draws differ between standard libraries; use core/random.hpp",
    r"\bstd::(mt19937|minstd_rand|ranlux|knuth_b|default_random_engine)\w*": "a stream, not an addressed draw",
    r"\bstd::random_device\b|\bs?rand\s*\(": "no run could be repeated",
    r"\bstd::(random_)?shuffle\b|\bstd::sample\b": "order differs between standard libraries",
    r"\bstd::reduce\b|\bparallel_reduce\b": "sums in the order of threads",
}

# Temporary names must differ between runs.
MAY_DIFFER = {"sim/record/atomic_file.cpp"}

# glibc's functions differ in the last bit with and without FMA; a decision may hang on that bit.
OWN_ARITHMETIC = r"\bstd::(exp|exp2|expm1|log|log2|log10|log1p|pow|tanh|erf|lgamma|tgamma)\s*\("

CODE = re.compile(r"^(sim|bindings|benchmarks)/.*\.[ch]pp$")
INCLUDE = re.compile(r'^\s*#\s*include\s*["<]([^">]+)[">]', re.MULTILINE)


def layer_of(path: str) -> str:
    """Layer of a file below `sim/`, or of a path as an #include names it: the folder, `simulation` at the top."""
    parts = PurePosixPath(path.removeprefix("sim/")).parts
    return parts[0] if len(parts) > 1 else "simulation"


def without_comments(text: str) -> str:
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)


def layer_faults(files: dict[str, str]) -> list[str]:
    """Includes inside `sim/` that do not go down."""
    own = {path.removeprefix("sim/") for path in files if path.startswith("sim/")}
    faults = []
    for path, text in files.items():
        if not re.match(r"sim/.*\.[ch]pp$", path):
            continue
        here = layer_of(path)
        if here not in MAY_INCLUDE:
            faults.append(f"{path}: the folder {here} is no layer; name it in MAY_INCLUDE")
            continue
        for included in INCLUDE.findall(text):
            there = layer_of(included)
            if included in own and there != here and there not in MAY_INCLUDE[here]:
                faults.append(f"{path} includes {included}: {here} must not know {there}")
    return faults


def library_faults(files: dict[str, str]) -> list[str]:
    """Outside libraries that are named where they do not belong."""
    return [
        f"{path} includes {included}: only {allowed} may"
        for path, text in files.items()
        if CODE.match(path)
        for included in INCLUDE.findall(text)
        for header, allowed in ONLY_IN.items()
        if re.match(rf"({header})", included) and not re.fullmatch(allowed, path)
    ]


def repeatability_faults(files: dict[str, str]) -> list[str]:
    """What would make equal runs differ."""
    faults = []
    for path, text in files.items():
        if re.match(r"(CMakeLists.txt|CMakePresets.json|.*/CMakeLists.txt)$", path) and re.search(
            r"-ffast-math|-Ofast|-march=native|-funsafe", text
        ):
            faults.append(f"{path}: flags that change results with the machine")
        if not CODE.match(path) or path in MAY_DIFFER:
            continue
        code = without_comments(text)
        faults += [f"{path}: {why}" for pattern, why in NOT_REPEATABLE.items() if re.search(pattern, code)]
        if re.match(r"sim/(processes|measures)/", path) and re.search(OWN_ARITHMETIC, code):
            faults.append(f"{path}: std::exp and its kin differ between machines; use core/arithmetic.hpp")
        unordered = set(re.findall(r"\bunordered_\w+<[^;{}]*>\s+(\w+)", code))
        walked = set(re.findall(r"\bfor\s*\([^;)]*:\s*(\w+)\s*\)", code))
        faults += [f"{path}: walks {name}, whose order is no order" for name in sorted(unordered & walked)]
    return faults


def python_faults(files: dict[str, str]) -> list[str]:
    """Imports that go against dashboard → kinfold → kinfold._core."""
    faults = []
    for path, text in files.items():
        if not re.match(r"analysis/kinfold/.*\.py$", path):
            continue
        for node in ast.walk(ast.parse(text)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            faults += [f"{path} imports {name}" for name in names if name.split(".")[0] in {"dashboard", "torch"}]
    return faults


def test_includes_go_down(files: dict[str, str]) -> None:
    assert not layer_faults(files)


def test_each_library_is_named_in_one_place(files: dict[str, str]) -> None:
    assert not library_faults(files)


def test_nothing_makes_equal_runs_differ(files: dict[str, str]) -> None:
    assert not repeatability_faults(files)


def test_the_package_does_not_know_its_users(files: dict[str, str]) -> None:
    assert not python_faults(files)


@pytest.mark.parametrize(
    ("find", "path", "text"),
    [
        (layer_faults, "sim/processes/birth.cpp", '#include "measures/term.hpp"'),
        (layer_faults, "sim/measures/grant.cpp", '#include "processes/birth.hpp"'),
        (layer_faults, "sim/core/month.cpp", '#include "population/person.hpp"'),
        (layer_faults, "sim/population/synthesis/draft.cpp", '#include "simulation.hpp"'),
        (layer_faults, "sim/record/counts.cpp", '#  include "processes/birth.hpp"'),
        (layer_faults, "sim/novelty/thing.cpp", ""),
        (library_faults, "sim/processes/birth.cpp", "#include <tbb/parallel_for.h>"),
        (library_faults, "sim/simulation.cpp", "#include <hdf5.h>"),
        (library_faults, "sim/simulation.cpp", "#include <H5Fpublic.h>"),
        (library_faults, "sim/core/settings.cpp", "#include <toml++/toml.h>"),
        (library_faults, "sim/scenario.hpp", "#include <pybind11/pybind11.h>"),
        (library_faults, "sim/population/households/households.cpp", "#include <boost/graph/graph_traits.hpp>"),
        (repeatability_faults, "sim/core/draw.cpp", "std::normal_distribution<double> normal;"),
        (repeatability_faults, "sim/core/draw.cpp", "std::mt19937_64 engine;"),
        (repeatability_faults, "bindings/bind_run.cpp", "const int face = rand() % 6;"),
        (repeatability_faults, "sim/processes/birth.cpp", "const double risk = 1 - std::exp(-hazard);"),
        (
            repeatability_faults,
            "sim/record/counts.cpp",
            "std::unordered_map<int, int> by_age; for (const auto& [age, n] : by_age) write(age, n);",
        ),
        (repeatability_faults, "sim/CMakeLists.txt", "target_compile_options(x PRIVATE -ffast-math)"),
        (python_faults, "analysis/kinfold/run.py", "from dashboard.pages import main"),
    ],
)
def test_a_planted_fault_is_found(find, path: str, text: str) -> None:
    neighbours = {
        "sim/measures/term.hpp": "",
        "sim/processes/birth.hpp": "",
        "sim/population/person.hpp": "",
        "sim/simulation.hpp": "",
    }
    assert find(neighbours) == []
    assert len(find({**neighbours, path: text})) == 1
