"""
A domain that changes hands, before everything that follows domains: what the first partner had is
gone before the second one has it, also when the process dies anywhere between.
"""

from datetime import datetime

import pytest

from domains.crew import FOLLOWERS
from tenantry.certificates.store import get_certificate
from tenantry.domains.model import GRACE, Domain, State
from tenantry.edge.model import EdgeHostState
from tenantry.hosts import store as hosts
from tenantry.hosts.model import Site
from tenantry.resellers.model import Reseller
from tenantry.senders import identities
from tenantry.senders.store import get_sender
from tests.acting import DAY, NOON, SECOND
from tests.builders import a_form, make_reseller
from tests.claiming import EDGE, PARTNER, claimed, passed, proof, stored
from tests.commands.faults import ProcessDied, dies_before, tapped
from tests.edging import EdgeOfTests, edge_at
from tests.hosting import PORTAL, give
from tests.zones import Records

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-WL-2")]

LED: Records = {PARTNER: {"A": ["203.0.113.7"]}, f"*.{PARTNER}": {"CNAME": EDGE}}
LOST = NOON + 40 * DAY


def look(edge: EdgeOfTests, domain: Domain, records: Records, now: datetime) -> None:
    edge.at = now
    passed(domain, {**LED, **records}, now, FOLLOWERS)


def suspended(edge: EdgeOfTests) -> tuple[Reseller, Domain]:
    """
    The first partner, whose domain has all that one can have, and whose record is missing.
    """
    first = make_reseller()
    domain = claimed(first.id)
    look(edge, domain, proof(domain), NOON + SECOND)
    edge.validate(PARTNER)
    for hour in range(1, 4):
        look(edge, domain, proof(domain), NOON + hour * DAY)
    give(first.id)
    assert set(certificate_hosts(first)) == {EdgeHostState.ACTIVE}
    look(edge, domain, {}, NOON + 10 * DAY)
    look(edge, domain, {}, NOON + 10 * DAY + GRACE)
    assert stored(domain).state is State.SUSPENDED
    return first, domain


def certificate_hosts(reseller: Reseller) -> list[EdgeHostState]:
    found = get_certificate(reseller.id, PARTNER)
    return [] if found is None else list(found.hosts.values())


def second_partner() -> tuple[Reseller, Domain]:
    other = make_reseller(a_form("other", email="o@other.example", company="Other"))
    return other, claimed(other.id, now=LOST - DAY)


def settled(edge: EdgeOfTests, mine: Domain, lost: Domain, since: datetime) -> None:
    """
    Some more passes over both, as the schedule makes them.
    """
    for number in range(1, 5):
        look(edge, lost, {}, since + number * DAY)
        look(edge, mine, proof(mine), since + number * DAY)


@pytest.mark.parametrize("dies_at", [None, *range(4, 40, 3)])
def test_wherever_a_change_of_hands_dies_the_second_partner_gets_all_in_the_end(
    dies_at: int | None,
) -> None:
    with edge_at(NOON) as edge:
        first, lost = suspended(edge)
        other, mine = second_partner()

        try:
            with tapped({} if dies_at is None else {dies_at: dies_before}):
                look(edge, mine, proof(mine), LOST)
        except ProcessDied:
            pass
        settled(edge, mine, lost, LOST)

        identity, found = identities.read(PARTNER), hosts.find(PORTAL)
        assert identity is not None
        assert (identity.owner, set(certificate_hosts(other))) == (other.id, {EdgeHostState.ACTIVE})
        assert isinstance(found, Site)
        assert found.reseller_id == other.id
        assert (get_certificate(first.id, PARTNER), get_sender(first.id, PARTNER)) == (None, None)
