"""
Works the queue of domains: looks at each, and has everything follow what is found.
"""

from datetime import UTC, datetime

from domains.crew import crew
from tenantry.domains import passing, store
from tenantry.errors import Conflict, TenantryError, Unavailable
from tenantry.ids import TenantId
from tenantry.jobs import Message, from_queue, scheduled_act


def settle(message: Message, correlation_id: str) -> None:
    """
    Look at a domain that is due, that something has not followed yet, or that has a new host.

    Where none is so another message was faster.

    Raises:
        TenantryError, BotoCoreError, ClientError: A follower could not follow; the queue sends the
            message again, and parks it in the end.
    """
    reseller_id, name = _named(message)
    act = scheduled_act(datetime.now(UTC), correlation_id)
    domain = store.get_domain(reseller_id, name)
    is_due = domain is not None and (domain.is_behind or domain.next_check_at <= act.now)
    # A new host may have a record of its own, by which it leads elsewhere.
    if not is_due and message.get("detail", {}).get("kind") != "host.given":
        return
    passed = passing.run(reseller_id, name, act, crew())
    if passed.troubles:
        # The queue is done with a refusal: what another try may mend is told before it.
        raise min(passed.troubles, key=_is_refusal)


def _is_refusal(trouble: passing.Trouble) -> bool:
    return isinstance(trouble, TenantryError) and not isinstance(trouble, Conflict | Unavailable)


def _named(message: Message) -> tuple[TenantId, str]:
    """
    Whose domain it is about: a message of the schedule, or an event of the bus.
    """
    event = message.get("detail")
    if event is None:
        return TenantId(message["reseller_id"]), message["domain"]
    return TenantId(event["tenant_id"]), event["data"]["domain"]


handler = from_queue(settle)
