"""
What is known of payments, and the provider's events that were applied.
"""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from tenantry.errors import Conflict
from tenantry.ids import TenantId
from tenantry.payments.model import (
    AlreadyApplied,
    Dispute,
    DisputeStatus,
    KnownPayment,
    PaymentChanged,
    Refund,
    RefundStatus,
)
from tenantry.reads import get_all
from tenantry.table import Item, Key
from tenantry.transactions import Writes

APPLIED_KEPT = timedelta(days=60)
"""Longer than a provider delivers again: Stripe's events can be sent again for 30 days."""


class PaymentItem(Item):
    """
    From a provider's payment to what it pays; what came before the payment itself waits here.
    """

    KIND = "KnownPayment"

    purchase = JSONAttribute(null=True)
    waiting = JSONAttribute()
    version = NumberAttribute()


class ProviderEventItem(Item):
    """
    Marker: a provider's event was applied.
    """

    KIND = "ProviderEvent"

    event_type = UnicodeAttribute()


def payment_key(reference: str) -> Key:
    """
    Where a payment stands, by the provider's reference.
    """
    return f"PAYMENT#stripe#{reference}", "PAYMENT"


def event_key(event_id: str) -> Key:
    """
    Where the marker of a provider's event stands.
    """
    return f"PROVIDER_EVENT#stripe#{event_id}", "PROVIDER_EVENT"


def get_unless_applied(event_id: str, reference: str) -> KnownPayment:
    """
    PY1. What is known of a payment, which may be nothing, unless the event was applied before.

    Raises:
        AlreadyApplied: It was.
    """
    applied, payment = get_all(
        [(ProviderEventItem, event_key(event_id)), (PaymentItem, payment_key(reference))]
    )
    if applied is not None:
        raise _already_applied()
    return payment_from(reference, payment)


def mark_applied(writes: Writes, event_id: str, event_type: str, now: datetime) -> None:
    """
    PY2. Mark a provider's event as applied, in the transaction of its effect.
    """
    lapses = int((now + APPLIED_KEPT).timestamp())
    writes.create(
        ProviderEventItem(*event_key(event_id), event_type=event_type, expires=lapses),
        lambda _: _already_applied(),
    )


def put_payment(writes: Writes, before: KnownPayment, after: KnownPayment) -> None:
    """
    PY3. Replace what was known of a payment.
    """
    unchanged = (
        PaymentItem.pk.does_not_exist()
        if before.version == 0
        else PaymentItem.version == before.version
    )
    message = "this payment was changed at the same moment; read it again"
    writes.put(
        PaymentItem(
            *payment_key(after.reference),
            purchase=None if after.purchase is None else list(after.purchase),
            waiting={
                "refunds": [asdict(refund) for refund in after.refunds],
                "disputes": [asdict(dispute) for dispute in after.disputes],
            },
            version=before.version + 1,
        ),
        unchanged,
        lambda _: PaymentChanged(message),
    )


def _already_applied() -> Conflict:
    """
    What refuses an event that comes again.
    """
    return AlreadyApplied("this event was applied before")


def payment_from(reference: str, item: PaymentItem | None) -> KnownPayment:
    """
    What is known of a payment, from an item that was read together with other kinds.
    """
    if item is None:
        return KnownPayment(reference)
    purchase = item.purchase
    return KnownPayment(
        reference=reference,
        purchase=None if purchase is None else (TenantId(purchase[0]), purchase[1]),
        refunds=tuple(refund_from(refund) for refund in item.waiting["refunds"]),
        disputes=tuple(dispute_from(dispute) for dispute in item.waiting["disputes"]),
        version=int(item.version),
    )


def refund_from(stored: dict[str, Any]) -> Refund:
    """
    A refund as it is stored.
    """
    status = RefundStatus(stored["status"])
    return Refund(stored["id"], stored["minor"], status, stored["quantity"])


def dispute_from(stored: dict[str, Any]) -> Dispute:
    """
    A dispute as it is stored.
    """
    return Dispute(stored["id"], stored["minor"], DisputeStatus(stored["status"]))
