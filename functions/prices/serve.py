"""
A reseller's list prices.
"""

from collections.abc import Iterator

from prices.schemas import ListPriceBody, SetListPrice
from tenantry.errors import NotFound
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.intervals import Interval
from tenantry.list_prices import commands, store
from tenantry.list_prices.model import Article, ListPrice
from tenantry.money import EXPONENTS
from tenantry.resellers import commands as resellers

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/list-prices", answer=ListPriceBody.of, is_list=True)
def list_prices(
    request: Request, reseller_id: str, query: ListQuery
) -> Iterator[tuple[str, ListPrice]]:
    """
    List what a reseller's new customers pay, by plan, currency and interval.
    """
    reseller = resellers.get(TenantId(reseller_id))
    return store.prices_of(reseller.id, *query.span)


@api.route(
    "PUT /v1/resellers/{reseller_id}/list-prices/{plan_code}/{currency}/{interval}",
    answer=ListPriceBody.of,
)
def set_price(  # noqa: PLR0917 - the parts of the path
    request: Request,
    reseller_id: str,
    plan_code: str,
    currency: str,
    interval: str,
    body: SetListPrice,
) -> ListPrice:
    """
    Set what new customers pay for a plan; the answer says what the floor is, and at which rates.
    """
    article = _article(plan_code, currency, interval)
    return commands.set_price(TenantId(reseller_id), article, body.amount_minor, request.act)


@api.route(
    "DELETE /v1/resellers/{reseller_id}/list-prices/{plan_code}/{currency}/{interval}", status=204
)
def remove_price(  # noqa: PLR0917 - the parts of the path
    request: Request, reseller_id: str, plan_code: str, currency: str, interval: str
) -> None:
    """
    Take a price away: the plan is not sold so any more, and who bought it keeps the price.
    """
    article = _article(plan_code, currency, interval)
    commands.remove_price(TenantId(reseller_id), article, request.act)


def _article(plan_code: str, currency: str, interval: str) -> Article:
    if currency not in EXPONENTS:
        message = f"{currency} is no currency of ISO 4217"
        raise NotFound(message)
    return Article(plan_code, currency, Interval(interval))


handler = api
