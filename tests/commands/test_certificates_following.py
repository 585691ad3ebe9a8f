"""
Certificates and the edge as they follow the passes over a domain, from its proof to its end.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest

from tenantry.certificates import store
from tenantry.certificates.following import FOLLOWER, settle_and_look_again
from tenantry.certificates.model import LEAVES_AFTER
from tenantry.certificates.model import State as Certified
from tenantry.domains import commands
from tenantry.domains import store as domains
from tenantry.domains.model import Domain
from tenantry.domains.passing import Passed
from tests.acting import DAY, NOON, an_act, owner_of
from tests.builders import a_form, make_reseller
from tests.claiming import EDGE, PARTNER, claimed, passed, proof, stored
from tests.deployment import forget_clients
from tests.edging import EdgeOfTests, edge_at
from tests.securing import at, happened, known, owner_act
from tests.zones import Records

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-WL-2")]

MINUTE = timedelta(minutes=1)
LEADS_HERE: Records = {f"*.{PARTNER}": {"CNAME": EDGE}}


@pytest.fixture
def edge() -> Iterator[EdgeOfTests]:
    with edge_at(NOON) as one:
        yield one


@pytest.fixture
def domain(edge: EdgeOfTests) -> Domain:  # noqa: ARG001 - it is there before
    return claimed(make_reseller().id)


def passes(domain: Domain, now: datetime, records: Records | None = None) -> Passed:
    """
    A pass over the domain, its certificate following.
    """
    found = {**proof(domain), **LEADS_HERE} if records is None else records
    return passed(domain, found, now, [FOLLOWER])


def certified(edge: EdgeOfTests, moments: Sequence[datetime], domain: Domain) -> None:
    """
    Passes at these moments, with the record that the certificate waits for.
    """
    edge.validate(PARTNER)
    for now in moments:
        assert passes(domain, at(edge, now)).troubles == ()


def test_the_pass_that_proves_a_domain_asks_for_its_certificate(
    edge: EdgeOfTests, domain: Domain
) -> None:
    passes(domain, NOON)

    assert known(domain).state is Certified.PENDING_VALIDATION
    assert edge.player.calls()[0] == "RequestCertificate"


def test_a_domain_is_looked_at_again_when_something_is_on_its_way(
    edge: EdgeOfTests, domain: Domain
) -> None:
    edge.player.deploy_after(600)

    certified(edge, [NOON], domain)

    assert stored(domain).next_check_at == NOON + MINUTE


def test_a_domain_is_looked_at_at_the_moment_of_a_notice(edge: EdgeOfTests, domain: Domain) -> None:
    certified(edge, [NOON], domain)
    edge.records.clear()
    eve = NOON + 197 * DAY - 3 * MINUTE

    passes(domain, at(edge, eve))
    due = stored(domain).next_check_at
    passes(domain, at(edge, due))

    issued = known(domain).issued
    assert issued is not None
    assert due == issued.not_after - DAY
    assert happened(domain.reseller_id).count("certificate.expiring") == 2


def test_a_released_domain_goes_when_its_certificate_is_gone(
    edge: EdgeOfTests, domain: Domain
) -> None:
    certified(edge, [NOON], domain)
    act = an_act(owner_of(domain.reseller_id), NOON + MINUTE)
    commands.release(domain.reseller_id, PARTNER, act, joins=[])

    passes(domain, NOON + MINUTE)
    waiting = domains.get_domain(domain.reseller_id, PARTNER)
    passes(domain, NOON + MINUTE + LEAVES_AFTER)

    assert waiting is not None
    assert domains.get_domain(domain.reseller_id, PARTNER) is None
    assert store.get_certificate(domain.reseller_id, PARTNER) is None
    assert (edge.player.tenants(), edge.player.certificates()) == ([], [])


def test_a_domain_that_another_proves_leaves_the_edge_before_it_is_served_again(
    edge: EdgeOfTests, domain: Domain
) -> None:
    certified(edge, [NOON], domain)
    for days in (1, 8, 9):
        passes(domain, NOON + days * DAY, LEADS_HERE)
    assert edge.player.tenants() == []
    theirs = claimed(make_reseller(a_form("other", email="o@o.example")).id, now=NOON + 9 * DAY)

    passes(theirs, NOON + 10 * DAY)

    assert [one["name"] for one in edge.player.tenants()] == [known(theirs).entry]
    assert known(domain).leaving_since == NOON + 10 * DAY


def test_trouble_of_the_authority_is_told_to_the_pass(
    edge: EdgeOfTests, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENANTRY_ACM_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    forget_clients()

    found = passes(domain, NOON)

    forget_clients()
    assert [getattr(one, "code", "") for one in found.troubles] == [
        "certificate.authority_unavailable"
    ]
    assert edge.player.calls() == []


def test_without_an_edge_nothing_is_served_and_nothing_breaks(
    edge: EdgeOfTests, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENANTRY_EDGE_DISTRIBUTION", "")

    certified(edge, [NOON, NOON + MINUTE], domain)

    assert known(domain).state is Certified.ISSUED
    assert {state.value for state in known(domain).hosts.values()} == {"detached"}
    assert stored(domain).next_check_at > NOON + 2 * MINUTE


def test_a_partner_that_waits_has_the_domain_looked_at_soon(
    edge: EdgeOfTests, domain: Domain
) -> None:
    edge.player.deploy_after(600)
    certified(edge, [NOON], domain)
    before = stored(domain)

    settle_and_look_again(domain.reseller_id, PARTNER, owner_act(domain, NOON + MINUTE))

    assert stored(domain).next_check_at <= before.next_check_at + MINUTE
