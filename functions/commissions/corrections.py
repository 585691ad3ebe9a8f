"""
What operators correct of lines by hand.
"""

from collections.abc import Iterator

from commissions.correction_schemas import (
    CorrectionBody,
    CorrectionQuery,
    DecideCorrection,
    ProposeCorrection,
)
from tenantry.commissions import correcting, facts_store
from tenantry.commissions.corrections import ProposedCorrection
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.statements.rules import check_earns
from tenantry.statements.store import headers_of

api = Api()


@api.route("GET /v1/corrections", answer=CorrectionBody.of, is_list=True)
def listed(request: Request, query: CorrectionQuery) -> Iterator[tuple[str, ProposedCorrection]]:
    """
    List corrections of one status, of all resellers, oldest first.
    """
    return facts_store.listed_corrections(query.status, *query.span)


@api.route(
    "POST /v1/resellers/{reseller_id}/corrections",
    status=201,
    answer=CorrectionBody.of,
    takes_once=True,
)
def propose(request: Request, reseller_id: str, body: ProposeCorrection) -> ProposedCorrection:
    """
    Propose to add to what a partner earns by a payment for a month, or to take from it.
    """
    of, new = TenantId(reseller_id), body.correction()
    check_earns(headers_of(of), new.key.earned)
    return correcting.propose(of, new, request.act)


@api.route("GET /v1/resellers/{reseller_id}/corrections/{correction_id}", answer=CorrectionBody.of)
def read(request: Request, reseller_id: str, correction_id: str) -> ProposedCorrection:
    """
    Read a correction; a partner sees those that are approved.
    """
    return correcting.get(TenantId(reseller_id), correction_id, request.principal)


@api.route(
    "POST /v1/resellers/{reseller_id}/corrections/{correction_id}/approve", answer=CorrectionBody.of
)
def approve(
    request: Request, reseller_id: str, correction_id: str, body: DecideCorrection
) -> ProposedCorrection:
    """
    Let a correction count, from now on; another person than who proposed it does so.
    """
    return correcting.approve(TenantId(reseller_id), correction_id, body.comment, request.act)


@api.route(
    "POST /v1/resellers/{reseller_id}/corrections/{correction_id}/decline", answer=CorrectionBody.of
)
def decline(
    request: Request, reseller_id: str, correction_id: str, body: DecideCorrection
) -> ProposedCorrection:
    """
    Let a correction not count.
    """
    return correcting.decline(TenantId(reseller_id), correction_id, body.comment, request.act)


handler = api
