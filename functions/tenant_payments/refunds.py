"""
What went back of payments.
"""

from collections.abc import Iterator

from tenant_payments.schemas import RecordRefund, TenantRefundBody
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.ledger import commands, store
from tenantry.ledger.model import TenantRefund

api = Api()


@api.route(
    "GET /v1/tenants/{tenant_id}/payments/{payment_id}/refunds",
    answer=TenantRefundBody.of,
    is_list=True,
)
def refunds(
    request: Request, tenant_id: str, payment_id: str, query: ListQuery
) -> Iterator[tuple[str, TenantRefund]]:
    """
    List what went back of a payment.
    """
    payment = commands.get(TenantId(tenant_id), payment_id, request.principal)
    return store.refunds_of(payment, *query.span)


@api.route(
    "POST /v1/tenants/{tenant_id}/payments/{payment_id}/refunds",
    status=201,
    answer=TenantRefundBody.of,
    takes_once=True,
)
def give_back(
    request: Request, tenant_id: str, payment_id: str, body: RecordRefund
) -> TenantRefund:
    """
    Record that a part of a payment by hand went back, at most what is left of it.
    """
    return commands.give_back(
        TenantId(tenant_id),
        payment_id,
        request.act,
        reference=body.reference,
        minor=body.amount_minor,
    )


handler = api
