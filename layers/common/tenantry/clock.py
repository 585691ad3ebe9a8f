"""
Time as text and back. Nothing here asks the system clock: `now` is always passed in.
"""

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import NewType

Month = NewType("Month", str)

FOREVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def stamp(moment: datetime) -> str:
    """
    Write an aware moment as fixed-width RFC 3339 in UTC: the order of text is the order of time.

    Example:
        >>> stamp(datetime(2026, 11, 21, 9, 5, tzinfo=UTC))
        '2026-11-21T09:05:00.000000Z'
    """
    assert moment.tzinfo is not None, "a moment without a zone is a bug"
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def moment(text: str) -> datetime:
    """
    Read what `stamp` wrote, and any other RFC 3339 text with a zone.

    Raises:
        ValueError: The text is not RFC 3339, or has no zone.
    """
    parsed = datetime.fromisoformat(text)
    if parsed.tzinfo is None:
        message = "a time needs its zone, for example 2026-11-21T09:05:00Z"
        raise ValueError(message)
    return parsed.astimezone(UTC)


def month_of(moment: datetime) -> Month:
    """
    The calendar month, in UTC, that holds *moment*.

    Example:
        >>> month_of(datetime(2026, 10, 31, 23, 59, tzinfo=UTC))
        '2026-10'
    """
    return Month(stamp(moment)[:7])


def month_bounds(month: Month) -> tuple[datetime, datetime]:
    """
    The half-open span `[starts_at, ends_at)` of *month* in UTC.

    Example:
        >>> [stamp(edge)[:10] for edge in month_bounds(Month("2028-02"))]
        ['2028-02-01', '2028-03-01']
    """
    starts_at = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    days = monthrange(starts_at.year, starts_at.month)[1]
    return starts_at, starts_at + timedelta(days=days)


def days_between(starts_at: datetime, ends_at: datetime) -> list[str]:
    """
    Every UTC date that the span touches, both ends included, oldest first.

    Example:
        >>> days_between(datetime(2028, 2, 28, 22, tzinfo=UTC), datetime(2028, 3, 1, tzinfo=UTC))
        ['2028-02-28', '2028-02-29', '2028-03-01']
    """
    first = starts_at.astimezone(UTC).date()
    count = (ends_at.astimezone(UTC).date() - first).days
    return [(first + timedelta(days=offset)).isoformat() for offset in range(count + 1)]
