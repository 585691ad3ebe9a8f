"""
What a product plan must be, and what it costs at wholesale.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from tenantry.errors import invalid_field
from tenantry.intervals import Interval
from tenantry.money import Money
from tenantry.plans.model import WholesalePrice
from tenantry.plans.rules import OWN_PREFIX, is_own
from tenantry.product_plans.model import COMPONENTS_MAX, QUANTITY_MAX, Component, ProductPlan


def check_code(code: str) -> None:
    """
    Refuse a code that could be one of the catalogue's.

    Raises:
        Invalid: It does not start with `own-`.
    """
    if not is_own(code):
        raise invalid_field("code", f"the code of a product plan starts with {OWN_PREFIX}")


def check_components(components: Sequence[Component]) -> None:
    """
    Refuse what is no composition.

    Raises:
        Invalid: There are none or too many, one plan stands there twice, a quantity is out of
            range, or a component is a product plan itself.
    """
    if not 1 <= len(components) <= COMPONENTS_MAX:
        raise invalid_field("components", f"1 to {COMPONENTS_MAX} components")
    if len({component.plan_code for component in components}) < len(components):
        raise invalid_field("components", "each plan once, with its quantity")
    if any(not 1 <= component.quantity <= QUANTITY_MAX for component in components):
        raise invalid_field("components", f"1 to {QUANTITY_MAX} of each plan")
    if any(is_own(component.plan_code) for component in components):
        raise invalid_field("components", "only plans of the catalogue, no product plans")


def changed(before: ProductPlan, **parts: Any) -> ProductPlan:
    """
    The plan with other parts; None leaves a part, and the same parts leave the same object.
    """
    given = {name: part for name, part in parts.items() if part is not None}
    assert not given.keys() & {"code", "components"}, "what a plan is made of never changes"
    after = replace(before, **given)
    return before if after == before else replace(after, version=before.version + 1)


def wholesale_prices(
    parts: Iterable[tuple[Sequence[WholesalePrice], int]],
) -> tuple[WholesalePrice, ...]:
    """
    What parts cost together, month and year, in each currency in which every one has a price.

    Args:
        parts: The wholesale prices of each, and its quantity; at least one part.

    Example:
        >>> ten, five = (WholesalePrice(Money(minor, "USD")) for minor in (10_00, 5_00))
        >>> [price] = wholesale_prices([([ten], 2), ([five], 3)])
        >>> price.monthly, price.of(Interval.YEAR)
        (Money(minor=3500, currency='USD'), Money(minor=42000, currency='USD'))
    """
    counted = [({one.currency: one for one in prices}, quantity) for prices, quantity in parts]
    return tuple(
        WholesalePrice(
            _total(counted, currency, Interval.MONTH), _total(counted, currency, Interval.YEAR)
        )
        for currency in counted[0][0]
        if all(currency in prices for prices, _ in counted)
    )


def _total(
    counted: Sequence[tuple[dict[str, WholesalePrice], int]], currency: str, interval: Interval
) -> Money:
    minor = sum(prices[currency].of(interval).minor * quantity for prices, quantity in counted)
    return Money(minor, currency)
