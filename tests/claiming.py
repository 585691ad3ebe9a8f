"""
Domains for tests: claims, what their DNS says, and passes over them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tenantry.acts import Act
from tenantry.domains import commands, passing, store
from tenantry.domains.checks.scene import Platform, Scene
from tenantry.domains.findings import CheckState, Finding
from tenantry.domains.following import Follower, Found, Wanted
from tenantry.domains.model import CHALLENGE, GRACE, Domain, State
from tenantry.domains.passing import Crew, Passed
from tenantry.ids import TenantId
from tests.acting import NOON, a_job, an_act, owner_of
from tests.builders import ENTROPY, RESELLER_ID
from tests.zones import PretendLookups, Records

PARTNER = "partner.example"
TOKEN = "abcdefghijklmnopqrstuvwxyz234567"
EDGE = "edge.tenantry.example"
EDGE_RECORDS: Records = {EDGE: {"A": ["203.0.113.7", "203.0.113.8"], "AAAA": "2001:db8::7"}}
PLATFORM = Platform(edge_host=EDGE)


def a_domain(state: State = State.CLAIMED, **changes: Any) -> Domain:
    """
    A domain in this state, claimed at noon.
    """
    domain = Domain(
        reseller_id=RESELLER_ID,
        name=PARTNER,
        token=TOKEN,
        claimed_at=NOON,
        eager_from=NOON,
        next_check_at=NOON,
        state=state,
    )
    if state in {State.GRACE, State.SUSPENDED}:
        domain = replace(domain, missing_since=NOON)
    if state is State.SUSPENDED:
        domain = replace(domain, suspended_at=NOON)
    return replace(domain, **changes)


def a_scene(records: Records, *, wanted: Wanted | None = None, **platform: Any) -> Scene:
    """
    What checks of `a_domain` look at, when DNS has these records beside our edge's.
    """
    return Scene(
        a_domain(),
        PretendLookups({**EDGE_RECORDS, **records}),
        replace(PLATFORM, **platform),
        wanted or Wanted(),
        ENTROPY,
    )


def told(finding: Finding) -> tuple[CheckState, str]:
    """
    A finding without its words.
    """
    return finding.state, finding.reason


def proof(domain: Domain) -> Records:
    """
    The record that proves a claim.
    """
    return {f"{CHALLENGE}.{domain.name}": {"TXT": domain.token}}


def claimed(
    reseller_id: TenantId, name: str = PARTNER, *, now: datetime = NOON, act: Act | None = None
) -> Domain:
    """
    A reseller's new claim.
    """
    return commands.claim(reseller_id, name, act or an_act(owner_of(reseller_id), now))


def passed(
    domain: Domain,
    records: Records,
    now: datetime,
    followers: Sequence[Follower] = (),
    *,
    is_asked_for: bool = False,
) -> Passed:
    """
    A pass over a domain at this moment, when DNS has these records beside our edge's.
    """
    crew = Crew(lambda: PretendLookups({**EDGE_RECORDS, **records}), PLATFORM, followers)
    return passing.run(domain.reseller_id, domain.name, a_job(now), crew, is_asked_for=is_asked_for)


def proven(domain: Domain, now: datetime) -> Domain:
    """
    A claim whose record was found at this moment.
    """
    after = passed(domain, proof(domain), now).domain
    assert after is not None, "what is proven stays"
    return after


def stored(domain: Domain) -> Domain:
    """
    A domain as it is now.
    """
    found = store.get_domain(domain.reseller_id, domain.name)
    assert found is not None, "it is still there"
    return found


def missed(domain: Domain, since: datetime) -> Domain:
    """
    A domain whose record was missing for a week, and is suspended.
    """
    passed(domain, {}, since)
    after = passed(domain, {}, since + GRACE).domain
    assert after is not None, "what is suspended stays"
    return after


@dataclass
class Recorder:
    """
    A follower that writes down what it was told.
    """

    wish: datetime | None = None
    error: Exception | None = None
    seen: list[tuple[State, State]] = field(default_factory=list)

    def follows(self, domain: Domain, found: Found, act: Act) -> datetime | None:
        del act
        self.seen.append((found.before, domain.state))
        if self.error is not None:
            raise self.error
        return self.wish

    @property
    def follower(self) -> Follower:
        return Follower("recorder", follows=self.follows)
