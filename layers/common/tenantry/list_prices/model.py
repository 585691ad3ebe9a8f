"""
A reseller's list price, and the floor under it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from tenantry.errors import Conflict, NotFound, RuleBroken
from tenantry.fx.model import Quote
from tenantry.ids import TenantId
from tenantry.intervals import Interval
from tenantry.money import Money
from tenantry.product_plans.model import Component


@dataclass(frozen=True, slots=True)
class Article:
    """
    What has a price: a plan for a month or a year, in one currency.
    """

    plan_code: str
    currency: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class Floor:
    """
    The wholesale price of an article, in the article's currency (R-PRI-1).

    Args:
        wholesale: As the plan has it, maybe in another currency.
        day: Whose rates it was converted at; None where nothing was converted.
        quotes: The rates themselves.
    """

    price: Money
    wholesale: Money
    day: date | None = None
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPrice:
    """
    What a reseller's new customers pay for an article, at present.

    Args:
        price: In the article's currency.
        floor: What the price was last compared with when it was set, fell or recovered.
        below_floor_since: When it was found below the floor; None while it is not.
        ended_at: When the reseller took the price away; None while it stands.
        version: Grows by one with every change; a write names the version that it read.
        components: What its plan is made of, where the reseller composed it; none for a plan of
            the catalogue.
    """

    reseller_id: TenantId
    article: Article
    price: Money
    starts_at: datetime
    floor: Floor
    below_floor_since: datetime | None = None
    ended_at: datetime | None = None
    version: int = 1
    components: tuple[Component, ...] = ()

    @property
    def is_below_floor(self) -> bool:
        """
        Whether it was found below the floor, and has not recovered.
        """
        return self.below_floor_since is not None

    @property
    def changed_at(self) -> datetime:
        """
        When the reseller last set the price, or took it away.
        """
        return self.ended_at or self.starts_at


@dataclass(frozen=True, slots=True)
class PastPrice:
    """
    What a list price was from *starts_at* until the next one; None where it was taken away.
    """

    price: Money | None
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class SalePrice:
    """
    What a customer pays who buys at an instant, and what the reseller pays for it.

    Args:
        starts_at: Which of the reseller's prices it is.
        floor: The wholesale price at that instant.
        is_below_floor: Whether the reseller may sell, and does, below the wholesale price.
    """

    article: Article
    price: Money
    starts_at: datetime
    floor: Floor
    is_below_floor: bool


class BelowFloor(RuleBroken):
    """
    A list price is never below the wholesale price, unless the reseller's policy only warns.
    """

    code = "price.below_floor"


class NotForSale(RuleBroken):
    """
    The reseller sells the plan at no price in this currency, or at one that may not be sold at.
    """

    code = "price.not_for_sale"


class ListPriceNotFound(NotFound):
    """
    The reseller has no such price.
    """

    code = "list_price.not_found"


class ListPriceChanged(Conflict):
    """
    The price was changed at the same moment.
    """

    code = "list_price.changed_meanwhile"
