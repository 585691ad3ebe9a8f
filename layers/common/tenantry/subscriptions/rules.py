"""
How a pilot starts, is reminded of, ends, or becomes a paid subscription.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tenantry.clock import FOREVER
from tenantry.ids import TenantId
from tenantry.subscriptions.model import (
    PILOT,
    REMINDER_DAYS,
    NotAPilot,
    Status,
    Subscription,
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


def upgrade(subscription: Subscription, plan_code: str, now: datetime) -> Subscription:
    """
    Turn a pilot, running or expired, into a subscription with an open end, from *now*.

    Raises:
        NotAPilot: It is no pilot any more; the same plan again is a repeat and changes nothing.
    """
    if subscription.status is Status.ACTIVE and subscription.plan_code == plan_code:
        return subscription
    if subscription.status is Status.ACTIVE:
        message = "only a pilot can be upgraded; this tenant is subscribed already"
        raise NotAPilot(message, plan_code=subscription.plan_code)
    return _next(
        subscription, status=Status.ACTIVE, plan_code=plan_code, starts_at=now, ends_at=None
    )


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
    return FOREVER if subscription.ends_at is None else subscription.ends_at


def _next(subscription: Subscription, **changes: Any) -> Subscription:
    return replace(subscription, version=subscription.version + 1, **changes)
