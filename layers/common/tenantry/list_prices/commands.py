"""
Setting list prices, and selling at them.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from tenantry import events
from tenantry.acts import Act
from tenantry.assortment import commands as assortment
from tenantry.assortment.model import Choice
from tenantry.fx import commands as fx
from tenantry.fx.model import DayRates
from tenantry.fx.store import get_rates
from tenantry.ids import TenantId
from tenantry.intervals import Interval
from tenantry.list_prices import rules, store
from tenantry.list_prices.model import (
    Article,
    Floor,
    ListPrice,
    ListPriceNotFound,
    NotForSale,
    SalePrice,
)
from tenantry.money import Money
from tenantry.plans.model import WholesalePrice
from tenantry.plans.rules import wholesale
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import FloorPolicy
from tenantry.transactions import transaction


def set_price(reseller_id: TenantId, article: Article, minor: int, act: Act) -> ListPrice:
    """
    Shape 1. Set what a reseller's new customers pay for an article from now on.

    A floor that moves between the reading and the writing does no harm: a sale asks for it again,
    and the nightly recheck tells of it.

    Args:
        minor: In minor units of the article's currency.

    Raises:
        ResellerNotFound, PlanNotFound: There is no such reseller, or no such plan.
        PlanNotPriced: The plan has no wholesale price.
        RateMissing: The wholesale price cannot be converted.
        BelowFloor: The price is below the wholesale price, and the reseller's policy refuses that.
        ListPriceChanged: Somebody changed the price at the same moment.
    """
    policy = resellers.get(reseller_id).floor_policy
    choice = assortment.get_choice(reseller_id, article.plan_code)
    floor = floor_of(choice, article, act.now)
    price = Money(minor, article.currency)
    rules.check_floor(price, floor, policy)
    before = store.get_price(reseller_id, article)
    if before is None:
        components = choice.components if choice.is_own else ()
        after = rules.first(
            reseller_id, article, price, floor=floor, now=act.now, components=components
        )
    else:
        after = rules.changed(before, price, floor, act.now)
    if after is before:
        return after
    # Written once for all resellers: a write by each would make them wait for each other.
    is_new = before is None and not choice.is_own and not store.is_known(article)
    with transaction() as writes:
        if before is None:
            store.create(writes, after)
        else:
            store.replace(writes, before, after)
        if is_new:
            store.mark_known(writes, article)
        events.record(
            writes,
            act,
            "list_price.set",
            tenant_id=reseller_id,
            reseller_id=reseller_id,
            plan_code=article.plan_code,
            interval=article.interval.value,
            amount_minor=minor,
            is_below_floor=after.is_below_floor,
            **rules.facts_of(floor),
        )
    return after


def remove_price(reseller_id: TenantId, article: Article, act: Act) -> ListPrice:
    """
    Shape 1. Take a price away: the article is not for sale any more.

    What was sold at it keeps its price.

    Raises:
        ListPriceNotFound: The reseller has no such price.
        ListPriceChanged: Somebody changed the price at the same moment.
    """
    before = store.get_price(reseller_id, article)
    if before is None or before.ended_at is not None:
        message = "this reseller has no such price"
        raise ListPriceNotFound(message)
    after = rules.ended(before, act.now)
    with transaction() as writes:
        store.replace(writes, before, after)
        events.record(
            writes,
            act,
            "list_price.removed",
            tenant_id=reseller_id,
            reseller_id=reseller_id,
            plan_code=article.plan_code,
            interval=article.interval.value,
            currency=article.currency,
        )
    return after


def price_for_sale(
    reseller_id: TenantId, plan_code: str, currency: str, interval: Interval, *, at: datetime
) -> SalePrice:
    """
    What a customer of a reseller pays who buys at an instant (R-PRI-3).

    The floor is looked at here, at the sale itself: whether the nightly recheck ran is the same.

    Args:
        at: Now, or any past instant.

    Raises:
        ResellerNotFound, PlanNotFound: There is no such reseller, or no such plan.
        NotForSale: There is no price, or it is below the floor and the reseller's policy refuses.
        PlanNotPriced: The plan has no wholesale price.
        RateMissing: The wholesale price cannot be converted: nothing is sold on a guess.
    """
    article = Article(plan_code, currency, interval)
    policy = resellers.get(reseller_id).floor_policy
    past = store.price_at(reseller_id, article, at)
    if past is None or past.price is None:
        message = f"the plan {plan_code} has no price in {currency} by the {interval.value} here"
        raise NotForSale(message)
    floor = floor_of(assortment.get_choice(reseller_id, plan_code), article, at)
    is_below = rules.is_below(past.price, floor)
    if is_below and policy is FloorPolicy.REFUSE:
        message = f"the price of the plan {plan_code} is below its wholesale price"
        raise NotForSale(message, **rules.facts_of(floor))
    return SalePrice(article, past.price, past.starts_at, floor, is_below)


def floor_of(choice: Choice, article: Article, at: datetime) -> Floor:
    """
    The wholesale price of an article at an instant, in the article's currency.

    Raises:
        PlanNotPriced: The choice has no wholesale price.
        RateMissing: No fresh rate is stored.
    """
    return floor_at(assortment.prices_of(choice, at), article, at.date())


def floor_at(
    prices: Sequence[WholesalePrice],
    article: Article,
    day: date,
    rates_of: Callable[[date], DayRates] = get_rates,
) -> Floor:
    """
    The wholesale price of an article among *prices*, in the article's currency.

    It is converted at the rates of *day*, or the last ones before it, and rounded once, half-even.

    Raises:
        PlanNotPriced: There is no price.
        RateMissing: No fresh rate is stored.
    """
    price = wholesale(prices, article.currency, article.interval)
    dated = fx.convert_for(price, article.currency, day, rates_of)
    return Floor(dated.conversion.amount, price, dated.day, dated.conversion.quotes)
