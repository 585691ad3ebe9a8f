"""
Billing intervals, counted in calendar months from an anchor.
"""

from calendar import monthrange
from datetime import datetime
from enum import StrEnum


class Interval(StrEnum):
    """
    How often a subscription is billed.
    """

    MONTH = "month"
    YEAR = "year"

    @property
    def months(self) -> int:
        """
        How many calendar months one interval has.
        """
        return 12 if self is Interval.YEAR else 1


def months_after(anchor: datetime, months: int) -> datetime:
    """
    The same day and time so many months on, or the month's last day where it has no such day.

    Example:
        >>> from datetime import UTC
        >>> months_after(datetime(2027, 12, 31, tzinfo=UTC), 2).date().isoformat()
        '2028-02-29'
    """
    count = anchor.year * 12 + anchor.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return anchor.replace(year=year, month=month, day=min(anchor.day, monthrange(year, month)[1]))


def period_holding(
    anchor: datetime, interval: Interval, moment: datetime
) -> tuple[datetime, datetime]:
    """
    The half-open billing period `[starts, ends)` that holds *moment*, counted from *anchor*.

    Each edge is counted from the anchor, and not from the edge before: a subscription that began on
    the 31st ends on the 31st wherever a month has one.
    """
    assert moment >= anchor, "nothing is billed before its anchor"
    number = ((moment.year - anchor.year) * 12 + moment.month - anchor.month) // interval.months
    # The day of the month may lie before or behind the edge.
    while months_after(anchor, number * interval.months) > moment:
        number -= 1
    while months_after(anchor, (number + 1) * interval.months) <= moment:
        number += 1
    return (
        months_after(anchor, number * interval.months),
        months_after(anchor, (number + 1) * interval.months),
    )
