"""
What is offered to new customers.
"""

from collections.abc import Mapping

from tenantry.assortment.model import Choice
from tenantry.plans.model import Plan, PlanNotOffered
from tenantry.product_plans.model import Part, ProductPlan, Status


def of_plan(plan: Plan) -> Choice:
    """
    A plan of the catalogue as a choice.
    """
    return Choice(plan.code, plan.name, (Part(plan, 1),), is_own=False, is_offered=plan.is_active)


def of_product_plan(own: ProductPlan, plans: Mapping[str, Plan]) -> Choice:
    """
    A reseller's own plan as a choice; a retired component takes it from the offer too.
    """
    parts = tuple(Part(plans[one.plan_code], one.quantity) for one in own.components)
    is_offered = own.status is Status.OFFERED and all(part.plan.is_active for part in parts)
    return Choice(own.code, own.name, parts, is_own=True, is_offered=is_offered)


def check_offered(choice: Choice) -> None:
    """
    Refuse what new customers cannot have any more.

    Raises:
        PlanNotOffered: It, or a plan in it, was retired.
    """
    if not choice.is_offered:
        message = f"the plan {choice.code} is not offered to new tenants"
        raise PlanNotOffered(message, field="plan_code", plan_code=choice.code)
