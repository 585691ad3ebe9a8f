"""
The bodies of the list price routes.
"""

from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import MinorUnits
from tenantry.http.rates import FxRateBody
from tenantry.intervals import Interval
from tenantry.list_prices.model import Floor, ListPrice


class SetListPrice(Body):
    """
    What new customers pay.
    """

    amount_minor: MinorUnits = Field(description="In minor units of the currency in the path.")


class FloorBody(AnswerBody):
    """
    The wholesale price that a list price was last compared with.
    """

    amount_minor: int = Field(description="In the currency of the list price.")
    wholesale_minor: int = Field(description="As the plan has it.")
    wholesale_currency: str
    day: str | None = Field(description="Whose rates it was converted at, where it was.")
    rates: list[FxRateBody]

    @classmethod
    def of(cls, floor: Floor) -> Self:
        """
        Show a floor.
        """
        return cls(
            amount_minor=floor.price.minor,
            wholesale_minor=floor.wholesale.minor,
            wholesale_currency=floor.wholesale.currency,
            day=floor.day and floor.day.isoformat(),
            rates=[FxRateBody.of(quote) for quote in floor.quotes],
        )


class ListPriceBody(AnswerBody):
    """
    What a reseller's new customers pay for a plan.
    """

    plan_code: str
    currency: str
    interval: Interval
    amount_minor: int
    starts_at: str
    is_below_floor: bool
    below_floor_since: str | None
    floor: FloorBody

    @classmethod
    def of(cls, price: ListPrice) -> Self:
        """
        Show a list price.
        """
        return cls(
            plan_code=price.article.plan_code,
            currency=price.article.currency,
            interval=price.article.interval,
            amount_minor=price.price.minor,
            starts_at=stamp(price.starts_at),
            is_below_floor=price.is_below_floor,
            below_floor_since=price.below_floor_since and stamp(price.below_floor_since),
            floor=FloorBody.of(price.floor),
        )
