"""
A paid subscription: other terms, cancelled, resumed, and asked about for any instant.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.clock import FOREVER
from tenantry.errors import TenantryError
from tenantry.intervals import Interval
from tenantry.subscriptions import rules
from tenantry.subscriptions.model import (
    PAST_KEPT,
    PILOT,
    PastVersion,
    Status,
    Subscription,
    Terms,
)
from tests.acting import DAY, NOON, SECOND
from tests.builders import GROWTH, a_subscription, refusal_of

SCALE = Terms("scale", Interval.MONTH, 3)
JANUARY_31 = datetime(2027, 1, 31, 12, tzinfo=UTC)


def paid(now: datetime = NOON, terms: Terms | None = None) -> Subscription:
    """
    A pilot from *now* that was upgraded at once.
    """
    return rules.upgrade(a_subscription(starts_at=now), terms or Terms(GROWTH), now)


def held(subscription: Subscription, moment: datetime) -> tuple[Status, Terms] | None:
    version = rules.as_of(subscription, moment)
    return None if version is None else (version.status, version.terms)


@pytest.mark.requirement("R-BIL-4")
def test_other_terms_hold_from_the_moment_of_the_change() -> None:
    changed = rules.change(paid(), SCALE, NOON + DAY)

    assert changed.terms == SCALE
    assert held(changed, NOON + DAY - SECOND) == (Status.ACTIVE, Terms(GROWTH))
    assert held(changed, NOON + DAY) == (Status.ACTIVE, SCALE)


def test_the_same_terms_change_nothing() -> None:
    before = paid()

    assert rules.change(before, before.terms, NOON + DAY) is before


def test_another_interval_is_billed_from_the_change_on() -> None:
    yearly = rules.change(paid(), Terms(GROWTH, Interval.YEAR), NOON + DAY)
    more = rules.change(paid(), Terms(GROWTH, quantity=2), NOON + DAY)

    assert (yearly.anchor, more.anchor) == (NOON + DAY, NOON)


@pytest.mark.parametrize(
    ("now", "ends_at"),
    [
        (JANUARY_31, datetime(2027, 2, 28, 12, tzinfo=UTC)),
        (datetime(2027, 2, 28, 12, tzinfo=UTC), datetime(2027, 3, 31, 12, tzinfo=UTC)),
    ],
)
def test_a_cancelled_one_runs_to_the_end_of_its_period(now: datetime, ends_at: datetime) -> None:
    cancelled = rules.cancel(paid(JANUARY_31), now, at_once=False)

    assert cancelled.ends_at == rules.covered_until(cancelled) == ends_at
    assert rules.status_at(cancelled, ends_at - SECOND) is Status.ACTIVE
    assert rules.status_at(cancelled, ends_at) is Status.CANCELLED


def test_one_that_is_cancelled_at_once_ends_at_once_and_once() -> None:
    cancelled = rules.cancel(paid(), NOON + DAY, at_once=True)

    assert (cancelled.status, cancelled.ends_at) == (Status.CANCELLED, NOON + DAY)
    assert rules.cancel(cancelled, NOON + 2 * DAY, at_once=True) is cancelled


def test_a_cancellation_for_the_periods_end_is_made_once_and_can_become_one_at_once() -> None:
    later = rules.cancel(paid(), NOON + DAY, at_once=False)

    assert rules.cancel(later, NOON + 2 * DAY, at_once=False) is later
    assert rules.cancel(later, NOON + 2 * DAY, at_once=True).ends_at == NOON + 2 * DAY


def test_a_change_does_not_take_a_cancellation_back() -> None:
    cancelled = rules.cancel(paid(), NOON + DAY, at_once=False)

    assert rules.change(cancelled, SCALE, NOON + 2 * DAY).ends_at == cancelled.ends_at


def test_a_cancellation_that_is_taken_back_in_time_leaves_no_gap() -> None:
    before = paid()
    cancelled = rules.cancel(before, NOON + DAY, at_once=False)

    resumed = rules.resume(cancelled, NOON + 2 * DAY)

    assert replace(resumed, version=before.version) == before


def test_what_had_ended_begins_anew_and_the_gap_is_remembered() -> None:
    cancelled = rules.cancel(paid(), NOON + DAY, at_once=True)

    resumed = rules.resume(cancelled, NOON + 5 * DAY)

    assert resumed.anchor == NOON + 5 * DAY
    assert held(resumed, NOON) == (Status.ACTIVE, Terms(GROWTH))
    assert held(resumed, NOON + 3 * DAY) == (Status.CANCELLED, Terms(GROWTH))
    assert held(resumed, NOON + 5 * DAY) == (Status.ACTIVE, Terms(GROWTH))


@pytest.mark.parametrize("status", [Status.PILOT, Status.EXPIRED])
def test_a_pilot_is_neither_changed_nor_cancelled_nor_resumed(status: Status) -> None:
    pilot = a_subscription(status)

    assert refusal_of(lambda: rules.change(pilot, SCALE, NOON)) == "subscription.not_active"
    assert refusal_of(lambda: rules.cancel(pilot, NOON, at_once=True)) == "subscription.not_active"
    assert refusal_of(lambda: rules.resume(pilot, NOON)) == "subscription.not_cancelled"


def test_what_has_ended_is_not_changed_and_what_runs_is_not_resumed() -> None:
    running = paid()
    ended = rules.cancel(running, NOON + DAY, at_once=True)

    assert refusal_of(lambda: rules.change(ended, SCALE, NOON + DAY)) == "subscription.not_active"
    assert refusal_of(lambda: rules.resume(running, NOON)) == "subscription.not_cancelled"
    assert refusal_of(lambda: rules.upgrade(ended, SCALE, NOON)) == "subscription.not_a_pilot"


@pytest.mark.parametrize(
    ("after", "status"),
    [
        (-SECOND, None),
        (timedelta(0), Status.PILOT),
        (PILOT - SECOND, Status.PILOT),
        (PILOT, Status.EXPIRED),
        (PILOT + 2 * DAY, Status.ACTIVE),
    ],
)
def test_a_late_upgrade_remembers_the_pilot_and_that_it_was_over(
    after: timedelta, status: Status | None
) -> None:
    expired = rules.expire(a_subscription(), NOON + PILOT)
    upgraded = rules.upgrade(expired, Terms(GROWTH), NOON + PILOT + 2 * DAY)

    version = rules.as_of(upgraded, NOON + after)

    assert (version and version.status) == status


def test_versions_of_long_ago_are_put_away_and_none_is_lost() -> None:
    many = paid()
    for month in range(1, 30):
        many = rules.change(many, Terms(GROWTH, quantity=month + 1), NOON + 30 * month * DAY)
    now = NOON + 900 * DAY

    kept, old = rules.split_past(many, now)

    assert (*old, *kept.past) == many.past
    assert all(version.ends_at < now - PAST_KEPT for version in old)
    assert all(version.ends_at >= now - PAST_KEPT for version in kept.past)


class History:
    """
    What happened to a subscription, told beside it by the simplest means: a list.
    """

    def __init__(self) -> None:
        self.subscription = paid()
        self.told: list[tuple[datetime, Status, Terms]] = [(NOON, Status.ACTIVE, Terms(GROWTH))]

    def do(self, step: tuple[str, int], now: datetime) -> None:
        """
        One step at *now*; a step that is refused leaves no trace.
        """
        what, quantity = step
        terms = Terms(GROWTH, quantity=quantity)
        try:
            after = {
                "change": lambda: rules.change(self.subscription, terms, now),
                "cancel": lambda: rules.cancel(self.subscription, now, at_once=True),
                "resume": lambda: rules.resume(self.subscription, now),
            }[what]()
        except TenantryError:
            return
        if after is not self.subscription:
            self.told.append((now, rules.status_at(after, now), after.terms))
        self.subscription = after


STEPS = st.tuples(st.sampled_from(["change", "cancel", "resume"]), st.integers(1, 3))


@pytest.mark.requirement("R-BIL-4")
@given(steps=st.lists(STEPS, max_size=12))
def test_any_instant_of_any_history_is_answered_as_it_was(steps: list[tuple[str, int]]) -> None:
    history = History()
    for number, step in enumerate(steps, start=1):
        history.do(step, NOON + number * DAY)

    for number in range(len(steps) + 2):
        moment = NOON + number * DAY + SECOND
        _, status, terms = [one for one in history.told if one[0] <= moment][-1]
        assert held(history.subscription, moment) == (status, terms)


def test_an_open_end_is_forever() -> None:
    expected = PastVersion(Status.ACTIVE, Terms(GROWTH), NOON, FOREVER)

    assert rules.as_of(paid(), NOON + 9_000 * DAY) == expected
