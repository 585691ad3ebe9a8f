"""
Notifications, newest last, in the workspace that they are for.
"""

import json
from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from tenantry.ids import TenantId
from tenantry.notifications.model import Notification, NotificationNotFound
from tenantry.reads import Partition, get, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class NotificationItem(Item):
    """
    A notification.
    """

    KIND = "Notification"

    name = UnicodeAttribute()
    created_at = TimeAttribute()
    facts = UnicodeAttribute()
    read_at = TimeAttribute(null=True)


def key(workspace_id: TenantId, notification_id: str) -> Key:
    """
    Where a notification stands; its id sorts by time.
    """
    return f"TENANT#{workspace_id}", f"NOTIFICATION#{notification_id}"


def get_notification(workspace_id: TenantId, notification_id: str) -> Notification | None:
    """
    N1. Read a notification.
    """
    item = get(NotificationItem, key(workspace_id, notification_id))
    return None if item is None else _from_item(item)


def notifications_of(
    workspace_id: TenantId, after: str | None, limit: int
) -> Iterator[tuple[str, Notification]]:
    """
    N2. A workspace's notifications, newest first, each with its place.
    """
    partition = Partition(
        f"TENANT#{workspace_id}", begins_with="NOTIFICATION#", after=after, newest_first=True
    )
    return ((item.sk, _from_item(item)) for item in query(NotificationItem, partition, limit=limit))


def put(writes: Writes, notification: Notification) -> None:
    """
    N3. Write a new notification into the transaction of what it tells of.
    """
    pk, sk = key(notification.workspace_id, notification.id)
    writes.create(
        NotificationItem(
            pk,
            sk,
            name=notification.kind,
            created_at=notification.created_at,
            facts=json.dumps(notification.data),
        )
    )


def mark_read(writes: Writes, notification: Notification, now: datetime) -> None:
    """
    N4. Note when it was read.
    """
    writes.update(
        NotificationItem,
        key(notification.workspace_id, notification.id),
        [NotificationItem.read_at.set(now)],
        NotificationItem.pk.exists(),
        refused=lambda _: NotificationNotFound("there is no such notification"),
    )


def _from_item(item: NotificationItem) -> Notification:
    return Notification(
        id=item.sk.removeprefix("NOTIFICATION#"),
        workspace_id=TenantId(item.pk.removeprefix("TENANT#")),
        kind=item.name,
        created_at=item.created_at,
        data=json.loads(item.facts),
        read_at=item.read_at,
    )
