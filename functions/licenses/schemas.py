"""
The bodies of the licence routes.
"""

from typing import Annotated, Self

from pydantic import AfterValidator, Field

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Currency, Flag, Moment, Name
from tenantry.license_prices.model import QUANTITY_MAX, Offer, PriceList, Quote, Tier
from tenantry.license_stock.recount import Recount
from tenantry.licenses.model import LicensePool
from tenantry.money import Money


def _not_zero(number: int) -> int:
    if number == 0:
        message = "must not be 0"
        raise ValueError(message)
    return number


class PoolBody(AnswerBody):
    """
    How many licences there are: total, in use, frozen by disputes, owed, and available.
    """

    reseller_id: str
    total: int
    used: int
    frozen: int
    owed: int
    available: int
    low_stock_at: int | None

    @classmethod
    def of(cls, pool: LicensePool) -> Self:
        """
        Show a pool.
        """
        return cls(
            reseller_id=pool.reseller_id,
            total=pool.count,
            used=pool.used,
            frozen=pool.frozen,
            owed=pool.owed,
            available=pool.available,
            low_stock_at=pool.low_stock_at,
        )


class SetThreshold(Body):
    """
    At how many available licences the reseller is told; null for never.
    """

    low_stock_at: int | None = Field(ge=0, le=1_000_000, strict=True)


class GrantLicenses(Body):
    """
    How many licences to give, or (below zero) to take back, and why.
    """

    quantity: Annotated[
        int,
        Field(ge=-1_000_000, le=1_000_000, strict=True, json_schema_extra={"not": {"const": 0}}),
        AfterValidator(_not_zero),
    ]
    reason: Name


class RecountLicenses(Body):
    """
    Whether to repair what differs.
    """

    repair: Flag = False


class RecountBody(AnswerBody):
    """
    What a recount of the tenants found.
    """

    used: int
    counted: int
    difference: int
    orphans: list[str]
    was_repaired: bool

    @classmethod
    def of(cls, recount: Recount) -> Self:
        """
        Show a recount.
        """
        return cls(
            used=recount.used,
            counted=recount.counted,
            difference=recount.counted - recount.used,
            orphans=list(recount.orphans),
            was_repaired=recount.was_repaired,
        )


class TierBody(Body):
    """
    The price of every unit of a pack of `first` to `last` licences; the last tier has no end.
    """

    first: int = Field(ge=1, le=QUANTITY_MAX, strict=True)
    last: int | None = Field(None, ge=1, le=QUANTITY_MAX, strict=True)
    unit_price_minor: int = Field(ge=1, le=10**9, strict=True)


class SetPrices(Body):
    """
    What licences cost from a moment on.
    """

    starts_at: Moment
    currency: Currency
    tiers: list[TierBody] = Field(min_length=1, max_length=50)

    def as_tiers(self) -> tuple[Tier, ...]:
        """
        The tiers as the command takes them.
        """
        return tuple(
            Tier(tier.first, tier.last, Money(tier.unit_price_minor, self.currency))
            for tier in self.tiers
        )


class PriceListBody(AnswerBody):
    """
    A price list.
    """

    starts_at: str
    currency: str
    tiers: list[TierBody]

    @classmethod
    def of(cls, price_list: PriceList) -> Self:
        """
        Show a price list.
        """
        return cls(
            starts_at=stamp(price_list.starts_at),
            currency=price_list.tiers[0].unit_price.currency,
            tiers=[
                TierBody(first=tier.first, last=tier.last, unit_price_minor=tier.unit_price.minor)
                for tier in price_list.tiers
            ],
        )


class AskQuote(Body):
    """
    How many licences are wanted.
    """

    quantity: int = Field(ge=1, le=QUANTITY_MAX, strict=True)


class OfferBody(AnswerBody):
    """
    A quantity and what it costs, in minor units.
    """

    quantity: int
    unit_price_minor: int
    total_minor: int
    currency: str

    @classmethod
    def of(cls, offer: Offer) -> Self:
        """
        Show an offer.
        """
        return cls(
            quantity=offer.quantity,
            unit_price_minor=offer.unit_price.minor,
            total_minor=offer.total.minor,
            currency=offer.total.currency,
        )


class QuoteBody(AnswerBody):
    """
    An offer that can be bought until it expires, and a larger pack that costs less, if any.
    """

    id: str
    offer: OfferBody
    cheaper: OfferBody | None
    expires_at: str

    @classmethod
    def of(cls, quote: Quote) -> Self:
        """
        Show a quote.
        """
        return cls(
            id=quote.id,
            offer=OfferBody.of(quote.offer),
            cheaper=None if quote.cheaper is None else OfferBody.of(quote.cheaper),
            expires_at=stamp(quote.expires_at),
        )
