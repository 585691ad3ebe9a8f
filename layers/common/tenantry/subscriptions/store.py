"""
The current subscription of a tenant, and the dated index in which due pilots are found.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from tenantry.clock import days_between, moment, stamp
from tenantry.ids import TenantId, shard_of
from tenantry.intervals import Interval
from tenantry.money import Money
from tenantry.reads import Partition, get, query
from tenantry.subscriptions import paying, rules
from tenantry.subscriptions.model import Cover, PastVersion, Sold, Status, Subscription, Terms
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes

DUE_SHARDS = 4


class SubscriptionItem(Item):
    """
    A subscription; in `dated` under the day that a running pilot ends.

    It stands in `lists` by when the next payment is due, until it is suspended.
    """

    KIND = "Subscription"

    reseller_id = UnicodeAttribute()
    plan_code = UnicodeAttribute()
    status = UnicodeAttribute()
    starts_at = TimeAttribute()
    ends_at = TimeAttribute(null=True)
    reminded = JSONAttribute()
    version = NumberAttribute()
    interval = UnicodeAttribute(default=Interval.MONTH.value)
    quantity = NumberAttribute(default=1)
    anchor = TimeAttribute(null=True)
    past = JSONAttribute(null=True)
    sold = JSONAttribute(null=True)
    covers = JSONAttribute(null=True)
    suspended_at = TimeAttribute(null=True)
    price_until = TimeAttribute(null=True)


class SubscriptionArchiveItem(Item):
    """
    Versions that ended more than 13 months before one of them was put away.
    """

    KIND = "SubscriptionArchive"

    past = JSONAttribute()


@dataclass(frozen=True, slots=True)
class PilotEnd:
    """
    A running pilot as the dated index knows it: perhaps out of date by a moment.
    """

    tenant_id: TenantId
    ends_at: str


def key(tenant_id: TenantId) -> Key:
    """
    Where a tenant's subscription stands.
    """
    return f"TENANT#{tenant_id}", "SUBSCRIPTION"


def archive_key(tenant_id: TenantId, until: datetime) -> Key:
    """
    Where versions stand that had all ended by *until*.
    """
    return f"TENANT#{tenant_id}", f"SUBSCRIPTION#archive#{stamp(until)}"


def get_subscription(tenant_id: TenantId) -> Subscription | None:
    """
    S1. Read a tenant's subscription.
    """
    item = get(SubscriptionItem, key(tenant_id))
    return None if item is None else subscription_from(item)


def create(writes: Writes, subscription: Subscription) -> None:
    """
    S2. Write the first subscription of a new tenant.
    """
    writes.create(_to_item(subscription))


def replace(
    writes: Writes, before: Subscription, after: Subscription, now: datetime | None = None
) -> None:
    """
    S3. Replace the version that was read; any other version refuses.

    Args:
        now: When given, what ended more than 13 months before it is put away in an item of its own.
    """
    kept, old = (after, ()) if now is None else rules.split_past(after, now)
    writes.put(_to_item(kept), SubscriptionItem.version == before.version)
    if old:
        place = archive_key(after.tenant_id, old[-1].ends_at)
        writes.create(SubscriptionArchiveItem(*place, past=[_past_as_json(one) for one in old]))


def archived(tenant_id: TenantId) -> Iterator[PastVersion]:
    """
    S6. The versions of a tenant that were put away, oldest first.
    """
    partition = Partition(f"TENANT#{tenant_id}", begins_with="SUBSCRIPTION#archive#")
    for item in query(SubscriptionArchiveItem, partition):
        yield from (_past_from(stored) for stored in item.past)


def hold(writes: Writes, subscription: Subscription) -> None:
    """
    S4. The version that was read must still be current when the transaction is written.
    """
    condition = SubscriptionItem.version == subscription.version
    writes.check(SubscriptionItem, key(subscription.tenant_id), condition)


def pilots_ending(since: datetime, until: datetime) -> Iterator[PilotEnd]:
    """
    S5. Running pilots whose end lies in `[since, until]`, day by day and shard by shard.
    """
    for day in days_between(since, until):
        for shard in range(DUE_SHARDS):
            partition = Partition(
                f"PILOT_END#{day}#{shard}",
                index="dated",
                after=stamp(since),
                until=f"{stamp(until)}#~",
            )
            for item in query(Item, partition):
                ends_at, tenant_id = str(item.dated_sk).split("#")
                yield PilotEnd(TenantId(tenant_id), ends_at)


def subscription_from(item: SubscriptionItem) -> Subscription:
    """
    The subscription in an item that was read together with other kinds.
    """
    return Subscription(
        tenant_id=TenantId(item.pk.removeprefix("TENANT#")),
        reseller_id=TenantId(item.reseller_id),
        plan_code=item.plan_code,
        status=Status(item.status),
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        reminded=frozenset(item.reminded),
        version=int(item.version),
        interval=Interval(item.interval),
        quantity=int(item.quantity),
        anchor=_anchor(item),
        past=tuple(_past_from(stored) for stored in item.past or ()),
        sold=_sold_from(item.sold),
        covers=tuple(_cover_from(stored) for stored in item.covers or ()),
        suspended_at=item.suspended_at,
        price_until=item.price_until,
    )


def payments_due(until: datetime) -> Iterator[TenantId]:
    """
    S7. Tenants whose next payment is due by *until* and whose gate nobody has shut for it.
    """
    for shard in range(DUE_SHARDS):
        partition = Partition(f"PAYMENT_DUE#{shard}", index="lists", until=f"{stamp(until)}#~")
        for item in query(SubscriptionItem, partition):
            yield TenantId(str(item.list_sk).partition("#")[2])


def _cover_from(stored: list[Any]) -> Cover:
    payment_id, starts_at, ends_at, months = stored
    starts = None if starts_at is None else moment(starts_at)
    return Cover(payment_id, starts, None if ends_at is None else moment(ends_at), months)


def _cover_as_json(cover: Cover) -> list[Any]:
    starts_at = None if cover.starts_at is None else stamp(cover.starts_at)
    ends_at = None if cover.ends_at is None else stamp(cover.ends_at)
    return [cover.payment_id, starts_at, ends_at, cover.months]


def _anchor(item: SubscriptionItem) -> datetime | None:
    anchor: datetime | None = item.anchor
    # Active ones that were stored without an anchor began to be billed when they started.
    return item.starts_at if anchor is None and item.status == Status.ACTIVE.value else anchor


def _past_from(stored: list[Any]) -> PastVersion:
    status, plan_code, interval, quantity, starts_at, ends_at, sold = stored
    terms = Terms(plan_code, Interval(interval), quantity, _sold_from(sold))
    return PastVersion(Status(status), terms, moment(starts_at), moment(ends_at))


def _past_as_json(version: PastVersion) -> list[Any]:
    terms = version.terms
    return [
        version.status.value,
        terms.plan_code,
        terms.interval.value,
        terms.quantity,
        stamp(version.starts_at),
        stamp(version.ends_at),
        _sold_as_json(terms.sold),
    ]


def terms_from(stored: list[Any]) -> Terms:
    """
    Terms as they are stored beside something else.
    """
    plan_code, interval, quantity, sold = stored
    return Terms(plan_code, Interval(interval), quantity, _sold_from(sold))


def terms_as_json(terms: Terms) -> list[Any]:
    """
    Terms to be stored beside something else.
    """
    return [terms.plan_code, terms.interval.value, terms.quantity, _sold_as_json(terms.sold)]


def _sold_from(stored: list[Any] | None) -> Sold | None:
    if stored is None:
        return None
    unit, wholesale, currency = stored
    return Sold(Money(unit, currency), Money(wholesale, currency))


def _sold_as_json(sold: Sold | None) -> list[Any] | None:
    if sold is None:
        return None
    return [sold.unit.minor, sold.wholesale.minor, sold.unit.currency]


def _to_item(subscription: Subscription) -> SubscriptionItem:
    pk, sk = key(subscription.tenant_id)
    item = SubscriptionItem(
        pk,
        sk,
        reseller_id=subscription.reseller_id,
        plan_code=subscription.plan_code,
        status=subscription.status.value,
        starts_at=subscription.starts_at,
        ends_at=subscription.ends_at,
        reminded=sorted(subscription.reminded),
        version=subscription.version,
        interval=subscription.interval.value,
        quantity=subscription.quantity,
        anchor=subscription.anchor,
        past=[_past_as_json(version) for version in subscription.past] or None,
        sold=_sold_as_json(subscription.sold),
        covers=[_cover_as_json(cover) for cover in subscription.covers] or None,
        suspended_at=subscription.suspended_at,
        price_until=subscription.price_until,
    )
    due = paying.due_at(subscription)
    if due is not None and subscription.suspended_at is None:
        item.list_pk = f"PAYMENT_DUE#{shard_of(subscription.tenant_id, DUE_SHARDS)}"
        item.list_sk = f"{stamp(due)}#{subscription.tenant_id}"
    if subscription.status is Status.PILOT and subscription.ends_at is not None:
        ends = stamp(subscription.ends_at)
        shard = shard_of(subscription.tenant_id, DUE_SHARDS)
        item.dated_pk = f"PILOT_END#{ends[:10]}#{shard}"
        item.dated_sk = f"{ends}#{subscription.tenant_id}"
    return item
