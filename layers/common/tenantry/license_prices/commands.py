"""
Setting prices, and quoting them.
"""

from datetime import datetime

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.errors import invalid_field
from tenantry.ids import TenantId
from tenantry.license_prices import rules, store
from tenantry.license_prices.model import PriceList, Quote, QuoteNotFound, Tier
from tenantry.principals import PLATFORM
from tenantry.resellers.model import Reseller
from tenantry.resellers.rules import check_is_prepaid
from tenantry.transactions import transaction


def set_prices(starts_at: datetime, tiers: tuple[Tier, ...], act: Act) -> PriceList:
    """
    Shape 1. Set what licences cost from a moment on; what was quoted before keeps its price.

    Raises:
        Invalid: The tiers break a rule, or *starts_at* has passed.
        PricesExist: Another list starts at this very moment.
    """
    rules.check_tiers(tiers)
    if starts_at < act.now:
        raise invalid_field("starts_at", "prices change now or later, never in the past")
    price_list = PriceList(starts_at, tiers)
    with transaction() as writes:
        store.create(writes, price_list)
        events.record(
            writes,
            act,
            "license_prices.set",
            tenant_id=PLATFORM,
            reseller_id=None,
            starts_at=starts_at.isoformat(),
            tiers=[[tier.first, tier.last, tier.unit_price.minor] for tier in tiers],
        )
        idempotency.remember(writes, act, price_list)
    return price_list


def quote(reseller: Reseller, quantity: int, act: Act) -> Quote:
    """
    Shape 1. Quote what *quantity* licences cost now, and say when a larger pack costs less.

    Raises:
        NotPrepaid: The reseller's tenants need no licences.
        NoPrices: No price list is in force.
    """
    check_is_prepaid(reseller)
    price_list = rules.in_force(store.price_lists(), act.now)
    made = rules.quote(act.new_id("quo"), reseller.id, price_list, quantity=quantity, now=act.now)
    with transaction() as writes:
        store.create_quote(writes, made)
        events.record(
            writes,
            act,
            "license_quote.made",
            tenant_id=reseller.id,
            reseller_id=reseller.id,
            quote_id=made.id,
            quantity=quantity,
            total_minor=made.offer.total.minor,
        )
        idempotency.remember(writes, act, made)
    return made


def get_quote(reseller_id: TenantId, quote_id: str) -> Quote:
    """
    Read a quote.

    Raises:
        QuoteNotFound: The reseller has no such quote.
    """
    found = store.get_quote(reseller_id, quote_id)
    if found is None:
        message = "there is no such quote"
        raise QuoteNotFound(message, field="quote_id")
    return found
