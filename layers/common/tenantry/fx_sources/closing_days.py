"""
The days on which the European Central Bank sets no rates: weekends, and holidays of the euro.
"""

from datetime import date, timedelta

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


def easter(year: int) -> date:
    """
    Easter Sunday of the western churches, by the Gregorian tables of golden number and full moon.

    Example:
        >>> easter(2026)
        datetime.date(2026, 4, 5)
    """
    century = year // 100
    # The moon's age at the year's start: the 19-year cycle, less the leap days that were left out,
    # with the moon's own slip of eight days in 2,500 years.
    dropped, slipped = century - century // 4, (8 * century + 13) // 25
    epact = (19 * (year % 19) + dropped - slipped + 15) % 30
    # The tables never let the full moon be later than 18 April, nor so twice in a cycle.
    is_late = epact == 29 or (epact == 28 and year % 19 > 10)  # noqa: PLR2004 - the tables' own
    full_moon = date(year, 3, 21) + timedelta(days=epact - is_late)
    return full_moon + timedelta(days=7 - (full_moon.weekday() + 1) % 7)
