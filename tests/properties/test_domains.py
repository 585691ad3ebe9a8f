"""
Whatever partners claim, set, lose and give up: one holder of a name, and nothing without cause.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenantry.dns.model import Outcome
from tenantry.domains import commands, store
from tenantry.domains.model import CHALLENGE, GRACE, Domain, State
from tenantry.ids import TenantId
from tenantry.resellers.model import Reseller
from tests.acting import NOON, an_act, owner_of
from tests.builders import a_form, make_reseller, refusal_of
from tests.claiming import PARTNER, claimed, passed
from tests.reading import Snapshot, items_of, restore, snapshot
from tests.zones import Records

pytestmark = pytest.mark.requirement("R-WL-2")

PARTNERS = 3
HOLDING = {State.PROVEN, State.GRACE, State.SUSPENDED}

step = st.tuples(
    st.sampled_from(["prove", "look", "look", "claim", "set", "unset", "trouble", "release"]),
    st.integers(0, PARTNERS - 1),
    st.sampled_from([1, 25, 4 * 24, 8 * 24, 31 * 24]),
)
"""What happens, of which partner, and how many hours later."""

type Step = tuple[str, int, int]

SELDOM = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass
class Zone:
    """
    What the name's DNS shows: the tokens that were set, or trouble.
    """

    tokens: dict[TenantId, str] = field(default_factory=dict)
    is_troubled: bool = False

    def records(self) -> Records:
        """
        The zone as look-ups have it.
        """
        name = f"{CHALLENGE}.{PARTNER}"
        if self.is_troubled:
            return {name: Outcome.TIMED_OUT, PARTNER: Outcome.FAILED}
        return {name: {"TXT": list(self.tokens.values())}} if self.tokens else {}


@dataclass
class World:
    """
    Three partners that want one name, and the table as it was before anything happened.
    """

    resellers: list[Reseller]
    fresh: Snapshot
    zone: Zone = field(default_factory=Zone)

    def play(self, kind: str, reseller_id: TenantId, now: datetime) -> None:
        """
        One step.
        """
        domain, zone = store.get_domain(reseller_id, PARTNER), self.zone
        if kind == "claim":
            claimed(reseller_id, now=now)
        elif kind == "prove":
            domain = claimed(reseller_id, now=now)
            zone.tokens[reseller_id] = domain.token
            passed(domain, zone.records(), now)
        elif kind == "set" and domain is not None:
            zone.tokens[reseller_id] = domain.token
        elif kind == "unset":
            zone.tokens.pop(reseller_id, None)
        elif kind == "trouble":
            zone.is_troubled = not zone.is_troubled
        elif kind == "release":
            act = an_act(owner_of(reseller_id), now)
            refusal_of(lambda: commands.release(reseller_id, PARTNER, act, joins=[]))
        elif domain is not None:
            passed(domain, zone.records(), now)


@pytest.fixture
def start(world: None) -> World:
    """
    The partners.
    """
    del world
    made = [
        make_reseller(a_form(f"p-{number}", email=f"p{number}@acme.example"))
        for number in range(PARTNERS)
    ]
    return World(made, snapshot())


def claims(start: World) -> dict[TenantId, Domain]:
    """
    Every claim that there is, by its partner.
    """
    found = {one.id: store.get_domain(one.id, PARTNER) for one in start.resellers}
    return {reseller_id: domain for reseller_id, domain in found.items() if domain is not None}


def check_whose(now: dict[TenantId, Domain]) -> None:
    """
    One holder at most, it is the one that the marker names, and each partner's count is right.
    """
    holder = store.get_holder(PARTNER)
    holding = [one.reseller_id for one in now.values() if one.state in HOLDING]
    named = [] if holder is None or holder.is_reserved else [holder.reseller_id]
    assert holding == named
    open_ = {one.reseller_id for one in now.values() if one.state is not State.RELEASED}
    counts = {item["pk"].removeprefix("TENANT#"): item["used"] for item in items_of("DomainCount")}
    assert {reseller_id for reseller_id, used in counts.items() if used} == open_


def check_cause(before: Domain, after: Domain, zone: Zone, now: datetime) -> None:
    """
    What a look took or gave has its cause in what DNS shows.
    """
    is_shown = before.token in zone.tokens.values() and not zone.is_troubled
    if after.state is State.PROVEN and before.state is not State.PROVEN:
        assert is_shown
    if after.state in {State.GRACE, State.SUSPENDED} and after.state is not before.state:
        assert not is_shown
        assert not zone.is_troubled
    if after.state is State.SUSPENDED and before.state is State.GRACE:
        assert after.missing_since is not None
        assert now - after.missing_since >= GRACE


def live(start: World, steps: list[Step]) -> None:
    """
    Play the steps, and look after each what became of every claim.
    """
    restore(start.fresh)
    start.zone, now = Zone(), NOON
    for kind, whose, hours in steps:
        now += timedelta(hours=hours)
        reseller_id, before = start.resellers[whose].id, claims(start)
        start.play(kind, reseller_id, now)
        after = claims(start)
        check_whose(after)
        if kind == "look" and reseller_id in before and reseller_id in after:
            check_cause(before[reseller_id], after[reseller_id], start.zone, now)
        for other in before.keys() - {reseller_id}:
            is_same = other in after and after[other] == before[other]
            # Another's look takes a domain away only when it is suspended.
            assert is_same or before[other].state is State.SUSPENDED


@settings(SELDOM, max_examples=12)
@given(steps=st.lists(step, max_size=8))
def test_a_name_has_one_holder_and_nothing_is_taken_without_cause(
    start: World, steps: list[Step]
) -> None:
    live(start, steps)


@pytest.mark.deep
@settings(SELDOM, max_examples=200)
@given(steps=st.lists(step, max_size=25))
def test_a_name_has_one_holder_in_long_histories(start: World, steps: list[Step]) -> None:
    live(start, steps)
