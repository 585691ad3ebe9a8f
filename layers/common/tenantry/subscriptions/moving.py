"""
What a move to another reseller does to a subscription: nothing, until it is renewed (R-RES-14).
"""

from dataclasses import replace
from datetime import datetime

from tenantry.ids import TenantId
from tenantry.intervals import period_holding
from tenantry.subscriptions.covering import paid_until
from tenantry.subscriptions.model import BILLED, Sold, Subscription
from tenantry.subscriptions.paying import due_at
from tenantry.subscriptions.rules import begin_again


def moved(subscription: Subscription, reseller_id: TenantId, now: datetime) -> Subscription:
    """
    The same subscription with another reseller: its plan, its end and what it owes stay.

    What it was sold at holds until the period ends that runs, or longer where more is paid.
    """
    price_until = None
    if subscription.sold is not None:
        price_until = subscription.price_until or _renewal(subscription, now)
    return replace(
        subscription,
        reseller_id=reseller_id,
        price_until=price_until,
        version=subscription.version + 1,
    )


def is_renewed_anew(subscription: Subscription) -> bool:
    """
    Whether the next period that nobody has paid is sold at the present reseller's list price.
    """
    due, until = due_at(subscription), subscription.price_until
    return due is not None and until is not None and until <= due


def repriced(subscription: Subscription, sold: Sold, now: datetime) -> Subscription:
    """
    The same at another price from *now* on; reminders and a suspension stay.
    """
    begun = begin_again(subscription, subscription.status, now)
    return replace(begun, sold=sold, reminded=subscription.reminded, price_until=None)


def _renewal(subscription: Subscription, now: datetime) -> datetime:
    anchor = subscription.anchor
    if subscription.status not in BILLED or anchor is None:
        # It has ended: when it is resumed, it is sold anew.
        return now
    ends_at = anchor
    if anchor <= now:
        ends_at = period_holding(anchor, subscription.interval, now)[1]
    return max(ends_at, paid_until(subscription) or ends_at)
