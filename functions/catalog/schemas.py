"""
The bodies of the plan routes.
"""

from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Code, Currency, Flag, MinorUnits, Name
from tenantry.money import Money
from tenantry.plans.model import Plan


class PriceBody(Body):
    """
    An amount in minor units of its currency.
    """

    amount_minor: MinorUnits
    currency: Currency


class ChangePlan(Body):
    """
    What to change of a plan; what is left out stays.
    """

    name: Name | None = None
    wholesale_prices: list[PriceBody] | None = Field(None, max_length=50)
    is_active: Flag | None = None

    def prices(self) -> tuple[Money, ...] | None:
        """
        The prices as the command takes them.
        """
        return None if self.wholesale_prices is None else money_of(self.wholesale_prices)


class CreatePlan(Body):
    """
    A new plan, with its wholesale price per month in each currency.
    """

    code: Code
    name: Name
    wholesale_prices: list[PriceBody] = Field(default_factory=list, max_length=50)


class PlanBody(AnswerBody):
    """
    A plan of the catalogue.
    """

    code: str
    name: str
    wholesale_prices: list[PriceBody]
    is_active: bool
    created_at: str

    @classmethod
    def of(cls, plan: Plan) -> Self:
        """
        Show a plan.
        """
        return cls(
            code=plan.code,
            name=plan.name,
            wholesale_prices=[
                PriceBody(amount_minor=price.minor, currency=price.currency)
                for price in plan.wholesale_prices
            ],
            is_active=plan.is_active,
            created_at=stamp(plan.created_at),
        )


def money_of(prices: list[PriceBody]) -> tuple[Money, ...]:
    """
    Prices as money.
    """
    return tuple(Money(price.amount_minor, price.currency) for price in prices)
