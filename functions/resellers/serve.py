"""
Resellers: created by operators, read and edited by themselves as well.
"""

from collections.abc import Iterator

from resellers.schemas import (
    AcceptTerms,
    ChangeReseller,
    CreateReseller,
    ResellerBody,
    ResellerQuery,
)
from tenantry.hosts.following import reseller_changed
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.resellers import commands, store
from tenantry.resellers.model import Reseller

api = Api()


@api.route("GET /v1/resellers", answer=ResellerBody.of, is_list=True)
def search(request: Request, query: ResellerQuery) -> Iterator[tuple[str, Reseller]]:
    """
    List resellers by company name, or those whose name starts with a text.
    """
    return store.list_resellers(query.search, *query.span)


@api.route("POST /v1/resellers", status=201, answer=ResellerBody.of, takes_once=True)
def create(request: Request, body: CreateReseller) -> Reseller:
    """
    Create a reseller; its owner is mailed a sign-in link.
    """
    return commands.create(body.form(), request.act)


@api.route("GET /v1/resellers/{reseller_id}", answer=ResellerBody.of)
def read(request: Request, reseller_id: str) -> Reseller:
    """
    Read a reseller.
    """
    return commands.get(TenantId(reseller_id))


@api.route("PATCH /v1/resellers/{reseller_id}", answer=ResellerBody.of)
def change(request: Request, reseller_id: str, body: ChangeReseller) -> Reseller:
    """
    Change parts of the form.
    """
    parts = body.parts()
    return commands.change(TenantId(reseller_id), request.act, also=reseller_changed, **parts)


@api.route("POST /v1/resellers/{reseller_id}/deactivate", answer=ResellerBody.of)
def deactivate(request: Request, reseller_id: str) -> Reseller:
    """
    Stop a reseller from signing in, inviting and creating; its tenants go on working.
    """
    return commands.deactivate(TenantId(reseller_id), request.act)


@api.route("POST /v1/resellers/{reseller_id}/reactivate", answer=ResellerBody.of)
def reactivate(request: Request, reseller_id: str) -> Reseller:
    """
    Let a reseller work again.
    """
    return commands.reactivate(TenantId(reseller_id), request.act)


@api.route("POST /v1/resellers/{reseller_id}/terms", answer=ResellerBody.of)
def accept_terms(request: Request, reseller_id: str, body: AcceptTerms) -> Reseller:
    """
    Accept the current agreement terms of the reseller's type.
    """
    return commands.accept_terms(TenantId(reseller_id), body.version, request.act)


handler = api
