"""
What went back of payments, and what is disputed.
"""

from collections.abc import Iterator

from tenant_payments.schemas import GiveBack, TenantDisputeBody, TenantRefundBody
from tenantry.charges import refunding
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.ledger import commands, facts
from tenantry.ledger.model import TenantDispute, TenantRefund

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
    List what went back of a payment: each refund at each status that it came to.
    """
    payment = commands.get(TenantId(tenant_id), payment_id, request.principal)
    return facts.refunds_of(payment, *query.span)


@api.route(
    "POST /v1/tenants/{tenant_id}/payments/{payment_id}/refunds",
    status=201,
    answer=TenantRefundBody.of,
    takes_once=True,
)
def give_back(request: Request, tenant_id: str, payment_id: str, body: GiveBack) -> TenantRefund:
    """
    Pay a part back through the provider; with a reference, record what went back by hand.
    """
    place, minor = (TenantId(tenant_id), payment_id), body.amount_minor
    if body.reference is None:
        return refunding.give_back(*place, minor, request.act)
    return commands.give_back(*place, request.act, reference=body.reference, minor=minor)


@api.route(
    "GET /v1/tenants/{tenant_id}/payments/{payment_id}/disputes",
    answer=TenantDisputeBody.of,
    is_list=True,
)
def disputes(
    request: Request, tenant_id: str, payment_id: str, query: ListQuery
) -> Iterator[tuple[str, TenantDispute]]:
    """
    List what is known of a payment's disputes, each at each status that it came to.
    """
    payment = commands.get(TenantId(tenant_id), payment_id, request.principal)
    return facts.disputes_of(payment, *query.span)


handler = api
