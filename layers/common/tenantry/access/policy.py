"""
The one table of who may call which route. A route that does not stand here is refused.
"""

from tenantry.access.model import (
    ACCEPTS,
    ANYBODY,
    BILLING,
    BULKS,
    CHARGES,
    EVERYBODY,
    EXPORTS,
    LEDGER,
    MEMBERS,
    MINTS,
    OPERATOR,
    OWNER,
    PAYMENTS,
    SIGN_INS,
    SUPPORT,
    TENANT,
    TRANSFERS,
    Policy,
)
from tenantry.access.white_label import WHITE_LABEL

_RESELLER = "/v1/resellers/{reseller_id}"
_LIST_PRICE = f"{_RESELLER}/list-prices/{{plan_code}}/{{currency}}/{{interval}}"
_PRODUCT_PLANS = f"{_RESELLER}/product-plans"
_SERVICE = f"{_RESELLER}/services/{{plan_code}}"
_STATEMENT = f"{_RESELLER}/statements/{{month}}"
_DISBURSEMENT = f"{_RESELLER}/disbursements/{{disbursement_id}}"
_TENANT = "/v1/tenants/{tenant_id}"
_CORRECTION = f"{_RESELLER}/corrections/{{correction_id}}"

WEBHOOKS = {
    "POST /v1/webhooks/{provider}": Policy(ANYBODY),
    "POST /v1/notices/{subject}/{token}": Policy(ANYBODY),
}
"""What providers send proves itself, and the receiving function checks it. M-Pesa's has a route of
its own: nothing in its address may say what it is."""

ROUTES: dict[str, Policy] = {
    # The platform's own affairs
    "GET /v1/programme": Policy(OPERATOR, "programme:read"),
    "PATCH /v1/programme": Policy(OPERATOR, "programme:write"),
    "GET /v1/operators": Policy(OPERATOR, "members:read"),
    "POST /v1/operators": Policy(OPERATOR, "members:write"),
    "DELETE /v1/operators/{user_id}": Policy(OPERATOR, "members:write"),
    "GET /v1/audit": Policy(OPERATOR, "audit:read"),
    "POST /v1/queues/{queue}/replay": Policy(OPERATOR, "programme:write"),
    "GET /v1/self-check": Policy(OPERATOR, "programme:read"),
    "GET /v1/jobs": Policy(OPERATOR, "programme:read"),
    "GET /v1/plans": Policy(OPERATOR | MEMBERS, "plans:read"),
    "POST /v1/plans": Policy(OPERATOR, "plans:write"),
    "GET /v1/plans/{plan_code}": Policy(OPERATOR | MEMBERS, "plans:read"),
    "PATCH /v1/plans/{plan_code}": Policy(OPERATOR, "plans:write"),
    "GET /v1/plans/{plan_code}/prices": Policy(OPERATOR | MEMBERS, "plans:read"),
    "POST /v1/plans/{plan_code}/prices": Policy(OPERATOR, "plans:write"),
    "GET /v1/data-processing-agreement": Policy(OPERATOR | MEMBERS, "resellers:read"),
    "POST /v1/data-processing-agreement": Policy(OPERATOR, "programme:write"),
    # Resellers
    "GET /v1/resellers": Policy(OPERATOR, "resellers:read"),
    "POST /v1/resellers": Policy(OPERATOR, "resellers:write"),
    f"GET {_RESELLER}": Policy(OPERATOR | MEMBERS, "resellers:read"),
    f"PATCH {_RESELLER}": Policy(OPERATOR | OWNER, "resellers:write"),
    f"POST {_RESELLER}/deactivate": Policy(OPERATOR, "resellers:write"),
    f"POST {_RESELLER}/reactivate": Policy(OPERATOR, "resellers:write"),
    f"POST {_RESELLER}/terms": Policy(OWNER, "resellers:write"),
    f"GET {_RESELLER}/data-processing-agreement": Policy(OPERATOR | MEMBERS, "resellers:read"),
    f"POST {_RESELLER}/data-processing-agreement": Policy(OWNER, "resellers:write"),
    f"GET {_RESELLER}/readiness": Policy(OPERATOR | MEMBERS, "resellers:read"),
    f"GET {_RESELLER}/diagnosis": Policy(OPERATOR | MEMBERS, "resellers:read"),
    f"GET {_RESELLER}/funnel": Policy(OPERATOR | MEMBERS, "resellers:read"),
    f"GET {_RESELLER}/audit": Policy(OPERATOR | OWNER, "audit:read"),
    f"GET {_RESELLER}/members": Policy(OPERATOR | MEMBERS, "members:read"),
    f"POST {_RESELLER}/members": Policy(OPERATOR | OWNER, "members:write"),
    f"PATCH {_RESELLER}/members/{{user_id}}": Policy(OPERATOR | OWNER, "members:write"),
    f"DELETE {_RESELLER}/members/{{user_id}}": Policy(OPERATOR | OWNER, "members:write"),
    f"GET {_RESELLER}/notifications": Policy(OPERATOR | MEMBERS, "notifications:read"),
    f"POST {_RESELLER}/notifications/{{notification_id}}/read": Policy(
        MEMBERS, "notifications:write"
    ),
    # Invites
    f"GET {_RESELLER}/invites": Policy(OPERATOR | MEMBERS, "invites:read"),
    f"POST {_RESELLER}/invites": Policy(OPERATOR | OWNER | SUPPORT, "invites:write", MINTS),
    f"POST {_RESELLER}/invites/bulk": Policy(OPERATOR | OWNER, "invites:write", BULKS),
    f"GET {_RESELLER}/invites/{{invite_id}}": Policy(OPERATOR | MEMBERS, "invites:read"),
    f"POST {_RESELLER}/invites/{{invite_id}}/revoke": Policy(
        OPERATOR | OWNER | SUPPORT, "invites:write"
    ),
    f"POST {_RESELLER}/invites/{{invite_id}}/resend": Policy(
        OPERATOR | OWNER | SUPPORT, "invites:write", MINTS
    ),
    f"POST {_RESELLER}/invites/{{invite_id}}/accept": Policy(ANYBODY, limit=ACCEPTS),
    **WHITE_LABEL,
    # Tenants
    f"GET {_RESELLER}/tenants": Policy(OPERATOR | MEMBERS, "tenants:read"),
    f"POST {_RESELLER}/tenants": Policy(OPERATOR | OWNER, "tenants:write", MINTS),
    f"GET {_TENANT}": Policy(EVERYBODY, "tenants:read"),
    f"PATCH {_TENANT}": Policy(OPERATOR | OWNER | SUPPORT | TENANT, "tenants:write"),
    f"DELETE {_TENANT}": Policy(OPERATOR | OWNER, "tenants:write"),
    f"POST {_TENANT}/deactivate": Policy(OPERATOR | OWNER, "tenants:write"),
    f"POST {_TENANT}/reactivate": Policy(OPERATOR | OWNER, "tenants:write"),
    f"POST {_TENANT}/upgrade": Policy(OPERATOR, "tenants:write"),
    f"GET {_TENANT}/subscription": Policy(EVERYBODY, "tenants:read"),
    f"GET {_TENANT}/subscription/history": Policy(EVERYBODY, "tenants:read"),
    f"PATCH {_TENANT}/subscription": Policy(LEDGER, "tenants:write"),
    f"POST {_TENANT}/subscription/cancel": Policy(PAYMENTS, "tenants:write"),
    f"POST {_TENANT}/subscription/resume": Policy(LEDGER, "tenants:write"),
    f"GET {_TENANT}/billing": Policy(PAYMENTS, "payments:read"),
    f"PUT {_TENANT}/billing": Policy(LEDGER, "payments:write"),
    f"GET {_TENANT}/payments": Policy(PAYMENTS, "payments:read"),
    f"POST {_TENANT}/payments": Policy(LEDGER, "payments:write"),
    f"GET {_TENANT}/payments/{{payment_id}}": Policy(PAYMENTS, "payments:read"),
    f"POST {_TENANT}/payments/{{payment_id}}/confirm": Policy(OPERATOR, "payments:write"),
    f"GET {_TENANT}/payments/{{payment_id}}/refunds": Policy(PAYMENTS, "payments:read"),
    f"POST {_TENANT}/payments/{{payment_id}}/refunds": Policy(LEDGER, "payments:write"),
    f"GET {_TENANT}/payments/{{payment_id}}/disputes": Policy(PAYMENTS, "payments:read"),
    f"GET {_TENANT}/charges": Policy(PAYMENTS, "payments:read"),
    f"POST {_TENANT}/charges": Policy(PAYMENTS, "payments:write", CHARGES),
    f"GET {_TENANT}/charges/{{charge_id}}": Policy(PAYMENTS, "payments:read"),
    f"POST {_TENANT}/records": Policy(OPERATOR | OWNER | SUPPORT | TENANT, "records:write"),
    f"POST {_TENANT}/move": Policy(OPERATOR, "transfers:write"),
    f"GET {_TENANT}/transfers": Policy(OPERATOR | TENANT, "transfers:read"),
    f"POST {_TENANT}/transfers": Policy(TENANT, "transfers:write"),
    f"DELETE {_TENANT}/transfers/{{transfer_id}}": Policy(OPERATOR | TENANT, "transfers:write"),
    f"POST {_RESELLER}/transfers": Policy(OWNER, "transfers:write", TRANSFERS),
    f"GET {_TENANT}/consent": Policy(EVERYBODY, "consent:read"),
    f"PUT {_TENANT}/consent": Policy(TENANT, "consent:write"),
    f"DELETE {_TENANT}/consent": Policy(TENANT, "consent:write"),
    f"GET {_TENANT}/audit": Policy(OPERATOR | OWNER | TENANT, "audit:read"),
    # Licences
    f"GET {_RESELLER}/licenses": Policy(OPERATOR | MEMBERS, "licenses:read"),
    f"PATCH {_RESELLER}/licenses": Policy(LEDGER, "licenses:write"),
    f"POST {_RESELLER}/licenses/grants": Policy(OPERATOR, "licenses:write"),
    f"POST {_RESELLER}/licenses/sync": Policy(OPERATOR, "licenses:write"),
    f"POST {_RESELLER}/license-quotes": Policy(LEDGER, "licenses:write"),
    f"GET {_RESELLER}/license-purchases": Policy(LEDGER, "licenses:read"),
    f"POST {_RESELLER}/license-purchases": Policy(OWNER | BILLING, "licenses:write"),
    f"GET {_RESELLER}/license-purchases.csv": Policy(LEDGER, "licenses:read"),
    f"GET {_RESELLER}/license-purchases/{{purchase_id}}": Policy(LEDGER, "licenses:read"),
    f"POST {_RESELLER}/license-purchases/{{purchase_id}}/returns": Policy(
        OPERATOR, "licenses:write"
    ),
    f"PUT {_RESELLER}/license-purchases/{{purchase_id}}/refunds/{{refund_id}}": Policy(
        OPERATOR, "licenses:write"
    ),
    f"POST {_RESELLER}/license-purchases/{{purchase_id}}/accept": Policy(
        OPERATOR, "licenses:write"
    ),
    "GET /v1/license-purchases/waiting": Policy(OPERATOR, "licenses:read"),
    # What a reseller composes, subscribes to itself, and is paid with
    f"GET {_PRODUCT_PLANS}": Policy(OPERATOR | MEMBERS, "plans:read"),
    f"POST {_PRODUCT_PLANS}": Policy(LEDGER, "plans:write"),
    f"GET {_PRODUCT_PLANS}/{{plan_code}}": Policy(OPERATOR | MEMBERS, "plans:read"),
    f"PATCH {_PRODUCT_PLANS}/{{plan_code}}": Policy(LEDGER, "plans:write"),
    f"GET {_RESELLER}/services": Policy(OPERATOR | MEMBERS, "services:read"),
    f"POST {_RESELLER}/services": Policy(LEDGER, "services:write"),
    f"GET {_SERVICE}": Policy(OPERATOR | MEMBERS, "services:read"),
    f"PATCH {_SERVICE}": Policy(LEDGER, "services:write"),
    f"POST {_SERVICE}/cancel": Policy(LEDGER, "services:write"),
    f"POST {_SERVICE}/resume": Policy(LEDGER, "services:write"),
    f"GET {_RESELLER}/payment-key": Policy(LEDGER, "payment_key:read"),
    f"PUT {_RESELLER}/payment-key": Policy(OWNER, "payment_key:write"),
    f"DELETE {_RESELLER}/payment-key": Policy(OPERATOR | OWNER, "payment_key:write"),
    # List prices
    f"GET {_RESELLER}/list-prices": Policy(OPERATOR | MEMBERS, "prices:read"),
    f"PUT {_LIST_PRICE}": Policy(LEDGER, "prices:write"),
    f"DELETE {_LIST_PRICE}": Policy(OPERATOR | OWNER, "prices:write"),
    # Commission
    f"GET {_RESELLER}/agreements": Policy(OPERATOR | MEMBERS, "commissions:read"),
    f"PUT {_RESELLER}/agreements/{{month}}": Policy(OPERATOR, "commissions:write"),
    f"GET {_RESELLER}/commission-preview/{{month}}": Policy(LEDGER, "commissions:read"),
    f"GET {_RESELLER}/commission-balance": Policy(LEDGER, "commissions:read"),
    f"GET {_RESELLER}/statements": Policy(LEDGER, "commissions:read"),
    f"GET {_STATEMENT}": Policy(LEDGER, "commissions:read"),
    f"GET {_STATEMENT}/lines": Policy(LEDGER, "commissions:read"),
    f"GET {_STATEMENT}/statement.csv": Policy(LEDGER, "commissions:read"),
    f"GET {_STATEMENT}/statement.pdf": Policy(LEDGER, "commissions:read"),
    # To have a file written changes nothing: whoever may read may ask for it.
    f"POST {_STATEMENT}/exports": Policy(LEDGER, "commissions:read", EXPORTS),
    f"GET {_STATEMENT}/exports/{{export_id}}": Policy(LEDGER, "commissions:read"),
    "GET /v1/statement-runs/{month}": Policy(OPERATOR, "commissions:read"),
    "GET /v1/corrections": Policy(OPERATOR, "commissions:read"),
    f"POST {_RESELLER}/corrections": Policy(OPERATOR, "commissions:write"),
    f"GET {_CORRECTION}": Policy(LEDGER, "commissions:read"),
    f"POST {_CORRECTION}/approve": Policy(OPERATOR, "commissions:write"),
    f"POST {_CORRECTION}/decline": Policy(OPERATOR, "commissions:write"),
    "GET /v1/self-dealing": Policy(OPERATOR, "commissions:read"),
    f"GET {_RESELLER}/self-dealing": Policy(LEDGER, "commissions:read"),
    f"GET {_RESELLER}/self-dealing/{{tenant_id}}": Policy(OPERATOR, "commissions:read"),
    f"POST {_RESELLER}/self-dealing/{{tenant_id}}/decide": Policy(OPERATOR, "commissions:write"),
    "GET /v1/ledger-checks/{day}/differences": Policy(OPERATOR, "commissions:read"),
    "GET /v1/statements": Policy(OPERATOR, "commissions:read"),
    "POST /v1/statements/approvals": Policy(OPERATOR, "commissions:write"),
    f"POST {_STATEMENT}/approve": Policy(OPERATOR, "commissions:write"),
    f"POST {_STATEMENT}/reject": Policy(OPERATOR, "commissions:write"),
    # Payouts
    f"GET {_RESELLER}/payout-account": Policy(LEDGER, "payouts:read"),
    # Nobody but the owner says where its money goes, operators neither.
    f"PUT {_RESELLER}/payout-account": Policy(OWNER, "payouts:write"),
    f"GET {_RESELLER}/payout-account/sharers": Policy(OPERATOR, "payouts:read"),
    f"GET {_RESELLER}/disbursements": Policy(LEDGER, "payouts:read"),
    f"POST {_RESELLER}/disbursements": Policy(OPERATOR, "payouts:write"),
    f"GET {_DISBURSEMENT}": Policy(LEDGER, "payouts:read"),
    f"GET {_DISBURSEMENT}/attempts": Policy(LEDGER, "payouts:read"),
    f"POST {_DISBURSEMENT}/retry": Policy(OPERATOR, "payouts:write"),
    f"POST {_DISBURSEMENT}/give-up": Policy(OPERATOR, "payouts:write"),
    f"POST {_DISBURSEMENT}/outcome": Policy(OPERATOR, "payouts:write"),
    # Money
    f"PUT {_RESELLER}/billing": Policy(OPERATOR, "payments:write"),
    f"GET {_RESELLER}/dunning": Policy(OPERATOR | MEMBERS, "payments:read"),
    f"PUT {_RESELLER}/dunning": Policy(LEDGER, "payments:write"),
    "GET /v1/reconciliations/{day}": Policy(OPERATOR, "payments:read"),
    "GET /v1/payment-sweeps/{day}": Policy(OPERATOR, "payments:read"),
    "GET /v1/payment-sweeps/{day}/differences": Policy(OPERATOR, "payments:read"),
    "GET /v1/suspended-payments": Policy(OPERATOR, "payments:read"),
    "GET /v1/suspended-payments/{suspended_id}": Policy(OPERATOR, "payments:read"),
    "POST /v1/suspended-payments/{suspended_id}/match": Policy(OPERATOR, "payments:write"),
    "POST /v1/suspended-payments/{suspended_id}/return": Policy(OPERATOR, "payments:write"),
    # Exchange rates
    "GET /v1/fx-rates/{day}": Policy(OPERATOR | MEMBERS, "fx:read"),
    "GET /v1/fx-rates/{day}/conversion": Policy(OPERATOR | MEMBERS, "fx:read"),
    "GET /v1/license-prices": Policy(OPERATOR | MEMBERS, "licenses:read"),
    "POST /v1/license-prices": Policy(OPERATOR, "licenses:write"),
    # Credentials
    "GET /v1/me": Policy(EVERYBODY, "me:read"),
    "GET /v1/api-keys": Policy(EVERYBODY, "keys:read"),
    "POST /v1/api-keys": Policy(EVERYBODY, "keys:write"),
    "DELETE /v1/api-keys/{key_id}": Policy(EVERYBODY, "keys:write"),
    "POST /v1/sign-in-links": Policy(ANYBODY, limit=SIGN_INS),
    "POST /v1/sessions": Policy(ANYBODY, limit=SIGN_INS),
    **WEBHOOKS,
    # Pages and documents
    "GET /invites/{reseller_id}/{invite_id}/{token}": Policy(ANYBODY),
    "POST /invites/{reseller_id}/{invite_id}": Policy(ANYBODY, limit=ACCEPTS),
    "GET /sign-in": Policy(ANYBODY),
    "POST /sign-in": Policy(ANYBODY, limit=SIGN_INS),
    "GET /sign-in/{link_id}/{token}": Policy(ANYBODY),
    "POST /sign-in/{link_id}": Policy(ANYBODY, limit=SIGN_INS),
    "GET /workspace": Policy(ANYBODY),
    "POST /workspace/{tenant_id}/consent": Policy(ANYBODY),
    "POST /sign-out": Policy(ANYBODY),
    "GET /brand": Policy(ANYBODY),
    "GET /assets/{owner_id}/{digest}/{file}": Policy(ANYBODY),
    "GET /health": Policy(ANYBODY),
    "GET /openapi.json": Policy(ANYBODY),
    "GET /docs": Policy(ANYBODY),
}
"""By method and path, as in the OpenAPI document."""

SCOPES = frozenset(policy.scope for policy in ROUTES.values() if policy.scope)


def methods_of(path: str) -> list[str]:
    """
    The methods that a raw path answers to, for `Allow`; none when no route has it.
    """
    routes = (route.split(" ") for route in ROUTES)
    methods = {method for method, pattern in routes if _matches(pattern, path)}
    # Pages and documents answer HEAD as they answer GET; under /v1 only files do.
    if "GET" in methods and (path.endswith((".csv", ".pdf")) or not path.startswith("/v1/")):
        methods.add("HEAD")
    return sorted(methods)


def _matches(pattern: str, path: str) -> bool:
    parts, given = pattern.split("/"), path.split("/")
    return len(parts) == len(given) and all(
        part == there or (part.startswith("{") and there != "")
        for part, there in zip(parts, given, strict=True)
    )
