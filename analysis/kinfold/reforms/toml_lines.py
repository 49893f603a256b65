# SPDX-License-Identifier: Apache-2.0
"""Where things stand in a TOML file: Python's reader does not tell, and a message must."""

import re
from collections import Counter
from dataclasses import dataclass, field

HEADER = re.compile(r"\s*(\[\[?)\s*([\w.\"-]+)\s*\]\]?\s*(#.*)?$")
KEY = re.compile(r"\s*([\w-]+)\s*=")


@dataclass
class TomlLines:
    """The lines of a file, the line of each key, and the table in which each line stands.

    A table is named as in its header, those of a list with their number: ``outcome[0]``.
    """

    text: str
    line_of: dict[tuple[str, str], int] = field(default_factory=dict)
    table_of: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Walk the lines once."""
        table, seen = "", Counter[str]()
        for number, line in enumerate(self.text.splitlines(), start=1):
            if header := HEADER.match(line):
                name = header[2].replace('"', "")
                table = f"{name}[{seen[name]}]" if header[1] == "[[" else name
                seen[name] += 1
                self.line_of.setdefault((table, ""), number)
            elif key := KEY.match(line):
                self.line_of.setdefault((table, key[1]), number)
            self.table_of.append(table)

    def line(self, table: str, key: str) -> int:
        """Line of a key or of a table that it names; where there is none, of the header of its table, else 1."""
        named = f"{table}.{key}" if table else key
        places = ((table, key), (named, ""), (f"{named}[0]", ""), (table, ""))
        return next((self.line_of[it] for it in places if it in self.line_of), 1)
