"""
Domains as they are stored: attributes, and their checks as one of them, in JSON.
"""

from dataclasses import asdict
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from tenantry.clock import moment, stamp
from tenantry.domains.findings import Check, CheckName, CheckState, Finding, Record
from tenantry.domains.model import Domain, Ending, Notice, State
from tenantry.domains.rules import standing
from tenantry.ids import TenantId, shard_of
from tenantry.table import Item, Key, TimeAttribute

SHARDS = 4
"""Of the domains whose next look is due."""


class DomainItem(Item):
    """
    A partner's claim to a domain; in `dated` by its next look, in `lists` by what is to be said.
    """

    KIND = "Domain"

    token = UnicodeAttribute()
    state = UnicodeAttribute()
    claimed_at = TimeAttribute()
    eager_from = TimeAttribute()
    next_check_at = TimeAttribute()
    checks = JSONAttribute()
    proven_at = TimeAttribute(null=True)
    missing_since = TimeAttribute(null=True)
    suspended_at = TimeAttribute(null=True)
    unclear_since = TimeAttribute(null=True)
    notices = JSONAttribute()
    ending = UnicodeAttribute(null=True)
    is_behind = BooleanAttribute()
    version = NumberAttribute()


def key(reseller_id: TenantId, name: str) -> Key:
    """
    Where a claim stands: with its partner.
    """
    return f"TENANT#{reseller_id}", f"DOMAIN#{name}"


def domain_from(item: DomainItem) -> Domain:
    """
    The domain in an item that was read together with other kinds.
    """
    return Domain(
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        name=item.sk.removeprefix("DOMAIN#"),
        token=item.token,
        state=State(item.state),
        claimed_at=item.claimed_at,
        eager_from=item.eager_from,
        next_check_at=item.next_check_at,
        checks={CheckName(name): _check_from(stored) for name, stored in item.checks.items()},
        proven_at=item.proven_at,
        missing_since=item.missing_since,
        suspended_at=item.suspended_at,
        unclear_since=item.unclear_since,
        notices=frozenset(Notice(one) for one in item.notices),
        ending=Ending(item.ending) if item.ending else None,
        is_behind=item.is_behind,
        version=int(item.version),
    )


def to_item(domain: Domain) -> DomainItem:
    """
    The item of a domain.
    """
    item = DomainItem(
        *key(domain.reseller_id, domain.name),
        token=domain.token,
        state=domain.state.value,
        claimed_at=domain.claimed_at,
        eager_from=domain.eager_from,
        next_check_at=domain.next_check_at,
        checks={name.value: _check_as_json(check) for name, check in domain.checks.items()},
        proven_at=domain.proven_at,
        missing_since=domain.missing_since,
        suspended_at=domain.suspended_at,
        unclear_since=domain.unclear_since,
        notices=sorted(domain.notices),
        ending=domain.ending and domain.ending.value,
        is_behind=domain.is_behind,
        version=domain.version,
        dated_pk=f"DOMAIN_CHECK#{shard_of(f'{domain.reseller_id}#{domain.name}', SHARDS)}",
        dated_sk=f"{stamp(domain.next_check_at)}#{domain.name}#{domain.reseller_id}",
    )
    if domain.state is not State.RELEASED:
        item.list_pk = f"DOMAINS#{standing(domain).value}"
        item.list_sk = f"{domain.name}#{domain.reseller_id}"
    return item


def _check_as_json(check: Check) -> dict[str, Any]:
    is_latest = check.clear is not None and check.clear == check.latest
    return {
        "latest": _finding_as_json(check.latest),
        "since": stamp(check.since),
        "checked_at": stamp(check.checked_at),
        "next_check_at": stamp(check.next_check_at),
        # Mostly the latest is the clear one, which is written once.
        "clear": None if check.clear is None or is_latest else _finding_as_json(check.clear),
        "is_clear": is_latest,
        "clear_at": None if check.clear_at is None else stamp(check.clear_at),
    }


def _check_from(stored: dict[str, Any]) -> Check:
    latest = _finding(stored["latest"])
    clear = stored["clear"]
    return Check(
        latest=latest,
        since=moment(stored["since"]),
        checked_at=moment(stored["checked_at"]),
        next_check_at=moment(stored["next_check_at"]),
        clear=latest if stored["is_clear"] else clear and _finding(clear),
        clear_at=stored["clear_at"] and moment(stored["clear_at"]),
    )


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "state": finding.state.value,
        "reason": finding.reason,
        "words": finding.words,
        "seen": list(finding.seen),
        "records": [asdict(record) for record in finding.records],
    }


def _finding(stored: dict[str, Any]) -> Finding:
    records = [
        Record(one["name"], one["host"], one["type"], one["value"], tuple(one["replaces"]))
        for one in stored["records"]
    ]
    return Finding(
        state=CheckState(stored["state"]),
        reason=stored["reason"],
        words=stored["words"],
        seen=tuple(stored["seen"]),
        records=tuple(records),
    )
