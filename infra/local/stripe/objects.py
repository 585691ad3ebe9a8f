"""
Stripe's objects as its API and its events carry them (API 2026-10-28.endive).

Each holds what Stripe's library declares for it and a payment of our kind fills; the rest is left
out.
"""

import secrets
import time
from decimal import ROUND_HALF_UP, Decimal

from infra.local.stripe.refused import Json

API_VERSION = "2026-10-28.endive"
DAY_SECONDS = 86_400
DISPUTE_DAYS = 10
PERCENT = Decimal(100)


def new_id(prefix: str) -> str:
    """
    An id that tells, as Stripe's do, what it is of.
    """
    return f"{prefix}_{secrets.token_hex(12)}"


def amounts(subtotal: int, tax_percent: str) -> Json:
    """
    What a session costs, with tax on top of it.
    """
    tax = (subtotal * Decimal(tax_percent) / PERCENT).quantize(Decimal(1), ROUND_HALF_UP)
    return {
        "amount_subtotal": subtotal,
        "amount_total": subtotal + int(tax),
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": int(tax)},
    }


def session(asked: Json, pages: str, tax_percent: str) -> Json:
    """
    A Checkout Session that nobody has paid yet.

    Args:
        asked: The request's parameters.
        pages: What its page's address begins with.
        tax_percent: Counts only where the request has automatic tax.
    """
    session_id, now = new_id("cs_test"), int(time.time())
    taxed = asked.get("automatic_tax", {}).get("enabled", False)
    lines = asked["line_items"]
    subtotal = sum(line["quantity"] * line["price_data"]["unit_amount"] for line in lines)
    return {
        "id": session_id,
        "object": "checkout.session",
        "adaptive_pricing": asked.get("adaptive_pricing"),
        **amounts(subtotal, tax_percent if taxed else "0"),
        "automatic_tax": {"enabled": taxed, "status": "complete" if taxed else None},
        "cancel_url": asked.get("cancel_url"),
        "client_reference_id": asked.get("client_reference_id"),
        "created": now,
        "currency": lines[0]["price_data"]["currency"],
        "customer": None,
        "customer_details": None,
        "customer_email": asked.get("customer_email"),
        "expires_at": asked.get("expires_at", now + DAY_SECONDS),
        "invoice": None,
        "livemode": False,
        "metadata": asked.get("metadata", {}),
        "mode": asked["mode"],
        "payment_intent": None,
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "presentment_details": None,
        "status": "open",
        "subscription": None,
        "success_url": asked["success_url"],
        "ui_mode": "hosted_page",
        "url": f"{pages}/{session_id}",
    }


def payment_intent(of: Json, asked: Json) -> Json:
    """
    The payment that a completed session has begun.

    Args:
        of: The session.
        asked: Its request's `payment_intent_data`; the session's own metadata is not copied.
    """
    return {
        "id": new_id("pi"),
        "object": "payment_intent",
        "amount": of["amount_total"],
        "amount_received": 0,
        "created": int(time.time()),
        "currency": of["currency"],
        "customer": None,
        "description": asked.get("description"),
        "latest_charge": None,
        "livemode": False,
        "metadata": asked.get("metadata", {}),
        "status": "processing",
    }


def charge(of: Json) -> Json:
    """
    The charge of a payment that has succeeded; it gets a copy of the payment's metadata.
    """
    return {
        "id": new_id("ch"),
        "object": "charge",
        "amount": of["amount"],
        "amount_captured": of["amount"],
        "amount_refunded": 0,
        "captured": True,
        "created": int(time.time()),
        "currency": of["currency"],
        "disputed": False,
        "livemode": False,
        "metadata": of["metadata"],
        "paid": True,
        "payment_intent": of["id"],
        "refunded": False,
        "status": "succeeded",
    }


def refund(of: Json, amount: int, asked: Json, status: str) -> Json:
    """
    A refund of a part of a charge, or of all of it.
    """
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": of["id"],
        "created": int(time.time()),
        "currency": of["currency"],
        "metadata": asked.get("metadata", {}),
        "payment_intent": of["payment_intent"],
        "reason": asked.get("reason"),
        "receipt_number": None,
        "status": status,
    }


def dispute(of: Json, amount: int, reason: str) -> Json:
    """
    A dispute that the buyer's bank has just opened.
    """
    now = int(time.time())
    return {
        "id": new_id("du"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": of["id"],
        "created": now,
        "currency": of["currency"],
        "evidence_details": {
            "due_by": now + DISPUTE_DAYS * DAY_SECONDS,
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": of["payment_intent"],
        "reason": reason,
        "status": "needs_response",
    }


def event(kind: str, about: Json, cause: Json) -> Json:
    """
    What Stripe tells of an object, as it is now.

    Args:
        kind: The event's type.
        about: The object.
        cause: The API request that it comes from: `id` and `idempotency_key`, or nulls.
    """
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": int(time.time()),
        "data": {"object": about},
        "livemode": False,
        "pending_webhooks": 1,
        "request": cause,
        "type": kind,
    }
