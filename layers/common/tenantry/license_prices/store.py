"""
Price lists, all in one partition, and quotes with the reseller that they were made for.
"""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from tenantry.clock import moment, stamp
from tenantry.ids import TenantId
from tenantry.license_prices.model import Offer, PriceList, PricesExist, Quote, Tier
from tenantry.license_prices.rules import FIRST_LIST
from tenantry.money import Money
from tenantry.reads import Partition, get, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class PriceListItem(Item):
    """
    A price list.
    """

    KIND = "LicensePriceList"

    currency = UnicodeAttribute()
    tiers = JSONAttribute()


class QuoteItem(Item):
    """
    A quote; it lapses some time after it has expired, and a purchase keeps what it needs of it.
    """

    KIND = "LicenseQuote"

    quantity = NumberAttribute()
    unit_minor = NumberAttribute()
    total_minor = NumberAttribute()
    currency = UnicodeAttribute()
    cheaper = JSONAttribute(null=True)
    quoted_at = TimeAttribute()
    expires_at = TimeAttribute()


def key(starts_at: datetime) -> Key:
    """
    Where a price list stands.
    """
    return "LICENSE_PRICES", f"FROM#{stamp(starts_at)}"


def quote_key(reseller_id: TenantId, quote_id: str) -> Key:
    """
    Where a quote stands.
    """
    return f"TENANT#{reseller_id}", f"LICENSE_QUOTE#{quote_id}"


def price_lists() -> list[PriceList]:
    """
    LP1. Every price list, the built-in first one included, by when it starts.
    """
    items: Iterator[PriceListItem] = query(PriceListItem, Partition("LICENSE_PRICES"))
    return [FIRST_LIST, *(_price_list(item) for item in items)]


def create(writes: Writes, price_list: PriceList) -> None:
    """
    LP2. Write a price list that is to come into force.
    """
    pk, sk = key(price_list.starts_at)
    tiers = [[tier.first, tier.last, tier.unit_price.minor] for tier in price_list.tiers]
    currency = price_list.tiers[0].unit_price.currency
    message = "another price list starts at this moment"
    writes.create(
        PriceListItem(pk, sk, currency=currency, tiers=tiers),
        lambda _: PricesExist(message, field="starts_at"),
    )


def get_quote(reseller_id: TenantId, quote_id: str) -> Quote | None:
    """
    LP3. Read a quote.
    """
    item = get(QuoteItem, quote_key(reseller_id, quote_id))
    return None if item is None else _quote(reseller_id, quote_id, item)


def create_quote(writes: Writes, quote: Quote) -> None:
    """
    LP4. Write a new quote.
    """
    pk, sk = quote_key(quote.reseller_id, quote.id)
    cheaper = quote.cheaper
    writes.create(
        QuoteItem(
            pk,
            sk,
            quantity=quote.offer.quantity,
            unit_minor=quote.offer.unit_price.minor,
            total_minor=quote.offer.total.minor,
            currency=quote.offer.total.currency,
            cheaper=None
            if cheaper is None
            else [cheaper.quantity, cheaper.unit_price.minor, cheaper.total.minor],
            quoted_at=quote.quoted_at,
            expires_at=quote.expires_at,
            expires=int(quote.expires_at.timestamp()) + 86_400,
        )
    )


def _price_list(item: PriceListItem) -> PriceList:
    return PriceList(
        starts_at=moment(item.sk.removeprefix("FROM#")),
        tiers=tuple(
            Tier(first, last, Money(unit, item.currency)) for first, last, unit in item.tiers
        ),
    )


def _quote(reseller_id: TenantId, quote_id: str, item: QuoteItem) -> Quote:
    def offer(quantity: int, unit: int, total: int) -> Offer:
        return Offer(quantity, Money(unit, item.currency), Money(total, item.currency))

    return Quote(
        id=quote_id,
        reseller_id=reseller_id,
        offer=offer(int(item.quantity), int(item.unit_minor), int(item.total_minor)),
        cheaper=None if item.cheaper is None else offer(*item.cheaper),
        quoted_at=item.quoted_at,
        expires_at=item.expires_at,
    )
