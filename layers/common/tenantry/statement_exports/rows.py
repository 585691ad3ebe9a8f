"""
What is shown of a line, wherever it is shown: answers, CSV and PDF take it from here (R-COM-4).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from tenantry.clock import Month
from tenantry.commissions.model import Kind, Line, Reason
from tenantry.fx.model import Quote
from tenantry.money import EXPONENTS, Money
from tenantry.statement_exports.model import LinesDiffer
from tenantry.statements.model import StatementHeader

FURTHER_DIGITS = 2
"""So many more than a currency has are shown of what is not rounded yet."""


@dataclass(frozen=True, slots=True)
class Row:
    """
    A line, with all the numbers behind it.

    Args:
        statement: The month of the statement that the line stands in.
        price, wholesale: Of one unit for one interval at the sale; None where nobody said.
        mrr_minor: Exact, in minor units of what was paid; a fraction such as `1829/12`.
        mrr: The same in major units, rounded to two digits more than the currency has.
        share: The partner's, from 0 to 1.
        gone: Which share of the payment went back or is disputed, 0 to 1, as a fraction.
        exact_minor: The partner's share in minor units of the amount's currency, before what went
            back, before *corrected*, and before the line was rounded.
    """

    id: str
    statement: Month
    kind: Kind
    about: Kind
    reason: Reason | None
    cause: str | None
    corrects: str | None
    tenant_id: str
    payment_id: str
    earned: Month
    plan_code: str | None
    quantity: int | None
    price: Money | None
    wholesale: Money | None
    covers_from: datetime
    covers_until: datetime
    paid: Money
    months: int
    mrr_minor: str
    mrr: Decimal
    share: Decimal
    fx_day: str | None
    fx_rates: tuple[Quote, ...]
    exact_minor: str
    gone: str
    corrected: Money
    is_held: bool
    amount: Money


def row_of(line: Line) -> Row:
    """
    What is shown of *line*.
    """
    numbers = line.numbers
    covers_from, covers_until = numbers.covers
    return Row(
        id=line.id,
        statement=line.month,
        kind=line.kind,
        about=line.about,
        reason=line.reason,
        cause=line.cause,
        corrects=line.corrects,
        tenant_id=line.tenant_id,
        payment_id=line.payment_id,
        earned=line.earned,
        plan_code=numbers.plan_code,
        quantity=numbers.quantity,
        price=numbers.price,
        wholesale=numbers.wholesale,
        covers_from=covers_from,
        covers_until=covers_until,
        paid=numbers.paid,
        months=numbers.months,
        mrr_minor=numbers.mrr,
        mrr=in_major(Fraction(numbers.mrr), numbers.paid.currency),
        share=numbers.rate,
        fx_day=None if numbers.fx_day is None else numbers.fx_day.isoformat(),
        fx_rates=numbers.quotes,
        exact_minor=numbers.exact,
        gone=numbers.gone,
        corrected=Money(numbers.corrected_minor, line.amount.currency),
        is_held=numbers.is_held,
        amount=line.amount,
    )


def in_major(minor: Fraction, currency: str) -> Decimal:
    """
    A fraction of minor units in major ones, with two digits more than the currency has.

    Example:
        >>> in_major(Fraction(1829, 12), "USD")
        Decimal('1.5242')
    """
    digits = EXPONENTS[currency] + FURTHER_DIGITS
    scaled = round(minor * 10**FURTHER_DIGITS)
    return Decimal(scaled).scaleb(-digits).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)


def rate_text(quote: Quote) -> str:
    """
    A rate of exchange, as people write it.

    Example:
        >>> from datetime import date
        >>> rate_text(Quote("KES", "USD", Decimal("129.25"), date(2026, 10, 30), "open-rates"))
        '1 USD = 129.25 KES (open-rates, published 2026-10-30)'
    """
    published = quote.published.isoformat()
    price = f"1 {quote.base} = {quote.rate} {quote.currency}"
    return f"{price} ({quote.source}, published {published})"


def whole(header: StatementHeader, lines: Iterable[Line]) -> Iterator[Row]:
    """
    The rows of all lines of a statement, as they are read; the last of them proves them complete.

    Raises:
        LinesDiffer: They do not make the statement's total, or are not as many as it has.
    """
    count, total = 0, Money(0, header.total.currency)
    for line in lines:
        count, total = count + 1, total + line.amount
        yield row_of(line)
    if (count, total) != (header.line_count, header.total):
        message = (
            f"{count} lines come to {total.major()} {total.currency}, and the statement says "
            f"{header.line_count} and {header.total.major()} {header.total.currency}"
        )
        raise LinesDiffer(message)
