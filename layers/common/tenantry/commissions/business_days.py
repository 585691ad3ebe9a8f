"""
Until when a statement is to be approved and paid (R-COM-3), in the operator's own days.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

APPROVE_WITHIN = 5
PAY_WITHIN = 10

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """
    When the operator works.

    Args:
        weekend: Days of the week, Monday being 0.
    """

    zone: tzinfo
    holidays: AbstractSet[date] = field(default_factory=frozenset)
    weekend: AbstractSet[int] = frozenset({SATURDAY, SUNDAY})

    def is_business_day(self, day: date) -> bool:
        """
        Whether the operator works on *day*.
        """
        return day.weekday() not in self.weekend and day not in self.holidays


def approve_by(written_at: datetime, calendar: BusinessCalendar) -> datetime:
    """
    The first instant at which a statement that is still not approved is overdue.
    """
    return _end_of(business_day_after(written_at, APPROVE_WITHIN, calendar), calendar)


def pay_by(approved_at: datetime, calendar: BusinessCalendar) -> datetime:
    """
    The first instant at which an approved statement that is still not paid is overdue.
    """
    return _end_of(business_day_after(approved_at, PAY_WITHIN, calendar), calendar)


def business_day_after(moment: datetime, days: int, calendar: BusinessCalendar) -> date:
    """
    The business day so many after a moment, whose own day is day 0, also where nobody works.

    Example:
        >>> friday = datetime(2026, 10, 30, 12, tzinfo=UTC)
        >>> business_day_after(friday, 1, BusinessCalendar(UTC)).isoformat()
        '2026-11-02'
    """
    assert len(calendar.weekend) < len(_WEEK), "somebody works at some time"
    day = moment.astimezone(calendar.zone).date()
    while days:
        day += timedelta(days=1)
        days -= calendar.is_business_day(day)
    return day


_WEEK = range(7)


def _end_of(day: date, calendar: BusinessCalendar) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=calendar.zone)
    return midnight.astimezone(UTC)
