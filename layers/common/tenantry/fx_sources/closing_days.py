"""
The days on which the European Central Bank sets no rates: weekends, and holidays of the euro.
"""

from datetime import date, timedelta

from dateutil.easter import easter

FIXED = {(1, 1), (5, 1), (12, 25), (12, 26)}
"""Month and day of holidays that stand still."""

GOOD_FRIDAY, EASTER_MONDAY = timedelta(days=-2), timedelta(days=1)
SATURDAY = 5


def is_closed(day: date) -> bool:
    """
    Whether no rates are set on *day*, as the calendar is since 2002.

    Example:
        >>> is_closed(date(2026, 4, 3)), is_closed(date(2026, 12, 24))
        (True, False)
    """
    is_weekend = day.weekday() >= SATURDAY
    moves = day - easter(day.year) in {GOOD_FRIDAY, EASTER_MONDAY}
    return is_weekend or moves or (day.month, day.day) in FIXED
