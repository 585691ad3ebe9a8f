"""
What a plan must be.
"""

from collections.abc import Sequence

from tenantry.errors import invalid_field
from tenantry.money import Money
from tenantry.plans.model import Plan, PlanNotOffered

CODE_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""Lower-case ASCII letters and digits, single hyphens between them."""
CODE_LENGTH_MAX = 48


def check_prices(prices: Sequence[Money]) -> None:
    """
    Refuse negative prices, and two prices in one currency.

    Raises:
        Invalid: The field `wholesale_prices` breaks the rule.
    """
    if any(price.minor < 0 for price in prices):
        raise invalid_field("wholesale_prices", "a price is never below zero")
    if len({price.currency for price in prices}) < len(prices):
        raise invalid_field("wholesale_prices", "one price for each currency")


def check_offered(plan: Plan) -> None:
    """
    Refuse a plan that new tenants cannot have any more.

    Raises:
        PlanNotOffered: It was retired.
    """
    if not plan.is_active:
        message = f"the plan {plan.code} is not offered to new tenants"
        raise PlanNotOffered(message, field="plan_code", plan_code=plan.code)
