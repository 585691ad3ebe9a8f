"""
A statement as CSV: one line of the statement a row, and nothing else, so that a sum is the total.

Amounts are numbers in major units with the digits that their currency has; what is written to a
line is there in minor units too.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from tenantry.clock import stamp
from tenantry.money import Money
from tenantry.spreadsheets import Cell, as_text, csv_lines
from tenantry.statement_exports.rows import Row, rate_text


def sheet(rows: Iterable[Row]) -> Iterator[str]:
    """
    The file, line by line.
    """
    cells = ([cell(row) for cell in COLUMNS.values()] for row in rows)
    return csv_lines(list(COLUMNS), cells)


def _number(amount: Money | None) -> Cell:
    return "" if amount is None else Decimal(amount.major())


def _text(text: str | None) -> str:
    return "" if text is None else as_text(text)


def _fraction(text: str) -> Cell:
    fraction = Fraction(text)
    return int(fraction) if fraction.denominator == 1 else as_text(text)


def _currency(amount: Money | None) -> str:
    return "" if amount is None else amount.currency


COLUMNS: dict[str, Callable[[Row], Cell]] = {
    "line_id": lambda row: as_text(row.id),
    "statement": lambda row: row.statement,
    "kind": lambda row: row.kind.value,
    "about": lambda row: row.about.value,
    "reason": lambda row: row.reason.value if row.reason else "",
    "cause": lambda row: _text(row.cause),
    "corrects": lambda row: _text(row.corrects),
    "tenant_id": lambda row: as_text(row.tenant_id),
    "payment_id": lambda row: as_text(row.payment_id),
    "earned": lambda row: row.earned,
    "plan_code": lambda row: _text(row.plan_code),
    "quantity": lambda row: "" if row.quantity is None else row.quantity,
    "price": lambda row: _number(row.price),
    "price_currency": lambda row: _currency(row.price),
    "wholesale": lambda row: _number(row.wholesale),
    "wholesale_currency": lambda row: _currency(row.wholesale),
    "covers_from": lambda row: stamp(row.covers_from),
    "covers_until": lambda row: stamp(row.covers_until),
    "paid": lambda row: _number(row.paid),
    "paid_currency": lambda row: row.paid.currency,
    "months": lambda row: row.months,
    "mrr": lambda row: row.mrr,
    "mrr_minor": lambda row: _fraction(row.mrr_minor),
    "share": lambda row: row.share,
    "fx_day": lambda row: row.fx_day or "",
    "fx_rates": lambda row: "; ".join(rate_text(quote) for quote in row.fx_rates),
    "exact_minor": lambda row: _fraction(row.exact_minor),
    "gone": lambda row: _fraction(row.gone),
    "corrected": lambda row: _number(row.corrected),
    "is_held": lambda row: "yes" if row.is_held else "no",
    "amount": lambda row: _number(row.amount),
    "currency": lambda row: row.amount.currency,
    "amount_minor": lambda row: row.amount.minor,
}
"""Each column's heading, and its cell."""
