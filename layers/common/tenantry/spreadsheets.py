"""
CSV that spreadsheets open without running anything (R-COM-9).
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO

type Cell = str | int | Decimal
"""A number is a number, negative ones too; all else is text."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_TRUTHS = {"true", "false", "wahr", "falsch", "vrai", "faux", "verdadeiro", "falso", "verdadero"}
# The beginnings of the months' names where spreadsheets are set to English, French, Portuguese,
# Spanish, German or Swahili.
_MONTHS = (
    "jan|ene|feb|fev|fév|mar|mär|apr|abr|avr|may|mai|mac|mei|jun|juin|jul|juil|aug|ago|aoû|aou|sep|"
    "set|oct|okt|out|nov|dec|dez|déc|dic|des"
)
_WORDS_OF_NUMBERS = re.compile(rf"({_MONTHS})[a-zéûçä]{{0,7}}|am|pm|e|t|z", re.IGNORECASE)
_DIGITS_AND_SIGNS = re.compile(r"[\d\s.,:;/%$€£+-]*\d[\d\s.,:;/%$€£+-]*")


def to_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    r"""
    Write rows as RFC 4180. Text that would start a formula gets an apostrophe; numbers stay so.

    Example:
        >>> to_csv(["name", "amount"], [["=1+1", -5]])
        "name,amount\r\n'=1+1,-5\r\n"
    """
    return "".join(csv_lines(headings, rows))


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """
    The same, line by line, for what is too large to be held as one text.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    yield text.getvalue()
    for row in rows:
        text.seek(0)
        text.truncate()
        writer.writerow([_cell(cell) for cell in row])
        yield text.getvalue()


def as_text(text: str) -> str:
    """
    An id or a code as a cell that no spreadsheet takes for a number, a date or a truth value.

    Example:
        >>> as_text("growth-50"), as_text("mar-1"), as_text("10e5"), as_text("1829/12")
        ('growth-50', "'mar-1", "'10e5", "'1829/12")
    """
    rest = _WORDS_OF_NUMBERS.sub("", text)
    is_taken = _DIGITS_AND_SIGNS.fullmatch(rest) or text.strip().casefold() in _TRUTHS
    return f"'{text}" if is_taken else text


def _cell(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell
