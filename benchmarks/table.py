# SPDX-License-Identifier: Apache-2.0
"""What the model costs, as ratios: one Markdown report from the JSON file that kinfold_bench wrote."""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

Figures = dict[str, float]
Runs = dict[str, Figures]

MARK_RATIO = 3.0  # CPU of a resident person-year ÷ that of the reference kernel, at most
MARK_BYTES = 96.0  # bytes a resident, at most
MARK_SPEED_UP = 1.8  # wall time of one thread ÷ that of two, at least (reported, not gated, on shared machines)
MARK_PACKAGE = 1.15  # CPU with sixty measures ÷ with one, at most
MARK_BY_HAND = 1.1  # a search for kin through Boost ÷ the loop written by hand, at most
MARK_ADJACENCY = 0.55  # the same ÷ the search on an adjacency_list, at most


def medians(report: Path) -> Runs:
    """Median of each figure over the repetitions of a benchmark, by name, in the order of the program."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    rows = json.loads(report.read_text())["benchmarks"]
    for row in sorted(rows, key=lambda row: (row["family_index"], row["per_family_instance_index"])):
        if row.get("error_occurred"):
            raise SystemExit(f"{report}: {row['name']}: {row['error_message']}")
        if row["run_type"] != "iteration":
            continue
        name = re.sub(r"/iterations:.*", "", row["run_name"])
        if "label" in row:
            name = name.rpartition("/")[0] + "/" + row["label"]
        for figure, value in row.items():
            if isinstance(value, float):
                found[name][figure].append(value)
    return {name: {figure: median(values) for figure, values in figures.items()} for name, figures in found.items()}


def markdown(title: str, header: list[str], rows: list[list[str]]) -> str:
    """A titled Markdown table; its columns stand under each other as plain text too."""
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    padded = [[cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines]
    padded.insert(1, ["-" * width for width in widths])
    return "\n".join([f"## {title}", "", *("| " + " | ".join(line) + " |" for line in padded), ""])


def floors(runs: Runs) -> str:
    """The machine's own limits."""
    rows = []
    for name, figures in sorted(runs.items()):
        if "items_per_second" in figures:
            rate = figures["items_per_second"]
            rows.append([name.removeprefix("floor/"), f"{rate / 1e6:.0f} million/s", f"{1e9 / rate:.2f} ns each"])
        elif "bytes_per_second" in figures:
            rows.append([name.removeprefix("floor/"), f"{figures['bytes_per_second'] / 1e9:.1f} GB/s", ""])
    return markdown("Floors", ["floor", "rate", "cost"], rows)


def fastest_kernel(runs: Runs) -> tuple[str, float]:
    """The reference kernel on the instruction set that suits it best: its name and nanoseconds a person-year."""
    kernels = {name: figures["ns_per_person_year"] for name, figures in runs.items() if name.startswith("kernel/")}
    if not kernels:
        raise SystemExit("no kernel in the report: the ratios need it, so run it together with the model")
    name = min(kernels, key=kernels.__getitem__)
    return name, kernels[name]


def argument(name: str, key: str) -> int:
    """An argument of a benchmark, from its name: `model/persons:10000/…`."""
    found = re.search(rf"{key}:(\d+)", name)
    if found is None:
        raise SystemExit(f"{name}: no argument '{key}'")
    return int(found[1])


def costs(runs: Runs) -> str:
    """The kernel and the model at all sizes, beside the fastest kernel."""
    best, yardstick = fastest_kernel(runs)
    rows = []
    for name, figures in runs.items():
        if not name.startswith(("kernel/", "model/")):
            continue
        nanoseconds = figures["ns_per_person_year"]
        held = [f"{figures[when]:.0f}" for when in ("bytes_at_start", "bytes_at_end") if when in figures]
        called = name + (" (yardstick)" if name == best else "")
        ratio = f"{nanoseconds / yardstick:.2f}"
        rows.append([called, f"{nanoseconds:.1f}", ratio, f"{figures['wall_seconds']:.2f}", " → ".join(held)])
    header = ["run", "CPU ns a person-year", "÷ kernel", "wall s", "bytes a resident, start → end"]
    return markdown("Cost of a resident person-year", header, rows)


def by_size(runs: Runs, threads: int) -> dict[int, Figures]:
    """The model's runs on so many threads, by number of persons."""
    names = [name for name in runs if name.startswith("model/") and argument(name, "threads") == threads]
    return {argument(name, "persons"): runs[name] for name in names}


def marks(runs: Runs) -> str:
    """What is asked of the model, and what was found."""
    _, yardstick = fastest_kernel(runs)
    rows = []
    one_thread, two_threads = by_size(runs, threads=1), by_size(runs, threads=2)
    for persons, two in two_threads.items():
        one = one_thread[persons]
        ratio, speed_up = one["ns_per_person_year"] / yardstick, one["wall_seconds"] / two["wall_seconds"]
        rows.append([f"model ÷ kernel, {persons:,} persons", f"{ratio:.2f}", f"≤ {MARK_RATIO}"])
        rows.append([f"bytes a resident, {persons:,} persons", f"{one['bytes_at_end']:.0f}", f"≤ {MARK_BYTES:.0f}"])
        rows.append([f"two threads against one, {persons:,} persons", f"{speed_up:.2f} ×", f"≥ {MARK_SPEED_UP}"])
    if len(one_thread) > 1:
        sizes = f"{min(one_thread):,} to {max(one_thread):,} persons"
        growth = one_thread[max(one_thread)]["ns_per_person_year"] / one_thread[min(one_thread)]["ns_per_person_year"]
        rows.append([f"growth of the cost a person-year, {sizes}", f"{growth:.2f} ×", "linear: about 1"])
    one_measure, sixty = (runs.get(f"package/measures:{number}") for number in (1, 60))
    if one_measure and sixty:
        ratio = sixty["ns_per_person_year"] / one_measure["ns_per_person_year"]
        rows.append(["sixty measures ÷ one", f"{ratio:.2f}", f"≤ {MARK_PACKAGE}"])
    return markdown("Marks", ["mark", "found", "asked"], rows)


def kinship(runs: Runs) -> str:
    """What a search for kin takes, and beside what; all on the same people."""
    times = {
        name.removeprefix("kinship/"): run["cpu_time"] for name, run in runs.items() if name.startswith("kinship/")
    }
    if not times:
        return ""
    view, listed, sets = times["columns"], times["adjacency_list"], times["adjacency_list_of_sets"]
    made = listed + times["copy_adjacency_list"]
    ratios = [
        ("columns ÷ by hand", view / times["by_hand"], f"≤ {MARK_BY_HAND}"),
        ("columns ÷ adjacency_list of vectors", view / listed, f"≤ {MARK_ADJACENCY}"),
        ("columns ÷ adjacency_list of sets", view / sets, f"≤ {MARK_ADJACENCY}"),
        ("columns ÷ making an adjacency_list of vectors and searching it", view / made, f"≤ {MARK_ADJACENCY}"),
        ("snapshot ÷ columns", times["snapshot"] / view, ""),
        ("snapshot ÷ adjacency_list of vectors", times["snapshot"] / listed, ""),
    ]
    rows = [[name, f"{milliseconds:.1f} ms", ""] for name, milliseconds in times.items()]
    rows += [[name, f"{ratio:.2f}", asked] for name, ratio, asked in ratios]
    return markdown("Kin within three ties of 20,000 people among 1 million", ["what", "found", "asked"], rows)


def care(runs: Runs) -> str:
    """What it takes to hand out grandparents' care."""
    rows = [
        [name.removeprefix("care/"), f"{run['seconds']:.2f} s", f"{run['children_per_second'] / 1e6:.2f} million"]
        for name, run in runs.items()
        if name.startswith("care/")
    ]
    return markdown("Care of 1 million small children", ["what", "CPU", "children a second"], rows) if rows else ""


def main() -> None:
    """Print the report of the file named on the command line."""
    runs = medians(Path(sys.argv[1]))
    print("# What the model costs\n")
    print(floors(runs), costs(runs), marks(runs), kinship(runs), care(runs), sep="\n")


if __name__ == "__main__":
    main()
