"""
Calendar months in UTC, and the instants and days on which commission looks at them.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from tenantry.clock import Month, month_bounds, month_of


def ends_at(month: Month) -> datetime:
    """
    The first instant of the next month.
    """
    year, number = int(month[:4]), int(month[5:])
    return datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)


def next_month(month: Month) -> Month:
    """
    The month after.

    Example:
        >>> next_month(Month("2026-12"))
        '2027-01'
    """
    return month_of(ends_at(month))


def month_before(month: Month) -> Month:
    """
    The month before.

    Example:
        >>> month_before(Month("2027-01"))
        '2026-12'
    """
    return month_of(month_bounds(month)[0] - datetime.resolution)


def months_from(first: Month, last: Month) -> Iterator[Month]:
    """
    Every month from *first* to *last*, both included.

    Example:
        >>> list(months_from(Month("2026-11"), Month("2027-01")))
        ['2026-11', '2026-12', '2027-01']
    """
    while first <= last:
        yield first
        first = next_month(first)


def last_instant(month: Month) -> datetime:
    """
    The last microsecond of the month: who holds a tenant then earns.
    """
    return ends_at(month) - datetime.resolution


def last_day(month: Month) -> date:
    """
    The day whose rates are the month's.
    """
    return last_instant(month).date()
