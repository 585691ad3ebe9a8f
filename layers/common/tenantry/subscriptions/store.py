"""
The current subscription of a tenant, and the dated index in which due pilots are found.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from tenantry.clock import days_between, stamp
from tenantry.ids import TenantId, shard_of
from tenantry.reads import Partition, get, query
from tenantry.subscriptions.model import Status, Subscription
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes

DUE_SHARDS = 4


class SubscriptionItem(Item):
    """
    A subscription; in `dated` under the day that a running pilot ends.
    """

    KIND = "Subscription"

    reseller_id = UnicodeAttribute()
    plan_code = UnicodeAttribute()
    status = UnicodeAttribute()
    starts_at = TimeAttribute()
    ends_at = TimeAttribute(null=True)
    reminded = JSONAttribute()
    version = NumberAttribute()


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


def replace(writes: Writes, before: Subscription, after: Subscription) -> None:
    """
    S3. Replace the version that was read; any other version refuses.
    """
    writes.put(_to_item(after), SubscriptionItem.version == before.version)


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
    )


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
    )
    if subscription.status is Status.PILOT and subscription.ends_at is not None:
        ends = stamp(subscription.ends_at)
        shard = shard_of(subscription.tenant_id, DUE_SHARDS)
        item.dated_pk = f"PILOT_END#{ends[:10]}#{shard}"
        item.dated_sk = f"{ends}#{subscription.tenant_id}"
    return item
