"""
What became known of payments' money after they were paid: facts that are never changed.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tenantry.ids import TenantId
from tenantry.ledger.model import RefundExists, TenantDispute, TenantPayment, TenantRefund
from tenantry.money import Money
from tenantry.payments.model import Dispute, DisputeStatus, Refund, RefundStatus
from tenantry.reads import Partition, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class TenantRefundItem(Item):
    """
    What became known of a refund.
    """

    KIND = "TenantRefund"

    payment_id = UnicodeAttribute()
    reference = UnicodeAttribute()
    amount_minor = NumberAttribute()
    currency = UnicodeAttribute()
    status = UnicodeAttribute()
    occurred_at = TimeAttribute()
    recorded_at = TimeAttribute()


class TenantDisputeItem(Item):
    """
    What became known of a dispute.
    """

    KIND = "TenantDispute"

    payment_id = UnicodeAttribute()
    amount_minor = NumberAttribute()
    currency = UnicodeAttribute()
    status = UnicodeAttribute()
    occurred_at = TimeAttribute()
    recorded_at = TimeAttribute()


type Fact = TenantRefund | TenantDispute
"""What becomes known of a payment's money, after it was paid."""


def fact_key(payment: TenantPayment, thing: Refund | Dispute) -> Key:
    """
    Where it stands that a payment's refund or dispute came to its status.
    """
    kind = "REFUND" if isinstance(thing, Refund) else "DISPUTE"
    return f"TENANT#{payment.tenant_id}", f"{kind}#{payment.id}#{thing.id}#{thing.status.value}"


def kind_of(thing: Refund | Dispute) -> type[Item]:
    """
    The kind of item that tells of it.
    """
    return TenantRefundItem if isinstance(thing, Refund) else TenantDisputeItem


def fact_of(
    payment: TenantPayment, thing: Refund | Dispute, now: datetime, reference: str | None = None
) -> Fact:
    """
    The fact that a payment's refund or dispute came to its status.

    Args:
        reference: Of the reseller's own books; the refund's id where a provider says it.
    """
    amount = Money(thing.minor, payment.net.currency)
    about: dict[str, Any] = {
        "id": thing.id,
        "tenant_id": payment.tenant_id,
        "payment_id": payment.id,
        "amount": amount,
        "occurred_at": now,
        "recorded_at": now,
    }
    if isinstance(thing, Dispute):
        return TenantDispute(**about, status=thing.status)
    return TenantRefund(**about, status=thing.status, reference=reference or thing.id)


def refunds_of(
    payment: TenantPayment, after: str | None, limit: int | None
) -> Iterator[tuple[str, TenantRefund]]:
    """
    LD4. What is known of the refunds of a payment, by id and status, each with its place.
    """
    partition = Partition(
        f"TENANT#{payment.tenant_id}", begins_with=f"REFUND#{payment.id}#", after=after
    )
    rows = query(TenantRefundItem, partition, limit=limit)
    return ((item.sk, _refund_from(item)) for item in rows)


def disputes_of(
    payment: TenantPayment, after: str | None, limit: int | None
) -> Iterator[tuple[str, TenantDispute]]:
    """
    LD9. What is known of the disputes of a payment, by id and status, each with its place.
    """
    partition = Partition(
        f"TENANT#{payment.tenant_id}", begins_with=f"DISPUTE#{payment.id}#", after=after
    )
    rows = query(TenantDisputeItem, partition, limit=limit)
    return ((item.sk, _dispute_from(item)) for item in rows)


def add(writes: Writes, key: Key, fact: Fact) -> None:
    """
    LD5. Write a fact, once.
    """
    exists = "this payment has a refund with this reference"
    stored: dict[str, Any] = {
        "payment_id": fact.payment_id,
        "amount_minor": fact.amount.minor,
        "currency": fact.amount.currency,
        "status": fact.status.value,
        "occurred_at": fact.occurred_at,
        "recorded_at": fact.recorded_at,
    }
    if isinstance(fact, TenantRefund):
        stored["reference"] = fact.reference
    kind = TenantRefundItem if isinstance(fact, TenantRefund) else TenantDisputeItem
    item = kind(*key, **stored)
    writes.create(item, lambda _: RefundExists(exists, field="reference"))


def _refund_from(item: TenantRefundItem) -> TenantRefund:
    return TenantRefund(
        id=_fact_id(item),
        tenant_id=TenantId(item.pk.removeprefix("TENANT#")),
        payment_id=item.payment_id,
        reference=item.reference,
        amount=Money(int(item.amount_minor), item.currency),
        occurred_at=item.occurred_at,
        recorded_at=item.recorded_at,
        status=RefundStatus(item.status),
    )


def _dispute_from(item: TenantDisputeItem) -> TenantDispute:
    return TenantDispute(
        id=_fact_id(item),
        tenant_id=TenantId(item.pk.removeprefix("TENANT#")),
        payment_id=item.payment_id,
        amount=Money(int(item.amount_minor), item.currency),
        occurred_at=item.occurred_at,
        recorded_at=item.recorded_at,
        status=DisputeStatus(item.status),
    )


def _fact_id(item: Item) -> str:
    # A provider's id may hold the separator.
    return str(item.sk).split("#", 2)[2].rpartition("#")[0]
