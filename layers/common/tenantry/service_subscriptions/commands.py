"""
Subscribing a reseller itself to plans of the catalogue (R-PRI-2).
"""

from typing import Any

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.intervals import Interval
from tenantry.plans import commands as plans
from tenantry.plans.rules import check_offered
from tenantry.resellers import commands as resellers
from tenantry.service_subscriptions import rules, store
from tenantry.service_subscriptions.model import ServiceNotFound, ServiceSubscription
from tenantry.transactions import Writes, transaction


def subscribe(
    reseller_id: TenantId,
    plan_code: str,
    interval: Interval,
    act: Act,
    *,
    quantity: int,
    currency: str,
) -> ServiceSubscription:
    """
    Shape 1. Subscribe a reseller to a plan, at the wholesale price of now, which then stays.

    Raises:
        ResellerNotFound, PlanNotFound: There is no such reseller, or no such plan of the catalogue.
        PlanNotOffered: The plan was retired.
        PlanNotPriced: It has no wholesale price in this currency.
        ServiceExists: The reseller is subscribed already.
    """
    resellers.get(reseller_id)
    priced = plans.get_priced(plan_code, act.now)
    check_offered(priced.plan)
    unit = rules.unit_price(priced.wholesale_prices, currency, interval)
    asked = ServiceSubscription(reseller_id, plan_code, interval, quantity, unit, act.now)
    before = store.get_service(reseller_id, plan_code)
    after = rules.begin(before, asked)
    with transaction() as writes:
        if before is None:
            store.create(writes, after)
        else:
            store.replace(writes, before, after)
        _record(
            writes,
            act,
            "service.subscribed",
            after,
            interval=interval.value,
            quantity=quantity,
            unit_minor=unit.minor,
            currency=currency,
        )
        idempotency.remember(writes, act, after)
    return after


def change_quantity(
    reseller_id: TenantId, plan_code: str, quantity: int, act: Act
) -> ServiceSubscription:
    """
    Shape 1. Another quantity from now on, at the price that was frozen.

    Raises:
        ServiceNotFound: The reseller has never subscribed to the plan.
        ServiceEnded: The subscription does not run any more.
    """
    before = get(reseller_id, plan_code)
    after = rules.change_quantity(before, quantity, act.now)
    return _move(before, after, "service.changed", act, quantity=quantity)


def cancel(
    reseller_id: TenantId, plan_code: str, act: Act, *, at_once: bool
) -> ServiceSubscription:
    """
    Shape 1. End it now, or at the end of the billing period that runs.

    From that very instant, without a job, plans that need it are not sold: the sale's write
    compares the time itself.

    Raises:
        ServiceNotFound: The reseller has never subscribed to the plan.
    """
    before = get(reseller_id, plan_code)
    after = rules.cancel(before, act.now, at_once=at_once)
    ends_at = after.ends_at and after.ends_at.isoformat()
    return _move(before, after, "service.cancelled", act, ends_at=ends_at)


def resume(reseller_id: TenantId, plan_code: str, act: Act) -> ServiceSubscription:
    """
    Shape 1. Take a cancellation back before it comes into force.

    Raises:
        ServiceNotFound: The reseller has never subscribed to the plan.
        ServiceEnded: It has come into force.
        NothingToResume: It was not cancelled.
    """
    before = get(reseller_id, plan_code)
    return _move(before, rules.resume(before, act.now), "service.resumed", act)


def get(reseller_id: TenantId, plan_code: str) -> ServiceSubscription:
    """
    Read a reseller's subscription to a plan, also one that has ended.

    Raises:
        ServiceNotFound: The reseller has never subscribed to the plan.
    """
    service = store.get_service(reseller_id, plan_code)
    if service is None:
        message = f"this reseller has never subscribed to a plan {plan_code}"
        raise ServiceNotFound(message)
    return service


def _move(
    before: ServiceSubscription, after: ServiceSubscription, kind: str, act: Act, **data: Any
) -> ServiceSubscription:
    if after is before:
        return before
    with transaction() as writes:
        store.replace(writes, before, after)
        _record(writes, act, kind, after, **data)
    return after


def _record(writes: Writes, act: Act, kind: str, service: ServiceSubscription, **data: Any) -> None:
    events.record(
        writes,
        act,
        kind,
        tenant_id=service.reseller_id,
        reseller_id=service.reseller_id,
        plan_code=service.plan_code,
        **data,
    )
