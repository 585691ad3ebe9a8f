"""
What Stripe tells: events of payments, and the signature over their bodies.
"""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from typing import Any

from tests.deployment import STRIPE_SECRETS

type Json = dict[str, Any]

_numbers = count(1)
SECRET = STRIPE_SECRETS["webhook_secrets"][0]


def signature(body: bytes, at: datetime | None = None, secret: str = SECRET) -> str:
    """
    The header `Stripe-Signature` over a body, made now unless another moment is given.
    """
    seconds = int((at or datetime.now(UTC)).timestamp())
    message = f"{seconds}.".encode() + body
    return f"t={seconds},v1={hmac.new(secret.encode(), message, sha256).hexdigest()}"


def event(kind: str, about: Mapping[str, Any], **changes: object) -> Json:
    """
    An event with an id of its own.
    """
    return {
        "id": f"evt_{next(_numbers)}",
        "object": "event",
        "type": kind,
        "created": 1_763_700_000,
        "livemode": False,
        "data": {"object": dict(about)},
    } | changes


def completed(purchase: Mapping[str, Any], **changes: object) -> Json:
    """
    The checkout of a purchase, as the API shows it, was paid.
    """
    return event("checkout.session.completed", session_of(purchase, **changes))


def session_of(purchase: Mapping[str, Any], **changes: object) -> Json:
    """
    The checkout session of a purchase, paid without tax unless something else is said.
    """
    return {
        "id": f"cs_{purchase['id']}",
        "object": "checkout.session",
        "mode": "payment",
        "payment_status": "paid",
        "payment_intent": f"pi_{purchase['id']}",
        "amount_subtotal": purchase["total_minor"],
        "amount_total": purchase["total_minor"],
        "currency": purchase["currency"].lower(),
        "metadata": {"purchase_id": purchase["id"], "reseller_id": purchase["reseller_id"]},
    } | changes


def refunded(purchase: Mapping[str, Any], minor: int, **changes: object) -> Json:
    """
    A part of a purchase was refunded at Stripe's side.
    """
    refund = {
        "id": f"re_{next(_numbers)}",
        "object": "refund",
        "amount": minor,
        "currency": purchase["currency"].lower(),
        "payment_intent": f"pi_{purchase['id']}",
        "metadata": {},
        "status": "succeeded",
    }
    return event("refund.created", refund | changes)


def queued(event: Json | str, provider: str = "stripe", trust: str = "signed") -> Json:
    """
    A webhook as the queue carries it: an event, or any text that was sent in place of one.
    """
    body = event if isinstance(event, str) else json.dumps(event)
    return {"provider": provider, "trust": trust, "path": {}, "sent_from": "", "body": body}
