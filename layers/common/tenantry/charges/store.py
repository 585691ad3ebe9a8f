"""
Charges, the references by which payers know them, and which one upgrades a tenant.
"""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from tenantry.charges.model import WAITING, Charge, ChargeChanged, Purpose, Status
from tenantry.clock import stamp
from tenantry.ids import TenantId, shard_of
from tenantry.ledger.model import CollectedBy
from tenantry.money import Money
from tenantry.reads import Partition, get, query
from tenantry.subscriptions.store import terms_as_json, terms_from
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes

WAITING_SHARDS = 4


class ChargeItem(Item):
    """
    A charge; in `lists` under its tenant by time, in `dated` while nobody knows how it ends.
    """

    KIND = "Charge"

    tenant_id = UnicodeAttribute()
    reseller_id = UnicodeAttribute()
    provider = UnicodeAttribute()
    reference = UnicodeAttribute()
    collected_by = UnicodeAttribute()
    purpose = UnicodeAttribute()
    amount_minor = NumberAttribute()
    currency = UnicodeAttribute()
    terms = JSONAttribute()
    covers_from = TimeAttribute(null=True)
    covers_until = TimeAttribute(null=True)
    asked_at = TimeAttribute()
    status = UnicodeAttribute()
    request_id = UnicodeAttribute(null=True)
    url = UnicodeAttribute(null=True)
    payment_ids = JSONAttribute(null=True)
    version = NumberAttribute()


class ChargeReferenceItem(Item):
    """
    From what a payer types to the charge.
    """

    KIND = "ChargeReference"

    charge_id = UnicodeAttribute()


class UpgradeChargeItem(Item):
    """
    Which of a tenant's charges upgrades it: the last one that was asked for.
    """

    KIND = "UpgradeCharge"

    charge_id = UnicodeAttribute()


def key(charge_id: str) -> Key:
    """
    Where a charge stands: a provider's event names it, and not its tenant.
    """
    return f"CHARGE#{charge_id}", "CHARGE"


def reference_key(reference: str) -> Key:
    """
    Where it stands which charge a reference means.
    """
    return f"CHARGE_REFERENCE#{reference}", "CHARGE_REFERENCE"


def upgrade_key(tenant_id: TenantId) -> Key:
    """
    Where it stands which charge upgrades a tenant.
    """
    return f"TENANT#{tenant_id}", "UPGRADE_CHARGE"


def get_charge(charge_id: str) -> Charge | None:
    """
    CH1. Read a charge.
    """
    item = get(ChargeItem, key(charge_id))
    return None if item is None else charge_from(item)


def find_reference(reference: str) -> str | None:
    """
    CH2. The id of the charge that a reference means, if any.
    """
    item = get(ChargeReferenceItem, reference_key(reference))
    return None if item is None else str(item.charge_id)


def create(writes: Writes, charge: Charge) -> None:
    """
    CH3. Write the intent of a charge, before the provider is asked for anything.
    """
    writes.create(_to_item(charge))
    writes.create(ChargeReferenceItem(*reference_key(charge.reference), charge_id=charge.id))
    if charge.purpose is Purpose.UPGRADE:
        writes.put(UpgradeChargeItem(*upgrade_key(charge.tenant_id), charge_id=charge.id))


def forget_upgrade(writes: Writes, tenant_id: TenantId) -> None:
    """
    CH7. No charge upgrades the tenant any more: what was asked for is superseded.
    """
    writes.delete(UpgradeChargeItem, upgrade_key(tenant_id))


def replace(writes: Writes, before: Charge, after: Charge) -> None:
    """
    CH4. Replace the version that was read.
    """
    message = "this charge was changed at the same moment; read it again"
    writes.put(
        _to_item(after), ChargeItem.version == before.version, lambda _: ChargeChanged(message)
    )


def charges_of(
    tenant_id: TenantId, after: str | None = None, limit: int | None = None
) -> Iterator[tuple[str, Charge]]:
    """
    CH5. A tenant's charges, newest first, each with its place.
    """
    partition = Partition(f"CHARGES#{tenant_id}", index="lists", after=after, newest_first=True)
    rows = query(ChargeItem, partition, limit=limit)
    return ((str(item.list_sk), charge_from(item)) for item in rows)


def waiting(until: datetime) -> Iterator[str]:
    """
    CH6. The ids of charges that were asked for by *until*, and of which nobody knows how they end.
    """
    for shard in range(WAITING_SHARDS):
        partition = Partition(f"CHARGES_WAITING#{shard}", index="dated", until=f"{stamp(until)}#~")
        for item in query(Item, partition):
            yield str(item.dated_sk).partition("#")[2]


def charge_from(item: ChargeItem) -> Charge:
    """
    The charge in an item that was read together with other kinds.
    """
    return Charge(
        id=item.pk.removeprefix("CHARGE#"),
        tenant_id=TenantId(item.tenant_id),
        reseller_id=TenantId(item.reseller_id),
        provider=item.provider,
        reference=item.reference,
        collected_by=CollectedBy(item.collected_by),
        purpose=Purpose(item.purpose),
        amount=Money(int(item.amount_minor), item.currency),
        terms=terms_from(item.terms),
        covers=_covers(item),
        asked_at=item.asked_at,
        status=Status(item.status),
        request_id=item.request_id,
        url=item.url,
        payment_ids=tuple(item.payment_ids or ()),
        version=int(item.version),
    )


def _covers(item: ChargeItem) -> tuple[datetime, datetime] | None:
    starts_at: datetime | None = item.covers_from
    return None if starts_at is None else (starts_at, item.covers_until)


def _to_item(charge: Charge) -> ChargeItem:
    starts_at, ends_at = charge.covers or (None, None)
    item = ChargeItem(
        *key(charge.id),
        tenant_id=charge.tenant_id,
        reseller_id=charge.reseller_id,
        provider=charge.provider,
        reference=charge.reference,
        collected_by=charge.collected_by.value,
        purpose=charge.purpose.value,
        amount_minor=charge.amount.minor,
        currency=charge.amount.currency,
        terms=terms_as_json(charge.terms),
        covers_from=starts_at,
        covers_until=ends_at,
        asked_at=charge.asked_at,
        status=charge.status.value,
        request_id=charge.request_id,
        url=charge.url,
        payment_ids=list(charge.payment_ids) or None,
        version=charge.version,
        list_pk=f"CHARGES#{charge.tenant_id}",
        list_sk=f"{stamp(charge.asked_at)}#{charge.id}",
    )
    if charge.status in WAITING:
        item.dated_pk = f"CHARGES_WAITING#{shard_of(charge.id, WAITING_SHARDS)}"
        item.dated_sk = f"{stamp(charge.asked_at)}#{charge.id}"
    return item
