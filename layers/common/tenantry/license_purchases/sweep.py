"""
Finishing what was begun: intents whose outcome nobody has written down.
"""

from datetime import timedelta

from tenantry.acts import Act
from tenantry.errors import TenantryError
from tenantry.ids import TenantId
from tenantry.license_purchases import commands, store
from tenantry.license_purchases.model import Purchase
from tenantry.license_purchases.rules import waits_for_provider
from tenantry.observability import log
from tenantry.providers.model import LicenseCheckout

KEYS_KEPT = timedelta(hours=23)
"""Stripe forgets an idempotency key after 24 hours (https://docs.stripe.com/api/idempotent_requests)."""


def settle(reseller_id: TenantId, purchase_id: str, provider: LicenseCheckout, act: Act) -> bool:
    """
    Shape 3. Finish a purchase's open intents; whether none is open now.

    One purchase that fails does not keep the others waiting: its error is what it stays open for.
    """
    purchase = store.get_purchase(reseller_id, purchase_id)
    if purchase is None:
        return True
    try:
        if purchase.checkout_id is None:
            purchase = _settle_checkout(purchase, provider, act)
        for refund in list(purchase.facts.refunds.values()):
            if refund.is_ours:
                purchase = commands.finish_refund(purchase, refund, provider, act)
    except TenantryError as error:
        log.warning("intent stays open", extra={"code": error.code, "purchase_id": purchase_id})
        return False
    return not waits_for_provider(purchase)


def _settle_checkout(purchase: Purchase, provider: LicenseCheckout, act: Act) -> Purchase:
    if act.now - purchase.asked_at > KEYS_KEPT:
        # Nobody has seen a page of it, and what was quoted is long over.
        return commands.expire(purchase, act)
    return commands.open_checkout(purchase, provider, act)
