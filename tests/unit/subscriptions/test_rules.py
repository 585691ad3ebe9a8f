"""
How a pilot starts, is reminded of, ends, or becomes a paid subscription.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.clock import FOREVER, stamp
from tenantry.subscriptions import rules
from tenantry.subscriptions.model import PILOT, Status, Subscription, Terms
from tests.acting import DAY, NOON, SECOND
from tests.builders import GROWTH, RESELLER_ID, TENANT_ID, a_subscription, outcome

ENDS_AT = NOON + PILOT

LIFECYCLE = """
pilot    running  expire   pilot
pilot    over     expire   expired
pilot    running  remind   pilot
pilot    over     remind   pilot
pilot    running  upgrade  active
pilot    over     upgrade  active
pilot    running  move     active
expired  over     expire   expired
expired  over     remind   expired
expired  over     upgrade  active
expired  over     move     active
active   running  expire   active
active   over     expire   active
active   over     remind   active
active   over     upgrade  active
active   over     move     subscription.not_a_pilot
"""

WHEN = {"running": ENDS_AT - 7 * DAY, "over": ENDS_AT}
DO: dict[str, Callable[[Subscription, datetime], Subscription]] = {
    "expire": rules.expire,
    "remind": rules.remind,
    "upgrade": lambda subscription, now: rules.upgrade(subscription, Terms(GROWTH), now),
    "move": lambda subscription, now: rules.upgrade(subscription, Terms("scale"), now),
}


ROWS = LIFECYCLE.strip().splitlines()
ALLOWED = [row for row in ROWS if "." not in row]


@pytest.mark.requirement("R-TEN-1")
@pytest.mark.parametrize("row", ROWS)
def test_subscription_lifecycle(row: str) -> None:
    before, time, action, expected = row.split()
    subscription = a_subscription(Status(before))

    assert outcome(lambda: DO[action](subscription, WHEN[time])) == expected


@pytest.mark.parametrize("row", ALLOWED)
def test_what_is_done_twice_changes_nothing_the_second_time(row: str) -> None:
    before, time, action, _ = row.split()
    subscription = a_subscription(Status(before))

    once = DO[action](subscription, WHEN[time])

    assert DO[action](once, WHEN[time]) is once
    assert once is subscription or once.version == subscription.version + 1


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        ("2026-11-21T12:00:00.000000Z", "2026-12-21T12:00:00.000000Z"),
        ("2026-01-31T00:00:00.000000Z", "2026-03-02T00:00:00.000000Z"),
        ("2028-01-31T00:00:00.000000Z", "2028-03-01T00:00:00.000000Z"),
        ("2028-02-29T23:59:59.999999Z", "2028-03-30T23:59:59.999999Z"),
        ("2026-12-15T08:30:00.000000Z", "2027-01-14T08:30:00.000000Z"),
    ],
)
def test_a_pilot_lasts_thirty_days_whatever_the_calendar(starts_at: str, ends_at: str) -> None:
    pilot = rules.start_pilot(TENANT_ID, RESELLER_ID, GROWTH, datetime.fromisoformat(starts_at))

    assert pilot.status is Status.PILOT
    assert stamp(rules.covered_until(pilot)) == ends_at


@pytest.mark.parametrize(
    ("before_end", "expected"),
    [
        (SECOND, Status.PILOT),
        (timedelta(microseconds=1), Status.PILOT),
        (timedelta(0), Status.EXPIRED),
        (-SECOND, Status.EXPIRED),
    ],
)
def test_a_pilot_is_over_from_its_very_end_on(before_end: timedelta, expected: Status) -> None:
    assert rules.expire(a_subscription(), ENDS_AT - before_end).status is expected


def test_an_upgrade_has_no_end_and_starts_now() -> None:
    upgraded = rules.upgrade(a_subscription(), Terms("scale"), NOON + DAY)

    assert (upgraded.starts_at, upgraded.ends_at) == (NOON + DAY, None)
    assert upgraded.plan_code == "scale"
    assert rules.covered_until(upgraded) == FOREVER


@pytest.mark.requirement("R-TEN-5")
@pytest.mark.parametrize(
    ("before_end", "reminded", "expected"),
    [
        (7 * DAY + SECOND, set(), set()),
        (7 * DAY, set(), {7}),
        (3 * DAY, {7}, {7}),
        (DAY + SECOND, {7}, {7}),
        (DAY, {7}, {7, 1}),
        (SECOND, {7, 1}, {7, 1}),
        (DAY, set(), {7, 1}),
        (timedelta(0), set(), set()),
        (-DAY, {7}, {7}),
    ],
)
def test_reminders_fall_due_seven_days_and_one_day_before_the_end(
    before_end: timedelta, reminded: set[int], expected: set[int]
) -> None:
    pilot = a_subscription(reminded=frozenset(reminded))

    assert rules.remind(pilot, ENDS_AT - before_end).reminded == expected


@given(st.lists(st.timedeltas(timedelta(0), PILOT + 2 * DAY), max_size=12))
def test_whenever_the_job_runs_each_reminder_is_noted_once_at_most(
    runs: list[timedelta],
) -> None:
    pilot, noted = a_subscription(), 0

    for since in sorted(runs):
        after = rules.remind(rules.expire(pilot, NOON + since), NOON + since)
        noted += len(after.reminded) - len(pilot.reminded)
        pilot = after

    assert noted == len(pilot.reminded) <= 2
    assert (pilot.status is Status.EXPIRED) == any(since >= PILOT for since in runs)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - the strategy adds the zone
def test_an_upgraded_pilot_never_expires_and_is_never_reminded_of(now: datetime) -> None:
    upgraded = rules.upgrade(a_subscription(), Terms(GROWTH), NOON)

    assert rules.expire(upgraded, now) is upgraded
    assert rules.reminders_due(upgraded, now) == []


def test_the_plan_that_a_tenant_has_already_is_no_second_upgrade() -> None:
    active = replace(a_subscription(Status.ACTIVE), plan_code="scale")

    assert rules.upgrade(active, Terms("scale"), NOON + DAY) is active
