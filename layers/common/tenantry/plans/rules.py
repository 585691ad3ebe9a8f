"""
What a plan must be, and what it costs at wholesale.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tenantry.errors import invalid_field
from tenantry.intervals import Interval
from tenantry.money import Money
from tenantry.plans.model import Plan, PlanNotOffered, PlanNotPriced, PriceList, WholesalePrice

CODE_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""Lower-case ASCII letters and digits, single hyphens between them."""
CODE_LENGTH_MAX = 48
OWN_PREFIX = "own-"
"""What the codes of resellers' own product plans start with, and no code of the catalogue does."""

FIRST_CHOICE = "USD"
"""What a floor is converted from, where the plan has no price in the currency that is asked for."""


def is_own(code: str) -> bool:
    """
    Whether a code names a reseller's own product plan, and no plan of the catalogue.
    """
    return code.startswith(OWN_PREFIX)


def check_code(code: str) -> None:
    """
    Refuse a code that only resellers give to their own plans.

    Raises:
        Invalid: It is one.
    """
    if is_own(code):
        rule = f"codes that start with {OWN_PREFIX} are those of resellers' own product plans"
        raise invalid_field("code", rule)


def check_prices(prices: Sequence[WholesalePrice], field: str = "wholesale_prices") -> None:
    """
    Refuse negative prices, two prices in one currency, and a year in another currency than a month.

    Raises:
        Invalid: The *field* breaks the rule.
    """
    amounts = [amount for price in prices for amount in (price.monthly, price.yearly) if amount]
    if any(amount.minor < 0 for amount in amounts):
        raise invalid_field(field, "a price is never below zero")
    if len({price.currency for price in prices}) < len(prices):
        raise invalid_field(field, "one price for each currency")
    if any(price.yearly and price.yearly.currency != price.currency for price in prices):
        raise invalid_field(field, "a year is priced in the currency of its months")


def check_starts_at(starts_at: datetime, now: datetime) -> None:
    """
    Refuse a price list that would change what was in force.

    Raises:
        Invalid: It starts in the past.
    """
    if starts_at < now:
        raise invalid_field("starts_at", "prices change now or later, never in the past")


def check_offered(plan: Plan) -> None:
    """
    Refuse a plan that new tenants cannot have any more.

    Raises:
        PlanNotOffered: It was retired.
    """
    if not plan.is_active:
        message = f"the plan {plan.code} is not offered to new tenants"
        raise PlanNotOffered(message, field="plan_code", plan_code=plan.code)


def in_force(lists: Iterable[PriceList], at: datetime) -> tuple[WholesalePrice, ...]:
    """
    The prices of the list that started last, at or before *at*; none before the first.

    Args:
        lists: In the order of their starts. Of two that start together, the later one counts.
    """
    started = [price_list for price_list in lists if price_list.starts_at <= at]
    return started[-1].prices if started else ()


def wholesale(prices: Sequence[WholesalePrice], currency: str, interval: Interval) -> Money:
    """
    What an interval costs at wholesale: in *currency*, else in US dollars, else as the first says.

    Whoever gets another currency than they asked for converts it at the day's rates.

    Raises:
        PlanNotPriced: There is no price at all.
    """
    if not prices:
        message = "this plan has no wholesale price in any currency"
        raise PlanNotPriced(message)
    by_currency = {price.currency: price for price in prices}
    chosen = by_currency.get(currency) or by_currency.get(FIRST_CHOICE) or prices[0]
    return chosen.of(interval)
