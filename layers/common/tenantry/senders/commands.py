"""
A partner's senders: read, chosen, and moved with what was found of them.
"""

from dataclasses import replace
from typing import Any

from tenantry import events, settings
from tenantry.acts import Act
from tenantry.domains import store as domains
from tenantry.domains.model import Domain
from tenantry.ids import TenantId
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.senders import rules, store
from tenantry.senders.model import Sender, SenderNotFound, State
from tenantry.transactions import Writes, transaction, worked_out_anew


def get(reseller_id: TenantId, domain: str) -> Sender:
    """
    The sender at a partner's domain; one that nobody has begun to set up is as it will begin.

    Raises:
        SenderNotFound: The partner has no such domain.
    """
    found = store.get_sender(reseller_id, domain)
    return new(_claimed(reseller_id, domain)) if found is None else found


def new(domain: Domain) -> Sender:
    """
    The sender that a domain begins with.
    """
    return Sender(domain.reseller_id, domain.name, settings.region(), since=domain.claimed_at)


def change(
    reseller_id: TenantId,
    domain: str,
    act: Act,
    *,
    local_part: str | None = None,
    display_name: str | None = None,
    is_preferred: bool | None = None,
) -> Sender:
    """
    Shape 1. Say which address and name mail leaves under, and whether this domain goes first.

    What is None stays as it is; the same once more changes nothing.

    Raises:
        SenderNotFound: The partner has no such domain.
        Invalid: No address can begin so.
        Conflict: The sender was changed at the same moment.
    """
    if local_part is not None:
        rules.check_local_part(local_part)
    claimed = _claimed(reseller_id, domain)
    senders = {one.domain: one for one in store.senders_of(reseller_id)}
    stored = senders.get(domain)
    before = new(claimed) if stored is None else stored
    after = replace(
        before,
        local_part=before.local_part if local_part is None else local_part,
        display_name=before.display_name if display_name is None else display_name,
        is_preferred=before.is_preferred if is_preferred is None else is_preferred,
    )
    if after == before:
        return before
    after = replace(after, version=1 if stored is None else before.version + 1)
    others = [one for one in senders.values() if one.domain != domain]
    with transaction() as writes:
        store.save(writes, stored, after)
        for one in rules.preferring(others, domain) if after.is_preferred else []:
            store.save(writes, senders[one.domain], one)
        _record(writes, act, "sender.changed", after)
    return after


def move(before: Sender | None, after: Sender, act: Act, domain: Domain | None = None) -> Sender:
    """
    Shape 1. Write what was found of a sender, and tell its partner when its state is another.

    Args:
        before: As it was read; None for one that is new.
        domain: Its domain: a sender is made, and mail leaves from it, only while that serves.

    Raises:
        DomainNotHeld: The domain serves no more, or is another partner's.
        Conflict: The sender was changed at the same moment.
    """
    kind = _event_of(after)
    told = replace(after, told=after.state if kind != "sender.changed" else after.told)
    if before is not None:
        told = replace(told, version=before.version + 1)
    with transaction() as writes:
        store.save(writes, before, told)
        if domain is not None and (before is None or told.state is State.READY):
            domains.check_served(writes, domain)
        _record(writes, act, kind, told, missing=[one.value for one in told.missing])
        if kind != "sender.changed":
            _notify(writes, act, kind, told)
    return told


def fall_back(reseller_id: TenantId, domain: str, act: Act) -> Sender | None:
    """
    Shape 1. Note that SES refused to send from a partner's address; mail leaves from ours.

    None when there is no such sender any more.
    """

    def refused() -> Sender | None:
        before = store.get_sender(reseller_id, domain)
        if before is None:
            return None
        return move(before, rules.refused(before, act.now), act)

    return worked_out_anew(refused)


def remove(before: Sender, act: Act) -> None:
    """
    Shape 1. Forget a sender whose domain its partner has no longer.

    Raises:
        Conflict: The sender was changed at the same moment.
    """
    with transaction() as writes:
        store.remove(writes, before)
        _record(writes, act, "sender.removed", before)


def _claimed(reseller_id: TenantId, domain: str) -> Domain:
    claimed = domains.get_domain(reseller_id, domain)
    if claimed is None or claimed.ending is not None:
        message = "this partner has claimed no such domain"
        raise SenderNotFound(message)
    return claimed


def _event_of(sender: Sender) -> str:
    if sender.state is sender.told:
        return "sender.changed"
    return "sender.ready" if sender.state is State.READY else "sender.fell_back"


def _record(writes: Writes, act: Act, kind: str, sender: Sender, **told: Any) -> None:
    events.record(
        writes,
        act,
        kind,
        tenant_id=sender.reseller_id,
        reseller_id=sender.reseller_id,
        # A pass may move one sender twice.
        purpose=f"{sender.domain} {sender.version}",
        domain=sender.domain,
        **told,
    )


def _notify(writes: Writes, act: Act, kind: str, sender: Sender) -> None:
    told = {"domain": sender.domain, "address": sender.address}
    missing = [one.value for one in sender.missing]
    place = act.new_id("ntf", f"{kind} {sender.domain}")
    data = told | ({"missing": missing} if missing else {})
    notifications.put(writes, Notification(place, sender.reseller_id, kind, act.now, data))
