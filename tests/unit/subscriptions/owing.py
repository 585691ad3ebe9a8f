"""
Subscriptions that are sold at a price, and payments for them.
"""

from datetime import datetime, timedelta

from tenantry.intervals import Interval
from tenantry.money import Money
from tenantry.subscriptions import paying, rules
from tenantry.subscriptions.model import Cover, DunningSchedule, Sold, Subscription, Terms
from tests.acting import NOON
from tests.builders import GROWTH, a_subscription

SOLD = Sold(Money(15_00, "USD"), Money(10_00, "USD"))
SCHEDULE = DunningSchedule()
SUSPENDED_AT = NOON + timedelta(days=SCHEDULE.suspend_after)


def sold(
    now: datetime = NOON, interval: Interval = Interval.MONTH, quantity: int = 1
) -> Subscription:
    """
    A subscription that began at *now*, at 15 dollars a piece, and that nobody has paid for.
    """
    terms = Terms(GROWTH, interval, quantity, SOLD)
    return rules.upgrade(a_subscription(starts_at=now), terms, now)


def asked(subscription: Subscription, payment_id: str = "pay_1") -> Cover:
    """
    A payment that is asked for what is due now.
    """
    period = paying.due_period(subscription)
    assert period is not None
    starts_at, ends_at, _ = period
    return Cover(payment_id, starts_at, ends_at, subscription.interval.months)


def paid(subscription: Subscription, now: datetime, payment_id: str = "pay_1") -> Subscription:
    """
    What is due is paid at *now*.
    """
    return paying.pay(subscription, asked(subscription, payment_id), now)


def past_due(now: datetime = NOON, since: datetime = NOON) -> Subscription:
    """
    A subscription that is past due since its first instant, as the night of *now* leaves it.
    """
    return paying.dun(sold(since), SCHEDULE, now)
