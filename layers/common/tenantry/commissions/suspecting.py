"""
Finding tenants that may be their reseller's own, and deciding on them (R-COM-8).
"""

from collections.abc import Iterable
from hashlib import sha256

from tenantry import events
from tenantry.acts import Act
from tenantry.clock import month_of
from tenantry.commissions import facts_store, store, suspicions
from tenantry.commissions.inputs import FlagStatus
from tenantry.commissions.self_dealing import Sign, in_common
from tenantry.commissions.suspicions import Suspicion, SuspicionNotFound, Word
from tenantry.ids import TenantId
from tenantry.observability import counted
from tenantry.principals import Role
from tenantry.resellers.model import Reseller
from tenantry.resellers.store import get_reseller
from tenantry.transactions import transaction
from tenantry.users.store import members_of

TOGETHER = 100
"""How many tenants one message looks at."""


def look(reseller_id: TenantId, tenant_id: TenantId, act: Act) -> bool:
    """
    Shape 1. Hold a tenant's lines where it has an address in common with its reseller's people.

    It can be asked at any time, and again: what was found before, or decided, is not found anew.

    Returns:
        Whether anything was found that was not known.

    Raises:
        SuspicionChanged: Something was said at the same moment; the queue asks again.
    """
    reseller = get_reseller(reseller_id)
    if reseller is None or reseller.is_prepaid:
        return False
    return _look(reseller_id, tenant_id, _people_of(reseller), act)


def look_at_all(reseller_id: TenantId, after: str | None, act: Act) -> str | None:
    """
    Shape 1 for each. Look at a part of a reseller's tenants, whose people have changed.

    Args:
        after: The place that the part before ended with.

    Returns:
        The place that this part ends with; None when there are no more.
    """
    reseller = get_reseller(reseller_id)
    if reseller is None or reseller.is_prepaid:
        return None
    people = _people_of(reseller)
    held = list(store.tenants_held(reseller_id, after, TOGETHER))
    for place, tenant_id, holding in held:
        if holding.ends_at is None:
            _look(reseller_id, tenant_id, people, act.part(place))
    return held[-1][0] if len(held) == TOGETHER else None


def get(reseller_id: TenantId, tenant_id: TenantId) -> Suspicion:
    """
    Read what is thought of a reseller's tenant.

    Raises:
        SuspicionNotFound: Nothing was found, nor said.
    """
    found = facts_store.get_suspicion(reseller_id, tenant_id)
    if found is None:
        message = "nothing is held of such a tenant of this reseller"
        raise SuspicionNotFound(message)
    return found


def say(
    reseller_id: TenantId, tenant_id: TenantId, status: FlagStatus, act: Act, *, why: str
) -> Suspicion:
    """
    Shape 1. Release a tenant's lines, say that it is its reseller's own, or hold it by hand.

    What was held and is released is an adjustment of the next statement. The same again changes
    nothing.

    Raises:
        SuspicionNotFound: Nothing was found, so that nothing can be released; or the reseller never
            held the tenant.
        SuspicionChanged: Something else was said at the same moment.
    """
    before = facts_store.get_suspicion(reseller_id, tenant_id)
    if before is None:
        after = _by_hand((reseller_id, tenant_id), status, why, act)
    else:
        person = act.principal.person_id
        after = suspicions.said(before, status, by=person, why=why, now=act.now)
    if after is before:
        return after
    _write(before, after, act)
    return after


def _by_hand(of: tuple[TenantId, TenantId], status: FlagStatus, why: str, act: Act) -> Suspicion:
    """
    What an operator found where the system had found nothing, such as one card for both.
    """
    if status is FlagStatus.RELEASED or not store.holdings_with(*of):
        message = "nothing is held of such a tenant of this reseller"
        raise SuspicionNotFound(message)
    word = Word(status, month_of(act.now), act.now, act.principal.person_id, why)
    return Suspicion(*of, (word,))


def _look(reseller_id: TenantId, tenant_id: TenantId, people: Iterable[str], act: Act) -> bool:
    owners = [
        member.email for _, member in members_of(tenant_id) if member.role is Role.TENANT_OWNER
    ]
    signs = {_hash(sign, shared): sign for sign, shared in in_common(owners, people)}
    if not signs:
        return False
    before = facts_store.get_suspicion(reseller_id, tenant_id)
    person = act.principal.person_id
    after = suspicions.found(before, signs, (reseller_id, tenant_id), by=person, now=act.now)
    if after is None or after is before:
        return False
    _write(before, after, act)
    counted("self_dealing.found")
    return True


def _write(before: Suspicion | None, after: Suspicion, act: Act) -> None:
    with transaction() as writes:
        facts_store.put_suspicion(writes, before, after)
        events.record(
            writes,
            act,
            _event_of(before, after),
            tenant_id=after.tenant_id,
            reseller_id=after.reseller_id,
            signs=sorted({sign.value for sign in after.signs.values()}),
            since=after.last.since,
        )


def _event_of(before: Suspicion | None, after: Suspicion) -> str:
    if before is not None and before.words == after.words:
        return "self_dealing.sign_found"
    return _EVENTS[after.status]


_EVENTS = {
    FlagStatus.HELD: "self_dealing.held",
    FlagStatus.RELEASED: "self_dealing.released",
    FlagStatus.CONFIRMED: "self_dealing.confirmed",
}


def _people_of(reseller: Reseller) -> list[str]:
    members = [member.email for _, member in members_of(reseller.id)]
    return [*members, reseller.personal.email]


def _hash(sign: Sign, shared: str) -> str:
    """
    What was found, without an address in it.
    """
    return sha256(f"{sign.value} {shared}".encode()).hexdigest()
