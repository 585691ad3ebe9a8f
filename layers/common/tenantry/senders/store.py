"""
Senders, each beside its domain.
"""

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from tenantry.ids import TenantId
from tenantry.reads import Partition, get, query
from tenantry.senders.model import Look, Requirement, Sender, State
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class SenderItem(Item):
    """
    A sender.
    """

    KIND = "Sender"

    region = UnicodeAttribute()
    local_part = UnicodeAttribute()
    display_name = UnicodeAttribute(null=True)
    is_preferred = BooleanAttribute()
    tokens = JSONAttribute()
    zone = UnicodeAttribute(null=True)
    looks = JSONAttribute()
    since = TimeAttribute()
    ready_at = TimeAttribute(null=True)
    refused_at = TimeAttribute(null=True)
    told = UnicodeAttribute()
    version = NumberAttribute()


def key(reseller_id: TenantId, domain: str) -> Key:
    """
    Where a sender stands.
    """
    return f"TENANT#{reseller_id}", f"SENDER#{domain}"


def get_sender(reseller_id: TenantId, domain: str) -> Sender | None:
    """
    SE1. Read the sender at a domain.
    """
    item = get(SenderItem, key(reseller_id, domain))
    return None if item is None else _from_item(item)


def senders_of(reseller_id: TenantId) -> list[Sender]:
    """
    SE2. All senders of a partner, by domain; as many as it has domains.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with="SENDER#")
    return [_from_item(item) for item in query(SenderItem, partition)]


def save(writes: Writes, before: Sender | None, after: Sender) -> None:
    """
    SE3. Write a sender over the version that was read.
    """
    item = _to_item(after)
    if before is None:
        writes.create(item)
    else:
        writes.put(item, SenderItem.version == before.version)


def remove(writes: Writes, before: Sender) -> None:
    """
    SE4. Delete the sender that was read.
    """
    place = key(before.reseller_id, before.domain)
    writes.delete(SenderItem, place, SenderItem.version == before.version)


def _to_item(sender: Sender) -> SenderItem:
    return SenderItem(
        *key(sender.reseller_id, sender.domain),
        region=sender.region,
        local_part=sender.local_part,
        display_name=sender.display_name or None,
        is_preferred=sender.is_preferred,
        tokens=list(sender.tokens),
        zone=sender.zone or None,
        looks={one.value: look.value for one, look in sender.looks.items()},
        since=sender.since,
        ready_at=sender.ready_at,
        refused_at=sender.refused_at,
        told=sender.told.value,
        version=sender.version,
    )


def _from_item(item: SenderItem) -> Sender:
    # A requirement of a later version is nothing to this one.
    known = {one.value for one in Requirement}
    return Sender(
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        domain=item.sk.removeprefix("SENDER#"),
        region=item.region,
        local_part=item.local_part,
        display_name=item.display_name or "",
        is_preferred=item.is_preferred,
        tokens=tuple(item.tokens),
        zone=item.zone or "",
        looks={Requirement(one): Look(look) for one, look in item.looks.items() if one in known},
        since=item.since,
        ready_at=item.ready_at,
        refused_at=item.refused_at,
        told=State(item.told),
        version=int(item.version),
    )
