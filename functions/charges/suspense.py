"""
Money that matches nobody, or not exactly: what operators decide about it.
"""

from collections.abc import Iterator

from charges.schemas import MatchPayment, ReturnPayment, SuspendedPaymentBody, SuspenseQuery
from tenantry.charges import matching
from tenantry.http import Api, Request
from tenantry.http.payments import PaymentBody
from tenantry.ledger.model import TenantPayment
from tenantry.suspense import store
from tenantry.suspense.model import SuspendedPayment

api = Api()


@api.route("GET /v1/suspended-payments", answer=SuspendedPaymentBody.of, is_list=True)
def suspended(request: Request, query: SuspenseQuery) -> Iterator[tuple[str, SuspendedPayment]]:
    """
    List suspended payments of one status, oldest first.
    """
    return store.listed(query.status, *query.span)


@api.route("GET /v1/suspended-payments/{suspended_id}", answer=SuspendedPaymentBody.of)
def read(request: Request, suspended_id: str) -> SuspendedPayment:
    """
    Read a suspended payment.
    """
    return matching.get(suspended_id)


@api.route(
    "POST /v1/suspended-payments/{suspended_id}/match",
    status=201,
    answer=PaymentBody.of,
    takes_once=True,
)
def match(request: Request, suspended_id: str, body: MatchPayment) -> TenantPayment:
    """
    Say which charge a suspended payment pays, whatever its amount.
    """
    return matching.match(suspended_id, body.charge_id, body.comment, request.act)


@api.route(
    "POST /v1/suspended-payments/{suspended_id}/return",
    answer=SuspendedPaymentBody.of,
    takes_once=True,
)
def give_back(request: Request, suspended_id: str, body: ReturnPayment) -> SuspendedPayment:
    """
    Say that a suspended payment was sent back, at the provider.
    """
    return matching.give_back(suspended_id, body.comment, request.act)


handler = api
