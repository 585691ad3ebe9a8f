"""
A reseller's hosts: given to tenants or to itself, listed, and taken away.
"""

from collections.abc import Iterator

from hosts.schemas import GiveHost, HostBody
from tenantry.hosts import commands
from tenantry.hosts.model import ListedHost
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.resellers import commands as resellers

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/hosts", answer=HostBody.of, is_list=True)
def hosts(request: Request, reseller_id: str, query: ListQuery) -> Iterator[tuple[str, ListedHost]]:
    """
    List a reseller's hosts by name; a limited support member sees those of the chosen tenants.
    """
    reseller = resellers.get(TenantId(reseller_id))
    if request.principal.tenant_ids is not None:
        return commands.chosen(reseller, request.principal, *query.span)
    return commands.listed(reseller, *query.span)


@api.route("PUT /v1/resellers/{reseller_id}/hosts/{host}", answer=HostBody.of)
def give(request: Request, reseller_id: str, host: str, body: GiveHost) -> ListedHost:
    """
    Give a host to a tenant, or to the reseller itself; whoever had it has it no longer.
    """
    return commands.give(TenantId(reseller_id), host, body.tenant(), request.act)


@api.route("DELETE /v1/resellers/{reseller_id}/hosts/{host}", status=204)
def remove(request: Request, reseller_id: str, host: str) -> None:
    """
    Take a host away: it shows the reseller's own look again.
    """
    commands.remove(TenantId(reseller_id), host, request.act)


handler = api
