"""
Every state of a paid subscription by everything that can happen to it.
"""

from collections.abc import Callable
from datetime import datetime

import pytest

from tenantry.clock import FOREVER
from tenantry.intervals import months_after
from tenantry.subscriptions import paying, rules
from tenantry.subscriptions.model import Cover, DunningSchedule, Status, Subscription, Terms
from tenantry.tenants import rules as tenants
from tests.acting import DAY, NOON, SECOND
from tests.builders import a_subscription, a_tenant, outcome
from tests.unit.subscriptions.owing import SCHEDULE, SOLD, paid, past_due, sold

pytestmark = pytest.mark.requirement("R-BIL-4")

MONTH_END = months_after(NOON, 1)

STATES: dict[str, Callable[[], Subscription]] = {
    "pilot": a_subscription,
    "active": lambda: paid(sold(), NOON),
    "ending": lambda: rules.cancel(paid(sold(), NOON), NOON, at_once=False),
    "past_due": lambda: past_due(NOON + DAY),
    "suspended": lambda: past_due(NOON + 9 * DAY),
    "late_ending": lambda: rules.cancel(past_due(NOON + DAY), NOON + 2 * DAY, at_once=False),
    "late_ended": lambda: rules.cancel(past_due(NOON + DAY), NOON + 2 * DAY, at_once=True),
    "cancelled": lambda: rules.cancel(sold(), NOON + DAY, at_once=True),
}
ACTIONS: dict[str, Callable[[Subscription, datetime], Subscription]] = {
    "upgrade": lambda one, now: rules.upgrade(one, Terms("scale", sold=SOLD), now),
    "change": lambda one, now: rules.change(one, Terms("scale", sold=SOLD), now),
    "cancel": lambda one, now: rules.cancel(one, now, at_once=True),
    "leave": lambda one, now: rules.cancel(one, now, at_once=False),
    "resume": rules.resume,
    "pay": lambda one, now: paying.pay(one, Cover("pay_9", NOON, MONTH_END, 1), now),
    "dun": lambda one, now: paying.dun(one, SCHEDULE, now),
}
NOT_ACTIVE, NOT_CANCELLED = "subscription.not_active", "subscription.not_cancelled"
NO_PILOT = "subscription.not_a_pilot"
OUTCOMES = f"""
             upgrade     change       cancel       leave        resume          pay        dun
pilot        active      {NOT_ACTIVE} {NOT_ACTIVE} {NOT_ACTIVE} {NOT_CANCELLED} pilot      pilot
active       {NO_PILOT}  active       cancelled    active       {NOT_CANCELLED} active     active
ending       {NO_PILOT}  active       cancelled    active       active          active     active
past_due     {NO_PILOT}  {NOT_ACTIVE} cancelled    past_due     {NOT_CANCELLED} active     past_due
suspended    {NO_PILOT}  {NOT_ACTIVE} cancelled    past_due     {NOT_CANCELLED} active     past_due
late_ending  {NO_PILOT}  {NOT_ACTIVE} cancelled    past_due     past_due        active     past_due
late_ended   {NO_PILOT}  {NOT_ACTIVE} cancelled    cancelled    active          cancelled  cancelled
cancelled    {NO_PILOT}  {NOT_ACTIVE} cancelled    cancelled    active          cancelled  cancelled
"""
HEAD, *ROWS = [line.split() for line in OUTCOMES.strip().splitlines()]
CELLS = [(row[0], action, cell) for row in ROWS for action, cell in zip(HEAD, row[1:], strict=True)]


@pytest.mark.parametrize(("state", "action", "expected"), CELLS)
def test_lifecycle(state: str, action: str, expected: str) -> None:
    before, now = STATES[state](), NOON + 10 * DAY

    assert outcome(lambda: ACTIONS[action](before, now)) == expected


@pytest.mark.parametrize(("state", "action", "expected"), CELLS)
def test_a_change_is_one_version_more_and_none_is_the_same_one(
    state: str, action: str, expected: str
) -> None:
    before, now = STATES[state](), NOON + 10 * DAY
    if "." in expected:
        return

    done = ACTIONS[action](before, now)

    assert done is before or done.version == before.version + 1
    is_repeated = action in {"change", "upgrade", "cancel", "leave", "pay", "dun"}
    assert not is_repeated or ACTIONS[action](done, now) is done


def test_what_is_cancelled_at_once_is_over_and_was_past_due_until_then() -> None:
    suspended = past_due(NOON + 9 * DAY)

    ended = rules.cancel(suspended, NOON + 12 * DAY, at_once=True)

    states = [rules.as_of(ended, NOON + day * DAY) for day in (8, 9, 11, 12, 30)]
    assert [one and one.status.value for one in states] == [
        "active",
        "past_due",
        "past_due",
        "cancelled",
        "cancelled",
    ]
    assert (paying.due_at(ended), rules.covered_until(ended)) == (None, NOON + 12 * DAY)


def test_what_is_resumed_is_due_anew_and_owes_nothing_of_before() -> None:
    ended = rules.cancel(past_due(NOON + 9 * DAY), NOON + 12 * DAY, at_once=True)

    resumed = rules.resume(ended, NOON + 20 * DAY)

    assert (resumed.status, resumed.suspended_at) == (Status.ACTIVE, None)
    assert paying.due_at(resumed) == NOON + 20 * DAY
    gap = rules.as_of(resumed, NOON + 15 * DAY)
    assert gap is not None
    assert gap.status is Status.CANCELLED


@pytest.mark.parametrize("first_night", [None, NOON + DAY])
def test_what_ended_unpaid_is_closed_by_the_next_night(first_night: datetime | None) -> None:
    ending = rules.cancel(sold(), NOON, at_once=False)
    if first_night is not None:
        ending = paying.dun(ending, DunningSchedule((1,), 60), first_night)

    closed = paying.dun(ending, SCHEDULE, MONTH_END)

    assert (closed.status, closed.ends_at) == (Status.CANCELLED, MONTH_END)
    assert paying.due_at(closed) is None
    assert paying.dun(closed, SCHEDULE, MONTH_END + DAY) is closed
    before = rules.as_of(closed, MONTH_END - SECOND)
    assert before is not None
    assert before.status is (Status.ACTIVE if first_night is None else Status.PAST_DUE)


def test_what_is_cancelled_and_paid_to_its_end_is_never_dunned() -> None:
    ending = rules.cancel(paid(sold(), NOON), NOON + DAY, at_once=False)

    assert paying.due_at(ending) is None
    assert paying.dun(ending, SCHEDULE, MONTH_END + 30 * DAY) is ending


@pytest.mark.parametrize(
    ("state", "until", "is_suspended"),
    [
        ("past_due", FOREVER, False),
        ("suspended", NOON + 9 * DAY, True),
        ("late_ending", MONTH_END, False),
        ("late_ended", NOON + 2 * DAY, False),
    ],
)
def test_the_gate_follows(state: str, until: datetime, *, is_suspended: bool) -> None:
    tenant = tenants.with_subscription(a_tenant(), STATES[state]())

    assert (tenant.records_until, tenant.is_suspended) == (until, is_suspended)
    assert not tenant.is_pilot
