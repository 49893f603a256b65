# SPDX-License-Identifier: Apache-2.0
"""What is written as TOML reads back as the same."""

import math
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from kinfold.toml_text import document_text, table_text

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x7f"), max_size=20)
plain = st.one_of(st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), words, st.dates())
values = st.one_of(plain, st.lists(plain, max_size=4), st.dictionaries(words, plain, max_size=4))
tables = st.dictionaries(words, values, max_size=5)


@given(tables)
def test_a_table_reads_back(table: dict[str, object]) -> None:
    assert tomllib.loads(table_text(table)) == table


@given(tables, st.dictionaries(words, tables, max_size=3), st.lists(tables, max_size=3))
def test_a_document_reads_back(head: dict[str, object], parameters: dict[str, object], measures: list[object]) -> None:
    document = {**head, "parameters": parameters, "measure": measures}
    read = tomllib.loads(document_text(document))
    assert {"parameters": {}, "measure": [], **read} == document


def test_what_is_no_number_stays_none() -> None:
    assert math.isnan(tomllib.loads(table_text({"rate": math.nan}))["rate"])
