"""
What licences cost.
"""

from collections.abc import Iterator

from licenses.schemas import AskQuote, PriceListBody, QuoteBody, SetPrices
from tenantry.clock import stamp
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.license_prices import commands, store
from tenantry.license_prices.model import PriceList, Quote
from tenantry.resellers import commands as resellers

api = Api()


@api.route("GET /v1/license-prices", answer=PriceListBody.of, is_list=True)
def price_lists(request: Request, query: ListQuery) -> Iterator[tuple[str, PriceList]]:
    """
    List every price list, past, present and to come.
    """
    after, _ = query.span
    rows = ((stamp(one.starts_at), one) for one in store.price_lists())
    return ((place, one) for place, one in rows if place > (after or ""))


@api.route("POST /v1/license-prices", status=201, answer=PriceListBody.of, takes_once=True)
def set_prices(request: Request, body: SetPrices) -> PriceList:
    """
    Set what licences cost from a moment on; quotes that were made keep their price.
    """
    return commands.set_prices(body.starts_at, body.as_tiers(), request.act)


@api.route(
    "POST /v1/resellers/{reseller_id}/license-quotes",
    status=201,
    answer=QuoteBody.of,
    takes_once=True,
)
def quote(request: Request, reseller_id: str, body: AskQuote) -> Quote:
    """
    Quote a number of licences for 30 minutes, and say when a larger pack costs less.
    """
    reseller = resellers.get(TenantId(reseller_id))
    return commands.quote(reseller, body.quantity, request.act)


handler = api
