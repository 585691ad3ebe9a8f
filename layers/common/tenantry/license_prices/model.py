"""
A price list, and a quote.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tenantry.errors import Conflict, NotFound, RuleBroken
from tenantry.ids import TenantId
from tenantry.money import Money

QUANTITY_MAX = 10_000
"""The largest pack (R-LIC-2)."""

QUOTE_VALID_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Tier:
    """
    The price of every unit of a pack of `first` to `last` licences.

    Args:
        last: None in the last tier, which has no end below `QUANTITY_MAX`.
    """

    first: int
    last: int | None
    unit_price: Money


@dataclass(frozen=True, slots=True)
class PriceList:
    """
    What licences cost from *starts_at* until the next list starts.
    """

    starts_at: datetime
    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """
    A quantity and what it costs: every unit at the price of its tier.
    """

    quantity: int
    unit_price: Money
    total: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """
    An offer that can be bought until it expires, and the larger pack that costs less, if any.

    Args:
        cheaper: R-LIC-2's price adviser: more licences for less money.
    """

    id: str
    reseller_id: TenantId
    offer: Offer
    cheaper: Offer | None
    quoted_at: datetime
    expires_at: datetime


class NoPrices(RuleBroken):
    """
    No price list is in force.
    """

    code = "license_price.none_in_force"


class PricesExist(Conflict):
    """
    Another price list starts at this very moment.
    """

    code = "license_price.exists"


class QuoteNotFound(NotFound):
    """
    The reseller has no such quote.
    """

    code = "license_quote.not_found"


class QuoteExpired(RuleBroken):
    """
    The quote is older than 30 minutes; ask for a new one.
    """

    code = "license_quote.expired"
