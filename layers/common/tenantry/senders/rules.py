"""
When mail leaves from a partner's address: if and only if everything passes (R-WL-4).

Trouble of DNS alone takes nothing away; what was clearly seen to be gone does, at once.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from tenantry.domains.findings import CheckName, CheckState
from tenantry.domains.model import Domain
from tenantry.errors import invalid_field
from tenantry.senders.model import Identity, Look, Requirement, Sender, State, Status

REFUSED_FOR = timedelta(hours=1)
"""How long after SES refused a mail its own word that all is well does not count."""

LOCAL_PART_MAX = 64
"""RFC 5321."""

RESERVED = frozenset({"abuse", "mailer-daemon", "postmaster"})
"""RFC 2142: addresses that people and mail servers write to; mail from them is answered there."""

LOCAL_PART_PATTERN = r"^[a-z0-9]+([._-][a-z0-9]+)*$"

_CHECKS = {
    Requirement.SPF: CheckName.SPF,
    Requirement.DKIM: CheckName.DKIM,
    Requirement.MAIL_FROM: CheckName.MAIL_FROM,
    Requirement.DMARC: CheckName.DMARC,
}


def judged(before: Sender, seen: Mapping[Requirement, Look], now: datetime) -> Sender:
    """
    The sender after a look: what was seen clearly counts from now on, what was not stays.

    Returns:
        *before* itself, when nothing has changed.
    """
    clear = {one: look for one, look in seen.items() if look is not Look.UNKNOWN}
    looks = {**before.looks, **clear}
    if looks == before.looks:
        return before
    after = replace(before, looks=looks, version=before.version + 1)
    if after.state is not before.state:
        after = replace(after, since=now)
    if after.state is State.READY and after.ready_at is None:
        after = replace(after, ready_at=now)
    return after


def refused(before: Sender, now: datetime) -> Sender:
    """
    The sender after SES has refused a mail from it that it took from the platform's address.
    """
    told = replace(before, refused_at=now)
    after = judged(told, {Requirement.ACCEPTED: Look.FAILED}, now)
    return after if after is not told else replace(told, version=before.version + 1)


def looks_at_domain(domain: Domain) -> dict[Requirement, Look]:
    """
    What a domain's last clear looks say.
    """
    looks = {one: _look(domain, check) for one, check in _CHECKS.items()}
    is_listed = domain.standing_of(CheckName.REPUTATION) is CheckState.WRONG
    looks[Requirement.DOMAIN] = Look.PASSED if domain.is_served else Look.FAILED
    # What nobody has looked up is held against nobody.
    looks[Requirement.REPUTATION] = Look.FAILED if is_listed else Look.PASSED
    return looks


def looks_at_identity(
    identity: Identity | None, sender: Sender, now: datetime
) -> dict[Requirement, Look]:
    """
    What SES says; nothing clear when it did not answer.
    """
    if identity is None:
        return {}
    unverified = Look.UNKNOWN if identity.status is Status.TEMPORARY_FAILURE else Look.FAILED
    looks = {
        Requirement.IDENTITY: Look.PASSED if identity.verified else unverified,
        Requirement.SIGNING: _look_of(identity.signing),
        Requirement.ENVELOPE: _look_of(identity.envelope),
    }
    if identity.mail_from != sender.mail_from:
        looks[Requirement.ENVELOPE] = Look.FAILED
    # What SES says of itself is believed again some time after it acted otherwise.
    if sender.refused_at is None or now >= sender.refused_at + REFUSED_FOR:
        looks[Requirement.ACCEPTED] = Look.PASSED
    return looks


def chosen(senders: Iterable[Sender]) -> Sender | None:
    """
    From which of a partner's senders its mail leaves; None for the platform's address.

    Of those that are ready: the preferred one, else the one that is ready for the longest time.
    """
    ready = [sender for sender in senders if sender.state is State.READY]
    return min(ready, key=lambda one: (not one.is_preferred, one.since, one.domain), default=None)


def check_local_part(text: str) -> str:
    """
    What may stand before the `@`: lower-case letters, digits, and single `.`, `_`, `-` inside.

    Raises:
        Invalid: It has another form, is too long, or is an address that others write to.
    """
    if len(text) > LOCAL_PART_MAX or re.fullmatch(LOCAL_PART_PATTERN, text) is None:
        rule = (
            "must be lower-case letters and digits, with single dots, dashes or underscores inside"
        )
        raise invalid_field("local_part", f"{rule}, and have at most {LOCAL_PART_MAX} characters")
    if text in RESERVED:
        rule = "is an address that people and mail servers write to; choose another one"
        raise invalid_field("local_part", rule, reserved=sorted(RESERVED))
    return text


def preferring(senders: Iterable[Sender], domain: str) -> list[Sender]:
    """
    Those of a partner's senders that change when the one at *domain* is preferred.
    """
    return [
        replace(one, is_preferred=one.domain == domain, version=one.version + 1)
        for one in senders
        if one.is_preferred is not (one.domain == domain)
    ]


def _look(domain: Domain, check: CheckName) -> Look:
    if domain.has_passed(check):
        return Look.PASSED
    return Look.UNKNOWN if domain.standing_of(check) is CheckState.UNKNOWN else Look.FAILED


def _look_of(status: Status) -> Look:
    match status:
        case Status.SUCCESS:
            return Look.PASSED
        case Status.TEMPORARY_FAILURE:
            return Look.UNKNOWN
        case Status.NOT_STARTED | Status.PENDING | Status.FAILED:
            return Look.FAILED
