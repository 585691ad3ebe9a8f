"""
Any history of a paid subscription: what it was is answered, and nothing is dunned that is paid.
"""

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.errors import TenantryError
from tenantry.intervals import Interval
from tenantry.subscriptions import paying, rules
from tenantry.subscriptions.covering import paid_until
from tenantry.subscriptions.model import BILLED, Cover, Status, Subscription, Terms
from tests.acting import DAY, NOON, SECOND
from tests.builders import GROWTH
from tests.unit.subscriptions.owing import SCHEDULE, SOLD, sold

pytestmark = pytest.mark.requirement("R-BIL-4")

type Did = Callable[[Subscription, datetime, int], Subscription]


def pay(subscription: Subscription, now: datetime, number: int) -> Subscription:
    """
    Pay for what is due; or by hand for a week, where nothing is.
    """
    due = paying.due_period(subscription)
    if due is None:
        return paying.pay(subscription, Cover(f"hand_{number}", now, now + 7 * DAY, 0), now)
    months = subscription.interval.months
    return paying.pay(subscription, Cover(f"pay_{number:03}", due[0], due[1], months), now)


def refund(subscription: Subscription, _: datetime, number: int) -> Subscription:
    """
    Some payment goes back, if there is one.
    """
    covers = subscription.covers
    if not covers:
        return subscription
    return paying.take_back(subscription, covers[number % len(covers)].payment_id)


def change(subscription: Subscription, now: datetime, number: int) -> Subscription:
    """
    Another quantity, or another interval.
    """
    interval = Interval.YEAR if number % 3 == 0 else Interval.MONTH
    return rules.change(subscription, Terms(GROWTH, interval, 1 + number % 2, SOLD), now)


DO: dict[str, Did] = {
    "night": lambda one, now, _: paying.dun(one, SCHEDULE, now),
    "pay": pay,
    "refund": refund,
    "change": change,
    "cancel": lambda one, now, _: rules.cancel(one, now, at_once=True),
    "leave": lambda one, now, _: rules.cancel(one, now, at_once=False),
    "resume": lambda one, now, _: rules.resume(one, now),
}
HISTORIES = st.lists(
    st.tuples(st.sampled_from([*DO, "night", "night", "pay"]), st.integers(0, 12)), max_size=25
)


def versions_of(history: list[tuple[str, int]]) -> list[tuple[datetime, Subscription]]:
    """
    The subscription after each step; a step that is refused leaves no trace.
    """
    subscription, now = sold(), NOON
    versions = [(now, subscription)]
    for number, (what, days) in enumerate(history):
        now += days * DAY + SECOND
        try:
            after = DO[what](subscription, now, number)
        except TenantryError:
            continue
        assert after is subscription or after.version == subscription.version + 1
        subscription = after
        versions.append((now, subscription))
    return versions


@given(history=HISTORIES)
def test_any_instant_of_any_history_is_answered_as_it_was(history: list[tuple[str, int]]) -> None:
    versions = versions_of(history)
    last_moment, last = versions[-1]

    for moment, _ in [*versions, (last_moment + 40 * DAY, last)]:
        for instant in (moment, moment + DAY / 2):
            then = [version for at, version in versions if at <= instant][-1]
            answer = rules.as_of(last, instant)
            assert answer is not None
            assert answer.status is rules.status_at(then, instant)
            assert answer.terms == then.terms


@given(history=HISTORIES)
def test_the_gate_is_shut_only_for_what_is_due_and_open_again_once_it_is_paid(
    history: list[tuple[str, int]],
) -> None:
    for now, subscription in versions_of(history):
        is_late = subscription.status is Status.PAST_DUE
        due = paying.due_at(subscription)
        assert subscription.suspended_at is None or is_late
        if is_late and rules.status_at(subscription, now) in BILLED:
            assert due is not None
            assert due <= now


@given(history=HISTORIES)
def test_a_night_leaves_nothing_to_do_for_the_same_night(history: list[tuple[str, int]]) -> None:
    for now, subscription in versions_of(history):
        late = paying.dun(subscription, SCHEDULE, now)

        assert paying.dun(late, SCHEDULE, now) is late
        due = paying.due_at(late)
        if due is not None and late.suspended_at is None:
            assert due > now - SCHEDULE.suspend_after * DAY


@given(history=HISTORIES)
def test_what_is_paid_is_never_due(history: list[tuple[str, int]]) -> None:
    for _, subscription in versions_of(history):
        due, until = paying.due_at(subscription), paid_until(subscription)

        assert due is None or until is None or due >= until
