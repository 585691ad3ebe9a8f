"""
The bodies of the product plan routes.
"""

from typing import Annotated, Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Code, Name, Text
from tenantry.intervals import Interval
from tenantry.plans.model import WholesalePrice
from tenantry.product_plans.model import (
    COMPONENTS_MAX,
    QUANTITY_MAX,
    Component,
    PricedProductPlan,
    Status,
)


class ComponentBody(Body):
    """
    A plan of the catalogue, so many times.
    """

    plan_code: Code
    quantity: Annotated[int, Field(ge=1, le=QUANTITY_MAX, strict=True)] = 1


class CreateProductPlan(Body):
    """
    A plan of the reseller's own; what it is made of never changes.
    """

    code: Code = Field(description="Starts with `own-`.")
    name: Name
    description: Text = ""
    components: list[ComponentBody] = Field(min_length=1, max_length=COMPONENTS_MAX)

    def parts(self) -> tuple[Component, ...]:
        """
        The components as the command takes them.
        """
        return tuple(Component(one.plan_code, one.quantity) for one in self.components)


class ChangeProductPlan(Body):
    """
    What to change of a product plan; what is left out stays.
    """

    name: Name | None = None
    description: Text | None = None
    status: Status | None = None


class ShownComponentBody(AnswerBody):
    """
    A plan of the catalogue, so many times.
    """

    plan_code: str
    quantity: int


class ProductPriceBody(AnswerBody):
    """
    What a product plan costs its reseller, in minor units: the sum of its components.
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


class ProductPlanBody(AnswerBody):
    """
    A reseller's own plan, with what it costs at wholesale now.
    """

    code: str
    name: str
    description: str
    components: list[ShownComponentBody]
    wholesale_prices: list[ProductPriceBody] = Field(
        description="In each currency in which every component has a price."
    )
    status: Status
    created_at: str

    @classmethod
    def of(cls, priced: PricedProductPlan) -> Self:
        """
        Show a product plan.
        """
        plan = priced.plan
        return cls(
            code=plan.code,
            name=plan.name,
            description=plan.description,
            components=[
                ShownComponentBody(plan_code=one.plan_code, quantity=one.quantity)
                for one in plan.components
            ],
            wholesale_prices=[ProductPriceBody.of(price) for price in priced.wholesale_prices],
            status=plan.status,
            created_at=stamp(plan.created_at),
        )
