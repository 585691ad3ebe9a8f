"""
Events: the audit log and the outbox in one item (R-CMP-4).

Each is written in the transaction of what happened. It holds ids and facts about things, never
names, mail addresses or secrets: events outlive the purge of personal data.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from tenantry.acts import Act
from tenantry.clock import Month, month_of, stamp
from tenantry.ids import EventId, TenantId, UserId, shard_of
from tenantry.principals import PLATFORM
from tenantry.reads import Partition, get_all, query
from tenantry.table import Item, Key, RawItem, TimeAttribute
from tenantry.transactions import Writes

DAY_SHARDS = 8
"""A day's events spread over so many index partitions: one alone takes 1,000 writes a second."""


@dataclass(frozen=True, slots=True)
class Event:
    """
    Something happened, said in the past tense (`invite.minted`).

    Args:
        tenant_id: The workspace that it happened in.
        reseller_id: The reseller that held this workspace then; None for the platform's own
            affairs.
        actor_id: The person, or `system`.
        on_behalf_of: The workspace in whose name the person acted.
        data: Ids and facts, without personal data.
    """

    id: EventId
    kind: str
    occurred_at: datetime
    tenant_id: TenantId
    reseller_id: TenantId | None
    actor_id: UserId
    on_behalf_of: TenantId | None
    correlation_id: str
    data: dict[str, Any] = field(default_factory=dict)


class EventItem(Item):
    """
    Append-only: nothing in this code updates or deletes one.
    """

    KIND = "Event"

    id = UnicodeAttribute()
    name = UnicodeAttribute()
    occurred_at = TimeAttribute()
    tenant_id = UnicodeAttribute()
    reseller_id = UnicodeAttribute(null=True)
    actor_id = UnicodeAttribute()
    on_behalf_of = UnicodeAttribute(null=True)
    correlation_id = UnicodeAttribute()
    facts = UnicodeAttribute()


def key(tenant_id: TenantId, occurred_at: datetime, event_id: EventId) -> Key:
    """
    Where an event stands: under its workspace, by time.
    """
    return f"EVENT#{tenant_id}", f"{stamp(occurred_at)}#{event_id}"


def record(
    writes: Writes,
    act: Act,
    kind: str,
    *,
    tenant_id: TenantId,
    reseller_id: TenantId | None,
    funnel: str | None = None,
    purpose: str = "",
    **data: Any,
) -> Event:
    """
    E1. Write the event of a command into the command's own transaction.

    Args:
        funnel: The stage of the reseller's funnel that this event counts for (R-TEN-4).
        purpose: Tells apart several events of the same kind in one act.
    """
    event = Event(
        id=EventId(act.new_id("evt", f"{kind} {tenant_id} {purpose}")),
        kind=kind,
        occurred_at=act.now,
        tenant_id=tenant_id,
        reseller_id=reseller_id,
        actor_id=act.principal.person_id,
        on_behalf_of=act.principal.workspace_id,
        correlation_id=act.correlation_id,
        data=data,
    )
    writes.create(_to_item(event, funnel))
    return event


def of_reseller(
    reseller_id: TenantId, month: Month, after: str | None, limit: int
) -> Iterator[tuple[str, Event]]:
    """
    E2. A reseller's events of one month, its tenants' included, newest first, each with its place.
    """
    partition = Partition(
        f"EVENTS#{reseller_id}#{month}", index="lists", after=after, newest_first=True
    )
    for item in query(EventItem, partition, limit=limit):
        yield item.sk, _from_item(item)


def of_workspace(
    tenant_id: TenantId,
    after: str | None,
    limit: int,
    *,
    held_by: TenantId | None = None,
) -> Iterator[tuple[str, Event]]:
    """
    E3. One workspace's events, newest first, each with its place.

    Args:
        held_by: Only those of when this reseller held it; None for all.
    """
    partition = Partition(f"EVENT#{tenant_id}", after=after, newest_first=True)
    where = None if held_by is None else EventItem.reseller_id == held_by
    for item in query(EventItem, partition, limit=limit, where=where):
        yield item.sk, _from_item(item)


def of_day(
    day: str, after: str | None, limit: int, *, newest_first: bool = True
) -> list[tuple[str, Event]]:
    """
    E4. Everything that happened on one UTC day, merged from the shards; each with its place.
    """
    places = sorted(
        (
            (item.dated_sk or "", (item.pk, item.sk))
            for shard in range(DAY_SHARDS)
            for item in query(
                EventItem,
                Partition(
                    f"EVENTS#{day}#{shard}", index="dated", after=after, newest_first=newest_first
                ),
                limit=limit,
            )
        ),
        reverse=newest_first,
    )[:limit]
    items = get_all([(EventItem, place) for _, place in places])
    return [(place[0], _from_item(item)) for place, item in zip(places, items, strict=True)]


def from_stream(image: RawItem) -> Event:
    """
    The event in a stream record's new image.
    """
    return _from_item(EventItem.from_raw_data(dict(image)))


def to_json(event: Event) -> str:
    """
    The event as the bus carries it.
    """
    return json.dumps(
        {
            "id": event.id,
            "kind": event.kind,
            "occurred_at": stamp(event.occurred_at),
            "tenant_id": event.tenant_id,
            "reseller_id": event.reseller_id,
            "actor_id": event.actor_id,
            "on_behalf_of": event.on_behalf_of,
            "correlation_id": event.correlation_id,
            "data": event.data,
        }
    )


def _to_item(event: Event, funnel: str | None) -> EventItem:
    pk, sk = key(event.tenant_id, event.occurred_at, event.id)
    month = month_of(event.occurred_at)
    day = stamp(event.occurred_at)[:10]
    item = EventItem(
        pk=pk,
        sk=sk,
        list_pk=f"EVENTS#{event.reseller_id or PLATFORM}#{month}",
        list_sk=sk,
        dated_pk=f"EVENTS#{day}#{shard_of(event.id, DAY_SHARDS)}",
        dated_sk=sk,
        id=event.id,
        name=event.kind,
        occurred_at=event.occurred_at,
        tenant_id=event.tenant_id,
        reseller_id=event.reseller_id,
        actor_id=event.actor_id,
        on_behalf_of=event.on_behalf_of,
        correlation_id=event.correlation_id,
        facts=json.dumps(event.data),
    )
    if funnel is not None:
        item.funnel_pk = f"FUNNEL#{event.reseller_id}#{month}"
        item.funnel_sk = f"{funnel}#{sk}"
    return item


def _from_item(item: EventItem) -> Event:
    return Event(
        id=EventId(item.id),
        kind=item.name,
        occurred_at=item.occurred_at,
        tenant_id=TenantId(item.tenant_id),
        reseller_id=TenantId(item.reseller_id) if item.reseller_id else None,
        actor_id=UserId(item.actor_id),
        on_behalf_of=TenantId(item.on_behalf_of) if item.on_behalf_of else None,
        correlation_id=item.correlation_id,
        data=json.loads(item.facts),
    )
