"""
The catalogue of plans.
"""

from collections.abc import Iterator

from catalog.schemas import ChangePlan, CreatePlan, PlanBody, money_of
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.plans import commands, store
from tenantry.plans.model import Plan

api = Api()


@api.route("GET /v1/plans", answer=PlanBody.of, is_list=True)
def plans(request: Request, query: ListQuery) -> Iterator[tuple[str, Plan]]:
    """
    List the plans by code.
    """
    return store.list_plans(*query.span)


@api.route("POST /v1/plans", status=201, answer=PlanBody.of, takes_once=True)
def create(request: Request, body: CreatePlan) -> Plan:
    """
    Add a plan.
    """
    return commands.create(body.code, body.name, money_of(body.wholesale_prices), request.act)


@api.route("GET /v1/plans/{plan_code}", answer=PlanBody.of)
def read(request: Request, plan_code: str) -> Plan:
    """
    Read a plan.
    """
    return commands.get(plan_code)


@api.route("PATCH /v1/plans/{plan_code}", answer=PlanBody.of)
def change(request: Request, plan_code: str, body: ChangePlan) -> Plan:
    """
    Rename a plan, set its wholesale prices, retire it or offer it again.
    """
    return commands.change(
        plan_code, request.act, name=body.name, prices=body.prices(), is_active=body.is_active
    )


handler = api
