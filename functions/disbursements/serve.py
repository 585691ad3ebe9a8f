"""
What partners were paid, as they and operators read it.
"""

from collections.abc import Iterator

from disbursements.schemas import AttemptBody, DisbursementBody
from tenantry.disbursements import attempts, commands, store
from tenantry.disbursements.model import Attempt, Disbursement
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.resellers import commands as resellers

api = Api()


@api.route(
    "GET /v1/resellers/{reseller_id}/disbursements", answer=DisbursementBody.of, is_list=True
)
def disbursements(
    request: Request, reseller_id: str, query: ListQuery
) -> Iterator[tuple[str, Disbursement]]:
    """
    List what a partner was paid, newest first.
    """
    return store.disbursements_of(resellers.get(TenantId(reseller_id)).id, *query.span)


@api.route(
    "GET /v1/resellers/{reseller_id}/disbursements/{disbursement_id}", answer=DisbursementBody.of
)
def read(request: Request, reseller_id: str, disbursement_id: str) -> Disbursement:
    """
    Read a disbursement with its parts.
    """
    return commands.get(TenantId(reseller_id), disbursement_id)


@api.route(
    "GET /v1/resellers/{reseller_id}/disbursements/{disbursement_id}/attempts",
    answer=AttemptBody.of,
    is_list=True,
)
def tried(
    request: Request, reseller_id: str, disbursement_id: str, query: ListQuery
) -> Iterator[tuple[str, Attempt]]:
    """
    List the attempts to pay a disbursement, by part and in their order.
    """
    disbursement = commands.get(TenantId(reseller_id), disbursement_id)
    return attempts.attempts_of(disbursement.reseller_id, disbursement.id, *query.span)


handler = api
