"""
At which price a subscription goes on that was moved to another reseller (R-RES-14).
"""

from datetime import datetime

from tenantry.fx.model import RateMissing
from tenantry.list_prices.model import NotForSale
from tenantry.list_prices.sales import terms_for_sale
from tenantry.plans.model import PlanNotFound, PlanNotPriced
from tenantry.subscriptions.model import Subscription
from tenantry.subscriptions.moving import is_renewed_anew, repriced


def renewed(subscription: Subscription, now: datetime) -> Subscription:
    """
    The subscription at the list price of its present reseller, where that is due.

    Where that reseller does not sell the plan in this currency, or not at this moment, the price
    stays that the customer knows: a move never takes a service away. It is looked at again when the
    next period is asked for.
    """
    if not is_renewed_anew(subscription):
        return subscription
    terms = subscription.terms
    try:
        asked = terms_for_sale(
            subscription.reseller_id,
            terms.plan_code,
            terms.interval,
            quantity=terms.quantity,
            currency=terms.currency,
            at=now,
        )
    except (NotForSale, PlanNotFound, PlanNotPriced, RateMissing):
        return subscription
    assert asked.sold is not None, "what is due has a price, and so a currency"
    return repriced(subscription, asked.sold, now)
