"""
What a tenant is sold: terms with the price of this very moment.
"""

from datetime import datetime

from tenantry.ids import TenantId
from tenantry.intervals import Interval
from tenantry.list_prices.commands import price_for_sale
from tenantry.subscriptions.model import Sold, Terms


def terms_for_sale(
    reseller_id: TenantId,
    plan_code: str,
    interval: Interval,
    *,
    quantity: int,
    currency: str | None,
    at: datetime,
) -> Terms:
    """
    Terms at the reseller's list price; without a currency, terms that name no price.

    The wholesale price is frozen with the list price, in its currency: what is computed from the
    difference later does not move with exchange rates.

    Raises:
        NotForSale: The reseller has no such price, or may not sell at it.
        RateMissing: The wholesale price cannot be converted: nothing is sold on a guess.
    """
    if currency is None:
        return Terms(plan_code, interval, quantity)
    sale = price_for_sale(reseller_id, plan_code, currency, interval, at=at)
    return Terms(plan_code, interval, quantity, Sold(sale.price, sale.floor.price))
