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


def medians(report: Path) -> Runs:
    """Median of each figure over the repetitions of a benchmark, by name; instruction sets are part of the name."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in json.loads(report.read_text())["benchmarks"]:
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
        size = ("bytes_at_start", "bytes_at_end")
        rows.append(
            [
                name + (" (yardstick)" if name == best else ""),
                f"{nanoseconds:.1f}",
                f"{nanoseconds / yardstick:.2f}",
                f"{figures['wall_seconds']:.2f}",
                " → ".join(f"{figures[when]:.0f}" for when in size) if size[0] in figures else "",
            ]
        )
    header = ["run", "CPU ns a person-year", "÷ kernel", "wall s", "bytes a resident, start → end"]
    return markdown("Cost of a resident person-year", header, rows)


def speed_up(runs: Runs) -> list[list[str]]:
    """Two threads against one, at each size that has both."""
    rows = []
    for name, figures in runs.items():
        two = runs.get(name.replace("threads:1", "threads:2"))
        if two is None or not name.startswith("model/") or "threads:1" not in name:
            continue
        found = figures["wall_seconds"] / two["wall_seconds"]
        rows.append([f"two threads, {argument(name, 'persons'):,} persons", f"{found:.2f} ×", f"≥ {MARK_SPEED_UP}"])
    return rows


def growth(runs: Runs) -> list[list[str]]:
    """The dearest person-year of all sizes against the cheapest: one, if cost is linear in people."""
    single = {
        argument(name, "persons"): figures["ns_per_person_year"]
        for name, figures in runs.items()
        if name.startswith("model/") and "threads:1" in name
    }
    if len(single) < 2:  # noqa: PLR2004  (nothing to compare)
        return []
    spread = max(single.values()) / min(single.values())
    return [[f"person-year, {min(single):,} to {max(single):,} persons: dearest ÷ cheapest", f"{spread:.2f}", "linear"]]


def marks(runs: Runs) -> str:
    """What is asked of the model, and what was found."""
    _, yardstick = fastest_kernel(runs)
    rows = []
    for name, figures in runs.items():
        if name.startswith("model/") and "threads:1" in name and argument(name, "persons") >= 1_000_000:  # noqa: PLR2004
            people = f"{argument(name, 'persons'):,} persons × {argument(name, 'years')} years"
            rows.append([f"model ÷ kernel, {people}", f"{figures['ns_per_person_year'] / yardstick:.2f}", f"≤ {MARK_RATIO}"])
            rows.append([f"bytes a resident, {people}", f"{figures['bytes_at_end']:.0f}", f"≤ {MARK_BYTES:.0f}"])
    rows += speed_up(runs) + growth(runs)
    one, sixty = (runs.get(f"package/measures:{number}") for number in (1, 60))
    if one and sixty:
        found = sixty["ns_per_person_year"] / one["ns_per_person_year"]
        rows.append(["sixty measures ÷ one", f"{found:.2f}", f"≤ {MARK_PACKAGE}"])
    return markdown("Marks", ["mark", "found", "asked"], rows)


def main() -> None:
    """Print the report of the file named on the command line."""
    runs = medians(Path(sys.argv[1]))
    print("# What the model costs\n")
    print(floors(runs), costs(runs), marks(runs), sep="\n")


if __name__ == "__main__":
    main()
