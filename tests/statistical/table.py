# SPDX-License-Identifier: Apache-2.0
"""Table of the statistical C++ tests, from the XML reports that GoogleTest wrote.

A test fills its row with `RecordProperty`: `expected`, `found`, `false_alarm` (chance of failing although the program
is right) and `detects` (smallest change that it sees with 95 % power).
"""

import sys
from pathlib import Path
from xml.etree import ElementTree

COLUMNS = ("expected", "found", "false_alarm", "detects")


def rows(report: Path) -> list[list[str]]:
    """One row a test of a report: its name, its properties, its result."""
    found = []
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314  (our own reports)
        if case.get("status") != "run":
            continue
        told = {item.get("name"): item.get("value", "") for item in case.iter("property")}
        result = "FAILED" if case.find("failure") is not None else "passed"
        name = f"{case.get('classname')}.{case.get('name')}"
        found.append([name, *(told.get(column, "") for column in COLUMNS), result])
    return found


def table(folder: Path) -> str:
    """All reports below a folder as one Markdown table, by test name."""
    lines = [["test", *COLUMNS, "result"], ["---"] * (len(COLUMNS) + 2)]
    lines += sorted(row for report in folder.rglob("*.xml") for row in rows(report))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    print(table(Path(sys.argv[1])))  # noqa: T201
