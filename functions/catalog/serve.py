"""
The catalogue of plans.
"""

from collections.abc import Iterator

from catalog.schemas import ChangePlan, CreatePlan, PlanBody, prices_of
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.plans import commands
from tenantry.plans.model import PricedPlan

api = Api()


@api.route("GET /v1/plans", answer=PlanBody.of, is_list=True)
def plans(request: Request, query: ListQuery) -> Iterator[tuple[str, PricedPlan]]:
    """
    List the plans by code.
    """
    return commands.list_priced(request.now, *query.span)


@api.route("POST /v1/plans", status=201, answer=PlanBody.of, takes_once=True)
def create(request: Request, body: CreatePlan) -> PricedPlan:
    """
    Add a plan.
    """
    return commands.create(
        body.code,
        body.name,
        prices_of(body.wholesale_prices),
        request.act,
        needs_subscription=body.needs_subscription,
    )


@api.route("GET /v1/plans/{plan_code}", answer=PlanBody.of)
def read(request: Request, plan_code: str) -> PricedPlan:
    """
    Read a plan.
    """
    return commands.get_priced(plan_code, request.now)


@api.route("PATCH /v1/plans/{plan_code}", answer=PlanBody.of)
def change(request: Request, plan_code: str, body: ChangePlan) -> PricedPlan:
    """
    Rename a plan, set its wholesale prices from now on, retire it or offer it again.
    """
    return commands.change(
        plan_code,
        request.act,
        name=body.name,
        prices=body.prices(),
        is_active=body.is_active,
        needs_subscription=body.needs_subscription,
    )


handler = api
