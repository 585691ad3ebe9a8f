"""
CSV that a spreadsheet opens without running anything.
"""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.spreadsheets import to_csv

pytestmark = pytest.mark.requirement("R-COM-9")

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_would_start_a_formula_is_text(start: str) -> None:
    [_, [cell]] = cells(to_csv(["name"], [[f"{start}cmd|'/c calc'!A1"]]))

    assert cell == f"'{start}cmd|'/c calc'!A1"


def test_a_number_below_zero_stays_a_number() -> None:
    assert to_csv(["amount"], [[-5]]) == "amount\r\n-5\r\n"


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=5))
def test_every_cell_comes_back_whatever_stands_in_it(rows: list[list[str]]) -> None:
    read = cells(to_csv(["a", "b"], rows))

    assert [[cell.removeprefix("'") for cell in row] for row in read[1:]] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in read for cell in row)
