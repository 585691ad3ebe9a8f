"""
What of a subscription is paid, when more is due, and what happens when nobody pays (R-BIL-4).

What is paid follows from the payments that still count, whatever order they came in.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from tenantry.intervals import period_holding
from tenantry.money import Money
from tenantry.subscriptions.covering import paid_until
from tenantry.subscriptions.model import (
    BILLED,
    PAST_KEPT,
    Cover,
    DunningSchedule,
    Status,
    Subscription,
)
from tenantry.subscriptions.rules import begin_again, end


def due_at(subscription: Subscription) -> datetime | None:
    """
    The first instant that nobody has paid for; None where nothing is billed any more.
    """
    if subscription.status not in BILLED or subscription.sold is None:
        return None
    assert subscription.anchor is not None, "what runs is billed from an anchor"
    due = max(paid_until(subscription) or subscription.anchor, subscription.anchor)
    return None if subscription.ends_at is not None and subscription.ends_at <= due else due


def due_period(subscription: Subscription) -> tuple[datetime, datetime, Money] | None:
    """
    The next period that nobody has paid for, and its price net of tax; None when none is due.
    """
    due = due_at(subscription)
    if due is None or subscription.sold is None or subscription.anchor is None:
        return None
    ends_at = period_holding(subscription.anchor, subscription.interval, due)[1]
    unit = subscription.sold.unit
    return due, ends_at, Money(unit.minor * subscription.quantity, unit.currency)


def pay(subscription: Subscription, cover: Cover, now: datetime) -> Subscription:
    """
    Count a payment; the same again changes nothing. What was past due runs on once it is paid.

    When it pays for a part of what is due, whoever pays is reminded of the rest anew.
    """
    if any(known.payment_id == cover.payment_id for known in subscription.covers):
        return subscription
    counted = replace(subscription, covers=(*_kept(subscription, now), cover))
    if counted.status is Status.PAST_DUE and due_at(counted) != due_at(subscription):
        counted = replace(counted, reminded=frozenset())
    return _changed(subscription, _settled(counted, now))


def take_back(subscription: Subscription, payment_id: str) -> Subscription:
    """
    Count a payment no more, since all of its money has gone back.
    """
    left = tuple(known for known in subscription.covers if known.payment_id != payment_id)
    return _changed(subscription, replace(subscription, covers=left))


def dun(subscription: Subscription, schedule: DunningSchedule, now: datetime) -> Subscription:
    """
    Whatever is due at *now* because nobody pays: past due, reminded, suspended.

    Several missed steps are one; doing it again changes nothing. What was cancelled and is over is
    closed instead: there is nothing to wait for any more.

    Args:
        now: When it lies before the present version began, nothing is due: a late message about
            what was then is no reason to touch what is now.
    """
    due = due_at(subscription)
    if due is None or due > now or subscription.starts_at > now:
        return subscription
    if _is_over(subscription, now):
        return end(subscription, now)
    late = subscription
    if subscription.status is Status.ACTIVE:
        late = begin_again(subscription, Status.PAST_DUE, now)
    days = frozenset(day for day in schedule.reminder_days if now >= due + timedelta(days=day))
    late = replace(late, reminded=late.reminded | days)
    is_over = now >= due + timedelta(days=schedule.suspend_after)
    if is_over and late.suspended_at is None:
        late = replace(late, suspended_at=now)
    return _changed(subscription, late)


def _settled(subscription: Subscription, now: datetime) -> Subscription:
    """
    What was past due and is not any more: another version, with an open gate.
    """
    due = due_at(subscription)
    is_paid = due is None or due > now
    if subscription.status is not Status.PAST_DUE or not is_paid or _is_over(subscription, now):
        return subscription
    return replace(begin_again(subscription, Status.ACTIVE, now), suspended_at=None)


def _kept(subscription: Subscription, now: datetime) -> tuple[Cover, ...]:
    """
    The covers without those of long ago, as long as these do not matter any more.
    """
    kept = tuple(known for known in subscription.covers if not _is_old(known, now))
    same = paid_until(replace(subscription, covers=kept)) == paid_until(subscription)
    return kept if same else subscription.covers


def _is_over(subscription: Subscription, now: datetime) -> bool:
    return subscription.ends_at is not None and subscription.ends_at <= now


def _is_old(cover: Cover, now: datetime) -> bool:
    return cover.ends_at is not None and cover.ends_at < now - PAST_KEPT


def _changed(before: Subscription, after: Subscription) -> Subscription:
    """
    One change, however many steps it took; none is the very same subscription.
    """
    same = replace(after, version=before.version)
    return before if same == before else replace(after, version=before.version + 1)
