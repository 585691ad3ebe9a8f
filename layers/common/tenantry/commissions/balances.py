"""
What a partner is owed, and what of it waits.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from tenantry.clock import month_bounds
from tenantry.commissions.model import Standing, Status
from tenantry.money import Money

OPEN = (Status.PENDING, Status.APPROVED)
"""What is owed: neither settled, nor rejected, which is as if it had never been written."""


def balance(statements: Iterable[Standing], currency: str) -> Money:
    """
    The sum of what is open; it may be negative.
    """
    total = Money(0, currency)
    for one in statements:
        if one.status in OPEN:
            total += one.total
    return total


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
