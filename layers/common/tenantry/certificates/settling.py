"""
Bringing a domain's certificate, and what serves it, to where its domain is (R-WL-2).

What is meant is written first, then the authority or the edge is called, then the outcome is
written. Every call can be made again, so that whoever comes next goes on where another has died.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tenantry.acts import Act
from tenantry.certificates import acm, rules, store
from tenantry.certificates.attaching import attached
from tenantry.certificates.handshake import Look
from tenantry.certificates.importing import finished
from tenantry.certificates.leaving import let_go
from tenantry.certificates.model import (
    Certificate,
    CertificateRefused,
    Seen,
    Served,
    Source,
    State,
    claim_of,
)
from tenantry.certificates.notices import noticed
from tenantry.certificates.rules import News
from tenantry.certificates.telling import tell, written
from tenantry.domains import store as domains
from tenantry.domains.findings import CheckName
from tenantry.domains.model import Domain
from tenantry.domains.model import State as Held
from tenantry.edge.model import Edge, EdgeHostState
from tenantry.errors import Conflict, Unavailable
from tenantry.ids import TenantId
from tenantry.transactions import transaction, worked_out_anew

TOKEN_LASTS = timedelta(minutes=50)
"""The authority knows a request's token for an hour; the rest is for clocks that differ."""

WATCHED_LABEL = "tenantry-watch"
"""A host below each domain that only its wildcard can answer for."""

_LOOK_LASTS, _TROUBLE_LASTS = timedelta(hours=20), timedelta(hours=1)
"""How long a handshake stands: one that was as it should be, and any other."""


@dataclass(frozen=True, slots=True)
class Means:
    """
    What is needed outside of the table.

    Args:
        look: Looks at hosts; None where nobody is to be looked at.
    """

    edge: Edge
    look: Look | None = None


def settle(reseller_id: TenantId, name: str, means: Means, act: Act) -> Certificate | None:
    """
    Shape 3. Take every step that can be taken now; None where nothing is, or is left.

    Raises:
        AuthorityUnavailable: The authority did not answer. What is meant is written down.
        ChangedMeanwhile: Others changed it again and again.
    """
    return worked_out_anew(lambda: _settle(reseller_id, name, means, act))


def settle_now(reseller_id: TenantId, name: str, means: Means, act: Act) -> Certificate | None:
    """
    The same for somebody who waits: what cannot be done at this moment is left to the next look.
    """
    with suppress(Unavailable, Conflict):
        return settle(reseller_id, name, means, act)
    return store.get_certificate(reseller_id, name)


def _settle(reseller_id: TenantId, name: str, means: Means, act: Act) -> Certificate | None:
    domain = domains.get_domain(reseller_id, name)
    before = store.get_certificate(reseller_id, name)
    if before is not None and (domain is None or _is_over(before, domain)):
        left = let_go(before, means.edge, act)
        if left is not None:
            return left
        before = None
    if domain is None:
        return None
    if domain.state is Held.SUSPENDED:
        return None if before is None else _withdrawn(before, means, act)
    if not domain.is_served:
        return None
    return _served(before or begin(domain, act), domain, means, act)


def begin(domain: Domain, act: Act) -> Certificate:
    """
    Write down that a domain is to have a certificate of the platform's.

    Raises:
        DomainNotHeld: The domain is this partner's no longer.
        ChangedMeanwhile: Somebody has written it down at the same moment.
    """
    one = Certificate(
        reseller_id=domain.reseller_id,
        domain=domain.name,
        claim=claim_of(domain),
        source=Source.PLATFORM,
        state=State.REQUESTED,
        asked_at=act.now,
    )
    with transaction() as writes:
        # Whoever gives a domain up takes away what stands then, and nothing may come after that.
        domains.check_held(writes, domain)
        store.put(writes, None, one)
        tell(writes, one, [News("certificate.requested", {"attempt": 1}, is_told=False)], act)
    return one


def _is_over(certificate: Certificate, domain: Domain) -> bool:
    """
    Whether a certificate is of another proof than its domain's present one.
    """
    is_other = certificate.claim != claim_of(domain)
    return certificate.leaving_since is not None or is_other or not domain.is_holder


def _withdrawn(before: Certificate, means: Means, act: Act) -> Certificate:
    """
    A suspended domain's: it is kept, and nothing serves it.
    """
    is_off = means.edge.detach(before.entry)
    state = EdgeHostState.DETACHED if is_off else EdgeHostState.INACTIVE
    hosts = dict.fromkeys(before.names, state) if before.hosts else {}
    after = replace(before, attached=None, hosts=hosts, served={}, trouble=None)
    return written(before, after, rules.changes(before, after), act)


def _served(before: Certificate, domain: Domain, means: Means, act: Act) -> Certificate:
    stored = finished(before, act)
    one = _described(_asked(stored, act), act)
    if rules.asks_anew(one, domain):
        stored = _anew(stored, one, act)
        one = _described(_asked(stored, act), act)
    one = _cleared(attached(one, means.edge))
    one = replace(one, served=dict(_handshakes(one, domain, means, act.now)))
    after, news = noticed(one, act.now)
    return written(stored, after, [*rules.changes(stored, after), *news], act)


def _anew(stored: Certificate, failed: Certificate, act: Act) -> Certificate:
    """
    The next request, written down before it is made: each has a token of its own.
    """
    after = rules.requested_anew(failed, act.now, anew=failed.anew + 1)
    quiet = [replace(one, is_told=False) for one in rules.changes(stored, failed)]
    facts = {"attempt": after.attempt, "reason": failed.reason}
    news = [*quiet, News("certificate.requested", facts, is_told=False)]
    return written(stored, after, news, act)


def _asked(one: Certificate, act: Act) -> Certificate:
    is_to_ask = one.source is Source.PLATFORM and one.state is State.REQUESTED
    if not is_to_ask or one.importing is not None:
        return one
    arn = None
    if act.now - one.asked_at > TOKEN_LASTS:
        arn = acm.find(one.domain, one.tag)
    try:
        return rules.requested(one, arn or acm.request(one.names, one.tag), act.now)
    except CertificateRefused:
        return rules.refused(one, "request_refused")


def _described(one: Certificate, act: Act) -> Certificate:
    if one.arn is None:
        return one
    return rules.described(one, acm.describe(one.arn, one.domain), act.now)


def _cleared(one: Certificate) -> Certificate:
    """
    Those before it are deleted: not the one that is served, nor one that still serves somewhere.
    """
    left = tuple(arn for arn in one.former if arn == one.attached or not acm.delete(arn))
    return replace(one, former=left)


def _handshakes(
    one: Certificate, domain: Domain, means: Means, now: datetime
) -> Iterator[tuple[str, Served]]:
    root, below = one.names
    for host, name, check in (
        (root, root, CheckName.APEX),
        (f"{WATCHED_LABEL}.{root}", below, CheckName.WILDCARD),
    ):
        seen = one.served.get(host)
        points_here = domain.has_passed(check) and one.hosts.get(name) is EdgeHostState.ACTIVE
        if means.look is None or one.issued is None or not points_here or _stands(seen, one, now):
            if seen is not None:
                yield host, seen
        else:
            yield host, means.look(host, one.issued.serial, now)


def _stands(seen: Served | None, one: Certificate, now: datetime) -> bool:
    if seen is None or one.issued is None:
        return False
    is_same = seen.seen is Seen.SAME and seen.serial == one.issued.serial
    return now - seen.at < (_LOOK_LASTS if is_same else _TROUBLE_LASTS)
