"""
What a code names with a reseller, what that costs, and whether it may be sold.
"""

from collections.abc import Iterable
from datetime import datetime

from tenantry.assortment import rules
from tenantry.assortment.model import Choice
from tenantry.ids import TenantId
from tenantry.plans import store as plans
from tenantry.plans.model import PlanNotFound, WholesalePrice
from tenantry.plans.rules import is_own
from tenantry.product_plans import commands as product_plan_commands
from tenantry.product_plans import store as product_plans
from tenantry.reads import get
from tenantry.service_subscriptions import store as services
from tenantry.table import Key
from tenantry.transactions import Writes

type PlanItem = plans.PlanItem | product_plans.ProductPlanItem


def get_choice(reseller_id: TenantId, code: str) -> Choice:
    """
    What a code names with a reseller.

    Raises:
        PlanNotFound: Neither the catalogue nor the reseller has a plan with this code.
    """
    return chosen(code, choices_from([get(*place_of(reseller_id, code))]))


def get_offered(reseller_id: TenantId, code: str) -> Choice:
    """
    What a code names, if new customers can have it.

    Raises:
        PlanNotFound: Neither the catalogue nor the reseller has a plan with this code.
        PlanNotOffered: It, or a plan in it, was retired.
    """
    choice = get_choice(reseller_id, code)
    rules.check_offered(choice)
    return choice


def name_of(reseller_id: TenantId, code: str) -> str | None:
    """
    What people call the plan; None when there is none with this code.
    """
    item = get(*place_of(reseller_id, code))
    return None if item is None else str(item.name)


def check_may_sell(writes: Writes, reseller_id: TenantId, choice: Choice, now: datetime) -> None:
    """
    Refuse the whole transaction unless the reseller may sell the choice as it is written (R-PRI-2).

    Raises (when the transaction commits):
        SubscriptionNeeded: The reseller is not subscribed itself to what `plan_code` names.
    """
    for plan_code in choice.needs:
        services.check_holds(writes, reseller_id, plan_code, now)


def prices_of(choice: Choice, at: datetime) -> tuple[WholesalePrice, ...]:
    """
    What a choice costs its reseller at an instant, in each currency in which all of it has a price.
    """
    return product_plan_commands.prices_of(choice.parts, at)


def place_of(
    reseller_id: TenantId, code: str
) -> tuple[type[plans.PlanItem] | type[product_plans.ProductPlanItem], Key]:
    """
    Where the plan with this code stands, to be read with other items.
    """
    if is_own(code):
        return product_plans.ProductPlanItem, product_plans.key(reseller_id, code)
    return plans.PlanItem, plans.key(code)


def choices_from(items: Iterable[PlanItem | None]) -> dict[str, Choice]:
    """
    The choices in items that were read together with others, by code.

    What resellers composed takes one further read for all of it.
    """
    catalogue, own = [], []
    for item in items:
        if isinstance(item, product_plans.ProductPlanItem):
            own.append(product_plans.product_plan_from(item))
        elif item is not None:
            catalogue.append(plans.plan_from(item))
    codes = {one.plan_code for plan in own for one in plan.components}
    parts = plans.get_plans(sorted(codes)) if codes else {}
    choices = [rules.of_plan(plan) for plan in catalogue]
    choices += [rules.of_product_plan(plan, parts) for plan in own]
    return {choice.code: choice for choice in choices}


def chosen(code: str, choices: dict[str, Choice]) -> Choice:
    """
    The choice with this code.

    Raises:
        PlanNotFound: There is none.
    """
    if code not in choices:
        message = f"there is no plan with the code {code}"
        raise PlanNotFound(message, field="plan_code", plan_code=code)
    return choices[code]
