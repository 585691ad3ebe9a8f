"""
Claiming a domain, reading what is known of it, and giving it up.
"""

from base64 import b32encode
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256

from tenantry import events, idempotency, settings
from tenantry.acts import Act
from tenantry.domains import rules, store
from tenantry.domains.following import Joining
from tenantry.domains.model import (
    Domain,
    DomainNotFound,
    Ending,
    Standing,
    State,
)
from tenantry.domains.names import read_root
from tenantry.domains.telling import tell
from tenantry.ids import TenantId
from tenantry.resellers import commands as resellers
from tenantry.transactions import transaction, worked_out_anew

TOKEN_BYTES = 20
"""160 bits, which are 32 characters in base 32 without padding."""


def claim(reseller_id: TenantId, name: str, act: Act) -> Domain:
    """
    Shape 1. Claim a root domain: what proves it is a token of this claim alone (R-WL-1).

    A claim blocks nobody: several partners may claim a domain, and who proves it first holds it.
    What a partner has claimed already is answered as it is, with the token that it has.

    Args:
        name: As the partner wrote it.

    Raises:
        Invalid: It is no root domain, or nobody may claim it; the words say which.
        ResellerNotFound: There is no such reseller.
        TooManyDomains: It has claimed as many as it may.
    """
    root = read_root(name, settings.own_hosts())
    reseller = resellers.get(reseller_id)
    return worked_out_anew(lambda: _claim(reseller.id, root, act))


def release(
    reseller_id: TenantId, name: str, act: Act, *, joins: Iterable[Joining], reason: str = ""
) -> Domain:
    """
    Shape 1. Give a domain up: from now on nothing is served under it.

    Its name stays reserved: whoever claims it next, this partner too, needs a proof of its own, so
    that records which were left behind in DNS are of no use to anybody (R-WL-2).

    Args:
        joins: What must be true with it, of all that follows domains.
        reason: Why an operator takes it away, for its partner to read; empty when the partner
            gives it up itself.

    Raises:
        DomainNotFound: The partner has claimed no such domain.
    """
    return worked_out_anew(
        lambda: _release(reseller_id, name, act, joins=tuple(joins), reason=reason)
    )


def get(reseller_id: TenantId, name: str) -> Domain:
    """
    A partner's domain.

    Raises:
        DomainNotFound: It has claimed no such domain, or has given it up.
    """
    found = store.get_domain(reseller_id, name)
    if found is None or found.state is State.RELEASED:
        message = f"this partner has claimed no domain {name}"
        raise DomainNotFound(message)
    return found


def list_domains(
    reseller_id: TenantId, after: str | None, limit: int | None
) -> Iterator[tuple[str, Domain]]:
    """
    A partner's domains by name, each with its place.

    Raises:
        ResellerNotFound: There is no such reseller.
    """
    return store.domains_of(resellers.get(reseller_id).id, after, limit)


def by_standing(
    standing: Standing, after: str | None, limit: int | None
) -> Iterator[tuple[str, Domain]]:
    """
    All partners' domains of which one thing is to be said, for operators.
    """
    return store.by_standing(standing, after, limit)


def _claim(reseller_id: TenantId, root: str, act: Act) -> Domain:
    before = store.get_domain(reseller_id, root)
    is_new = before is None or before.state is State.RELEASED
    if before is not None and not is_new and not rules.has_lapsed(before, act.now):
        return before
    after = Domain(
        reseller_id=reseller_id,
        name=root,
        token=_token(root, act),
        claimed_at=act.now,
        eager_from=act.now,
        next_check_at=act.now,
        # Over one that is being let go: what follows it finds a claim, and lets go all the same.
        version=1 if before is None else before.version + 1,
    )
    with transaction() as writes:
        if before is None or is_new:
            store.create(writes, after)
        else:
            # The claim's time is over, and no pass has found that yet: the new one has its place.
            store.replace(writes, before, after)
        events.record(
            writes,
            act,
            "domain.claimed",
            tenant_id=reseller_id,
            reseller_id=reseller_id,
            domain=root,
        )
        idempotency.remember(writes, act, after)
    return after


def _release(
    reseller_id: TenantId, name: str, act: Act, *, joins: tuple[Joining, ...], reason: str
) -> Domain:
    before = get(reseller_id, name)
    ended = rules.ended(before, Ending.RELEASED, act.now)
    after = replace(ended, version=before.version + 1)
    with transaction() as writes:
        store.replace(writes, before, after)
        if before.is_holder:
            store.reserve(writes, before)
        for join in joins:
            join(writes, before, after)
        tell(writes, before, after, act, reason=reason)
    return after


def _token(root: str, act: Act) -> str:
    """
    A new token: lower case, since some DNS providers' forms make everything so.
    """
    secret = sha256(f"domain token {root} ".encode() + act.entropy).digest()
    return b32encode(secret[:TOKEN_BYTES]).decode().lower()
