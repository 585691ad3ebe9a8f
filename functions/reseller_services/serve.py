"""
What a reseller itself is subscribed to, to resell it.
"""

from collections.abc import Iterator

from reseller_services.schemas import ServiceBody, SubscribeService
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.resellers import commands as resellers
from tenantry.service_subscriptions import commands, store
from tenantry.service_subscriptions.model import ServiceSubscription

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/services", answer=ServiceBody.of, is_list=True)
def services(
    request: Request, reseller_id: str, query: ListQuery
) -> Iterator[tuple[str, ServiceSubscription]]:
    """
    List what the reseller is, or was, subscribed to, by plan.
    """
    reseller = resellers.get(TenantId(reseller_id))
    return store.services_of(reseller.id, *query.span)


@api.route(
    "POST /v1/resellers/{reseller_id}/services",
    status=201,
    answer=ServiceBody.of,
    takes_once=True,
)
def subscribe(request: Request, reseller_id: str, body: SubscribeService) -> ServiceSubscription:
    """
    Subscribe the reseller to a plan of the catalogue; the wholesale price of now stays.
    """
    return commands.subscribe(
        TenantId(reseller_id),
        body.plan_code,
        body.interval,
        request.act,
        quantity=body.quantity,
        currency=body.currency,
    )


@api.route("GET /v1/resellers/{reseller_id}/services/{plan_code}", answer=ServiceBody.of)
def read(request: Request, reseller_id: str, plan_code: str) -> ServiceSubscription:
    """
    Read one subscription.
    """
    return commands.get(TenantId(reseller_id), plan_code)


handler = api
