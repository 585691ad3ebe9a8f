"""
Keeping the catalogue.
"""

from dataclasses import replace

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.money import Money
from tenantry.plans import rules, store
from tenantry.plans.model import Plan, PlanNotFound
from tenantry.principals import PLATFORM
from tenantry.transactions import transaction


def create(code: str, name: str, prices: tuple[Money, ...], act: Act) -> Plan:
    """
    Shape 1. Add a plan to the catalogue.

    Raises:
        PlanExists: The code is taken.
    """
    rules.check_prices(prices)
    plan = Plan(code, name, prices, is_active=True, created_at=act.now)
    with transaction() as writes:
        store.create(writes, plan)
        events.record(writes, act, "plan.created", tenant_id=PLATFORM, reseller_id=None, code=code)
        idempotency.remember(writes, act, plan)
    return plan


def change(
    code: str,
    act: Act,
    *,
    name: str | None = None,
    prices: tuple[Money, ...] | None = None,
    is_active: bool | None = None,
) -> Plan:
    """
    Shape 1. Rename a plan, set its wholesale prices, retire it or offer it again.

    None leaves a part as it is.

    Raises:
        PlanNotFound: No plan has this code.
    """
    before = get(code)
    if prices is not None:
        rules.check_prices(prices)
    after = replace(
        before,
        name=before.name if name is None else name,
        wholesale_prices=before.wholesale_prices if prices is None else prices,
        is_active=before.is_active if is_active is None else is_active,
    )
    if after == before:
        return before
    with transaction() as writes:
        store.replace(writes, after)
        events.record(writes, act, "plan.changed", tenant_id=PLATFORM, reseller_id=None, code=code)
    return after


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
