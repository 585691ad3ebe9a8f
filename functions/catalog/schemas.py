"""
The bodies of the plan routes.
"""

from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Code, Currency, Flag, MinorUnits, Moment, Name
from tenantry.intervals import Interval
from tenantry.money import Money
from tenantry.plans.model import PricedPlan, PriceList, WholesalePrice


class PriceBody(Body):
    """
    A wholesale price, in minor units of its currency.
    """

    amount_minor: MinorUnits = Field(description="For a month.")
    yearly_amount_minor: MinorUnits | None = Field(
        None, description="For a year; twelve months' when it is left out."
    )
    currency: Currency

    def as_price(self) -> WholesalePrice:
        """
        The price as the command takes it.
        """
        yearly = self.yearly_amount_minor
        return WholesalePrice(
            Money(self.amount_minor, self.currency),
            None if yearly is None else Money(yearly, self.currency),
        )


class ShownPriceBody(AnswerBody):
    """
    A wholesale price, in minor units of its currency.
    """

    amount_minor: int = Field(description="For a month.")
    yearly_amount_minor: int = Field(description="For a year.")
    currency: str

    @classmethod
    def of(cls, price: WholesalePrice) -> Self:
        """
        Show a price.
        """
        return cls(
            amount_minor=price.monthly.minor,
            yearly_amount_minor=price.of(Interval.YEAR).minor,
            currency=price.currency,
        )


class ChangePlan(Body):
    """
    What to change of a plan; what is left out stays.
    """

    name: Name | None = None
    wholesale_prices: list[PriceBody] | None = Field(None, max_length=50)
    is_active: Flag | None = None
    needs_subscription: Flag | None = None

    def prices(self) -> tuple[WholesalePrice, ...] | None:
        """
        The prices as the command takes them.
        """
        return None if self.wholesale_prices is None else prices_of(self.wholesale_prices)


class CreatePlan(Body):
    """
    A new plan, with its wholesale prices from now on.
    """

    code: Code
    name: Name
    wholesale_prices: list[PriceBody] = Field(default_factory=list, max_length=50)
    needs_subscription: Flag = Field(
        default=False,
        description="Whether only a reseller that is subscribed to it itself may sell it.",
    )


class PlanBody(AnswerBody):
    """
    A plan of the catalogue, with the wholesale prices that are in force.
    """

    code: str
    name: str
    wholesale_prices: list[ShownPriceBody]
    is_active: bool
    needs_subscription: bool
    created_at: str

    @classmethod
    def of(cls, priced: PricedPlan) -> Self:
        """
        Show a plan.
        """
        return cls(
            code=priced.plan.code,
            name=priced.plan.name,
            wholesale_prices=[ShownPriceBody.of(price) for price in priced.wholesale_prices],
            is_active=priced.plan.is_active,
            needs_subscription=priced.plan.needs_subscription,
            created_at=stamp(priced.plan.created_at),
        )


class SetPlanPrices(Body):
    """
    What a plan costs at wholesale from a moment on.
    """

    starts_at: Moment = Field(description="Now or later, never in the past.")
    prices: list[PriceBody] = Field(min_length=1, max_length=50)


class PlanPricesBody(AnswerBody):
    """
    What a plan costs at wholesale from a moment until its next list starts.
    """

    starts_at: str
    prices: list[ShownPriceBody]

    @classmethod
    def of(cls, price_list: PriceList) -> Self:
        """
        Show a price list.
        """
        prices = [ShownPriceBody.of(price) for price in price_list.prices]
        return cls(starts_at=stamp(price_list.starts_at), prices=prices)


def prices_of(prices: list[PriceBody]) -> tuple[WholesalePrice, ...]:
    """
    Prices as commands take them.
    """
    return tuple(price.as_price() for price in prices)
