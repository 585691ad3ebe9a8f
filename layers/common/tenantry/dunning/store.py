"""
When a reseller's customers are reminded and suspended: an item where something was said.
"""

from pynamodb.attributes import JSONAttribute, NumberAttribute
from pynamodb.expressions.condition import Condition

from tenantry.ids import TenantId
from tenantry.reads import get
from tenantry.subscriptions.model import DunningSchedule
from tenantry.table import Item, Key
from tenantry.transactions import Writes


class DunningItem(Item):
    """
    A reseller's schedule.
    """

    KIND = "Dunning"

    reminder_days = JSONAttribute()
    suspend_after = NumberAttribute()


def key(reseller_id: TenantId) -> Key:
    """
    Where a reseller's schedule stands.
    """
    return f"TENANT#{reseller_id}", "DUNNING"


def get_schedule(reseller_id: TenantId) -> DunningSchedule:
    """
    DU1. Read a reseller's schedule; the usual one where nothing was said.
    """
    return schedule_from(get(DunningItem, key(reseller_id)))


def put_schedule(writes: Writes, reseller_id: TenantId, schedule: DunningSchedule) -> None:
    """
    DU2. Set a reseller's schedule.
    """
    item = DunningItem(
        *key(reseller_id),
        reminder_days=list(schedule.reminder_days),
        suspend_after=schedule.suspend_after,
    )
    writes.put(item)


def hold(writes: Writes, reseller_id: TenantId, schedule: DunningSchedule) -> None:
    """
    DU3. Refuse the whole transaction unless a gate still shuts after as many days.
    """
    still: Condition = DunningItem.suspend_after == schedule.suspend_after
    if schedule.suspend_after == DunningSchedule().suspend_after:
        still |= DunningItem.pk.does_not_exist()
    writes.check(DunningItem, key(reseller_id), still)


def schedule_from(item: DunningItem | None) -> DunningSchedule:
    """
    The schedule in an item that was read together with other kinds.
    """
    if item is None:
        return DunningSchedule()
    return DunningSchedule(tuple(item.reminder_days), int(item.suspend_after))
