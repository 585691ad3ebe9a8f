"""
A reseller's own payment key: set, looked at without being shown, and taken away.
"""

from payment_keys.schemas import PaymentKeyBody, SetPaymentKey
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.payment_keys import commands
from tenantry.payment_keys.model import PaymentKey
from tenantry.payment_keys.trial import try_stripe_key

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/payment-key", answer=PaymentKeyBody.of)
def read(request: Request, reseller_id: str) -> PaymentKey:
    """
    Say which key is kept, without the key.
    """
    return commands.get(TenantId(reseller_id))


@api.route("PUT /v1/resellers/{reseller_id}/payment-key", answer=PaymentKeyBody.of)
def set_key(request: Request, reseller_id: str, body: SetPaymentKey) -> PaymentKey:
    """
    Try a key at the provider, and keep it encrypted in the place of the one before.
    """
    key = body.key.get_secret_value().strip()
    return commands.set_key(TenantId(reseller_id), key, request.act, try_key=try_stripe_key)


@api.route("DELETE /v1/resellers/{reseller_id}/payment-key", status=204)
def remove(request: Request, reseller_id: str) -> None:
    """
    Forget the key.
    """
    commands.remove_key(TenantId(reseller_id), request.act)


handler = api
