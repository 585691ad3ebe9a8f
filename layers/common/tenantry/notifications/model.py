"""
A notification in a workspace.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenantry.errors import NotFound
from tenantry.ids import TenantId


@dataclass(frozen=True, slots=True)
class Notification:
    """
    Something that the members of a workspace should know (`partner.activation`).

    Args:
        data: Ids and facts from which the portal makes its words.
        read_at: When the first member marked it read; None while it is unread.
    """

    id: str
    workspace_id: TenantId
    kind: str
    created_at: datetime
    data: dict[str, Any]
    read_at: datetime | None = None


class NotificationNotFound(NotFound):
    """
    The workspace has no notification with this id.
    """

    code = "notification.not_found"
