"""
A reseller's own subscriptions, one item for each plan.
"""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tenantry.ids import TenantId
from tenantry.intervals import Interval
from tenantry.money import Money
from tenantry.reads import Partition, get, query
from tenantry.service_subscriptions.model import (
    ServiceExists,
    ServiceSubscription,
    SubscriptionNeeded,
)
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class ServiceSubscriptionItem(Item):
    """
    What a reseller is, or was, subscribed to.
    """

    KIND = "ServiceSubscription"

    interval = UnicodeAttribute()
    quantity = NumberAttribute()
    unit_minor = NumberAttribute()
    currency = UnicodeAttribute()
    starts_at = TimeAttribute()
    ends_at = TimeAttribute(null=True)
    version = NumberAttribute()


def key(reseller_id: TenantId, plan_code: str) -> Key:
    """
    Where a reseller's subscription to a plan stands.
    """
    return f"TENANT#{reseller_id}", f"SERVICE#{plan_code}"


def get_service(reseller_id: TenantId, plan_code: str) -> ServiceSubscription | None:
    """
    SV1. Read a reseller's subscription to a plan, also one that has ended.
    """
    item = get(ServiceSubscriptionItem, key(reseller_id, plan_code))
    return None if item is None else _from_item(item)


def services_of(
    reseller_id: TenantId, after: str | None, limit: int
) -> Iterator[tuple[str, ServiceSubscription]]:
    """
    SV2. All that a reseller is or was subscribed to, by plan, each with its place.
    """
    partition = Partition(f"TENANT#{reseller_id}", begins_with="SERVICE#", after=after)
    rows = query(ServiceSubscriptionItem, partition, limit=limit)
    return ((item.sk, _from_item(item)) for item in rows)


def create(writes: Writes, service: ServiceSubscription) -> None:
    """
    SV3. Write a reseller's first subscription to a plan.
    """
    message = f"this reseller is subscribed to the plan {service.plan_code} already"
    writes.create(_to_item(service), lambda _: ServiceExists(message))


def replace(writes: Writes, before: ServiceSubscription, after: ServiceSubscription) -> None:
    """
    SV4. Replace the version that was read; any other version refuses.
    """
    writes.put(_to_item(after), ServiceSubscriptionItem.version == before.version)


def check_holds(writes: Writes, reseller_id: TenantId, plan_code: str, now: datetime) -> None:
    """
    SV5. Refuse the whole transaction unless the reseller is subscribed to the plan at *now*.
    """
    # The second clause: what was cancelled for the end of a period holds until then.
    holds = ServiceSubscriptionItem.pk.exists() & (
        ServiceSubscriptionItem.ends_at.does_not_exist() | (ServiceSubscriptionItem.ends_at > now)
    )
    message = f"only a reseller that is subscribed to the plan {plan_code} itself may sell it"
    writes.check(
        ServiceSubscriptionItem,
        key(reseller_id, plan_code),
        holds,
        lambda _: SubscriptionNeeded(message, plan_code=plan_code),
    )


def _to_item(service: ServiceSubscription) -> ServiceSubscriptionItem:
    pk, sk = key(service.reseller_id, service.plan_code)
    return ServiceSubscriptionItem(
        pk,
        sk,
        interval=service.interval.value,
        quantity=service.quantity,
        unit_minor=service.unit.minor,
        currency=service.unit.currency,
        starts_at=service.starts_at,
        ends_at=service.ends_at,
        version=service.version,
    )


def _from_item(item: ServiceSubscriptionItem) -> ServiceSubscription:
    return ServiceSubscription(
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        plan_code=item.sk.removeprefix("SERVICE#"),
        interval=Interval(item.interval),
        quantity=int(item.quantity),
        unit=Money(int(item.unit_minor), item.currency),
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        version=int(item.version),
    )
