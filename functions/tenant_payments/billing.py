"""
How tenants are billed: through a payment provider, or by their reseller.
"""

from tenant_payments.schemas import BillingBody, ResellersBillingBody, SetBilling
from tenantry.billing import commands as billing
from tenantry.billing.model import Billing, Mode
from tenantry.http import Api, Request
from tenantry.ids import TenantId

api = Api()


@api.route("GET /v1/tenants/{tenant_id}/billing", answer=BillingBody.of)
def read_billing(request: Request, tenant_id: str) -> Billing:
    """
    Say how a tenant is billed.
    """
    return billing.read(TenantId(tenant_id), request.principal)


@api.route("PUT /v1/tenants/{tenant_id}/billing", answer=BillingBody.of)
def set_billing(request: Request, tenant_id: str, body: SetBilling) -> Billing:
    """
    Bill a tenant by hand, or through a payment provider, whatever holds for the others.
    """
    return billing.set_for_tenant(TenantId(tenant_id), body.mode, request.act)


@api.route("PUT /v1/resellers/{reseller_id}/billing", answer=ResellersBillingBody.of)
def set_resellers_billing(request: Request, reseller_id: str, body: SetBilling) -> Mode:
    """
    Say how a reseller's tenants are billed of which nothing else was said.
    """
    return billing.set_for_reseller(TenantId(reseller_id), body.mode, request.act)


handler = api
