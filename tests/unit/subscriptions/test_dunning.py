"""
What happens when nobody pays: past due, reminded, suspended; and open again once it is paid.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.clock import FOREVER
from tenantry.intervals import months_after
from tenantry.subscriptions import paying, rules
from tenantry.subscriptions.model import DunningSchedule, Status, Subscription, Terms
from tenantry.tenants import rules as tenants
from tests.acting import DAY, NOON, SECOND
from tests.builders import GROWTH, a_subscription, a_tenant
from tests.unit.subscriptions.owing import (
    SCHEDULE,
    SUSPENDED_AT,
    asked,
    paid,
    past_due,
    sold,
)

pytestmark = pytest.mark.requirement("R-BIL-4")

MONTH_END = months_after(NOON, 1)

STEPS = """
-1s  active    -      open
0    past_due  -      open
1    past_due  1      open
3-1s past_due  1      open
3    past_due  1,3    open
7    past_due  1,3,7  open
8-1s past_due  1,3,7  open
8    past_due  1,3,7  shut
40   past_due  1,3,7  shut
"""


def after(text: str) -> datetime:
    """
    So many days (less a second) after the period began.
    """
    days, less, _ = text.partition("-1s")
    return NOON + timedelta(days=int(days or 0)) - (SECOND if less else timedelta(0))


def told(subscription: Subscription) -> tuple[str, str, str]:
    days = ",".join(str(day) for day in sorted(subscription.reminded)) or "-"
    gate = "open" if subscription.suspended_at is None else "shut"
    return subscription.status.value, days, gate


@pytest.mark.parametrize("row", STEPS.strip().splitlines())
def test_each_step_is_taken_at_its_very_instant_however_many_nights_were_missed(row: str) -> None:
    moment, *expected = row.split()

    assert told(paying.dun(sold(), SCHEDULE, after(moment))) == tuple(expected)


@given(nights=st.lists(st.timedeltas(-DAY, 20 * DAY), min_size=1, max_size=12))
def test_whichever_nights_run_each_step_is_taken_once_and_never_too_early(
    nights: list[timedelta],
) -> None:
    subscription, seen = sold(), list[int]()
    for night in sorted(nights):
        late = paying.dun(subscription, SCHEDULE, NOON + night)
        seen += sorted(late.reminded - subscription.reminded)
        is_same = late is subscription
        assert is_same or late.version == subscription.version + 1
        assert paying.dun(late, SCHEDULE, NOON + night) is late
        subscription = late

    last = max(nights)
    expected = [day for day in SCHEDULE.reminder_days if timedelta(days=day) <= last]
    assert seen == expected
    assert (subscription.suspended_at is not None) == (last >= timedelta(days=8))
    assert (subscription.status is Status.PAST_DUE) == (last >= timedelta(0))


SCHEDULES = st.lists(st.integers(1, 60), min_size=1, max_size=10, unique=True).flatmap(
    lambda days: st.builds(
        DunningSchedule, st.just(tuple(sorted(days))), st.integers(max(days) + 1, 90)
    )
)


@given(schedule=SCHEDULES, day=st.integers(0, 100))
def test_a_resellers_own_schedule_is_kept_to(schedule: DunningSchedule, day: int) -> None:
    late = paying.dun(sold(), schedule, NOON + day * DAY)

    assert late.reminded == {one for one in schedule.reminder_days if one <= day}
    assert (late.suspended_at is not None) == (schedule.suspend_after <= day)


def test_a_late_message_of_a_night_before_the_present_version_changes_nothing() -> None:
    settled = paid(past_due(NOON + DAY), NOON + 2 * DAY)
    december = paying.dun(settled, SCHEDULE, MONTH_END + 9 * DAY)

    for late in (settled, december):
        assert paying.dun(late, SCHEDULE, NOON + DAY) is late


@pytest.mark.parametrize("day", [0, 5, 8, 50])
def test_what_is_paid_runs_on_with_an_open_gate(day: int) -> None:
    late = past_due(NOON + day * DAY)
    while (paying.due_at(late) or FOREVER) <= NOON + day * DAY:
        late = paid(late, NOON + day * DAY, f"pay_{late.version}")

    assert told(late) == ("active", "-", "open")
    assert rules.covered_until(late) == FOREVER


def test_who_pays_a_part_stays_past_due_and_is_reminded_of_the_rest_anew() -> None:
    slow = DunningSchedule((1, 3, 7), 60)
    late = paying.dun(sold(), slow, NOON + 35 * DAY)

    partly = paid(late, NOON + 36 * DAY)

    assert told(partly) == ("past_due", "-", "open")
    assert paying.dun(partly, slow, NOON + 36 * DAY).reminded == {1, 3}
    assert paid(partly, NOON + 37 * DAY, "pay_2").status is Status.ACTIVE


def test_a_part_of_what_is_due_does_not_open_a_gate() -> None:
    suspended = past_due(NOON + 70 * DAY)

    assert paid(suspended, NOON + 71 * DAY).suspended_at == NOON + 70 * DAY


def test_money_that_goes_back_makes_the_next_night_past_due_again() -> None:
    running = paid(sold(), NOON)
    refunded = paying.take_back(running, "pay_1")

    late = paying.dun(refunded, SCHEDULE, NOON + 4 * DAY)

    assert (refunded.status, refunded.version) == (Status.ACTIVE, running.version + 1)
    assert told(late) == ("past_due", "1,3", "open")


@given(nights=st.lists(st.integers(0, 30), min_size=1, max_size=6), paid_on=st.integers(31, 40))
def test_any_instant_says_whether_it_was_past_due(nights: list[int], paid_on: int) -> None:
    subscription = sold()
    for night in sorted(nights):
        subscription = paying.dun(subscription, SCHEDULE, NOON + night * DAY)
    for number in (1, 2):
        subscription = paid(subscription, NOON + paid_on * DAY, f"pay_{number}")

    for day in range(45):
        version = rules.as_of(subscription, NOON + day * DAY)
        is_past_due = min(nights) <= day < paid_on
        assert version is not None
        assert version.status is (Status.PAST_DUE if is_past_due else Status.ACTIVE)
        assert version.terms == subscription.terms


def test_a_suspension_is_no_end_of_what_is_held() -> None:
    suspended = past_due(NOON + 9 * DAY)

    version = rules.as_of(suspended, NOON + 20 * DAY)

    assert version is not None
    assert (version.status, version.ends_at) == (Status.PAST_DUE, FOREVER)


def test_a_payment_opens_the_gate_of_a_tenant_again() -> None:
    suspended = past_due(SUSPENDED_AT)
    shut = tenants.with_subscription(a_tenant(), suspended)
    opened = tenants.with_subscription(shut, paid(suspended, SUSPENDED_AT + DAY))

    assert tenants.gate_refusal(shut, SUSPENDED_AT).code == "subscription.payment_overdue"
    assert (opened.records_until, opened.is_suspended) == (FOREVER, False)


def test_the_same_payment_again_changes_nothing() -> None:
    late = past_due(NOON + DAY)
    cover = asked(late)
    settled = paying.pay(late, cover, NOON + 2 * DAY)

    assert paying.pay(settled, cover, NOON + 3 * DAY) is settled
    assert paying.pay(settled, replace(cover, months=9), NOON + 3 * DAY) is settled


def test_a_plan_that_names_no_price_is_never_due() -> None:
    free = rules.upgrade(a_subscription(), Terms(GROWTH), NOON)

    assert paying.dun(free, SCHEDULE, NOON + 900 * DAY) is free
