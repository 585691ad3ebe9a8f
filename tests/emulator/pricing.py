"""
List prices as racers set and settle them: each in a process of its own.
"""

import os
from dataclasses import dataclass
from datetime import datetime

from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.intervals import Interval
from tenantry.list_prices import commands, store
from tenantry.list_prices.model import Article, Floor
from tenantry.list_prices.recheck import settle
from tenantry.money import Money
from tenantry.notifications.store import notifications_of
from tests.acting import DAY, NOON, OPERATOR, SECOND
from tests.builders import GROWTH, a_form, make_plan, make_reseller, refusal_of

ARTICLE = Article(GROWTH, "USD", Interval.MONTH)
RISEN = Floor(Money(1100, "USD"), Money(1100, "USD"))
"""Above the first price, below the ones that racers set."""


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How a list price, its past and what was told of it stand.
    """

    minor: int
    is_below_floor: bool
    latest_past: int | None
    told: int


def start_prices(count: int) -> list[TenantId]:
    """
    Resellers that sell at the floor, 10 dollars, since yesterday.
    """
    make_plan()
    sellers = [
        make_reseller(a_form(f"seller-{number}", email=f"s{number}@partner.example")).id
        for number in range(count)
    ]
    for seller in sellers:
        commands.set_price(seller, ARTICLE, 1000, _act(NOON))
    return sellers


def set_price(reseller_id: TenantId, minor: int) -> str | None:
    """
    Set a price a day later; the refusal's code, if it is one.
    """
    act = _act(NOON + DAY + minor * SECOND)
    return refusal_of(lambda: commands.set_price(reseller_id, ARTICLE, minor, act))


def settle_price(reseller_id: TenantId) -> str | None:
    """
    Compare the price with the risen floor; the refusal's code, if it is one.
    """
    return refusal_of(lambda: settle(reseller_id, ARTICLE, RISEN, _act(NOON + 2 * DAY)))


def standing(reseller_id: TenantId) -> Standing:
    """
    How a reseller's price stands.
    """
    price = store.get_price(reseller_id, ARTICLE)
    past = store.price_at(reseller_id, ARTICLE, NOON + 9 * DAY)
    assert price is not None
    assert past is not None
    told = [one for _, one in notifications_of(reseller_id, None, 9)]
    latest = None if past.price is None else past.price.minor
    return Standing(price.price.minor, price.is_below_floor, latest, len(told))


def _act(now: datetime) -> Act:
    return Act(OPERATOR, now, os.urandom(32), "a race")
