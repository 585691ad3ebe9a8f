"""
How much is paid out at once, of which statements, and in which parts: integers in, integers out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import floor

from tenantry.commissions.balances import past_hold
from tenantry.commissions.model import Agreement, Status
from tenantry.disbursements.model import BelowMinimum, Carried, Part
from tenantry.money import Money
from tenantry.statements.model import StatementHeader

STATEMENTS_MAX = 80
"""So many are claimed at once, the earliest first: one transaction holds them all."""
PARTS_MAX = 20
"""More than so many transfers are left for the next disbursement."""


@dataclass(frozen=True, slots=True)
class Terms:
    """
    What a method pays.

    Args:
        currency: What the money arrives in.
        step: What can be paid is a multiple of so many minor units.
        largest: Of one transfer, in minor units; None for no limit.
    """

    currency: str
    step: int = 1
    largest: int | None = None


@dataclass(frozen=True, slots=True)
class Payout:
    """
    What is paid, and what stays.
    """

    parts: tuple[Part, ...]
    amount: Money
    remainder: Money


def claimable(
    headers: Iterable[StatementHeader], hold_days: int, now: datetime
) -> tuple[StatementHeader, ...]:
    """
    The approved statements that nothing pays yet and whose hold is over, the earliest first.
    """
    free = {
        header.month: header
        for header in headers
        if header.status is Status.APPROVED and header.disbursement_id is None
    }
    ready = past_hold([header.standing for header in free.values()], hold_days, now)
    return tuple(free[month] for month in sorted(one.month for one in ready)[:STATEMENTS_MAX])


def payable(claimed: Sequence[StatementHeader], carried: Carried, agreement: Agreement) -> Money:
    """
    What statements and rests come to, when that reaches the minimum.

    Raises:
        BelowMinimum: It does not, or is nothing at all.
    """
    total = carried.amount
    for header in claimed:
        total += header.total
    # Never zero or below, whatever the agreed minimum is.
    least = max(agreement.minimum.minor, 1)
    if total.minor < least:
        raise below_minimum(total, least)
    return total


def below_minimum(total: Money, least: int) -> BelowMinimum:
    """
    What refuses to pay so little.
    """
    message = "what can be paid by now is less than the agreed minimum; it is carried over"
    return BelowMinimum(
        message, payable_minor=total.minor, minimum_minor=least, currency=total.currency
    )


def payout(total: Money, worth: Fraction, terms: Terms) -> Payout:
    """
    The parts in which *total* is paid, and what of it stays.

    The amount is rounded down to what the method can pay, and so is what stays, to a whole minor
    unit of the statements' currency: less than one such unit is lost in the conversion, and
    nothing where nothing is converted.

    Args:
        worth: How many minor units of the payout's currency one of the statements' is, exactly.

    Raises:
        BelowMinimum: Not even one step of the method can be paid.
    """
    exact = total.minor * worth
    minor = floor(exact / terms.step) * terms.step
    size = None if terms.largest is None else terms.largest // terms.step * terms.step
    if size is not None:
        minor = min(minor, size * PARTS_MAX)
    if minor <= 0:
        raise below_minimum(total, max(1, -floor(-terms.step / worth)))
    remainder = Money(floor((exact - minor) / worth), total.currency)
    amount = Money(minor, terms.currency)
    return Payout(_parts(amount, total - remainder, size or minor), amount, remainder)


def _parts(amount: Money, worth: Money, size: int) -> tuple[Part, ...]:
    """
    Transfers of *size*, and a last one; their worths follow their amounts, and none is lost.
    """
    parts: list[Part] = []
    for start in range(0, amount.minor, size):
        end = min(start + size, amount.minor)
        before, after = (worth.minor * edge // amount.minor for edge in (start, end))
        parts.append(
            Part(
                number=len(parts) + 1,
                amount=Money(end - start, amount.currency),
                worth=Money(after - before, worth.currency),
            )
        )
    return tuple(parts)
