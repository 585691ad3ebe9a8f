"""
Composing product plans, and what they cost their reseller.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.plans import commands as plan_commands
from tenantry.plans import store as plans
from tenantry.plans.model import PlanNotFound, WholesalePrice
from tenantry.plans.rules import check_offered, in_force
from tenantry.product_plans import rules, store
from tenantry.product_plans.model import (
    Component,
    Part,
    PricedProductPlan,
    ProductPlan,
    ProductPlanNotFound,
    Status,
)
from tenantry.resellers import commands as resellers
from tenantry.service_subscriptions import store as services
from tenantry.transactions import transaction


def create(
    reseller_id: TenantId,
    code: str,
    components: Sequence[Component],
    act: Act,
    *,
    name: str,
    description: str = "",
) -> PricedProductPlan:
    """
    Shape 1. Compose a plan for a reseller's customers; its components never change.

    Raises:
        Invalid: The code or the components break a rule.
        ResellerNotFound: There is no such reseller.
        PlanNotFound, PlanNotOffered: A component is no plan of the catalogue, or was retired.
        SubscriptionNeeded: The reseller may not sell a component.
        ProductPlanExists: The reseller has a plan with this code.
    """
    rules.check_code(code)
    rules.check_components(components)
    resellers.get(reseller_id)
    parts = read_parts(components)
    for part in parts:
        check_offered(part.plan)
    plan = ProductPlan(
        reseller_id, code, name, description, tuple(components), Status.OFFERED, act.now
    )
    made = PricedProductPlan(plan, prices_of(parts, act.now))
    with transaction() as writes:
        store.create(writes, plan)
        for part in parts:
            if part.plan.needs_subscription:
                services.check_holds(writes, reseller_id, part.plan.code, act.now)
        events.record(
            writes,
            act,
            "product_plan.created",
            tenant_id=reseller_id,
            reseller_id=reseller_id,
            code=code,
            components=[[one.plan_code, one.quantity] for one in components],
        )
        idempotency.remember(writes, act, made)
    return made


def change(
    reseller_id: TenantId,
    code: str,
    act: Act,
    *,
    name: str | None = None,
    description: str | None = None,
    status: Status | None = None,
) -> PricedProductPlan:
    """
    Shape 1. Rename a product plan, describe it anew, retire it or offer it again.

    None leaves a part as it is.

    Raises:
        ProductPlanNotFound: The reseller has no such plan.
    """
    before = get_priced(reseller_id, code, act.now)
    plan = rules.changed(before.plan, name=name, description=description, status=status)
    if plan is before.plan:
        return before
    with transaction() as writes:
        store.replace(writes, before.plan, plan)
        events.record(
            writes,
            act,
            "product_plan.changed",
            tenant_id=reseller_id,
            reseller_id=reseller_id,
            code=code,
            status=plan.status.value,
        )
    return PricedProductPlan(plan, before.wholesale_prices)


def get_priced(reseller_id: TenantId, code: str, at: datetime) -> PricedProductPlan:
    """
    Read a product plan with what it costs its reseller at an instant.

    Raises:
        ProductPlanNotFound: The reseller has no such plan.
    """
    plan = store.get_product_plan(reseller_id, code)
    if plan is None:
        message = f"this reseller has no plan with the code {code}"
        raise ProductPlanNotFound(message, plan_code=code)
    return PricedProductPlan(plan, prices_of(read_parts(plan.components), at))


def list_priced(
    reseller_id: TenantId, at: datetime, after: str | None, limit: int
) -> Iterator[tuple[str, PricedProductPlan]]:
    """
    A reseller's product plans by code, with what they cost at *at*, each with its place.
    """
    rows = list(store.product_plans_of(reseller_id, after, limit))
    if not rows:
        return
    catalogue = catalogue_prices(at)
    for place, plan in rows:
        yield place, PricedProductPlan(plan, total_of(plan.components, catalogue))


def catalogue_prices(at: datetime) -> dict[str, tuple[WholesalePrice, ...]]:
    """
    What every plan of the catalogue costs at wholesale at an instant, by code.
    """
    rows = plan_commands.list_priced(at, None, None)
    return {priced.plan.code: priced.wholesale_prices for _, priced in rows}


def total_of(
    components: Sequence[Component], catalogue: dict[str, tuple[WholesalePrice, ...]]
) -> tuple[WholesalePrice, ...]:
    """
    What components cost together at the prices of *catalogue*.
    """
    return rules.wholesale_prices((catalogue[one.plan_code], one.quantity) for one in components)


def prices_of(parts: Sequence[Part], at: datetime) -> tuple[WholesalePrice, ...]:
    """
    What parts cost together at an instant, in one query.
    """
    lists = plans.price_lists_of(sorted((part.plan for part in parts), key=lambda plan: plan.code))
    return rules.wholesale_prices(
        (in_force(lists[part.plan.code], at), part.quantity) for part in parts
    )


def read_parts(components: Sequence[Component]) -> list[Part]:
    """
    Components with their plans, in one call.

    Raises:
        PlanNotFound: A component is no plan of the catalogue.
    """
    found = plans.get_plans([one.plan_code for one in components])
    for one in components:
        if one.plan_code not in found:
            message = f"there is no plan with the code {one.plan_code}"
            raise PlanNotFound(message, field="components", plan_code=one.plan_code)
    return [Part(found[one.plan_code], one.quantity) for one in components]
