"""
Payments and refunds with the tenant that they are for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from itertools import batched
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from tenantry.clock import stamp
from tenantry.ids import TenantId, UserId, shard_of
from tenantry.ledger.model import (
    CollectedBy,
    InUsd,
    PaymentExists,
    TenantPayment,
)
from tenantry.money import Money
from tenantry.payments.model import Dispute, PaymentChanged, Refund
from tenantry.payments.store import dispute_from, refund_from
from tenantry.reads import BATCH_GET_MAX, Partition, get, get_all, query
from tenantry.subscriptions.store import terms_as_json, terms_from
from tenantry.table import Item, Key, TimeAttribute
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
    cover_months = NumberAttribute(default=0)
    begins = BooleanAttribute(default=False)
    terms = JSONAttribute(null=True)
    refunds = JSONAttribute(null=True)
    disputes = JSONAttribute(null=True)
    version = NumberAttribute(default=1)
    confirmed_at = TimeAttribute(null=True)
    confirmed_by = UnicodeAttribute(null=True)
    confirmed_why = UnicodeAttribute(null=True)


def key(tenant_id: TenantId, payment_id: str) -> Key:
    """
    Where a payment stands.
    """
    return f"TENANT#{tenant_id}", f"PAYMENT#{payment_id}"


def get_payment(tenant_id: TenantId, payment_id: str) -> TenantPayment | None:
    """
    LD1. Read a payment.
    """
    item = get(TenantPaymentItem, key(tenant_id, payment_id))
    return None if item is None else payment_from(item)


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
    return ((item.sk, payment_from(item)) for item in rows)


def put_known(writes: Writes, before: TenantPayment, after: TenantPayment) -> None:
    """
    LD10. Write what is known of a payment's money; any other version than that read refuses.
    """
    message = "more became known of this payment at the same moment; read it again"
    writes.update(
        TenantPaymentItem,
        key(before.tenant_id, before.id),
        [
            TenantPaymentItem.left_minor.set(after.left_minor),
            TenantPaymentItem.refunds.set(_as_json(after.refunds)),
            TenantPaymentItem.disputes.set(_as_json(after.disputes)),
            TenantPaymentItem.version.set(before.version + 1),
        ],
        TenantPaymentItem.version == before.version,
        refused=lambda _: PaymentChanged(message),
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


def put_confirmed(writes: Writes, after: TenantPayment) -> None:
    """
    LD11. Write that the platform has a payment's money, once: whoever comes second is refused.
    """
    assert after.confirmed_at is not None, "what is confirmed says when"
    assert after.confirmed_by is not None, "what is confirmed says who found it"
    item = TenantPaymentItem
    writes.update(
        item,
        key(after.tenant_id, after.id),
        [
            item.confirmed_at.set(after.confirmed_at),
            item.confirmed_by.set(after.confirmed_by),
            item.confirmed_why.set(after.confirmed_why or ""),
        ],
        item.pk.exists() & item.confirmed_at.does_not_exist(),
    )


def not_reconciled(until: datetime) -> Iterator[TenantPayment]:
    """
    LD7. Payments of all tenants, made before *until*, that are not reconciled, oldest first.
    """
    for shard in range(SHARDS):
        partition = Partition(f"UNRECONCILED#{shard}", index="lists", until=stamp(until))
        yield from (payment_from(item) for item in query(TenantPaymentItem, partition))


def payments_on(day: date) -> Iterator[TenantPayment]:
    """
    LD8. Every payment that was made on a day, in UTC.
    """
    for shard in range(SHARDS):
        # The index has keys alone.
        found = query(Item, Partition(f"PAID#{day}#{shard}", index="dated"))
        for batch in batched(found, BATCH_GET_MAX, strict=False):
            items = get_all([(TenantPaymentItem, (item.pk, item.sk)) for item in batch])
            yield from map(payment_from, items)


def payment_from(item: TenantPaymentItem) -> TenantPayment:
    """
    The payment in an item.
    """
    usd_minor: float | None = item.usd_minor
    rates_of: str | None = item.usd_rates_of
    confirmed_by: str | None = item.confirmed_by
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
        cover_months=int(item.cover_months),
        begins=item.begins,
        terms=None if item.terms is None else terms_from(item.terms),
        refunds={one["id"]: refund_from(one) for one in item.refunds or ()},
        disputes={one["id"]: dispute_from(one) for one in item.disputes or ()},
        version=int(item.version),
        confirmed_at=item.confirmed_at,
        confirmed_by=None if confirmed_by is None else UserId(confirmed_by),
        confirmed_why=item.confirmed_why,
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
        cover_months=payment.cover_months,
        begins=payment.begins,
        terms=None if payment.terms is None else terms_as_json(payment.terms),
        refunds=_as_json(payment.refunds),
        disputes=_as_json(payment.disputes),
        version=payment.version,
        dated_pk=f"PAID#{occurred[:10]}#{shard}",
        dated_sk=place,
        list_pk=f"UNRECONCILED#{shard}",
        list_sk=place,
    )


def _as_json(known: Mapping[str, Refund] | Mapping[str, Dispute]) -> list[Any] | None:
    return [asdict(one) for one in known.values()] or None
