"""
What is known of payments, and the provider's events that were applied.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from tenantry.errors import Conflict
from tenantry.payments.model import (
    AlreadyApplied,
    Dispute,
    DisputeStatus,
    KnownPayment,
    PaidFor,
    PaymentChanged,
    Refund,
    RefundStatus,
)
from tenantry.reads import get_all
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes

APPLIED_KEPT = timedelta(days=60)
"""Longer than a provider delivers again: Stripe's events can be sent again for 30 days."""


class PaymentItem(Item):
    """
    From a provider's payment to what it pays; what came before the payment itself waits here.
    """

    KIND = "KnownPayment"

    paid_for = JSONAttribute(null=True)
    waiting = JSONAttribute()
    version = NumberAttribute()


class ProviderEventItem(Item):
    """
    Marker: a provider's event was applied.
    """

    KIND = "ProviderEvent"

    event_type = UnicodeAttribute()


class RawEventItem(Item):
    """
    What a provider sent of a payment, without what names people: for audit, and never changed.
    """

    KIND = "RawEvent"

    event_type = UnicodeAttribute()
    received_at = TimeAttribute()
    kept = JSONAttribute()


def payment_key(provider: str, reference: str) -> Key:
    """
    Where a payment stands, by the provider's reference.
    """
    return f"PAYMENT#{provider}#{reference}", "PAYMENT"


def event_key(provider: str, event_id: str) -> Key:
    """
    Where the marker of a provider's event stands.
    """
    return f"PROVIDER_EVENT#{provider}#{event_id}", "PROVIDER_EVENT"


def get_unless_applied(provider: str, event_id: str, reference: str) -> KnownPayment:
    """
    PY1. What is known of a payment, which may be nothing, unless the event was applied before.

    Raises:
        AlreadyApplied: It was.
    """
    applied, payment = get_all(
        [
            (ProviderEventItem, event_key(provider, event_id)),
            (PaymentItem, payment_key(provider, reference)),
        ]
    )
    if applied is not None:
        raise already_applied()
    return payment_from(provider, reference, payment)


def mark_applied(
    writes: Writes, provider: str, event_id: str, event_type: str, *, now: datetime
) -> None:
    """
    PY2. Mark a provider's event as applied, in the transaction of its effect.
    """
    lapses = int((now + APPLIED_KEPT).timestamp())
    writes.create(
        ProviderEventItem(*event_key(provider, event_id), event_type=event_type, expires=lapses),
        lambda _: already_applied(),
    )


def keep(
    writes: Writes,
    known: KnownPayment,
    *,
    event_id: str,
    event_type: str,
    kept: Mapping[str, Any],
    now: datetime,
) -> None:
    """
    PY4. Keep what a provider sent, without what names people, behind the payment it is about.
    """
    pk, _ = payment_key(known.provider, known.reference)
    raw = RawEventItem(
        pk, f"EVENT#{event_id}", event_type=event_type, received_at=now, kept=dict(kept)
    )
    writes.put(raw)


def applied_among(provider: str, event_ids: Sequence[str]) -> set[str]:
    """
    PY5. Which of these events were applied.
    """
    wanted = [(ProviderEventItem, event_key(provider, event_id)) for event_id in event_ids]
    found = get_all(wanted)
    return {id_ for id_, item in zip(event_ids, found, strict=True) if item is not None}


def known_among(provider: str, references: Sequence[str]) -> dict[str, KnownPayment]:
    """
    PY7. Which of these payments are known to pay for something, by reference.
    """
    items = get_all([(PaymentItem, payment_key(provider, one)) for one in references])
    known = [payment_from(provider, *one) for one in zip(references, items, strict=True)]
    return {one.reference: one for one in known if one.paid_for is not None}


def put_payment(writes: Writes, before: KnownPayment, paid_for: PaidFor) -> None:
    """
    PY3. Write what a payment is for; what was heard of it before stays with it.
    """
    _put(writes, before, replace(before, paid_for=paid_for))


def put_waiting(writes: Writes, before: KnownPayment, thing: Refund | Dispute) -> None:
    """
    PY6. Write what was heard of a payment of which it is not known yet what it is for.
    """
    if isinstance(thing, Refund):
        _put(writes, before, replace(before, refunds=(*before.refunds, thing)))
    else:
        _put(writes, before, replace(before, disputes=(*before.disputes, thing)))


def _put(writes: Writes, before: KnownPayment, after: KnownPayment) -> None:
    unchanged = (
        PaymentItem.pk.does_not_exist()
        if before.version == 0
        else PaymentItem.version == before.version
    )
    message = "this payment was changed at the same moment; read it again"
    writes.put(
        PaymentItem(
            *payment_key(after.provider, after.reference),
            paid_for=None if after.paid_for is None else list(after.paid_for),
            waiting={
                "refunds": [asdict(refund) for refund in after.refunds],
                "disputes": [asdict(dispute) for dispute in after.disputes],
            },
            version=before.version + 1,
        ),
        unchanged,
        lambda _: PaymentChanged(message),
    )


def already_applied() -> Conflict:
    """
    What refuses an event that comes again.
    """
    return AlreadyApplied("this event was applied before")


def payment_from(provider: str, reference: str, item: PaymentItem | None) -> KnownPayment:
    """
    What is known of a payment, from an item that was read together with other kinds.
    """
    if item is None:
        return KnownPayment(provider, reference)
    paid_for = item.paid_for
    return KnownPayment(
        provider,
        reference,
        paid_for=None if paid_for is None else PaidFor(*paid_for),
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
