"""
The bodies of the notification routes.
"""

from typing import Any, Self

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody
from tenantry.notifications.model import Notification


class NotificationBody(AnswerBody):
    """
    Something that the members of a workspace should know.
    """

    id: str
    kind: str
    created_at: str
    read_at: str | None
    data: dict[str, Any]

    @classmethod
    def of(cls, notification: Notification) -> Self:
        """
        Show a notification.
        """
        return cls(
            id=notification.id,
            kind=notification.kind,
            created_at=stamp(notification.created_at),
            read_at=notification.read_at and stamp(notification.read_at),
            data=notification.data,
        )
