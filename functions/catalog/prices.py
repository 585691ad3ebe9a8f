"""
What plans cost at wholesale, and from when on.
"""

from collections.abc import Iterator

from catalog.schemas import PlanPricesBody, SetPlanPrices, prices_of
from tenantry.clock import stamp
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.plans import commands, store
from tenantry.plans.model import PriceList

api = Api()


@api.route("GET /v1/plans/{plan_code}/prices", answer=PlanPricesBody.of, is_list=True)
def price_lists(
    request: Request, plan_code: str, query: ListQuery
) -> Iterator[tuple[str, PriceList]]:
    """
    List the wholesale prices of a plan: past, present and to come.
    """
    after, _ = query.span
    lists = store.price_lists(commands.get(plan_code))
    rows = ((stamp(one.starts_at), one) for one in lists)
    return ((place, one) for place, one in rows if place > (after or ""))


@api.route(
    "POST /v1/plans/{plan_code}/prices", status=201, answer=PlanPricesBody.of, takes_once=True
)
def set_prices(request: Request, plan_code: str, body: SetPlanPrices) -> PriceList:
    """
    Set what a plan costs at wholesale from a moment on; what was in force before stays known.
    """
    return commands.set_prices(plan_code, body.starts_at, prices_of(body.prices), request.act)


handler = api
