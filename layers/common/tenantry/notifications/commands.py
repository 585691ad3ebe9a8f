"""
Reading notifications.
"""

from dataclasses import replace

from tenantry import events
from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.notifications import store
from tenantry.notifications.model import Notification, NotificationNotFound
from tenantry.transactions import transaction


def mark_read(workspace_id: TenantId, notification_id: str, act: Act) -> Notification:
    """
    Shape 1. Mark a notification read; the first reading counts.

    Raises:
        NotificationNotFound: The workspace has no such notification.
    """
    notification = store.get_notification(workspace_id, notification_id)
    if notification is None:
        message = "there is no such notification"
        raise NotificationNotFound(message)
    if notification.read_at is not None:
        return notification
    with transaction() as writes:
        store.mark_read(writes, notification, act.now)
        events.record(
            writes,
            act,
            "notification.read",
            tenant_id=workspace_id,
            reseller_id=act.principal.reseller_id,
            notification_id=notification_id,
        )
    return replace(notification, read_at=act.now)
