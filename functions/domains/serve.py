"""
Partners' domains: claimed, listed and read.
"""

from collections.abc import Iterator

from domains.schemas import ClaimDomain, DomainBody, DomainQuery
from tenantry.domains import commands
from tenantry.domains.model import Domain
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId

api = Api()


@api.route(
    "POST /v1/resellers/{reseller_id}/domains",
    status=201,
    answer=DomainBody.of,
    takes_once=True,
)
def claim(request: Request, reseller_id: str, body: ClaimDomain) -> Domain:
    """
    Claim a root domain; the answer says which record proves it.
    """
    return commands.claim(TenantId(reseller_id), body.domain, request.act)


@api.route("GET /v1/resellers/{reseller_id}/domains", answer=DomainBody.of, is_list=True)
def domains(request: Request, reseller_id: str, query: ListQuery) -> Iterator[tuple[str, Domain]]:
    """
    List a partner's domains.
    """
    return commands.list_domains(TenantId(reseller_id), *query.span)


@api.route("GET /v1/resellers/{reseller_id}/domains/{domain}", answer=DomainBody.of)
def read(request: Request, reseller_id: str, domain: str) -> Domain:
    """
    Read a domain: its state, and each check with what was seen and what to set.
    """
    return commands.get(TenantId(reseller_id), domain)


@api.route("GET /v1/domains", answer=DomainBody.of, is_list=True)
def all_domains(request: Request, query: DomainQuery) -> Iterator[tuple[str, Domain]]:
    """
    List all partners' domains of which one thing is to be said, by name.
    """
    return commands.by_standing(query.state, *query.span)


handler = api
