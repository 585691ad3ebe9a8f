"""
What Stripe's events say, in our own words; types that say nothing to us are None.

Shapes: stripe 16.1.0, API 2026-10-28.endive. Amounts are taken before tax (`amount_subtotal`).
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from tenantry.errors import invalid_field
from tenantry.ids import TenantId
from tenantry.money import EXPONENTS, Money
from tenantry.payments.model import Dispute, DisputeStatus, Payment, Refund
from tenantry.providers.model import (
    CheckoutEnded,
    CheckoutPaid,
    Fact,
    PaymentDisputed,
    PaymentRefunded,
    ProviderEvent,
)
from tenantry.providers.stripe_amounts import from_stripe, refund_status

type Json = Mapping[str, Any]


def read(event: Json) -> ProviderEvent | None:
    """
    What an event says, if it says anything to us.

    Raises:
        Invalid: It is of a type that we read, and has not that type's form.
    """
    reader = _READERS.get(str(event.get("type")))
    if reader is None:
        return None
    try:
        fact = reader(event["data"]["object"])
        return None if fact is None else ProviderEvent(str(event["id"]), str(event["type"]), fact)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise invalid_field("event", f"has not the form of {event['type']}") from error


def _completed(session: Json) -> Fact | None:
    if session["mode"] != "payment":
        return None
    if session["payment_status"] == "unpaid":
        return _ended(session, "complete")
    return _paid(session)


def _paid(session: Json) -> Fact | None:
    place = _place(session)
    if place is None:
        return None
    subtotal = _money(session, "amount_subtotal")
    total = _money(session, "amount_total")
    # A session whose total is zero has no payment behind it.
    reference = str(session["payment_intent"] or session["id"])
    return CheckoutPaid(*place, Payment(reference, subtotal, total.minor))


def _ended(session: Json, how: Literal["complete", "failed", "expired"]) -> Fact | None:
    place = _place(session)
    return None if place is None else CheckoutEnded(*place, how)


def _refund(refund: Json) -> Fact | None:
    reference = refund["payment_intent"]
    if reference is None:
        return None
    our_id = (refund.get("metadata") or {}).get("refund_id")
    minor, status = _money(refund, "amount").minor, refund_status(refund["status"])
    return PaymentRefunded(str(reference), Refund(str(our_id or refund["id"]), minor, status))


def _dispute(dispute: Json) -> Fact | None:
    reference = dispute["payment_intent"]
    if reference is None:
        return None
    minor = _money(dispute, "amount").minor
    status = _DISPUTE_STATUS.get(str(dispute["status"]), DisputeStatus.OPEN)
    return PaymentDisputed(str(reference), Dispute(str(dispute["id"]), minor, status))


def _money(thing: Json, field: str) -> Money:
    currency = str(thing["currency"]).upper()
    if currency not in EXPONENTS:
        raise ValueError(currency)
    return from_stripe(int(thing[field]), currency)


def _place(session: Json) -> tuple[TenantId, str] | None:
    """
    Whose checkout it is; None for one that is not ours, such as one made by hand at Stripe.
    """
    metadata = session["metadata"] or {}
    if "purchase_id" not in metadata or "reseller_id" not in metadata:
        return None
    return TenantId(str(metadata["reseller_id"])), str(metadata["purchase_id"])


_DISPUTE_STATUS = {
    "won": DisputeStatus.WON,
    "prevented": DisputeStatus.WON,
    "warning_closed": DisputeStatus.WON,
    "lost": DisputeStatus.LOST,
}
"""All others wait for somebody: the dispute is open."""

_READERS: dict[str, Callable[[Json], Fact | None]] = {
    "checkout.session.completed": _completed,
    "checkout.session.async_payment_succeeded": _paid,
    "checkout.session.async_payment_failed": lambda session: _ended(session, "failed"),
    "checkout.session.expired": lambda session: _ended(session, "expired"),
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.dispute.created": _dispute,
    "charge.dispute.updated": _dispute,
    "charge.dispute.closed": _dispute,
    "charge.dispute.funds_withdrawn": _dispute,
    "charge.dispute.funds_reinstated": _dispute,
}
