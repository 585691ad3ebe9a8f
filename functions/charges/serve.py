"""
What tenants are asked to pay.
"""

from collections.abc import Iterator

from charges.schemas import AskForPayment, ChargeBody
from tenantry.charges import commands, store
from tenantry.charges.model import Charge
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.tenants import commands as tenants

api = Api()


@api.route(
    "POST /v1/tenants/{tenant_id}/charges", status=201, answer=ChargeBody.of, takes_once=True
)
def ask(request: Request, tenant_id: str, body: AskForPayment) -> Charge:
    """
    Ask a tenant to pay its next period, or to upgrade: on a page, or by a prompt on the phone.
    """
    return commands.ask(TenantId(tenant_id), body.charge(), request.act)


@api.route("GET /v1/tenants/{tenant_id}/charges", answer=ChargeBody.of, is_list=True)
def charges(request: Request, tenant_id: str, query: ListQuery) -> Iterator[tuple[str, Charge]]:
    """
    List what a tenant was asked to pay, newest first.
    """
    tenant = tenants.read(TenantId(tenant_id), request.principal)
    return store.charges_of(tenant.id, *query.span)


@api.route("GET /v1/tenants/{tenant_id}/charges/{charge_id}", answer=ChargeBody.of)
def read(request: Request, tenant_id: str, charge_id: str) -> Charge:
    """
    Read a charge.
    """
    return commands.get(TenantId(tenant_id), charge_id, request.principal)


handler = api
