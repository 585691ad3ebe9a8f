"""
Suspended payments, and the list of those that wait.
"""

from collections.abc import Iterator

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tenantry.clock import stamp
from tenantry.ids import UserId
from tenantry.money import Money
from tenantry.payments.model import Payment
from tenantry.reads import Partition, get, query
from tenantry.suspense.model import Status, SuspendedPayment, SuspendedPaymentChanged, Why
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class SuspendedPaymentItem(Item):
    """
    A suspended payment; in `lists` under its status, by when it came.
    """

    KIND = "SuspendedPayment"

    provider = UnicodeAttribute()
    reference = UnicodeAttribute()
    subtotal_minor = NumberAttribute()
    total_minor = NumberAttribute()
    currency = UnicodeAttribute()
    occurred_at = TimeAttribute()
    recorded_at = TimeAttribute()
    why = UnicodeAttribute()
    charge_id = UnicodeAttribute(null=True)
    typed = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    decided_by = UnicodeAttribute(null=True)
    comment = UnicodeAttribute(null=True)
    version = NumberAttribute()


def key(suspended_id: str) -> Key:
    """
    Where a suspended payment stands.
    """
    return f"SUSPENSE#{suspended_id}", "SUSPENSE"


def get_suspended(suspended_id: str) -> SuspendedPayment | None:
    """
    SU1. Read a suspended payment.
    """
    item = get(SuspendedPaymentItem, key(suspended_id))
    return None if item is None else _from_item(item)


def create(writes: Writes, suspended: SuspendedPayment) -> None:
    """
    SU2. Put a payment on the list.
    """
    writes.create(_to_item(suspended))


def replace(writes: Writes, before: SuspendedPayment, after: SuspendedPayment) -> None:
    """
    SU3. Replace the version that was read.
    """
    message = "somebody decided on this payment at the same moment; read it again"
    writes.put(
        _to_item(after),
        SuspendedPaymentItem.version == before.version,
        lambda _: SuspendedPaymentChanged(message),
    )


def listed(
    status: Status, after: str | None, limit: int | None
) -> Iterator[tuple[str, SuspendedPayment]]:
    """
    SU4. Suspended payments of one status, oldest first, each with its place.
    """
    partition = Partition(f"SUSPENSE#{status.value}", index="lists", after=after)
    rows = query(SuspendedPaymentItem, partition, limit=limit)
    return ((str(item.list_sk), _from_item(item)) for item in rows)


def _from_item(item: SuspendedPaymentItem) -> SuspendedPayment:
    decided_by: str | None = item.decided_by
    subtotal = Money(int(item.subtotal_minor), item.currency)
    return SuspendedPayment(
        id=item.pk.removeprefix("SUSPENSE#"),
        provider=item.provider,
        payment=Payment(item.reference, subtotal, int(item.total_minor)),
        occurred_at=item.occurred_at,
        recorded_at=item.recorded_at,
        why=Why(item.why),
        charge_id=item.charge_id,
        typed=item.typed,
        status=Status(item.status),
        decided_by=None if decided_by is None else UserId(decided_by),
        comment=item.comment,
        version=int(item.version),
    )


def _to_item(suspended: SuspendedPayment) -> SuspendedPaymentItem:
    return SuspendedPaymentItem(
        *key(suspended.id),
        provider=suspended.provider,
        reference=suspended.payment.reference,
        subtotal_minor=suspended.payment.subtotal.minor,
        total_minor=suspended.payment.total_minor,
        currency=suspended.payment.subtotal.currency,
        occurred_at=suspended.occurred_at,
        recorded_at=suspended.recorded_at,
        why=suspended.why.value,
        charge_id=suspended.charge_id,
        typed=suspended.typed,
        status=suspended.status.value,
        decided_by=suspended.decided_by,
        comment=suspended.comment,
        version=suspended.version,
        list_pk=f"SUSPENSE#{suspended.status.value}",
        list_sk=f"{stamp(suspended.recorded_at)}#{suspended.id}",
    )
