"""
Keeping the catalogue.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.plans import rules, store
from tenantry.plans.model import Plan, PlanNotFound, PricedPlan, PriceList, WholesalePrice
from tenantry.principals import PLATFORM
from tenantry.transactions import transaction


def create(
    code: str,
    name: str,
    prices: tuple[WholesalePrice, ...],
    act: Act,
    *,
    needs_subscription: bool = False,
) -> PricedPlan:
    """
    Shape 1. Add a plan to the catalogue, at wholesale prices that hold from now on.

    Raises:
        Invalid: The code is one of those that resellers give, or a price breaks a rule.
        PlanExists: The code is taken.
    """
    rules.check_code(code)
    rules.check_prices(prices)
    plan = Plan(
        code,
        name,
        prices,
        is_active=True,
        created_at=act.now,
        needs_subscription=needs_subscription,
    )
    made = PricedPlan(plan, prices)
    with transaction() as writes:
        store.create(writes, plan)
        events.record(writes, act, "plan.created", tenant_id=PLATFORM, reseller_id=None, code=code)
        idempotency.remember(writes, act, made)
    return made


def change(
    code: str,
    act: Act,
    *,
    name: str | None = None,
    prices: tuple[WholesalePrice, ...] | None = None,
    is_active: bool | None = None,
    needs_subscription: bool | None = None,
) -> PricedPlan:
    """
    Shape 1. Rename a plan, set its wholesale prices from now on, retire it or offer it again.

    None leaves a part as it is.

    Args:
        needs_subscription: Whether only who is subscribed to it may sell it; what was sold stays.

    Raises:
        PlanNotFound: No plan has this code.
        PricesExist: Another price list starts at this very moment.
    """
    if prices is not None:
        rules.check_prices(prices)
    before = get_priced(code, act.now)
    parts = {"name": name, "is_active": is_active, "needs_subscription": needs_subscription}
    given: dict[str, Any] = {part: value for part, value in parts.items() if value is not None}
    plan = replace(before.plan, **given)
    after = PricedPlan(plan, before.wholesale_prices if prices is None else prices)
    if after == before:
        return before
    with transaction() as writes:
        if after.plan != before.plan:
            store.replace(writes, after.plan)
        if after.wholesale_prices != before.wholesale_prices:
            store.create_prices(writes, code, PriceList(act.now, after.wholesale_prices))
        events.record(writes, act, "plan.changed", tenant_id=PLATFORM, reseller_id=None, code=code)
    return after


def set_prices(
    code: str, starts_at: datetime, prices: tuple[WholesalePrice, ...], act: Act
) -> PriceList:
    """
    Shape 1. Set what a plan costs at wholesale from a moment on (R-PRI-1).

    Raises:
        Invalid: The prices break a rule, or *starts_at* has passed.
        PlanNotFound: No plan has this code.
        PricesExist: Another price list of the plan starts at this very moment.
    """
    rules.check_prices(prices, field="prices")
    rules.check_starts_at(starts_at, act.now)
    get(code)
    price_list = PriceList(starts_at, prices)
    with transaction() as writes:
        store.create_prices(writes, code, price_list)
        events.record(
            writes,
            act,
            "plan.priced",
            tenant_id=PLATFORM,
            reseller_id=None,
            code=code,
            starts_at=starts_at.isoformat(),
        )
        idempotency.remember(writes, act, price_list)
    return price_list


def get(code: str) -> Plan:
    """
    Read a plan.

    Raises:
        PlanNotFound: No plan has this code.
    """
    plan = store.get_plan(code)
    if plan is None:
        message = f"there is no plan with the code {code}"
        raise PlanNotFound(message, plan_code=code)
    return plan


def get_priced(code: str, at: datetime) -> PricedPlan:
    """
    Read a plan with the wholesale prices that were in force at an instant, also a past one.

    Raises:
        PlanNotFound: No plan has this code.
    """
    plan = get(code)
    return PricedPlan(plan, rules.in_force(store.price_lists(plan), at))


def list_priced(
    at: datetime, after: str | None, limit: int | None
) -> Iterator[tuple[str, PricedPlan]]:
    """
    The catalogue by code, with the wholesale prices in force at *at*, each with its place.
    """
    rows = list(store.list_plans(after, limit))
    if not rows:
        return
    lists = store.price_lists_of([plan for _, plan in rows])
    for place, plan in rows:
        yield place, PricedPlan(plan, rules.in_force(lists[plan.code], at))


def get_offered(code: str) -> Plan:
    """
    Read a plan that new tenants can have.

    Raises:
        PlanNotFound: No plan has this code.
        PlanNotOffered: It was retired.
    """
    plan = store.get_plan(code)
    if plan is None:
        message = f"there is no plan with the code {code}"
        raise PlanNotFound(message, field="plan_code", plan_code=code)
    rules.check_offered(plan)
    return plan
