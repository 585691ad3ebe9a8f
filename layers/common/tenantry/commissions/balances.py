"""
What a partner is owed, and what of it is paid out at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tenantry.clock import Month, month_bounds
from tenantry.commissions.model import Standing, Status
from tenantry.money import Money


@dataclass(frozen=True, slots=True)
class Payable:
    """
    What is paid out, and the statements that it settles.
    """

    amount: Money
    months: tuple[Month, ...]


def balance(statements: Iterable[Standing], currency: str) -> Money:
    """
    The sum of what is not settled; it may be negative.

    What was rejected is in it: an adjustment in a later statement takes it away.
    """
    total = Money(0, currency)
    for one in statements:
        if one.status is not Status.SETTLED:
            total += one.total
    return total


def payable(statements: Iterable[Standing], minimum: Money) -> Payable | None:
    """
    All that is approved and not settled, at once; None where it stays below the minimum: carried.

    Negative statements are settled with the others. Nothing is paid out at zero or below.
    """
    owed = [one for one in statements if one.status is Status.APPROVED]
    total = Money(0, minimum.currency)
    for one in owed:
        total += one.total
    if total.minor < max(minimum.minor, 1):
        return None
    return Payable(total, tuple(sorted(one.month for one in owed)))


def past_hold(statements: Sequence[Standing], hold_days: int, now: datetime) -> list[Standing]:
    """
    The statements that may be paid out: those whose month ended as many days ago as are held.

    What a partner owes does not wait.
    """
    return [
        one
        for one in statements
        if one.total.minor < 0 or now >= month_bounds(one.month)[1] + timedelta(days=hold_days)
    ]
