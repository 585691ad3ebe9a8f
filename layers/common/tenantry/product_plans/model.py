"""
A reseller's own plan: plans of the catalogue, each so many times.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tenantry.errors import Conflict, NotFound
from tenantry.ids import TenantId
from tenantry.plans.model import Plan, WholesalePrice

COMPONENTS_MAX = 20
QUANTITY_MAX = 1_000


class Status(StrEnum):
    """
    Whether new customers can have a product plan; who has it keeps it.
    """

    OFFERED = "offered"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Component:
    """
    A plan of the catalogue, so many times.
    """

    plan_code: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Part:
    """
    A component with its plan as it was read.
    """

    plan: Plan
    quantity: int


@dataclass(frozen=True, slots=True)
class ProductPlan:
    """
    A plan of a reseller's own.

    Args:
        code: Unique with its reseller; starts with `own-`, as no code of the catalogue does.
        components: What it is made of, which never changes: another composition is another plan,
            so that a floor of the past can be computed again.
        version: Grows by one with every change; a write names the version that it read.
    """

    reseller_id: TenantId
    code: str
    name: str
    description: str
    components: tuple[Component, ...]
    status: Status
    created_at: datetime
    version: int = 1


@dataclass(frozen=True, slots=True)
class PricedProductPlan:
    """
    A product plan with what it costs its reseller at some moment, in each currency.
    """

    plan: ProductPlan
    wholesale_prices: tuple[WholesalePrice, ...]


class ProductPlanExists(Conflict):
    """
    The reseller has a plan with this code.
    """

    code = "product_plan.exists"


class ProductPlanNotFound(NotFound):
    """
    The reseller has no plan with this code.
    """

    code = "product_plan.not_found"
