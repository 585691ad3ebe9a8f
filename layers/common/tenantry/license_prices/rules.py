"""
What a price list must be, what a quantity costs, and when a larger pack costs less.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from tenantry.errors import invalid_field
from tenantry.ids import TenantId
from tenantry.license_prices.model import (
    QUANTITY_MAX,
    QUOTE_VALID_FOR,
    NoPrices,
    Offer,
    PriceList,
    Quote,
    QuoteExpired,
    Tier,
)
from tenantry.money import Money

FIRST_LIST = PriceList(
    datetime(2026, 1, 1, tzinfo=UTC),
    (
        Tier(1, 9, Money(25_00, "USD")),
        Tier(10, 49, Money(20_00, "USD")),
        Tier(50, 99, Money(17_50, "USD")),
        Tier(100, None, Money(15_00, "USD")),
    ),
)
"""What licences cost until an operator sets another list (R-LIC-2)."""


def check_tiers(tiers: Sequence[Tier]) -> None:
    """
    Refuse tiers that leave a quantity without a price, or give it two.

    Raises:
        Invalid: The field `tiers` breaks a rule: from 1, without gap or overlap, to no end, in one
            currency, each unit above zero.
    """
    if not tiers or tiers[0].first != 1:
        raise invalid_field("tiers", "the first tier starts at 1")
    for tier, following in pairwise(tiers):
        if tier.last is None or tier.last + 1 != following.first:
            rule = f"the tier after {tier.first}-{tier.last} starts right behind it"
            raise invalid_field("tiers", rule)
    if tiers[-1].last is not None or any(
        tier.last is not None and tier.last < tier.first for tier in tiers
    ):
        raise invalid_field("tiers", "each tier ends at or behind its start, the last one never")
    if len({tier.unit_price.currency for tier in tiers}) > 1:
        raise invalid_field("tiers", "all tiers are in one currency")
    if any(tier.unit_price.minor <= 0 for tier in tiers):
        raise invalid_field("tiers", "a licence costs more than nothing")


def in_force(lists: Iterable[PriceList], now: datetime) -> PriceList:
    """
    The list that started last, at or before *now*.

    Raises:
        NoPrices: None has started.
    """
    started = [price_list for price_list in lists if price_list.starts_at <= now]
    if not started:
        message = "no price list is in force"
        raise NoPrices(message)
    return max(started, key=lambda price_list: price_list.starts_at)


def price(price_list: PriceList, quantity: int) -> Offer:
    """
    What *quantity* licences cost: all units at the price of the tier that the quantity falls in.

    Example:
        >>> price(FIRST_LIST, 10).total.major(), price(FIRST_LIST, 9).total.major()
        ('200.00', '225.00')
    """
    assert 1 <= quantity <= QUANTITY_MAX, quantity
    tier = next(tier for tier in price_list.tiers if tier.last is None or quantity <= tier.last)
    total = Money(tier.unit_price.minor * quantity, tier.unit_price.currency)
    return Offer(quantity, tier.unit_price, total)


def cheaper(price_list: PriceList, quantity: int) -> Offer | None:
    """
    The larger pack that costs least, if it costs less than *quantity* does.

    Only the first quantity of a tier can: within a tier more always costs more.

    Example:
        >>> [quantity for quantity in range(1, 120) if cheaper(FIRST_LIST, quantity)][:8]
        [9, 44, 45, 46, 47, 48, 49, 86]
    """
    own = price(price_list, quantity)
    larger = [
        price(price_list, tier.first)
        for tier in price_list.tiers
        if quantity < tier.first <= QUANTITY_MAX
    ]
    best = min(larger, key=lambda offer: offer.total.minor, default=None)
    return best if best is not None and best.total.minor < own.total.minor else None


def quote(
    quote_id: str, reseller_id: TenantId, price_list: PriceList, *, quantity: int, now: datetime
) -> Quote:
    """
    An offer that holds for 30 minutes, whatever happens to the prices meanwhile.
    """
    return Quote(
        id=quote_id,
        reseller_id=reseller_id,
        offer=price(price_list, quantity),
        cheaper=cheaper(price_list, quantity),
        quoted_at=now,
        expires_at=now + QUOTE_VALID_FOR,
    )


def check_holds(quote: Quote, now: datetime) -> None:
    """
    Refuse a quote that is too old.

    Raises:
        QuoteExpired: Its 30 minutes are over.
    """
    if quote.expires_at <= now:
        message = "this quote has expired; ask for a new one"
        raise QuoteExpired(message)
