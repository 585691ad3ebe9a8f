"""
What a change of a domain is recorded as, and what its partner is told of it.
"""

from dataclasses import dataclass
from typing import Any

from tenantry import events
from tenantry.acts import Act
from tenantry.clock import stamp
from tenantry.domains import rules
from tenantry.domains.findings import CheckName, CheckState
from tenantry.domains.model import Domain, Ending, Notice, State
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.transactions import Writes

_LISTED = {CheckState.WRONG, CheckState.WARNING}


@dataclass(frozen=True, slots=True)
class _News:
    """
    Something that happened to a domain.

    Args:
        is_told: Whether its partner gets a notification.
    """

    kind: str
    facts: dict[str, Any]
    is_told: bool = True


def tell(writes: Writes, before: Domain, after: Domain, act: Act, *, reason: str = "") -> None:
    """
    Record what has become of a domain, and tell its partner what it should know.

    Args:
        reason: Why an operator took it away.
    """
    for news in _all_news(before, after, reason):
        facts = {"domain": after.name, **news.facts}
        if news.is_told:
            notice = Notification(
                act.new_id("ntf", f"{news.kind} {after.reseller_id}"),
                after.reseller_id,
                news.kind,
                act.now,
                facts,
            )
            notifications.put(writes, notice)
        events.record(
            writes,
            act,
            news.kind,
            tenant_id=after.reseller_id,
            reseller_id=after.reseller_id,
            **facts,
        )


def _all_news(before: Domain, after: Domain, reason: str) -> list[_News]:
    news = [*_of_state(before, after, reason), *_of_notices(before, after)]
    check = after.checks.get(CheckName.REPUTATION)
    was_listed = before.standing_of(CheckName.REPUTATION) in _LISTED
    if check is not None and check.standing in _LISTED and not was_listed:
        news.append(_News("domain.listed", {"reason": (check.clear or check.latest).reason}))
    return news


def _of_state(before: Domain, after: Domain, reason: str) -> list[_News]:
    if before.state is after.state:
        return []
    if after.state is State.RELEASED:
        assert after.ending is not None, "what is released has an ending"
        # Who gave it up itself need not be told.
        is_told = after.ending is not Ending.RELEASED or bool(reason)
        facts = {"was": before.state.value, **({"reason": reason} if reason else {})}
        return [_News(f"domain.{after.ending.value}", facts, is_told)]
    if after.state is State.PROVEN:
        kind = "domain.proven" if before.state is State.CLAIMED else "domain.restored"
        return [_News(kind, {})]
    if after.state is State.SUSPENDED:
        assert after.missing_since is not None, "what is suspended has been missing"
        return [_News("domain.suspended", {"missing_since": stamp(after.missing_since)})]
    return []


def _of_notices(before: Domain, after: Domain) -> list[_News]:
    new = after.notices - before.notices
    suspends_at = rules.suspends_at(after)
    news = []
    if suspends_at is not None and new & {Notice.MISSING, Notice.LAST_DAY}:
        facts = {"suspends_at": stamp(suspends_at), "is_last_day": Notice.LAST_DAY in new}
        news.append(_News("domain.missing", facts))
    if Notice.UNCLEAR in new and after.unclear_since is not None:
        news.append(_News("domain.unclear", {"unclear_since": stamp(after.unclear_since)}))
    return news
