"""
How a list price stands to its floor.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from tenantry.ids import TenantId
from tenantry.list_prices.model import Article, BelowFloor, Floor, ListPrice, ListPriceChanged
from tenantry.money import Money
from tenantry.product_plans.model import Component
from tenantry.resellers.model import FloorPolicy


def is_below(price: Money, floor: Floor) -> bool:
    """
    Whether a price is below the floor; at the floor it is not.
    """
    assert price.currency == floor.price.currency, "a floor is in the currency of its price"
    return price.minor < floor.price.minor


def check_floor(price: Money, floor: Floor, policy: FloorPolicy) -> None:
    """
    Refuse a price below the floor, where the reseller's policy refuses.

    Raises:
        BelowFloor: It is; `floor_minor`, `currency` and `floor_day` say what the floor is.
    """
    if policy is FloorPolicy.REFUSE and is_below(price, floor):
        message = f"the wholesale price is {floor.price.major()} {floor.price.currency}"
        raise BelowFloor(message, field="amount_minor", **facts_of(floor))


def facts_of(floor: Floor) -> dict[str, Any]:
    """
    What refusals, events and notifications say of a floor.
    """
    return {
        "floor_minor": floor.price.minor,
        "currency": floor.price.currency,
        "floor_day": floor.day and floor.day.isoformat(),
    }


def first(
    reseller_id: TenantId,
    article: Article,
    price: Money,
    *,
    floor: Floor,
    now: datetime,
    components: tuple[Component, ...] = (),
) -> ListPrice:
    """
    The first price that a reseller sets for an article.

    Args:
        components: What the plan is made of, where the reseller composed it.
    """
    since = now if is_below(price, floor) else None
    return ListPrice(
        reseller_id,
        article,
        price,
        now,
        floor,
        below_floor_since=since,
        components=components,
    )


def changed(before: ListPrice, price: Money, floor: Floor, now: datetime) -> ListPrice:
    """
    The list price at another amount; the same amount again is only compared with the floor.

    Raises:
        ListPriceChanged: The price was changed at this moment, or later: prices follow each other.
    """
    if before.ended_at is None and before.price == price:
        return compared(before, floor, now)
    check_follows(before, now)
    after = first(
        before.reseller_id,
        before.article,
        price,
        floor=floor,
        now=now,
        components=before.components,
    )
    return replace(after, version=before.version + 1)


def ended(before: ListPrice, now: datetime) -> ListPrice:
    """
    The list price, taken away.

    Raises:
        ListPriceChanged: The price was changed at this moment, or later.
    """
    check_follows(before, now)
    return replace(before, ended_at=now, below_floor_since=None, version=before.version + 1)


def compared(before: ListPrice, floor: Floor, now: datetime) -> ListPrice:
    """
    The list price as it stands to *floor*: fallen below it, or recovered.

    The same object when it stands as before.
    """
    is_fallen = is_below(before.price, floor)
    if before.ended_at is not None or is_fallen == before.is_below_floor:
        return before
    since = now if is_fallen else None
    return replace(before, floor=floor, below_floor_since=since, version=before.version + 1)


def check_follows(before: ListPrice, now: datetime) -> None:
    """
    Refuse a change that would start before, or together with, the one that it changes.

    Raises:
        ListPriceChanged: It would.
    """
    if now <= before.changed_at:
        message = "somebody changed this price at the same moment; read it again"
        raise ListPriceChanged(message)
