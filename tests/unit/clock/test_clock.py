"""
Moments as text, months, and the days of a span.
"""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.clock import FOREVER, Month, days_between, moment, month_bounds, month_of, stamp

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=zones)  # noqa: DTZ001 - the strategy adds the zone


@given(moments)
def test_a_moment_survives_being_written(now: datetime) -> None:
    assert moment(stamp(now)) == now


@given(moments, moments)
def test_the_order_of_text_is_the_order_of_time(one: datetime, other: datetime) -> None:
    assert (stamp(one) < stamp(other)) == (one < other)


@given(moments)
def test_every_moment_is_written_equally_wide(now: datetime) -> None:
    assert len(stamp(now)) == len(stamp(FOREVER)) == 27


@given(moments)
def test_a_month_holds_the_moments_that_it_is_the_month_of(now: datetime) -> None:
    starts_at, ends_at = month_bounds(month_of(now))

    assert starts_at <= now < ends_at


@given(st.integers(2000, 2400), st.integers(1, 11))
def test_a_month_ends_where_the_next_one_starts(year: int, month: int) -> None:
    _, ends_at = month_bounds(Month(f"{year}-{month:02}"))

    assert (ends_at, month_of(ends_at)) == (
        datetime(year, month + 1, 1, tzinfo=UTC),
        f"{year}-{month + 1:02}",
    )


@pytest.mark.parametrize(
    ("month", "days"),
    [
        ("2026-02", 28),
        ("2028-02", 29),
        ("2000-02", 29),
        ("2100-02", 28),
        ("2026-04", 30),
        ("2026-12", 31),
    ],
)
def test_months_are_as_long_as_the_calendar_says(month: str, days: int) -> None:
    starts_at, ends_at = month_bounds(Month(month))

    assert ends_at - starts_at == timedelta(days=days)


def test_a_month_is_that_of_utc_wherever_the_clock_hangs() -> None:
    nairobi = timezone(timedelta(hours=3))

    assert month_of(datetime(2026, 11, 1, 2, 59, tzinfo=nairobi)) == "2026-10"
    assert month_of(datetime(2026, 11, 1, 3, 0, tzinfo=nairobi)) == "2026-11"


def test_the_last_microsecond_of_a_leap_day_is_still_february() -> None:
    last = datetime(2028, 3, 1, tzinfo=UTC) - timedelta(microseconds=1)

    assert (month_of(last), stamp(last)) == ("2028-02", "2028-02-29T23:59:59.999999Z")


@given(moments, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_a_span_touches_every_day_from_its_first_to_its_last(
    starts_at: datetime, length: timedelta
) -> None:
    ends_at = starts_at + length

    days = days_between(starts_at, ends_at)

    assert (days[0], days[-1]) == (stamp(starts_at)[:10], stamp(ends_at)[:10])
    assert days == sorted(set(days))
    assert all(
        datetime.fromisoformat(later) - datetime.fromisoformat(earlier) == timedelta(days=1)
        for earlier, later in pairwise(days)
    )


def test_a_span_that_ends_before_it_starts_touches_no_day() -> None:
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)

    assert days_between(noon, noon - timedelta(days=1)) == []


@pytest.mark.parametrize("text", ["2026-11-21T12:00:00", "2026-11-21", "noon", "", "2026-13-01Z"])
def test_a_time_without_a_zone_or_sense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"zone|isoformat"):
        moment(text)


def test_a_moment_without_a_zone_is_a_bug() -> None:
    naive = datetime(2026, 11, 21, 12)  # noqa: DTZ001 - the point of the test

    with pytest.raises(AssertionError):
        stamp(naive)
