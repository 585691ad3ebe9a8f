"""
The plans that a reseller composes for its customers.
"""

from collections.abc import Iterator

from product_plans.schemas import ChangeProductPlan, CreateProductPlan, ProductPlanBody
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.product_plans import commands
from tenantry.product_plans.model import PricedProductPlan
from tenantry.resellers import commands as resellers

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/product-plans", answer=ProductPlanBody.of, is_list=True)
def product_plans(
    request: Request, reseller_id: str, query: ListQuery
) -> Iterator[tuple[str, PricedProductPlan]]:
    """
    List the reseller's own plans by code.
    """
    reseller = resellers.get(TenantId(reseller_id))
    return commands.list_priced(reseller.id, request.now, *query.span)


@api.route(
    "POST /v1/resellers/{reseller_id}/product-plans",
    status=201,
    answer=ProductPlanBody.of,
    takes_once=True,
)
def create(request: Request, reseller_id: str, body: CreateProductPlan) -> PricedProductPlan:
    """
    Compose a plan of those in the catalogue.
    """
    return commands.create(
        TenantId(reseller_id),
        body.code,
        body.parts(),
        request.act,
        name=body.name,
        description=body.description,
    )


@api.route("GET /v1/resellers/{reseller_id}/product-plans/{plan_code}", answer=ProductPlanBody.of)
def read(request: Request, reseller_id: str, plan_code: str) -> PricedProductPlan:
    """
    Read a plan of the reseller's own.
    """
    return commands.get_priced(TenantId(reseller_id), plan_code, request.now)


@api.route("PATCH /v1/resellers/{reseller_id}/product-plans/{plan_code}", answer=ProductPlanBody.of)
def change(
    request: Request, reseller_id: str, plan_code: str, body: ChangeProductPlan
) -> PricedProductPlan:
    """
    Rename or describe a plan anew, retire it or offer it again.
    """
    return commands.change(
        TenantId(reseller_id),
        plan_code,
        request.act,
        name=body.name,
        description=body.description,
        status=body.status,
    )


handler = api
