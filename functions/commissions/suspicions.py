"""
Tenants that may be their reseller's own, and what operators decide about them.
"""

from collections.abc import Iterator

from commissions.suspicion_schemas import (
    HeldTenantBody,
    SaySelfDealing,
    SelfDealingBody,
    SelfDealingQuery,
)
from tenantry.commissions import facts_store, suspecting
from tenantry.commissions.suspicions import Suspicion
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.resellers import commands as resellers

api = Api()


@api.route("GET /v1/self-dealing", answer=SelfDealingBody.of, is_list=True)
def listed(request: Request, query: SelfDealingQuery) -> Iterator[tuple[str, Suspicion]]:
    """
    List tenants of all resellers that are held (or were released, or confirmed), oldest first.
    """
    return facts_store.listed_suspicions(query.status, *query.span)


@api.route("GET /v1/resellers/{reseller_id}/self-dealing", answer=HeldTenantBody.of, is_list=True)
def of_reseller(
    request: Request, reseller_id: str, query: ListQuery
) -> Iterator[tuple[str, Suspicion]]:
    """
    List a reseller's tenants whose lines are held, or were.
    """
    reseller = resellers.get(TenantId(reseller_id))
    return facts_store.suspicions_of(reseller.id, *query.span)


@api.route("GET /v1/resellers/{reseller_id}/self-dealing/{tenant_id}", answer=SelfDealingBody.of)
def read(request: Request, reseller_id: str, tenant_id: str) -> Suspicion:
    """
    Read what was found and said of a tenant.
    """
    return suspecting.get(TenantId(reseller_id), TenantId(tenant_id))


@api.route(
    "POST /v1/resellers/{reseller_id}/self-dealing/{tenant_id}/decide", answer=SelfDealingBody.of
)
def decide(request: Request, reseller_id: str, tenant_id: str, body: SaySelfDealing) -> Suspicion:
    """
    Release a tenant's lines, say that it is its reseller's own, or hold it by hand.
    """
    of = TenantId(reseller_id), TenantId(tenant_id)
    return suspecting.say(*of, body.status, request.act, why=body.reason)


handler = api
