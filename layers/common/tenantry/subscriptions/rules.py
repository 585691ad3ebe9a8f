"""
How a pilot starts, is reminded of, ends, or becomes a paid subscription.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tenantry.clock import FOREVER
from tenantry.ids import TenantId
from tenantry.intervals import period_holding
from tenantry.subscriptions.covering import paid_until, pinned
from tenantry.subscriptions.model import (
    BILLED,
    PAST_KEPT,
    PILOT,
    REMINDER_DAYS,
    NotActive,
    NotAPilot,
    NothingToResume,
    PastVersion,
    Status,
    Subscription,
    Terms,
)


def start_pilot(
    tenant_id: TenantId, reseller_id: TenantId, plan_code: str, now: datetime
) -> Subscription:
    """
    A pilot of 30 days from *now* (R-TEN-1).
    """
    return Subscription(tenant_id, reseller_id, plan_code, Status.PILOT, now, now + PILOT)


def expire(subscription: Subscription, now: datetime) -> Subscription:
    """
    Mark a pilot that is over; anything else stays as it is.
    """
    is_over = subscription.ends_at is not None and subscription.ends_at <= now
    if subscription.status is not Status.PILOT or not is_over:
        return subscription
    return _next(subscription, status=Status.EXPIRED)


def upgrade(subscription: Subscription, terms: Terms, now: datetime) -> Subscription:
    """
    Turn a pilot, running or expired, into a subscription with an open end, billed from *now*.

    Raises:
        NotAPilot: It is no pilot any more; the same terms again are a repeat and change nothing.
    """
    if subscription.status is Status.ACTIVE and subscription.terms.is_asked_by(terms):
        return subscription
    if subscription.status not in {Status.PILOT, Status.EXPIRED}:
        message = "only a pilot can be upgraded; this tenant is subscribed already"
        raise NotAPilot(message, plan_code=subscription.plan_code)
    return _begin(subscription, terms, now, anchor=now)


def change(subscription: Subscription, terms: Terms, now: datetime) -> Subscription:
    """
    Other terms from *now* on; with another interval, billing is counted anew.

    A cancellation for the period's end stays: it is taken back by `resume`.

    Raises:
        NotActive: It is a pilot, or has ended.
    """
    _check_runs(subscription, now, {Status.ACTIVE})
    if subscription.terms.is_asked_by(terms):
        return subscription
    anchor = subscription.anchor
    if terms.interval is not subscription.interval:
        # What is paid already stays paid: the new interval begins behind it.
        anchor = max(now, paid_until(subscription) or now)
    changed = _begin(subscription, terms, now, anchor=anchor)
    if terms.sold != subscription.sold:
        # It is the present reseller's own price.
        changed = replace(changed, price_until=None)
    if subscription.ends_at is None:
        return changed
    return replace(changed, ends_at=_period_end(changed, now))


def cancel(subscription: Subscription, now: datetime, *, at_once: bool) -> Subscription:
    """
    End it now, or at the end of the billing period that runs; cancelling again changes nothing.

    Raises:
        NotActive: It is a pilot, or has ended.
    """
    has_ended = subscription.ends_at is not None and subscription.ends_at <= now
    if subscription.status is Status.CANCELLED or (
        subscription.status is Status.PAST_DUE and has_ended
    ):
        return subscription
    _check_runs(subscription, now, BILLED)
    if at_once and subscription.status is Status.PAST_DUE:
        return end(replace(subscription, ends_at=now), now)
    if at_once:
        return _next(subscription, status=Status.CANCELLED, ends_at=now)
    ends_at = _period_end(subscription, now)
    return subscription if subscription.ends_at == ends_at else _next(subscription, ends_at=ends_at)


def end(subscription: Subscription, now: datetime) -> Subscription:
    """
    Close what is over, so that nobody is asked to pay for it any more; anything else stays.

    That it was past due until its end stays known.
    """
    ends_at = subscription.ends_at
    if subscription.status not in BILLED or ends_at is None or ends_at > now:
        return subscription
    if subscription.status is Status.ACTIVE:
        return _next(subscription, status=Status.CANCELLED)
    ended = begin_again(subscription, Status.CANCELLED, ends_at)
    return replace(ended, suspended_at=None)


def resume(subscription: Subscription, now: datetime) -> Subscription:
    """
    Take a cancellation back; what had ended begins anew, billed from *now*.

    What is paid beyond now stays paid: it is billed from behind that.

    Raises:
        NothingToResume: It is a pilot, or was not cancelled.
    """
    if subscription.status in {Status.PILOT, Status.EXPIRED} or subscription.ends_at is None:
        message = "only a cancelled subscription can be resumed"
        raise NothingToResume(message, subscription_status=subscription.status.value)
    if now < subscription.ends_at:
        return _next(subscription, ends_at=None)
    anchor = max(now, paid_until(subscription) or now)
    resumed = _begin(subscription, subscription.terms, now, anchor=anchor)
    return replace(resumed, suspended_at=None)


def status_at(subscription: Subscription, moment: datetime) -> Status:
    """
    The status at *moment*, of the present version: time alone ends a pilot or a cancelled one.
    """
    is_over = subscription.ends_at is not None and subscription.ends_at <= moment
    ran = _WHILE_IT_RAN.get(subscription.status, subscription.status)
    if not is_over:
        return ran
    return Status.EXPIRED if ran is Status.PILOT else Status.CANCELLED


def as_of(subscription: Subscription, moment: datetime) -> PastVersion | None:
    """
    What held at *moment*; None before the first version that is known here.

    An open end is `FOREVER`. After the end of a version nothing is held until the next one starts:
    the status then says that it has ended.
    """
    if moment >= subscription.starts_at:
        # A suspension shuts the gate, and is no end: what is past due is held all the same.
        ends_at = subscription.ends_at or FOREVER
        status = status_at(subscription, moment)
        return PastVersion(status, subscription.terms, subscription.starts_at, ends_at)
    return last_begun(subscription.past, moment)


def last_begun(versions: Sequence[PastVersion], moment: datetime) -> PastVersion | None:
    """
    The version among *versions*, oldest first, that held at *moment* or had ended last by then.
    """
    for version in reversed(versions):
        if version.starts_at <= moment:
            if moment < version.ends_at:
                return version
            ended = Status.EXPIRED if version.status is Status.PILOT else Status.CANCELLED
            return replace(version, status=ended)
    return None


def split_past(
    subscription: Subscription, now: datetime
) -> tuple[Subscription, tuple[PastVersion, ...]]:
    """
    The subscription with the versions of the last 13 months, and those that ended before.
    """
    old = tuple(version for version in subscription.past if version.ends_at < now - PAST_KEPT)
    kept = subscription.past[len(old) :]
    return (replace(subscription, past=kept) if old else subscription), old


def remind(subscription: Subscription, now: datetime) -> Subscription:
    """
    Note the reminders that are due and not sent yet; several missed ones count as one message.
    """
    due = frozenset(reminders_due(subscription, now)) - subscription.reminded
    if not due:
        return subscription
    return _next(subscription, reminded=subscription.reminded | due)


def reminders_due(subscription: Subscription, now: datetime) -> list[int]:
    """
    The reminders (in days before the end) whose time has come, while the pilot still runs.
    """
    if subscription.status is not Status.PILOT or subscription.ends_at is None:
        return []
    if subscription.ends_at <= now:
        return []
    left = subscription.ends_at - now
    return [days for days in REMINDER_DAYS if left <= timedelta(days=days)]


def covered_until(subscription: Subscription) -> datetime:
    """
    The first instant at which the subscription no longer opens the gate for business records.
    """
    ends = (subscription.ends_at, subscription.suspended_at)
    return min((moment for moment in ends if moment is not None), default=FOREVER)


_WHILE_IT_RAN = {Status.EXPIRED: Status.PILOT, Status.CANCELLED: Status.ACTIVE}
"""What a version was that is over now."""


def begin_again(subscription: Subscription, status: Status, now: datetime) -> Subscription:
    """
    The same terms in another status from *now* on.
    """
    begun = _begin(subscription, subscription.terms, now, anchor=subscription.anchor, status=status)
    return replace(begun, ends_at=subscription.ends_at)


def _check_runs(subscription: Subscription, now: datetime, allowed: AbstractSet[Status]) -> None:
    status = status_at(subscription, now)
    if status not in allowed:
        message = "only a paid subscription that has not ended, nor is past due, can be changed"
        raise NotActive(message, subscription_status=status.value)


def _period_end(subscription: Subscription, now: datetime) -> datetime:
    assert subscription.anchor is not None, "what is active is billed"
    if now < subscription.anchor:
        return subscription.anchor
    return period_holding(subscription.anchor, subscription.interval, now)[1]


def _begin(
    subscription: Subscription,
    terms: Terms,
    now: datetime,
    *,
    anchor: datetime | None,
    status: Status = Status.ACTIVE,
) -> Subscription:
    """
    A new version with an open end; the present one becomes a past one.
    """
    ends_at = now if subscription.ends_at is None else min(now, subscription.ends_at)
    held = _WHILE_IT_RAN.get(subscription.status, subscription.status)
    before = PastVersion(held, subscription.terms, subscription.starts_at, ends_at)
    # Two changes in one instant: the first of them never held.
    past = subscription.past if ends_at == subscription.starts_at else (*subscription.past, before)
    covers = subscription.covers
    if subscription.anchor is not None and anchor != subscription.anchor:
        covers = pinned(covers, subscription.anchor)
    return _next(
        subscription,
        status=status,
        plan_code=terms.plan_code,
        interval=terms.interval,
        quantity=terms.quantity,
        sold=terms.sold,
        starts_at=now,
        ends_at=None,
        anchor=anchor,
        past=past,
        covers=covers,
        reminded=frozenset(),
    )


def _next(subscription: Subscription, **changes: Any) -> Subscription:
    return replace(subscription, version=subscription.version + 1, **changes)
