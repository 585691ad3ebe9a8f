"""
Payments and refunds with the tenant that they are for.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import batched

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tenantry.clock import stamp
from tenantry.errors import TenantryError
from tenantry.ids import TenantId, UserId, shard_of
from tenantry.ledger.model import (
    CollectedBy,
    InUsd,
    PaymentExists,
    PaymentNotFound,
    RefundedTooMuch,
    RefundExists,
    TenantPayment,
    TenantRefund,
)
from tenantry.money import Money
from tenantry.reads import BATCH_GET_MAX, Partition, get, get_all, query
from tenantry.table import Item, Key, RawItem, TimeAttribute
from tenantry.transactions import Writes

SHARDS = 4


class TenantPaymentItem(Item):
    """
    A payment; in `dated` under its own day, and in `lists` while it is not reconciled.
    """

    KIND = "TenantPayment"

    reseller_id = UnicodeAttribute()
    provider = UnicodeAttribute()
    reference = UnicodeAttribute()
    net_minor = NumberAttribute()
    tax_minor = NumberAttribute()
    currency = UnicodeAttribute()
    covers_from = TimeAttribute()
    covers_until = TimeAttribute()
    collected_by = UnicodeAttribute()
    occurred_at = TimeAttribute()
    recorded_at = TimeAttribute()
    recorded_by = UnicodeAttribute()
    left_minor = NumberAttribute()
    usd_minor = NumberAttribute(null=True)
    usd_rates_of = UnicodeAttribute(null=True)


class TenantRefundItem(Item):
    """
    A refund.
    """

    KIND = "TenantRefund"

    payment_id = UnicodeAttribute()
    reference = UnicodeAttribute()
    net_minor = NumberAttribute()
    currency = UnicodeAttribute()
    occurred_at = TimeAttribute()
    recorded_at = TimeAttribute()


def key(tenant_id: TenantId, payment_id: str) -> Key:
    """
    Where a payment stands.
    """
    return f"TENANT#{tenant_id}", f"PAYMENT#{payment_id}"


def refund_key(refund: TenantRefund) -> Key:
    """
    Where a refund stands: behind its payment.
    """
    return f"TENANT#{refund.tenant_id}", f"REFUND#{refund.payment_id}#{refund.id}"


def get_payment(tenant_id: TenantId, payment_id: str) -> TenantPayment | None:
    """
    LD1. Read a payment.
    """
    item = get(TenantPaymentItem, key(tenant_id, payment_id))
    return None if item is None else _payment_from(item)


def create(writes: Writes, payment: TenantPayment) -> None:
    """
    LD2. Write a payment, once.
    """
    message = "this tenant has a payment with this reference"
    writes.create(_to_item(payment), lambda _: PaymentExists(message, field="reference"))


def payments_of(
    tenant_id: TenantId, after: str | None, limit: int | None
) -> Iterator[tuple[str, TenantPayment]]:
    """
    LD3. A tenant's payments by id, each with its place.
    """
    partition = Partition(f"TENANT#{tenant_id}", begins_with="PAYMENT#", after=after)
    rows = query(TenantPaymentItem, partition, limit=limit)
    return ((item.sk, _payment_from(item)) for item in rows)


def refunds_of(
    payment: TenantPayment, after: str | None, limit: int | None
) -> Iterator[tuple[str, TenantRefund]]:
    """
    LD4. The refunds of a payment by id, each with its place.
    """
    partition = Partition(
        f"TENANT#{payment.tenant_id}", begins_with=f"REFUND#{payment.id}#", after=after
    )
    rows = query(TenantRefundItem, partition, limit=limit)
    return ((item.sk, _refund_from(item)) for item in rows)


def give_back(writes: Writes, refund: TenantRefund) -> None:
    """
    LD5. Write a refund, once, and take it from what is left: never below zero.
    """
    pk, sk = refund_key(refund)
    exists = "this payment has a refund with this reference"
    writes.create(
        TenantRefundItem(
            pk,
            sk,
            payment_id=refund.payment_id,
            reference=refund.reference,
            net_minor=refund.net.minor,
            currency=refund.net.currency,
            occurred_at=refund.occurred_at,
            recorded_at=refund.recorded_at,
        ),
        lambda _: RefundExists(exists, field="reference"),
    )
    writes.update(
        TenantPaymentItem,
        key(refund.tenant_id, refund.payment_id),
        [TenantPaymentItem.left_minor.add(-refund.net.minor)],
        TenantPaymentItem.left_minor >= refund.net.minor,
        refused=_too_much,
    )


def put_in_usd(writes: Writes, payment: TenantPayment, in_usd: InUsd) -> None:
    """
    LD6. Write what a payment is worth, once: whoever comes second is refused.
    """
    writes.update(
        TenantPaymentItem,
        key(payment.tenant_id, payment.id),
        [
            TenantPaymentItem.usd_minor.set(in_usd.minor),
            TenantPaymentItem.usd_rates_of.set(in_usd.rates_of.isoformat()),
            TenantPaymentItem.list_pk.remove(),
            TenantPaymentItem.list_sk.remove(),
        ],
        TenantPaymentItem.usd_minor.does_not_exist(),
    )


def not_reconciled(until: datetime) -> Iterator[TenantPayment]:
    """
    LD7. Payments of all tenants, made before *until*, that are not reconciled, oldest first.
    """
    for shard in range(SHARDS):
        partition = Partition(f"UNRECONCILED#{shard}", index="lists", until=stamp(until))
        yield from (_payment_from(item) for item in query(TenantPaymentItem, partition))


def payments_on(day: date) -> Iterator[TenantPayment]:
    """
    LD8. Every payment that was made on a day, in UTC.
    """
    for shard in range(SHARDS):
        # The index has keys alone.
        found = query(Item, Partition(f"PAID#{day}#{shard}", index="dated"))
        for batch in batched(found, BATCH_GET_MAX, strict=False):
            items = get_all([(TenantPaymentItem, (item.pk, item.sk)) for item in batch])
            yield from map(_payment_from, items)


def _payment_from(item: TenantPaymentItem) -> TenantPayment:
    """
    The payment in an item.
    """
    usd_minor: float | None = item.usd_minor
    rates_of: str | None = item.usd_rates_of
    return TenantPayment(
        id=item.sk.removeprefix("PAYMENT#"),
        tenant_id=TenantId(item.pk.removeprefix("TENANT#")),
        reseller_id=TenantId(item.reseller_id),
        provider=item.provider,
        reference=item.reference,
        net=Money(int(item.net_minor), item.currency),
        tax_minor=int(item.tax_minor),
        covers_from=item.covers_from,
        covers_until=item.covers_until,
        collected_by=CollectedBy(item.collected_by),
        occurred_at=item.occurred_at,
        recorded_at=item.recorded_at,
        recorded_by=UserId(item.recorded_by),
        left_minor=int(item.left_minor),
        in_usd=None
        if usd_minor is None or rates_of is None
        else InUsd(int(usd_minor), date.fromisoformat(rates_of)),
    )


def _to_item(payment: TenantPayment) -> TenantPaymentItem:
    pk, sk = key(payment.tenant_id, payment.id)
    occurred, shard = stamp(payment.occurred_at), shard_of(payment.id, SHARDS)
    place = f"{occurred}#{payment.tenant_id}#{payment.id}"
    return TenantPaymentItem(
        pk,
        sk,
        reseller_id=payment.reseller_id,
        provider=payment.provider,
        reference=payment.reference,
        net_minor=payment.net.minor,
        tax_minor=payment.tax_minor,
        currency=payment.net.currency,
        covers_from=payment.covers_from,
        covers_until=payment.covers_until,
        collected_by=payment.collected_by.value,
        occurred_at=payment.occurred_at,
        recorded_at=payment.recorded_at,
        recorded_by=payment.recorded_by,
        left_minor=payment.left_minor,
        dated_pk=f"PAID#{occurred[:10]}#{shard}",
        dated_sk=place,
        list_pk=f"UNRECONCILED#{shard}",
        list_sk=place,
    )


def _refund_from(item: TenantRefundItem) -> TenantRefund:
    return TenantRefund(
        id=item.sk.rpartition("#")[2],
        tenant_id=TenantId(item.pk.removeprefix("TENANT#")),
        payment_id=item.payment_id,
        reference=item.reference,
        net=Money(int(item.net_minor), item.currency),
        occurred_at=item.occurred_at,
        recorded_at=item.recorded_at,
    )


def _too_much(raw: RawItem | None) -> TenantryError:
    if raw is None:
        return PaymentNotFound("the tenant has no such payment")
    left = _payment_from(TenantPaymentItem.from_raw_data(dict(raw))).left_minor
    message = f"only {left} is left of this payment, in minor units"
    return RefundedTooMuch(message, left_minor=left)
