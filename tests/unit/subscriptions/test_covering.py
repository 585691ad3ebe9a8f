"""
Until when a subscription is paid: the same whatever order its payments came in.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.intervals import Interval, months_after
from tenantry.subscriptions import paying, rules
from tenantry.subscriptions.covering import paid_until
from tenantry.subscriptions.model import PAST_KEPT, Cover, Subscription, Terms
from tests.acting import DAY, NOON
from tests.builders import GROWTH, a_subscription
from tests.unit.subscriptions.owing import SOLD, asked, paid, sold

pytestmark = pytest.mark.requirement("R-BIL-4")

JANUARY_31 = datetime(2027, 1, 31, 12, tzinfo=UTC)
LEAP_DAY = datetime(2028, 2, 29, 12, tzinfo=UTC)
ANCHORS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone
EDGES = st.sampled_from([JANUARY_31, LEAP_DAY, NOON])


def with_covers(subscription: Subscription, covers: Sequence[Cover]) -> Subscription:
    return replace(subscription, covers=tuple(covers))


def on(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T12:00:00+00:00")


@st.composite
def histories(draw: st.DrawFn) -> tuple[Subscription, list[Cover]]:
    """
    A subscription, and payments that were each asked for knowing of some of those before.
    """
    interval = draw(st.sampled_from(Interval))
    subscription = sold(draw(ANCHORS | EDGES), interval)
    covers: list[Cover] = []
    if draw(st.booleans()):
        covers.append(Cover("pay_00", None, None, interval.months))
    for number in range(len(covers), draw(st.integers(1, 7))):
        known = draw(st.integers(0, number))
        covers.append(asked(with_covers(subscription, covers[:known]), f"pay_{number:02}"))
    return subscription, covers


@given(history=histories(), data=st.data())
def test_every_payment_pays_for_one_period_in_whatever_order_they_come(
    history: tuple[Subscription, list[Cover]], data: st.DataObject
) -> None:
    subscription, covers = history
    anchor, months = subscription.starts_at, subscription.interval.months

    for cover in data.draw(st.permutations([*covers, *covers])):
        subscription = paying.pay(subscription, cover, anchor)

    assert paid_until(subscription) == months_after(anchor, months * len(covers))
    assert paying.due_at(subscription) == paid_until(subscription)


@given(history=histories(), gone=st.integers(0, 6))
def test_a_payment_that_went_back_and_came_again_leaves_no_trace(
    history: tuple[Subscription, list[Cover]], gone: int
) -> None:
    subscription, covers = history
    whole = with_covers(subscription, covers)
    cover = covers[gone % len(covers)]

    without = paying.take_back(whole, cover.payment_id)
    again = paying.pay(without, cover, subscription.starts_at)

    assert cover not in without.covers
    assert paid_until(again) == paid_until(whole)
    assert paying.take_back(without, cover.payment_id) is without


@pytest.mark.parametrize(
    ("anchor", "interval", "ends"),
    [
        (JANUARY_31, Interval.MONTH, ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]),
        (on("2028-01-31"), Interval.MONTH, ["2028-02-29", "2028-03-31", "2028-04-30"]),
        (LEAP_DAY, Interval.YEAR, ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        (LEAP_DAY, Interval.MONTH, ["2028-03-29", "2028-04-29"]),
        (NOON, Interval.YEAR, ["2027-11-21", "2028-11-21"]),
    ],
)
@pytest.mark.parametrize("is_asked_twice", [False, True])
def test_an_end_stays_on_the_day_of_the_anchor_where_the_month_has_it(
    anchor: datetime, interval: Interval, ends: list[str], *, is_asked_twice: bool
) -> None:
    subscription = sold(anchor, interval)
    first = asked(subscription)

    for number, end in enumerate(ends):
        cover = first if is_asked_twice else asked(subscription)
        cover = replace(cover, payment_id=f"pay_{number}")
        subscription = paying.pay(subscription, cover, anchor)
        assert paid_until(subscription) == on(end)


def test_a_payment_by_hand_pays_for_its_own_dates_and_no_others() -> None:
    by_hand = [Cover("a", NOON, NOON + 10 * DAY, 0), Cover("b", NOON + 3 * DAY, NOON + 7 * DAY, 0)]

    subscription = with_covers(sold(), by_hand)

    assert paid_until(subscription) == NOON + 10 * DAY
    assert paid_until(with_covers(sold(), by_hand[::-1])) == NOON + 10 * DAY


@given(order=st.permutations(range(4)))
def test_payments_by_hand_and_by_provider_for_the_same_time_meet_in_any_order(
    order: list[int],
) -> None:
    month_end = months_after(NOON, 1)
    covers = [
        Cover("hand", NOON, NOON + 10 * DAY, 0),
        Cover("one", NOON, month_end, 1),
        Cover("two", NOON, month_end, 1),
        Cover("later", months_after(NOON, 2), months_after(NOON, 3), 1),
    ]

    subscription = sold()
    for place in order:
        subscription = paying.pay(subscription, covers[place], NOON)

    assert paid_until(subscription) == months_after(NOON, 3)


def test_nothing_is_paid_of_a_pilot_nor_due_of_what_has_no_price() -> None:
    pilot, free = a_subscription(), rules.upgrade(a_subscription(), Terms(GROWTH), NOON)

    assert [paid_until(one) for one in (pilot, free, sold())] == [None, None, None]
    assert [paying.due_at(one) for one in (pilot, free, sold())] == [None, None, NOON]
    assert paying.due_period(pilot) is paying.due_period(free) is None


def test_what_is_due_is_the_next_period_at_the_price_of_the_sale_for_all_pieces() -> None:
    many = sold(JANUARY_31, Interval.MONTH, quantity=7)

    starts_at, ends_at, price = paying.due_period(paid(many, JANUARY_31)) or (None, None, None)

    assert (starts_at, ends_at) == (on("2027-02-28"), on("2027-03-31"))
    assert price is not None
    assert (price.minor, price.currency) == (105_00, "USD")


def test_another_interval_begins_behind_what_is_paid() -> None:
    monthly = paid(sold(), NOON)
    yearly = rules.change(monthly, Terms(GROWTH, Interval.YEAR, 1, SOLD), NOON + 3 * DAY)

    starts_at, ends_at, _ = paying.due_period(yearly) or (None, None, None)

    assert starts_at == months_after(NOON, 1)
    assert ends_at == months_after(NOON, 13)


@pytest.mark.parametrize("cover", [None, NOON])
def test_the_payment_that_began_a_subscription_pays_for_its_first_period_once(
    cover: datetime | None,
) -> None:
    ends_at = cover and months_after(NOON, 1)
    subscription = paying.pay(sold(), Cover("pay_1", cover, ends_at, 1), NOON)
    month_end = months_after(NOON, 1)
    for number, interval in enumerate([Interval.YEAR, Interval.MONTH, Interval.YEAR], start=1):
        terms = Terms(GROWTH, interval, 1, SOLD)
        subscription = rules.change(subscription, terms, NOON + number * DAY)

    assert paid_until(subscription) == paying.due_at(subscription) == month_end

    ended = rules.cancel(subscription, NOON + 9 * DAY, at_once=True)
    resumed = rules.resume(ended, NOON + 90 * DAY)
    assert paying.due_at(resumed) == NOON + 90 * DAY


def test_what_was_paid_beyond_a_cancellation_is_still_paid_when_it_is_resumed() -> None:
    ended = rules.cancel(paid(sold(), NOON), NOON + 5 * DAY, at_once=True)

    resumed = rules.resume(ended, NOON + 8 * DAY)

    assert paying.due_period(resumed) == (
        months_after(NOON, 1),
        months_after(NOON, 2),
        SOLD.unit,
    )


def test_covers_of_long_ago_are_forgotten_when_they_do_not_matter_any_more() -> None:
    subscription = sold()
    for number in range(40):
        now = months_after(NOON, number)
        subscription = paid(subscription, now, f"pay_{number:02}")

    assert len(subscription.covers) == 15
    assert paid_until(subscription) == months_after(NOON, 40)


def test_many_payments_for_one_period_of_long_ago_are_never_forgotten_while_they_pay() -> None:
    yearly = sold(interval=Interval.YEAR)
    first = asked(yearly)
    for name in ("a", "b", "c"):
        yearly = paying.pay(yearly, replace(first, payment_id=name), NOON)
    now = months_after(NOON, 12) + PAST_KEPT + DAY

    again = paying.pay(yearly, Cover("hand", NOON, NOON + DAY, 0), now)

    assert paid_until(again) == paid_until(yearly) == months_after(NOON, 36)


def test_a_refund_of_the_only_late_payment_asks_for_its_own_period_again() -> None:
    months = [months_after(NOON, number) for number in (0, 1)]
    subscription = paid(paid(sold(), NOON, "pay_1"), months[1], "pay_2")
    due = paying.due_at(subscription)
    late = months_after(NOON, 30)

    refunded = paying.take_back(paid(subscription, late, "pay_3"), "pay_3")

    assert paying.due_at(refunded) == due == months_after(NOON, 2)
