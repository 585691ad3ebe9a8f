"""
Plans and their price lists; all of them stand in one partition: a catalogue has tens of plans.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

from tenantry.clock import moment, stamp
from tenantry.money import Money
from tenantry.plans.model import Plan, PlanExists, PriceList, PricesExist, WholesalePrice
from tenantry.reads import GREATEST, Partition, get, get_all, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class PlanItem(Item):
    """
    A plan; its `wholesale_prices` are those that it was created with.
    """

    KIND = "Plan"

    code = UnicodeAttribute()
    name = UnicodeAttribute()
    wholesale_prices = JSONAttribute()
    is_active = BooleanAttribute()
    created_at = TimeAttribute()
    needs_subscription = BooleanAttribute(default=False)


class PriceListItem(Item):
    """
    What a plan costs from a moment on; never changed, never deleted.
    """

    KIND = "PlanPriceList"

    prices = JSONAttribute()


def key(code: str) -> Key:
    """
    Where a plan stands.
    """
    return "PLANS", f"PLAN#{code}"


def prices_key(code: str, starts_at: datetime) -> Key:
    """
    Where a plan's price list stands: lists of one plan by their starts, behind those of others.
    """
    return "PLANS", f"PRICES#{code}#{stamp(starts_at)}"


def get_plan(code: str) -> Plan | None:
    """
    P1. Read a plan.
    """
    item = get(PlanItem, key(code))
    return None if item is None else plan_from(item)


def get_plans(codes: Sequence[str]) -> dict[str, Plan]:
    """
    P8. Read several plans in one call, by code; those that there are not are left out.
    """
    items = get_all([(PlanItem, key(code)) for code in codes])
    return {item.code: plan_from(item) for item in items if item is not None}


def list_plans(after: str | None = None, limit: int | None = None) -> Iterator[tuple[str, Plan]]:
    """
    P2. The catalogue, by code, each with its place.
    """
    partition = Partition("PLANS", begins_with="PLAN#", after=after)
    return ((item.sk, plan_from(item)) for item in query(PlanItem, partition, limit=limit))


def create(writes: Writes, plan: Plan) -> None:
    """
    P3. Write a new plan.
    """
    message = f"a plan with the code {plan.code} exists already"
    writes.create(_to_item(plan), lambda _: PlanExists(message, field="code"))


def replace(writes: Writes, plan: Plan) -> None:
    """
    P4. Write a changed plan.
    """
    writes.put(_to_item(plan), PlanItem.pk.exists())


def price_lists(plan: Plan) -> list[PriceList]:
    """
    P5. Every price list of a plan, past, present and to come, by when it starts.
    """
    return price_lists_of([plan])[plan.code]


def price_lists_of(plans: list[Plan]) -> dict[str, list[PriceList]]:
    """
    P6. The price lists of plans that follow each other in the catalogue, in one query.
    """
    lists = defaultdict(list)
    # A "#" sorts before all that codes are made of, so lists stand in the order of their plans.
    first, last = f"PRICES#{plans[0].code}#", f"PRICES#{plans[-1].code}#{GREATEST}"
    for item in query(PriceListItem, Partition("PLANS", begins_with=first, until=last)):
        _, code, starts_at = item.sk.split("#")
        lists[code].append(PriceList(moment(starts_at), _prices(item.prices)))
    return {
        plan.code: [PriceList(plan.created_at, plan.first_prices), *lists[plan.code]]
        for plan in plans
    }


def create_prices(writes: Writes, code: str, price_list: PriceList) -> None:
    """
    P7. Write a price list that comes into force now or later.
    """
    pk, sk = prices_key(code, price_list.starts_at)
    message = "another price list of this plan starts at this moment"
    writes.create(
        PriceListItem(pk, sk, prices=_as_json(price_list.prices)),
        lambda _: PricesExist(message, field="starts_at"),
    )


def _to_item(plan: Plan) -> PlanItem:
    pk, sk = key(plan.code)
    return PlanItem(
        pk,
        sk,
        code=plan.code,
        name=plan.name,
        wholesale_prices=_as_json(plan.first_prices),
        is_active=plan.is_active,
        created_at=plan.created_at,
        needs_subscription=plan.needs_subscription,
    )


def plan_from(item: PlanItem) -> Plan:
    """
    The plan in an item that was read together with other kinds.
    """
    return Plan(
        code=item.code,
        name=item.name,
        first_prices=_prices(item.wholesale_prices),
        is_active=item.is_active,
        created_at=item.created_at,
        needs_subscription=item.needs_subscription,
    )


def _as_json(prices: tuple[WholesalePrice, ...]) -> list[list[Any]]:
    # Currency in the second place, and the year behind it: plans that were written before prices
    # had a year have only the first two.
    return [
        [price.monthly.minor, price.currency, price.yearly and price.yearly.minor]
        for price in prices
    ]


def _prices(stored: list[list[Any]]) -> tuple[WholesalePrice, ...]:
    return tuple(_price(*price) for price in stored)


def _price(monthly: int, currency: str, yearly: int | None = None) -> WholesalePrice:
    return WholesalePrice(
        Money(int(monthly), currency), None if yearly is None else Money(int(yearly), currency)
    )
