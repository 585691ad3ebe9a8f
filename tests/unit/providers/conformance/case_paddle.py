"""
Paddle's case: the shapes of its notifications, of which it publishes examples.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from tenantry.money import Money
from tenantry.providers.paddle.amounts import CURRENCIES, from_paddle, to_paddle
from tenantry.providers.paddle.signature import TOLERANCE
from tenantry.providers.webhook import Trust, Webhook
from tests.unit.providers.conformance.case import PEOPLE, Case, Sent, Told, whole


def header(body: bytes, key: str, at: datetime) -> str:
    """
    The header `Paddle-Signature` over a body.
    """
    seconds = int(at.timestamp())
    digest = hmac.new(key.encode(), f"{seconds}:".encode() + body, sha256).hexdigest()
    return f"ts={seconds};h1={digest}"


def _sign(sent: Sent, key: str, at: datetime) -> Webhook:
    body = sent.body.encode()
    return Webhook(body, {"paddle-signature": header(body, key, at)}, sent.path)


def _event(kind: str, told: Told, about: Mapping[str, object]) -> Sent:
    event = {
        "event_id": f"evt_01hv8x2{kind.translate({ord('.'): None, ord('_'): None})}{told.number}",
        "event_type": kind,
        "occurred_at": told.at.isoformat(),
        "notification_id": f"ntf_01hv8x2{told.number}",
        "data": about,
    }
    return Sent("").saying(event)


def _transaction(kind: str, told: Told, status: str) -> Sent:
    sent = to_paddle(told.amount) if told.spelt is None else told.spelt
    currency = told.amount.currency
    totals = {"subtotal": sent, "discount": "0", "tax": "0", "total": sent, "credit": "0"}
    card = {"type": "visa", "last4": PEOPLE[4][:4], "cardholder_name": " ".join(PEOPLE[:2])}
    payment = {
        "amount": sent,
        "status": "captured",
        "captured_at": told.at.isoformat(),
        "method_details": {"type": "card", "card": card},
    }
    transaction = {
        "id": f"txn_01hv8{told.number}",
        "status": status,
        "origin": "api",
        "currency_code": currency,
        "custom_data": {"charge_id": told.charge_id, "tenant_id": "ten_1"},
        "customer": {"name": " ".join(PEOPLE[:2]), "email": PEOPLE[2]},
        "details": {"totals": {**totals, "grand_total": sent, "grand_total_tax": "0"}},
        "payments": [payment] if status == "completed" else [],
        "billed_at": told.at.isoformat(),
    }
    return _event(kind, told, transaction)


def _paid(told: Told) -> Sent:
    return _transaction("transaction.completed", told, "completed")


def _failed(told: Told) -> Sent:
    return _transaction("transaction.canceled", told, "canceled")


def _adjustment(told: Told, action: str, reason: str) -> Sent:
    sent = to_paddle(told.amount) if told.spelt is None else told.spelt
    adjustment = {
        "id": f"adj_01hvgf{told.number}",
        "action": action,
        "type": "full",
        "reason": reason,
        "status": "approved",
        "transaction_id": f"txn_01hv8{told.number}",
        "currency_code": told.amount.currency,
        "totals": {"subtotal": sent, "tax": "0", "total": sent},
    }
    kind = "adjustment.created" if action == "chargeback" else "adjustment.updated"
    return _event(kind, told, adjustment)


def _refunded(told: Told) -> Sent:
    return _adjustment(told, "refund", f"Refund {told.refund_id} for {PEOPLE[0]} {PEOPLE[1]}")


def _disputed(told: Told) -> Sent:
    return _adjustment(told, "chargeback", f"{PEOPLE[2]} says it was not her")


PADDLE = Case(
    name="paddle",
    provider="paddle",
    trust=Trust.SIGNED,
    account=lambda keys: {"api_key": "pdl_1", "webhook_secrets": list(keys), "mode": "test"},
    sign=_sign,
    proof="paddle-signature",
    tolerance=TOLERANCE,
    usual=Money(125_050, "EUR"),
    currencies=CURRENCIES,
    to_provider=to_paddle,
    from_provider=from_paddle,
    units="""
USD   1250   1250
EUR 125050 125050
ZAR    101    101
JPY    500    500
KRW    500    500
CLP    500    500
VND    500    500
COP  50000  50000
HUF  50000  50000
TWD  50000  50000
""",
    refused=[Money(500, "KES"), Money(500, "UGX"), Money(-1, "USD")],
    spellings=lambda money: whole(to_paddle(money))[::-1],
    paid=_paid,
    failed=_failed,
    refunded=_refunded,
    disputed=_disputed,
    unknown=Sent('{"event_id": "evt_1", "event_type": "subscription.created", "data": {}}'),
    says_mode=False,
)
