"""
Operators pay partners.
"""

from disbursements.schemas import DisbursementBody, GiveUp, RecordOutcome
from tenantry.disbursements import commands
from tenantry.disbursements.model import Disbursement
from tenantry.errors import invalid_field
from tenantry.http import Api, Request
from tenantry.ids import TenantId

api = Api()


@api.route(
    "POST /v1/resellers/{reseller_id}/disbursements",
    status=201,
    answer=DisbursementBody.of,
    takes_once=True,
)
def pay(request: Request, reseller_id: str) -> Disbursement:
    """
    Pay all that is approved and not held; the answer is from before anybody was asked to pay it.
    """
    return commands.create(TenantId(reseller_id), request.act)


@api.route(
    "POST /v1/resellers/{reseller_id}/disbursements/{disbursement_id}/retry",
    answer=DisbursementBody.of,
    takes_once=True,
)
def retry(request: Request, reseller_id: str, disbursement_id: str) -> Disbursement:
    """
    Try the first part that failed once more.
    """
    return commands.retry(TenantId(reseller_id), disbursement_id, request.act)


@api.route(
    "POST /v1/resellers/{reseller_id}/disbursements/{disbursement_id}/give-up",
    answer=DisbursementBody.of,
)
def give_up(request: Request, reseller_id: str, disbursement_id: str, body: GiveUp) -> Disbursement:
    """
    End a disbursement of which nothing more can be paid; what it did not pay can be paid anew.
    """
    return commands.give_up(TenantId(reseller_id), disbursement_id, body.reason, request.act)


@api.route(
    "POST /v1/resellers/{reseller_id}/disbursements/{disbursement_id}/outcome",
    answer=DisbursementBody.of,
)
def record(
    request: Request, reseller_id: str, disbursement_id: str, body: RecordOutcome
) -> Disbursement:
    """
    Say what became of a bank transfer, or of an attempt whose provider is silent for a day.
    """
    if body.outcome == "paid" and body.reference is None:
        raise invalid_field("reference", "is required for what was paid")
    if body.attempt_id and body.outcome != "paid" and body.reason is None:
        raise invalid_field("reason", "is required for what a provider did not pay")
    of = TenantId(reseller_id), disbursement_id
    return commands.record(*of, body.answer(), request.act, attempt_id=body.attempt_id)


handler = api
