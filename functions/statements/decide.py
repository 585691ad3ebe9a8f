"""
What operators decide about statements.
"""

from collections.abc import Iterator

from statements.decision_schemas import (
    ApprovalsBody,
    ApproveStatements,
    RejectStatement,
    WaitingQuery,
    WaitingStatementBody,
)
from tenantry.clock import Month
from tenantry.commissions.model import Status
from tenantry.disbursements.overdue import overdue
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.statements import approving
from tenantry.statements.approving import Decided
from tenantry.statements.model import StatementHeader

api = Api()


@api.route("GET /v1/statements", answer=WaitingStatementBody.of, is_list=True)
def waiting(request: Request, query: WaitingQuery) -> Iterator[tuple[str, StatementHeader]]:
    """
    List the statements of all partners that wait for approval or payment, the soonest due first.
    """
    status, (after, limit) = Status(query.status), query.span
    if query.overdue:
        return overdue(status, after, request.now)
    return approving.waiting(status, after, limit)


@api.route("POST /v1/statements/approvals", answer=ApprovalsBody.of)
def approve_all(request: Request, body: ApproveStatements) -> list[Decided]:
    """
    Approve up to 50 statements; one that is refused keeps none of the others.
    """
    return approving.approve_all(body.named(), request.act)


@api.route(
    "POST /v1/resellers/{reseller_id}/statements/{month}/approve", answer=WaitingStatementBody.of
)
def approve(request: Request, reseller_id: str, month: str) -> StatementHeader:
    """
    Approve a statement; another operator can pay it then.
    """
    return approving.approve(TenantId(reseller_id), Month(month), request.act)


@api.route(
    "POST /v1/resellers/{reseller_id}/statements/{month}/reject", answer=WaitingStatementBody.of
)
def reject(
    request: Request, reseller_id: str, month: str, body: RejectStatement
) -> StatementHeader:
    """
    Reject a partner's last statement: it is as if it had never been written.
    """
    of = TenantId(reseller_id), Month(month)
    return approving.reject(*of, request.act, reason=body.reason, restates=body.restates)


handler = api
