"""
Stripe's case: facts/payments has the shapes, its library the signature.
"""

from datetime import datetime

from tenantry.money import Money
from tenantry.providers.stripe.amounts import CURRENCIES, from_stripe, to_stripe
from tenantry.providers.stripe.signature import TOLERANCE
from tenantry.providers.webhook import Trust, Webhook
from tests.stripe_events import signature
from tests.unit.providers.conformance.case import PEOPLE, Case, Sent, Told


def _sign(sent: Sent, key: str, at: datetime) -> Webhook:
    body = sent.body.encode()
    return Webhook(body, {"stripe-signature": signature(body, at, key)}, sent.path)


def _event(kind: str, told: Told, about: dict[str, object]) -> Sent:
    seconds = int(told.at.timestamp())
    event = {
        "id": f"evt_{kind}_{told.number}",
        "object": "event",
        "type": kind,
        "created": seconds,
        "livemode": told.is_live,
    }
    thing = {"created": seconds, "currency": told.amount.currency.lower(), **about}
    return Sent("").saying({**event, "data": {"object": thing}})


def _session(kind: str, told: Told, payment_status: str) -> Sent:
    sent = to_stripe(told.amount) if told.spelt is None else told.spelt
    session = {
        "id": f"cs_{told.number}",
        "object": "checkout.session",
        "mode": "payment",
        "status": "complete",
        "payment_status": payment_status,
        "payment_intent": f"pi_{told.number}",
        "amount_subtotal": sent,
        "amount_total": sent,
        "customer_details": {"email": PEOPLE[2], "name": " ".join(PEOPLE[:2]), "phone": PEOPLE[3]},
        "metadata": {"charge_id": told.charge_id, "tenant_id": "ten_1"},
    }
    return _event(kind, told, session)


def _paid(told: Told) -> Sent:
    return _session("checkout.session.completed", told, "paid")


def _failed(told: Told) -> Sent:
    return _session("checkout.session.async_payment_failed", told, "unpaid")


def _refunded(told: Told) -> Sent:
    refund = {
        "id": f"re_{told.number}",
        "object": "refund",
        "amount": to_stripe(told.amount) if told.spelt is None else told.spelt,
        "payment_intent": f"pi_{told.number}",
        "metadata": {"refund_id": told.refund_id},
        "status": "succeeded",
        "reason": f"{PEOPLE[0]} {PEOPLE[1]} of {PEOPLE[2]} changed her mind, after all, "
        "and wrote a long letter about it, which somebody has pasted here",
    }
    return _event("refund.created", told, refund)


def _disputed(told: Told) -> Sent:
    dispute = {
        "id": f"du_{told.number}",
        "object": "dispute",
        "amount": to_stripe(told.amount) if told.spelt is None else told.spelt,
        "payment_intent": f"pi_{told.number}",
        "status": "needs_response",
        "evidence": {"customer_name": PEOPLE[0], "customer_email_address": PEOPLE[2]},
    }
    return _event("charge.dispute.created", told, dispute)


STRIPE = Case(
    name="stripe",
    provider="stripe",
    trust=Trust.SIGNED,
    account=lambda keys: {"api_key": "sk_test_1", "webhook_secrets": list(keys)},
    sign=_sign,
    proof="stripe-signature",
    tolerance=TOLERANCE,
    usual=Money(150_050, "KES"),
    currencies=CURRENCIES,
    to_provider=to_stripe,
    from_provider=from_stripe,
    units="""
USD   1250   1250
KES 150050 150050
JPY    500    500
XOF    500    500
UGX      5    500
ISK      5    500
MGA    500      5
KWD   1250   1250
""",
    refused=[Money(550, "MGA")],
    spellings=lambda money: [to_stripe(money)],
    paid=_paid,
    failed=_failed,
    refunded=_refunded,
    disputed=_disputed,
    unknown=Sent('{"id": "evt_1", "object": "event", "type": "account.updated", "data": {}}'),
)
