"""
Works the self-dealing queue: holds tenants that have an address in common with their reseller.
"""

from datetime import UTC, datetime

from tenantry import queue_settings
from tenantry.commissions.suspecting import look, look_at_all
from tenantry.ids import TenantId
from tenantry.jobs import Message, from_queue, scheduled_act
from tenantry.queues import send


def suspect(message: Message, correlation_id: str) -> None:
    """
    Look at the tenant that an event names; when it is the reseller itself, at all that it holds.

    What is found is recorded now and not when it happened: statements that are written stay as
    they are.
    """
    event = message.get("detail", message)
    reseller_id, tenant_id = event["reseller_id"], event["tenant_id"]
    act = scheduled_act(datetime.now(UTC), correlation_id)
    if reseller_id is None or not _is_about_people(event):
        return
    if tenant_id != reseller_id:
        look(TenantId(reseller_id), TenantId(tenant_id), act)
        return
    place = look_at_all(TenantId(reseller_id), event.get("after"), act)
    if place is not None:
        rest = {"reseller_id": reseller_id, "tenant_id": tenant_id, "after": place}
        url = queue_settings.self_dealing_queue_url()
        send(url, [{**rest, "correlation_id": correlation_id}])


def _is_about_people(event: Message) -> bool:
    """
    Whether addresses may have changed, or whether the reseller earns: most changes are its look.
    """
    if event.get("kind") != "reseller.changed":
        return True
    return not _PARTS.isdisjoint(event["data"]["parts"])


_PARTS = {"personal", "type"}

handler = from_queue(suspect)
