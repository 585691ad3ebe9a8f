"""
Billing periods: counted from their anchor, through short months and leap years.
"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.intervals import Interval, months_after, period_holding

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("anchor", "months", "expected"),
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2027-01-31", 2, "2027-03-31"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2027-11-15", 3, "2028-02-15"),
        ("2027-03-15", -1, "2027-02-15"),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_months_last(
    anchor: str, months: int, expected: str
) -> None:
    assert months_after(day(anchor), months) == day(expected)


@pytest.mark.parametrize(
    ("moment", "starts", "ends"),
    [
        ("2027-01-31", "2027-01-31", "2027-02-28"),
        ("2027-02-27", "2027-01-31", "2027-02-28"),
        ("2027-02-28", "2027-02-28", "2027-03-31"),
        ("2027-03-30", "2027-02-28", "2027-03-31"),
        ("2027-03-31", "2027-03-31", "2027-04-30"),
    ],
)
def test_a_month_that_began_on_the_31st_ends_on_the_31st_where_there_is_one(
    moment: str, starts: str, ends: str
) -> None:
    period = period_holding(day("2027-01-31"), Interval.MONTH, day(moment))

    assert period == (day(starts), day(ends))


@given(anchor=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=4_000)))
def test_every_moment_lies_in_its_period_and_periods_touch(
    anchor: datetime, later: timedelta
) -> None:
    for interval in Interval:
        starts, ends = period_holding(anchor, interval, anchor + later)

        assert starts <= anchor + later < ends
        assert period_holding(anchor, interval, ends)[0] == ends
