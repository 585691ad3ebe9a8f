"""
What a reseller's workspace is told.
"""

from collections.abc import Iterator

from notifications.schemas import NotificationBody
from tenantry.http import Api, Request
from tenantry.http.route import ListQuery
from tenantry.ids import TenantId
from tenantry.notifications import commands, store
from tenantry.notifications.model import Notification
from tenantry.resellers import commands as resellers

api = Api()


@api.route(
    "GET /v1/resellers/{reseller_id}/notifications", answer=NotificationBody.of, is_list=True
)
def notifications(
    request: Request,
    reseller_id: str,
    query: ListQuery,
) -> Iterator[tuple[str, Notification]]:
    """
    List a workspace's notifications, newest first.
    """
    return store.notifications_of(resellers.get(TenantId(reseller_id)).id, *query.span)


@api.route(
    "POST /v1/resellers/{reseller_id}/notifications/{notification_id}/read",
    answer=NotificationBody.of,
)
def mark_read(request: Request, reseller_id: str, notification_id: str) -> Notification:
    """
    Mark a notification read; the first reading counts.
    """
    return commands.mark_read(TenantId(reseller_id), notification_id, request.act)


handler = api
