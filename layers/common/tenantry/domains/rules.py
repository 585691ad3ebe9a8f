"""
How the ownership of a domain moves with what its DNS says, and when it is looked at next.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import accumulate

from tenantry.domains.findings import (
    OPEN_STATES,
    Check,
    CheckName,
    Checks,
    CheckState,
    Finding,
)
from tenantry.domains.model import (
    CLAIM_LIVES,
    GRACE,
    LAST_DAY,
    UNCLEAR_TOLD_AFTER,
    Domain,
    Ending,
    Notice,
    Standing,
    State,
)

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)

EAGER_STEPS = (_MINUTE, 5 * _MINUTE, 15 * _MINUTE, _HOUR, 4 * _HOUR, 12 * _HOUR)
"""Waits between looks while somebody may be at work; then it is a day."""

DAILY = timedelta(days=1)
GRACE_STEP = _HOUR

_EAGER_MOMENTS = tuple(accumulate(EAGER_STEPS))

HELD = "held"
"""The reason of a proof that is right, for a domain that another account holds."""


class Proof(StrEnum):
    """
    What a pass found of the record that proves a claim.
    """

    THERE = "there"
    ABSENT = "absent"
    """A clear answer, without the token."""
    UNCLEAR = "unclear"
    """DNS trouble: it moves nothing."""
    HELD = "held"
    """It is there, and another account holds the domain."""


def proof_of(ownership: Finding) -> Proof:
    """
    What a look at the ownership means for it.
    """
    if not ownership.is_clear:
        return Proof.UNCLEAR
    if ownership.reason == HELD:
        return Proof.HELD
    return Proof.THERE if ownership.state is CheckState.PASSED else Proof.ABSENT


def moved(domain: Domain, proof: Proof, now: datetime) -> Domain:
    """
    The domain after a look at its record; its checks and its next look are not yet those of *now*.

    A claim lapses at its 30th day, and a missing record suspends at its 7th, both at the instant
    itself, and both at a look that is clear: whoever cannot be looked at keeps what it has.
    """
    if domain.state is State.RELEASED:
        return domain
    if proof is Proof.UNCLEAR:
        return _unclear(domain, now)
    clear = replace(domain, unclear_since=None, notices=domain.notices - {Notice.UNCLEAR})
    if proof is Proof.THERE:
        return _proven(clear, now)
    if domain.state is State.CLAIMED:
        return ended(clear, Ending.LAPSED, now) if has_lapsed(domain, now) else clear
    return _missing(clear, now)


def ended(domain: Domain, ending: Ending, now: datetime) -> Domain:
    """
    The domain as nobody's; it is looked at once more, so that what followed it lets go.
    """
    return replace(domain, state=State.RELEASED, ending=ending, next_check_at=now)


def lapses_at(domain: Domain) -> datetime:
    """
    From when on a claim without its proof lapses.
    """
    return domain.claimed_at + CLAIM_LIVES


def has_lapsed(domain: Domain, now: datetime) -> bool:
    """
    Whether it is a claim that nobody has proven in time.
    """
    return domain.state is State.CLAIMED and lapses_at(domain) <= now


def suspends_at(domain: Domain) -> datetime | None:
    """
    From when on a domain in grace is suspended; None for one in another state.
    """
    if domain.state is not State.GRACE or domain.missing_since is None:
        return None
    return domain.missing_since + GRACE


def next_check_at(domain: Domain, now: datetime) -> datetime:
    """
    When to look again: always later than *now*, and at the latest when a time limit is over.

    While anything is open, after 1, 5 and 15 minutes, 1, 4 and 12 hours since somebody was last at
    work on it; then, and where all has passed, every day. In grace every hour.
    """
    if domain.state is State.RELEASED:
        return domain.next_check_at
    limits = [suspends_at(domain)]
    if domain.state is State.GRACE:
        wanted = now + GRACE_STEP
    elif domain.state is State.PROVEN and not _has_open(domain.checks):
        wanted = now + DAILY
    else:
        elapsed = now - domain.eager_from
        steps = (domain.eager_from + step for step in _EAGER_MOMENTS if step > elapsed)
        wanted = min(next(steps, now + DAILY), now + DAILY)
    if domain.state is State.CLAIMED:
        limits.append(lapses_at(domain))
    return min([wanted, *(limit for limit in limits if limit is not None and limit > now)])


def looked_at(
    domain: Domain, proof: Proof, found: Mapping[CheckName, Finding], now: datetime
) -> Domain:
    """
    The domain after a pass: moved, with what is known now, and when it is looked at next.
    """
    after = moved(domain, proof, now)
    if after.state is not State.RELEASED:
        after = replace(after, checks=_checked(domain.checks, found, now, now))
    next_at = next_check_at(after, now)
    checks = _checked(domain.checks, found, now, next_at)
    return replace(after, checks=checks, next_check_at=next_at)


def standing(domain: Domain) -> Standing:
    """
    What operators list a domain by: the gravest that is to be said of it.
    """
    ownership = domain.checks.get(CheckName.OWNERSHIP)
    if domain.state is State.SUSPENDED:
        return Standing.SUSPENDED
    if domain.standing_of(CheckName.REPUTATION) in {CheckState.WRONG, CheckState.WARNING}:
        return Standing.LISTED
    if domain.state is State.CLAIMED:
        is_held = ownership is not None and (ownership.clear or ownership.latest).reason == HELD
        return Standing.CONTESTED if is_held else Standing.CLAIMED
    if Notice.UNCLEAR in domain.notices:
        return Standing.UNCLEAR
    return Standing(domain.state.value)


def _unclear(domain: Domain, now: datetime) -> Domain:
    since = domain.unclear_since or now
    is_to_tell = domain.is_holder and since + UNCLEAR_TOLD_AFTER <= now
    notices = domain.notices | ({Notice.UNCLEAR} if is_to_tell else set())
    return replace(domain, unclear_since=since, notices=notices)


def _proven(domain: Domain, now: datetime) -> Domain:
    if domain.state is State.PROVEN:
        return domain
    return replace(
        domain,
        state=State.PROVEN,
        proven_at=domain.proven_at or now,
        missing_since=None,
        suspended_at=None,
        notices=frozenset(),
        eager_from=now,
    )


def _missing(domain: Domain, now: datetime) -> Domain:
    if domain.state is State.SUSPENDED:
        return domain
    since = domain.missing_since or now
    if domain.state is State.GRACE and since + GRACE <= now:
        return replace(domain, state=State.SUSPENDED, suspended_at=now, eager_from=now)
    told = {Notice.MISSING}
    if since + GRACE - LAST_DAY <= now:
        told.add(Notice.LAST_DAY)
    notices = domain.notices | told
    return replace(domain, state=State.GRACE, missing_since=since, notices=notices)


def _checked(
    before: Checks, found: Mapping[CheckName, Finding], now: datetime, next_at: datetime
) -> Checks:
    """
    What is known after a pass; a thing that was not looked at stays as it was known.
    """
    after = {
        name: _after_look(before.get(name), finding, now, next_at)
        for name, finding in found.items()
    }
    merged = {**before, **after}
    return {name: merged[name] for name in CheckName if name in merged}


def _has_open(checks: Checks) -> bool:
    return any(check.latest.state in OPEN_STATES for check in checks.values())


def _after_look(before: Check | None, finding: Finding, now: datetime, next_at: datetime) -> Check:
    is_same = before is not None and (before.latest.state, before.latest.reason) == (
        finding.state,
        finding.reason,
    )
    since = before.since if before is not None and is_same else now
    if finding.is_clear:
        return Check(finding, since, now, next_at, finding, now)
    clear = None if before is None else before.clear
    clear_at = None if before is None else before.clear_at
    return Check(finding, since, now, next_at, clear, clear_at)
