"""
How a reseller's own subscription begins, changes and ends.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tenantry.intervals import Interval, period_holding
from tenantry.money import Money
from tenantry.plans.model import PlanNotPriced, WholesalePrice
from tenantry.service_subscriptions.model import (
    NothingToResume,
    ServiceEnded,
    ServiceExists,
    ServiceSubscription,
)


def unit_price(prices: Sequence[WholesalePrice], currency: str, interval: Interval) -> Money:
    """
    What one unit costs the reseller for one interval: a wholesale price, never a converted one.

    Raises:
        PlanNotPriced: The plan has no wholesale price in this currency; `currencies` says which
            it has.
    """
    by_currency = {price.currency: price for price in prices}
    if currency not in by_currency:
        message = f"this plan has no wholesale price in {currency}"
        raise PlanNotPriced(message, field="currency", currencies=sorted(by_currency))
    return by_currency[currency].of(interval)


def begin(before: ServiceSubscription | None, asked: ServiceSubscription) -> ServiceSubscription:
    """
    The subscription that is asked for; one that has ended gives way to it.

    Raises:
        ServiceExists: The reseller is subscribed already.
    """
    if before is None:
        return asked
    if is_running(before, asked.starts_at):
        message = f"this reseller is subscribed to the plan {before.plan_code} already"
        raise ServiceExists(message)
    return replace(asked, version=before.version + 1)


def change_quantity(
    service: ServiceSubscription, quantity: int, now: datetime
) -> ServiceSubscription:
    """
    Another quantity from now on, at the same price; the same quantity changes nothing.

    Raises:
        ServiceEnded: It does not run any more.
    """
    _check_running(service, now)
    return service if quantity == service.quantity else _next(service, quantity=quantity)


def cancel(service: ServiceSubscription, now: datetime, *, at_once: bool) -> ServiceSubscription:
    """
    End it now, or at the end of the billing period that runs; what has ended stays as it is.
    """
    if not is_running(service, now):
        return service
    ends_at = now if at_once else period_holding(service.starts_at, service.interval, now)[1]
    return service if service.ends_at == ends_at else _next(service, ends_at=ends_at)


def resume(service: ServiceSubscription, now: datetime) -> ServiceSubscription:
    """
    Take a cancellation back before it comes into force; the price stays.

    Raises:
        ServiceEnded: It has come into force.
        NothingToResume: It was not cancelled.
    """
    _check_running(service, now)
    if service.ends_at is None:
        message = "only a cancelled subscription can be resumed"
        raise NothingToResume(message)
    return _next(service, ends_at=None)


def is_running(service: ServiceSubscription, moment: datetime) -> bool:
    """
    Whether the subscription holds at *moment*.
    """
    return service.ends_at is None or moment < service.ends_at


def _check_running(service: ServiceSubscription, now: datetime) -> None:
    if not is_running(service, now):
        message = "this subscription has ended; subscribe again"
        raise ServiceEnded(message)


def _next(service: ServiceSubscription, **changes: Any) -> ServiceSubscription:
    return replace(service, version=service.version + 1, **changes)
