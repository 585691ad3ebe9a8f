"""
Tenants that move to another reseller, and the tokens by which their owners allow it.
"""

from collections.abc import Iterator

from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.moves import commands, store
from tenantry.moves import transfers as tokens
from tenantry.moves.model import IssuedTransfer, Transfer
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import Tenant
from transfers.schemas import (
    IssuedTransferBody,
    MovedBody,
    MoveTenant,
    RedeemTransfer,
    TransferBody,
)

api = Api()


@api.route("POST /v1/tenants/{tenant_id}/move", answer=MovedBody.of, takes_once=True)
def move(request: Request, tenant_id: str, body: MoveTenant) -> Tenant:
    """
    Give a tenant to another reseller, at once and with all that belongs to it.
    """
    to = TenantId(body.reseller_id)
    return commands.move(TenantId(tenant_id), to, body.comment, request.act)


@api.route("GET /v1/tenants/{tenant_id}/transfers", answer=TransferBody.of, is_list=True)
def transfers(request: Request, tenant_id: str, query: ListQuery) -> Iterator[tuple[str, Transfer]]:
    """
    List a tenant's transfers, newest first; a token is never shown again.
    """
    tenant = tenants.read(TenantId(tenant_id), request.principal)
    return store.transfers_of(tenant.id, *query.span)


@api.route(
    "POST /v1/tenants/{tenant_id}/transfers",
    status=201,
    answer=IssuedTransferBody.of,
    stored_answer=IssuedTransferBody.without_token,
    takes_once=True,
)
def make(request: Request, tenant_id: str) -> IssuedTransfer:
    """
    Make a token by which another reseller may take the tenant over within 14 days; shown once.
    """
    return tokens.make(TenantId(tenant_id), request.act)


@api.route("DELETE /v1/tenants/{tenant_id}/transfers/{transfer_id}", answer=TransferBody.of)
def revoke(request: Request, tenant_id: str, transfer_id: str) -> Transfer:
    """
    Make a token good for nothing.
    """
    return tokens.revoke(TenantId(tenant_id), transfer_id, request.act)


@api.route("POST /v1/resellers/{reseller_id}/transfers", answer=MovedBody.of, takes_once=True)
def redeem(request: Request, reseller_id: str, body: RedeemTransfer) -> Tenant:
    """
    Take a tenant over by its owner's token, which lets you act in it as well.
    """
    return commands.redeem(TenantId(reseller_id), body.token, body.comment, request.act)


handler = api
