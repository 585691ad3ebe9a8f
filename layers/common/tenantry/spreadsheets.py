"""
CSV that spreadsheets open without running anything (R-COM-9).
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(headings: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    r"""
    Write rows as RFC 4180. Text that would start a formula gets an apostrophe; numbers stay so.

    Example:
        >>> to_csv(["name", "amount"], [["=1+1", -5]])
        "name,amount\r\n'=1+1,-5\r\n"
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _cell(cell: str | int) -> str | int:
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell
