"""
A pass: look at a domain, move it in one transaction, and let its followers follow.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from tenantry.acts import Act
from tenantry.dns.model import Lookups
from tenantry.domains import rules, store
from tenantry.domains.checks import ownership
from tenantry.domains.checks.every import EVERY, first_questions
from tenantry.domains.checks.scene import Platform, Scene
from tenantry.domains.findings import CheckName, Finding
from tenantry.domains.following import Follower, Found, Wanted
from tenantry.domains.model import Domain, Ending, Holder, State
from tenantry.domains.rules import Proof
from tenantry.domains.telling import tell
from tenantry.errors import ChangedMeanwhile, TenantryError
from tenantry.ids import TenantId
from tenantry.transactions import Writes, transaction, worked_out_anew

log = logging.getLogger(__name__)

TRIED_AGAIN_AFTER = timedelta(hours=1)
"""When a domain is looked at again whose followers could not follow; a queue tries sooner."""

type Trouble = TenantryError | BotoCoreError | ClientError
"""Why a follower could not follow."""


@dataclass(frozen=True, slots=True)
class Crew:
    """
    What a pass is made with.

    Args:
        lookups: Makes who asks for one pass: a new one each time, since it remembers its answers.
        followers: Who follows, in this order.
    """

    lookups: Callable[[], Lookups]
    platform: Platform
    followers: Sequence[Follower] = ()


@dataclass(frozen=True, slots=True)
class _Move:
    """
    A domain before and after, and the claim of another partner that lost it by that.
    """

    before: Domain
    after: Domain
    displaced: Domain | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """
    What a pass came to.

    Args:
        domain: As it is now; None where there is none, or none any more.
        troubles: Of followers that could not follow; the domain has moved all the same.
        queries: How many questions DNS was asked.
    """

    domain: Domain | None
    troubles: tuple[Trouble, ...] = ()
    queries: int = 0


def run(
    reseller_id: TenantId, name: str, act: Act, crew: Crew, *, is_asked_for: bool = False
) -> Passed:
    """
    Look at a partner's domain now, and have everything follow what is found.

    Nothing is written while it is looked at. One transaction moves the domain, with the marker of
    its holder, from the version that it then has: of two passes at once the one that began last
    counts, and a claim that was given up meanwhile stays so. Each follower has transactions of its
    own, and is called again when a pass died before it.

    Args:
        is_asked_for: Whether its partner asks: then looks are frequent from now on.

    Raises:
        Conflict: Others changed it again and again at the same moment; the queue sends it again.
    """
    seen = store.get_domain(reseller_id, name)
    if seen is None:
        return Passed(None)
    lookups = crew.lookups()
    findings = {} if seen.state is State.RELEASED else _look(seen, lookups, act, crew)
    move = worked_out_anew(lambda: _move(seen, findings, act, crew, is_asked_for=is_asked_for))
    if move is None:
        return Passed(None, (), lookups.queries)
    troubles: list[Trouble] = []
    if move.displaced is not None:
        # Who loses it lets go first: what stands outside is there once for all accounts.
        troubles += _follow(move.displaced, Found(State.SUSPENDED, {}), act, crew).troubles
    passed = _follow(move.after, Found(move.before.state, findings), act, crew)
    return Passed(passed.domain, (*troubles, *passed.troubles), lookups.queries)


def _look(domain: Domain, lookups: Lookups, act: Act, crew: Crew) -> dict[CheckName, Finding]:
    wanted = Wanted()
    for follower in crew.followers:
        wanted = wanted.joined_with(follower.wants(domain))
    scene = Scene(domain, lookups, crew.platform, wanted, act.entropy)
    # What most checks ask anyway, all at once: afterwards it is known.
    lookups.ask_all(first_questions(scene))
    return {name: look(scene) for name, look in EVERY.items()}


def _move(
    seen: Domain,
    findings: Mapping[CheckName, Finding],
    act: Act,
    crew: Crew,
    *,
    is_asked_for: bool,
) -> _Move | None:
    """
    Write what a look came to; None where there is no such domain any more.
    """
    before = store.get_domain(seen.reseller_id, seen.name)
    if before is None or not _is_about(before, seen, act):
        return None if before is None else _Move(before, before)
    proof = rules.proof_of(findings[CheckName.OWNERSHIP])
    holder, rival = None, None
    if proof is Proof.THERE and not before.is_holder:
        holder, rival = _others(before)
        if rival is not None and rival.is_served:
            proof, findings = Proof.HELD, {**findings, CheckName.OWNERSHIP: ownership.held(before)}
    asked = replace(before, eager_from=act.now) if is_asked_for else before
    after = _next(before, rules.looked_at(asked, proof, findings, act.now))
    lost = None
    with transaction() as writes:
        store.replace(writes, before, after)
        if after.is_holder and not before.is_holder:
            store.hold(writes, holder, after)
            if rival is not None:
                lost = _next(rival, rules.ended(rival, Ending.LOST, act.now))
                store.replace(writes, rival, lost)
                _join(writes, rival, lost, crew)
                tell(writes, rival, lost, act)
        _join(writes, before, after, crew)
        tell(writes, before, after, act)
    return _Move(before, after, lost)


def _is_about(current: Domain, seen: Domain, act: Act) -> bool:
    """
    Whether what was seen still says something of the domain as it is now.
    """
    # It was given up meanwhile, ...
    if current.state is State.RELEASED or seen.state is State.RELEASED:
        return False
    # ... or claimed anew, with a token that nobody has looked for, ...
    if current.token != seen.token:
        return False
    # ... or another pass, which began later, has been faster.
    return all(check.checked_at < act.now for check in current.checks.values())


def _others(domain: Domain) -> tuple[Holder | None, Domain | None]:
    """
    The marker of the domain's holder, and the holder's claim unless it has released it.

    Raises:
        ChangedMeanwhile: They do not agree at this moment.
    """
    holder = store.get_holder(domain.name)
    if holder is None or holder.is_reserved:
        return holder, None
    rival = store.get_domain(holder.reseller_id, domain.name)
    if rival is None or not rival.is_holder:
        # It gave the domain up between these two reads.
        message = "the domain's holder has changed at the same moment; repeat"
        raise ChangedMeanwhile(message)
    return holder, rival


def _next(before: Domain, after: Domain) -> Domain:
    has_moved = after.state is not before.state
    return replace(after, version=before.version + 1, is_behind=before.is_behind or has_moved)


def _join(writes: Writes, before: Domain, after: Domain, crew: Crew) -> None:
    if after.state is before.state:
        return
    for follower in crew.followers:
        follower.joins(writes, before, after)


def _follow(domain: Domain, found: Found, act: Act, crew: Crew) -> Passed:
    troubles: list[Trouble] = []
    wishes: list[datetime] = []
    for follower in crew.followers:
        # One that cannot follow keeps no other from it.
        try:
            wish = follower.follows(domain, found, act)
        except (TenantryError, BotoCoreError, ClientError) as error:
            log.warning(
                "follower could not follow",
                extra={"follower": follower.name, "error": type(error).__name__},
            )
            troubles.append(error)
            wish = act.now + TRIED_AGAIN_AFTER
        if wish is not None:
            wishes.append(wish)
    return Passed(_leave(domain, wishes, is_behind=bool(troubles)), tuple(troubles))


def _leave(domain: Domain, wishes: Sequence[datetime], *, is_behind: bool) -> Domain | None:
    """
    Write down how far the followers have come, unless another pass is at work by now.
    """
    is_gone = domain.state is State.RELEASED and not wishes
    # What is released is due until it is gone, unless somebody says when it can go on.
    known = [] if domain.state is State.RELEASED else [domain.next_check_at]
    next_at = min([*known, *wishes], default=domain.next_check_at)
    after = replace(domain, next_check_at=next_at, is_behind=is_behind, version=domain.version + 1)
    if not is_gone and replace(after, version=domain.version) == domain:
        return domain
    try:
        with transaction() as writes:
            if is_gone:
                store.remove(writes, domain)
            else:
                store.replace(writes, domain, after)
    except ChangedMeanwhile:
        return domain
    return None if is_gone else after
