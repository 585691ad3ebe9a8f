"""
What Stripe's events say, in our own words; types that say nothing to us are None.

Shapes: stripe 16.1.0, API 2026-10-28.endive. Amounts are taken before tax (`amount_subtotal`).
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from tenantry.ids import TenantId
from tenantry.money import EXPONENTS, Money
from tenantry.payments.model import Dispute, DisputeStatus, Payment, Refund
from tenantry.providers import reading
from tenantry.providers.facts import (
    ChargeEnded,
    ChargePaid,
    CheckoutEnded,
    CheckoutPaid,
    Fact,
    PaymentDisputed,
    PaymentRefunded,
    ProviderEvent,
)
from tenantry.providers.keeping import without_people
from tenantry.providers.reading import form_of, parse
from tenantry.providers.stripe.amounts import from_stripe, refund_status

type Json = Mapping[str, Any]

NAME = "stripe"


def read(body: str, path: Mapping[str, str]) -> ProviderEvent | None:  # noqa: ARG001 - others' paths say something
    """
    What a webhook says, if it says anything to us.

    Raises:
        Invalid: It is of a type that we read, and has not that type's form.
    """
    return read_event(parse(body))


def read_event(event: Json) -> ProviderEvent | None:
    """
    What an event says, from a webhook or from Stripe's list of events.

    Raises:
        Invalid: It is of a type that we read, and has not that type's form.
    """
    kind = str(event.get("type"))
    reader = _READERS.get(kind)
    if reader is None:
        return None
    with form_of(kind):
        thing = event["data"]["object"]
        fact = reader(thing, _moment(event["created"]))
        if fact is None:
            return None
        return ProviderEvent(
            NAME, str(event["id"]), kind, fact, event["livemode"] is True, without_people(event)
        )


def of_session(session: Json, at: datetime) -> Fact | None:
    """
    What a Checkout Session says of a charge of ours, when it is asked for; None while it is open.
    """
    if session["status"] == "expired":
        return _ended(session, "expired")
    return _paid(session, at) if session["payment_status"] == "paid" else None


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _completed(session: Json, at: datetime) -> Fact | None:
    if session["mode"] != "payment":
        return None
    if session["payment_status"] == "unpaid":
        return _ended(session, "complete")
    return _paid(session, at)


def _paid(session: Json, at: datetime) -> Fact | None:
    """
    What was paid, for licences or for a charge; None for a session that is not ours.
    """
    subtotal = _money(session, "amount_subtotal")
    total = _money(session, "amount_total")
    # A session whose total is zero has no payment behind it.
    payment = Payment(str(session["payment_intent"] or session["id"]), subtotal, total.minor)
    charge_id = _charge_id(session)
    if charge_id is not None:
        return ChargePaid(payment, at, charge_id)
    place = _place(session)
    return None if place is None else CheckoutPaid(*place, payment)


def _ended(session: Json, how: Literal["complete", "failed", "expired"]) -> Fact | None:
    charge_id = _charge_id(session)
    if charge_id is not None:
        # Complete without payment: the money may still come, and nothing has ended.
        return None if how == "complete" else ChargeEnded(charge_id, how)
    place = _place(session)
    return None if place is None else CheckoutEnded(*place, how)


def _refund(refund: Json, _: datetime) -> Fact | None:
    reference = refund["payment_intent"]
    if reference is None:
        return None
    our_id = (refund.get("metadata") or {}).get("refund_id")
    minor, status = _money(refund, "amount").minor, refund_status(refund["status"])
    return PaymentRefunded(str(reference), Refund(str(our_id or refund["id"]), minor, status))


def _dispute(dispute: Json, _: datetime) -> Fact | None:
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
    return from_stripe(reading.minor(thing[field], currency).minor, currency)


def _charge_id(session: Json) -> str | None:
    charge_id = (session["metadata"] or {}).get("charge_id")
    return None if charge_id is None else str(charge_id)


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

_READERS: dict[str, Callable[[Json, datetime], Fact | None]] = {
    "checkout.session.completed": _completed,
    "checkout.session.async_payment_succeeded": _paid,
    "checkout.session.async_payment_failed": lambda session, _: _ended(session, "failed"),
    "checkout.session.expired": lambda session, _: _ended(session, "expired"),
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.dispute.created": _dispute,
    "charge.dispute.updated": _dispute,
    "charge.dispute.closed": _dispute,
    "charge.dispute.funds_withdrawn": _dispute,
    "charge.dispute.funds_reinstated": _dispute,
}

READ_TYPES = list(_READERS)
"""Every type of event that says something to us."""
