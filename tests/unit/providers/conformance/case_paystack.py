"""
Paystack's case: the shapes of its guides to webhooks and refunds.
"""

import hmac
import json
from datetime import UTC, datetime
from hashlib import sha512
from typing import Any

from tenantry.money import Money
from tenantry.providers.paystack.amounts import CURRENCIES, from_paystack, to_paystack
from tenantry.providers.webhook import Trust, Webhook
from tests.unit.providers.conformance.case import PEOPLE, Case, Sent, Told, whole

CUSTOMER = {
    "id": 181873746,
    "first_name": PEOPLE[0],
    "last_name": PEOPLE[1],
    "email": PEOPLE[2],
    "customer_code": "CUS_1rkzaqsv4rrhqo6",
    "phone": PEOPLE[3],
    "metadata": None,
    "risk_action": "default",
}
CARD = {"authorization_code": "AUTH_uh8bcl3zbn", "bin": PEOPLE[4], "last4": "4081", "bank": "TEST"}


def _sign(sent: Sent, key: str, at: datetime) -> Webhook:
    del at
    body = sent.body.encode()
    digest = hmac.new(key.encode(), body, sha512).hexdigest()
    return Webhook(body, {"x-paystack-signature": digest}, sent.path)


def reference(told: Told) -> str:
    """
    Our charge's reference at Paystack.
    """
    return told.charge_id.replace("_", "-")


def transaction(told: Told, **changes: object) -> dict[str, Any]:
    """
    A paid transaction, as events and lists have it.
    """
    moment = told.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {
        "id": 4_099_260_515 + told.number,
        "domain": "live" if told.is_live else "test",
        "status": "success",
        "reference": reference(told),
        "amount": to_paystack(told.amount) if told.spelt is None else told.spelt,
        "message": None,
        "gateway_response": "Successful",
        "paid_at": moment,
        "created_at": moment,
        "channel": "card",
        "currency": told.amount.currency,
        "ip_address": PEOPLE[5],
        "metadata": json.dumps({"charge_id": told.charge_id, "referrer": PEOPLE[2]}),
        "fees": 10283,
        "authorization": CARD,
        "customer": CUSTOMER,
        "plan": None,
        **changes,
    }


def refund(told: Told, **changes: object) -> dict[str, Any]:
    """
    A refund as its event has it: without its own id, and without our note.
    """
    return {
        "status": "processed",
        "transaction_reference": reference(told),
        "refund_reference": str(132_013_318_359 + told.number),
        "amount": str(to_paystack(told.amount)) if told.spelt is None else told.spelt,
        "currency": told.amount.currency,
        "processor": "mpgs_zen",
        "customer": {"first_name": PEOPLE[0], "last_name": PEOPLE[1], "email": PEOPLE[2]},
        "integration": 412829,
        "domain": "live" if told.is_live else "test",
        **changes,
    }


def dispute(told: Told, **changes: object) -> dict[str, Any]:
    """
    A dispute that the payer's bank has just opened.
    """
    return {
        "id": 358_949 + told.number,
        "refund_amount": to_paystack(told.amount) if told.spelt is None else told.spelt,
        "currency": told.amount.currency,
        "status": "awaiting-merchant-feedback",
        "resolution": None,
        "domain": "live" if told.is_live else "test",
        "transaction": transaction(told, metadata="", customer={}, authorization={}),
        "transaction_reference": None,
        "category": "chargeback",
        "customer": CUSTOMER,
        "bin": PEOPLE[4],
        "dueAt": "2026-11-25T18:00:00.000Z",
        "history": [{"status": "pending", "by": PEOPLE[2]}],
        "messages": [{"sender": PEOPLE[2], "body": f"{PEOPLE[0]} complained"}],
        **changes,
    }


def event(kind: str, about: object) -> Sent:
    """
    The envelope of every event.
    """
    return Sent("").saying({"event": kind, "data": about})


PAYSTACK = Case(
    name="paystack",
    provider="paystack",
    trust=Trust.SIGNED,
    account=lambda keys: {"api_key": "sk_test_1", "webhook_keys": list(keys)},
    sign=_sign,
    proof="x-paystack-signature",
    tolerance=None,
    usual=Money(150_050, "KES"),
    currencies=CURRENCIES,
    to_provider=to_paystack,
    from_provider=from_paystack,
    units="""
NGN   5000   5000
KES 150050 150050
GHS     10     10
ZAR    100    100
USD    200    200
XOF      1    100
XOF    500  50000
""",
    refused=[Money(500, "EUR"), Money(500, "JPY")],
    spellings=lambda money: whole(to_paystack(money)),
    paid=lambda told: event("charge.success", transaction(told)),
    refunded=lambda told: event("refund.processed", refund(told)),
    disputed=lambda told: event("charge.dispute.create", dispute(told)),
    unknown=Sent('{"event": "subscription.expiring_cards", "data": [{"expiry_date": "12/2026"}]}'),
    brings=frozenset({"charge"}),
    hints=frozenset({"refunded"}),
)
