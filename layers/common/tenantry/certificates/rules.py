"""
What follows for a certificate from what the authority says, and when its partner is told what.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from tenantry.certificates.model import (
    ANEW_MAX,
    NOTICE_DAYS,
    Certificate,
    Described,
    Issued,
    Source,
    State,
)
from tenantry.clock import stamp
from tenantry.domains.findings import CheckName, Record, record_at
from tenantry.domains.model import Domain
from tenantry.edge.model import EdgeHostState

AUTHORITY = "amazon.com"
"""The name by which CAA records let ACM issue; it takes three others too."""

CAA_ERROR, TIMED_OUT, GONE = "caa_error", "validation_timed_out", "gone"

_MENDED_BY_TIME = {TIMED_OUT, GONE, "expired", "inactive", "other", "revoked"}
"""Reasons after which the same request may succeed. Others need somebody to do something."""

_SOON, _LATER = timedelta(minutes=1), timedelta(minutes=15)
_KNOWN_AFTER = timedelta(minutes=10)
_HOURLY, _DAILY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class News:
    """
    Something that happened to a certificate.

    Args:
        kind: The event's.
        is_told: Whether its partner gets a notification.
    """

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)
    is_told: bool = True


def described(certificate: Certificate, told: Described | None, now: datetime) -> Certificate:
    """
    The certificate as the authority describes it; None: it has none there any more.

    What its partner was told is forgotten with a new certificate, since that has notices of its
    own.
    """
    if told is None:
        # A request is known everywhere only some seconds after it was made.
        is_new = now - certificate.asked_at < _KNOWN_AFTER
        is_asked = is_new and certificate.source is Source.PLATFORM
        gone = replace(certificate, state=State.FAILED, reason=GONE, arn=None)
        return certificate if is_asked else gone
    issued = _issued(certificate, told)
    is_new = issued is not None and _serial(certificate.issued) != issued.serial
    state, reason = told.state, told.reason
    # The authority says it some time later.
    if state is State.ISSUED and issued is not None and issued.not_after <= now:
        state, reason = State.EXPIRED, "expired"
    return replace(
        certificate,
        state=state,
        reason=reason,
        records=told.records or certificate.records,
        issued=issued,
        renewal=told.renewal,
        anew=0 if state is State.ISSUED else certificate.anew,
        told=frozenset() if is_new else certificate.told,
    )


def asks_anew(certificate: Certificate, domain: Domain) -> bool:
    """
    Whether the platform makes the request anew by itself.

    After 72 hours without its record it does; after a refusal by CAA records once they let it in.
    """
    if certificate.source is not Source.PLATFORM or certificate.anew >= ANEW_MAX:
        return False
    if certificate.state not in {State.FAILED, State.EXPIRED, State.REVOKED}:
        return False
    if certificate.reason == CAA_ERROR:
        return domain.has_passed(CheckName.CAA)
    return certificate.reason in _MENDED_BY_TIME


def requested_anew(certificate: Certificate, now: datetime, *, anew: int) -> Certificate:
    """
    The next request in place of one that came to nothing, or of the partner's own certificate.

    What is served goes on being served until there is something else.
    """
    return replace(
        certificate,
        source=Source.PLATFORM,
        state=State.REQUESTED,
        asked_at=now,
        attempt=certificate.attempt + 1,
        anew=anew,
        arn=None,
        former=_with(certificate.former, certificate.arn),
        reason=None,
        records=(),
        issued=None,
        renewal=None,
        told=frozenset(),
    )


def requested(certificate: Certificate, arn: str, now: datetime) -> Certificate:
    """
    The certificate after the authority took the request.
    """
    return replace(certificate, arn=arn, state=State.PENDING_VALIDATION, asked_at=now)


def refused(certificate: Certificate, reason: str) -> Certificate:
    """
    The certificate after the authority did not take the request, which no repeat mends.
    """
    return replace(certificate, state=State.FAILED, reason=reason)


def imported(certificate: Certificate, arn: str, lost: str | None = None) -> Certificate:
    """
    The certificate after the import that was under way, which has come to *arn*.

    Args:
        lost: A request of the platform's that nobody had written down.
    """
    importing = certificate.importing
    assert importing is not None, "an import is under way"
    former = _with(_with(certificate.former, certificate.arn), lost)
    return replace(
        certificate,
        source=Source.OWN,
        state=State.ISSUED,
        anew=0,
        arn=arn,
        former=tuple(one for one in former if one != arn),
        reason=None,
        records=(),
        issued=importing.issued,
        renewal=None,
        importing=None,
        told=frozenset(),
    )


def records_to_set(certificate: Certificate) -> tuple[Record, ...]:
    """
    What its partner has to set in DNS at this moment; none where nothing is missing.
    """
    if certificate.source is Source.OWN:
        return ()
    if CAA_ERROR in {certificate.reason, certificate.renewal and certificate.renewal.reason}:
        value = f'0 issue "{AUTHORITY}"'
        return (record_at(certificate.domain, certificate.domain, "CAA", value),)
    if certificate.renewal is not None and certificate.renewal.is_blocked:
        return certificate.renewal.records or certificate.records
    # Once it is issued they stay, for each renewal.
    return certificate.records


def changes(before: Certificate, after: Certificate) -> list[News]:
    """
    What has happened between two versions of a certificate.
    """
    news = []
    if after.state is State.ISSUED and _serial(before.issued) != _serial(after.issued):
        assert after.issued is not None, "what is issued has a content"
        renewed = before.state is State.ISSUED and before.arn == after.arn
        ends = {"not_after": stamp(after.issued.not_after), "source": after.source.value}
        kind = "certificate.renewed" if renewed else "certificate.issued"
        news.append(News(kind, ends, is_told=not renewed))
    elif after.state is not before.state and after.state in {State.FAILED, State.REVOKED}:
        news.append(News(f"certificate.{after.state.value}", {"reason": after.reason}))
    elif after.state is State.EXPIRED and before.state is not State.EXPIRED:
        ended = {} if after.issued is None else {"not_after": stamp(after.issued.not_after)}
        news.append(News("certificate.expired", {**ended, "source": after.source.value}))
    if after.trouble is not None and after.trouble is not before.trouble:
        news.append(News(f"edge.{after.trouble.value}"))
    return [*news, *_of_hosts(before, after)]


def next_look(certificate: Certificate, now: datetime) -> datetime | None:
    """
    By when it must be looked at again; None where its domain's own looks are enough.

    A notice is never late by more than the pause between two looks for what is due.
    """
    waits = list(_waits(certificate))
    if certificate.issued is not None:
        ends = certificate.issued.not_after
        moments = (ends - timedelta(days=days) for days in (*NOTICE_DAYS, 0))
        waits += [one - now for one in moments if now < one < now + _DAILY]
    return now + min(waits) if waits else None


def _waits(certificate: Certificate) -> Iterator[timedelta]:
    is_asked = certificate.state is State.PENDING_VALIDATION and not certificate.records
    if certificate.leaving_since is not None or certificate.state is State.REQUESTED or is_asked:
        yield _SOON
    states = set(certificate.hosts.values())
    # Hosts go on with the certificate before, of which the edge has not been told yet.
    is_behind = EdgeHostState.ACTIVE in states and certificate.attached != certificate.arn
    is_to_tell = is_behind and certificate.state is State.ISSUED and certificate.trouble is None
    if certificate.importing is not None or EdgeHostState.DEPLOYING in states or is_to_tell:
        yield _SOON
    # What is served until there is something else, is not waited for.
    if set(certificate.former) - {certificate.attached}:
        yield _LATER
    # Somebody has to let go elsewhere first.
    if certificate.trouble is not None:
        yield _HOURLY


def _of_hosts(before: Certificate, after: Certificate) -> list[News]:
    if dict(before.hosts) == dict(after.hosts):
        return []
    was, are = set(before.hosts.values()), set(after.hosts.values())
    if are == {EdgeHostState.ACTIVE}:
        return [News("edge.active")]
    if not are - {EdgeHostState.DETACHED} and was - {EdgeHostState.DETACHED}:
        return [News("edge.detached", is_told=False)]
    return []


def _issued(certificate: Certificate, told: Described) -> Issued | None:
    if told.issued is None:
        return None
    if certificate.issued is not None and certificate.issued.serial == told.issued.serial:
        # The authority does not say what the partner's own is known by.
        return replace(told.issued, fingerprint=certificate.issued.fingerprint)
    return told.issued


def _serial(issued: Issued | None) -> str | None:
    return None if issued is None else issued.serial


def _with(former: tuple[str, ...], arn: str | None) -> tuple[str, ...]:
    return former if arn is None or arn in former else (*former, arn)
