"""
What tenants paid.
"""

from collections.abc import Iterator

from tenant_payments.schemas import ConfirmPayment, RecordPayment
from tenantry.http import Api, Request
from tenantry.http.payments import PaymentBody
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.ledger import commands, confirming, store
from tenantry.ledger.model import TenantPayment
from tenantry.tenants import commands as tenants

api = Api()


@api.route("GET /v1/tenants/{tenant_id}/payments", answer=PaymentBody.of, is_list=True)
def payments(
    request: Request, tenant_id: str, query: ListQuery
) -> Iterator[tuple[str, TenantPayment]]:
    """
    List what was paid for a tenant.
    """
    tenant = tenants.read(TenantId(tenant_id), request.principal)
    return store.payments_of(tenant.id, *query.span)


@api.route(
    "POST /v1/tenants/{tenant_id}/payments", status=201, answer=PaymentBody.of, takes_once=True
)
def record(request: Request, tenant_id: str, body: RecordPayment) -> TenantPayment:
    """
    Record what the reseller was paid for a tenant that it bills by hand.
    """
    return commands.record(TenantId(tenant_id), body.payment(), request.act)


@api.route("GET /v1/tenants/{tenant_id}/payments/{payment_id}", answer=PaymentBody.of)
def read(request: Request, tenant_id: str, payment_id: str) -> TenantPayment:
    """
    Read a payment.
    """
    return commands.get(TenantId(tenant_id), payment_id, request.principal)


@api.route("POST /v1/tenants/{tenant_id}/payments/{payment_id}/confirm", answer=PaymentBody.of)
def confirm(
    request: Request, tenant_id: str, payment_id: str, body: ConfirmPayment
) -> TenantPayment:
    """
    Say that the platform has the money of a payment that its reseller recorded: it earns from now.
    """
    return confirming.confirm(TenantId(tenant_id), payment_id, body.reason, request.act)


handler = api
