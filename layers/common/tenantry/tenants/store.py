"""
Tenants, the list of a reseller's tenants, who held whom, and the gate's condition.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.expressions.condition import Condition

from tenantry.clock import days_between, stamp
from tenantry.errors import TenantryError
from tenantry.ids import InviteId, TenantId, shard_of
from tenantry.principals import Principal
from tenantry.reads import Partition, get, get_all, query
from tenantry.table import Item, Key, RawItem, TimeAttribute, sort_text
from tenantry.tenants import rules
from tenantry.tenants.model import Held, Status, Tenant, TenantChanged, TenantNotFound
from tenantry.transactions import Writes

PURGE_SHARDS = 4


class TenantItem(Item):
    """
    A tenant; in `lists` under its reseller by name, in `dated` under the day of its purge.
    """

    KIND = "Tenant"

    name = UnicodeAttribute()
    status = UnicodeAttribute()
    is_reseller = BooleanAttribute()
    parent_tenant_id = UnicodeAttribute(null=True)
    records_until = TimeAttribute()
    is_pilot = BooleanAttribute(default=True)
    is_suspended = BooleanAttribute(default=False)
    holds_license = BooleanAttribute()
    created_at = TimeAttribute()
    branding = JSONAttribute(null=True)
    invite_id = UnicodeAttribute(null=True)
    invited_by = UnicodeAttribute(null=True)
    deleted_at = TimeAttribute(null=True)
    hosts = JSONAttribute(null=True)
    version = NumberAttribute()


class HoldingItem(Item):
    """
    Which reseller held a tenant, from when to when; a move closes one and opens the next.
    """

    KIND = "Holding"

    tenant_id = UnicodeAttribute()
    starts_at = TimeAttribute()
    ends_at = TimeAttribute(null=True)


def key(tenant_id: TenantId) -> Key:
    """
    Where a tenant stands.
    """
    return f"TENANT#{tenant_id}", "TENANT"


def holding_key(reseller_id: TenantId, tenant_id: TenantId, starts_at: datetime) -> Key:
    """
    Where a holding stands: with the reseller.
    """
    return f"TENANT#{reseller_id}", f"HOLDING#{tenant_id}#{stamp(starts_at)}"


def get_tenant(tenant_id: TenantId) -> Tenant | None:
    """
    T1. Read a tenant.
    """
    item = get(TenantItem, key(tenant_id))
    return None if item is None else tenant_from(item)


def create(writes: Writes, tenant: Tenant) -> None:
    """
    T2. Write a new tenant, and the holding of its reseller.
    """
    writes.create(_to_item(tenant))
    if tenant.parent_tenant_id is not None:
        pk, sk = holding_key(tenant.parent_tenant_id, tenant.id, tenant.created_at)
        writes.create(HoldingItem(pk, sk, tenant_id=tenant.id, starts_at=tenant.created_at))


def replace(writes: Writes, before: Tenant, after: Tenant) -> None:
    """
    T3. Replace the version that was read; any other version refuses.
    """
    writes.put(
        _to_item(after),
        TenantItem.version == before.version,
        lambda _: _changed(),
    )


def tenants_of(
    reseller_id: TenantId, status: Status | None, after: str | None, limit: int
) -> Iterator[tuple[str, Tenant]]:
    """
    T4. A reseller's tenants by name, purged ones left out, each with its place.
    """
    partition = Partition(f"TENANTS#{reseller_id}", index="lists", after=after)
    where = None if status is None else TenantItem.status == status.value
    for item in query(TenantItem, partition, limit=limit, where=where):
        yield item.list_sk or "", tenant_from(item)


def chosen_tenants(
    principal: Principal, status: Status | None, after: str | None, limit: int | None
) -> Iterator[tuple[str, Tenant]]:
    """
    T5. The tenants that a limited support member may touch, by name, each with its place.
    """
    chosen = principal.tenant_ids or frozenset()
    wanted: list[tuple[type[Item], Key]] = [(TenantItem, key(one)) for one in sorted(chosen)]
    items = [item for item in get_all(wanted) if item is not None and item.list_sk]
    places = sorted(
        ((str(item.list_sk), tenant_from(item)) for item in items), key=lambda row: row[0]
    )
    following = (
        (place, tenant)
        for place, tenant in places
        if place > (after or "")
        and status in {None, tenant.status}
        and rules.is_visible(tenant, principal)
    )
    return islice(following, limit)


def held_by(reseller_id: TenantId) -> Iterator[TenantId]:
    """
    T8. Every tenant that a reseller holds, deleted ones included, from the base table.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with="HOLDING#")
    held = query(HoldingItem, partition, where=HoldingItem.ends_at.does_not_exist())
    return (TenantId(item.tenant_id) for item in held)


def get_held(tenant: Tenant) -> Held:
    """
    T9. Since when its reseller holds a tenant, from the base table.

    Raises:
        TenantChanged: It was moved since it was read.
    """
    place = f"HOLDING#{tenant.id}#"
    partition = Partition(f"TENANT#{tenant.held_by}", begins_with=place, newest_first=True)
    for item in query(HoldingItem, partition, limit=1):
        if item.ends_at is None:
            return Held(tenant.id, tenant.held_by, item.starts_at)
    raise _changed()


def hand_over(writes: Writes, held: Held, reseller_id: TenantId, now: datetime) -> None:
    """
    T10. End a holding, only while it has no end, and begin the next one's at the same instant.
    """
    before = holding_key(held.reseller_id, held.tenant_id, held.starts_at)
    is_open = HoldingItem.pk.exists() & HoldingItem.ends_at.does_not_exist()
    ended = [HoldingItem.ends_at.set(now)]
    writes.update(HoldingItem, before, ended, is_open, refused=lambda _: _changed())
    pk, sk = holding_key(reseller_id, held.tenant_id, now)
    writes.create(HoldingItem(pk, sk, tenant_id=held.tenant_id, starts_at=now))


def check_held(writes: Writes, tenant: Tenant) -> None:
    """
    T11. Refuse the whole transaction unless the reseller still holds the tenant as it is written.
    """
    still = TenantItem.parent_tenant_id == tenant.held_by
    writes.check(TenantItem, key(tenant.id), still, lambda _: _changed())


def purges_due(since: datetime, until: datetime) -> Iterator[TenantId]:
    """
    T6. Deleted tenants whose retention ended in `[since, until]`.
    """
    for day in days_between(since, until):
        for shard in range(PURGE_SHARDS):
            partition = Partition(
                f"PURGE#{day}#{shard}", index="dated", after=stamp(since), until=f"{stamp(until)}#~"
            )
            for item in query(Item, partition):
                yield TenantId(str(item.dated_sk).split("#")[1])


def gate_is_open(now: datetime, reseller_id: TenantId | None) -> Condition:
    """
    The condition under which a business record may be written for a tenant (R-TEN-2).

    Every reason to refuse is in `records_until`: a pilot's end, a deactivation, a deletion. A
    tenant that does not exist has none, and is refused too.

    Args:
        now: Records are refused from `records_until` on, that very instant included.
        reseller_id: The reseller that the record's event names, if any; it must hold the tenant.
    """
    is_open: Condition = TenantItem.records_until > now
    if reseller_id is not None:
        is_open &= TenantItem.parent_tenant_id == reseller_id
    return is_open


def check_gate(
    writes: Writes, tenant_id: TenantId, reseller_id: TenantId | None, now: datetime
) -> None:
    """
    T7. Refuse the whole transaction unless the tenant's gate is open at *now*.
    """

    def refused(raw: RawItem | None) -> TenantryError:
        tenant = None if raw is None else tenant_from(TenantItem.from_raw_data(dict(raw)))
        if (
            tenant is not None
            and reseller_id is not None
            and tenant.parent_tenant_id != reseller_id
        ):
            return TenantNotFound("there is no such tenant")
        return rules.gate_refusal(tenant, now)

    writes.check(TenantItem, key(tenant_id), gate_is_open(now, reseller_id), refused)


def tenant_from(item: TenantItem) -> Tenant:
    """
    The tenant in an item that was read together with other kinds.
    """
    parent = item.parent_tenant_id
    return Tenant(
        id=TenantId(item.pk.removeprefix("TENANT#")),
        name=item.name,
        status=Status(item.status),
        is_reseller=item.is_reseller,
        parent_tenant_id=TenantId(parent) if parent else None,
        records_until=item.records_until,
        is_pilot=item.is_pilot,
        is_suspended=item.is_suspended,
        holds_license=item.holds_license,
        created_at=item.created_at,
        branding=item.branding,
        invite_id=InviteId(item.invite_id) if item.invite_id else None,
        invited_by=TenantId(item.invited_by) if item.invited_by else None,
        deleted_at=item.deleted_at,
        hosts=tuple(item.hosts or ()),
        version=int(item.version),
    )


def _changed() -> TenantChanged:
    return TenantChanged("somebody changed this tenant at the same moment; read it again")


def _to_item(tenant: Tenant) -> TenantItem:
    pk, sk = key(tenant.id)
    item = TenantItem(
        pk,
        sk,
        name=tenant.name,
        status=tenant.status.value,
        is_reseller=tenant.is_reseller,
        parent_tenant_id=tenant.parent_tenant_id,
        records_until=tenant.records_until,
        is_pilot=tenant.is_pilot,
        is_suspended=tenant.is_suspended,
        holds_license=tenant.holds_license,
        created_at=tenant.created_at,
        branding=tenant.branding,
        invite_id=tenant.invite_id,
        invited_by=tenant.invited_by,
        deleted_at=tenant.deleted_at,
        hosts=list(tenant.hosts) or None,
        version=tenant.version,
    )
    if tenant.parent_tenant_id is not None and tenant.status is not Status.PURGED:
        item.list_pk = f"TENANTS#{tenant.parent_tenant_id}"
        item.list_sk = f"{sort_text(tenant.name)}#{tenant.id}"
    if tenant.status is Status.DELETED:
        due = stamp(rules.purge_at(tenant))
        item.dated_pk = f"PURGE#{due[:10]}#{shard_of(tenant.id, PURGE_SHARDS)}"
        item.dated_sk = f"{due}#{tenant.id}"
    return item
