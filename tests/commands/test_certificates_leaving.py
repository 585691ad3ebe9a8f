"""
Certificates of domains that are their partner's no longer: the edge lets go first, nothing is left.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import pytest

from infra.local.edge.cloudfront import DISTRIBUTION, GROUP
from tenantry.certificates import commands, store
from tenantry.certificates.model import LEAVES_AFTER, claim_of
from tenantry.certificates.settling import Means, settle
from tenantry.domains.model import Domain, State
from tenantry.edge.cloudfront import CloudFront
from tenantry.edge.model import EdgeHostState, Entry
from tests.acting import NOON, SECOND, a_job
from tests.builders import a_form, make_reseller, refusal_of
from tests.certifying import NAMES, PARTNER, a_leaf
from tests.commands.faults import ProcessDied, dies_after, dies_before, tapped
from tests.deployment import forget_clients
from tests.edging import EdgeOfTests, edge_at
from tests.securing import at, happened, issued, known, let_be, look, prove, send

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-WL-2")]

MINUTE = timedelta(minutes=1)
GONE = NOON + MINUTE + LEAVES_AFTER


@pytest.fixture
def edge() -> Iterator[EdgeOfTests]:
    with edge_at(NOON) as one:
        yield one


@pytest.fixture
def domain(edge: EdgeOfTests) -> Domain:  # noqa: ARG001 - it is there before
    return prove(make_reseller().id)


def released(domain: Domain) -> Domain:
    return let_be(domain, State.RELEASED)


def test_a_released_domain_leaves_nothing_at_the_edge_and_the_authority(
    edge: EdgeOfTests, domain: Domain
) -> None:
    issued(edge, domain)

    released(domain)
    left = look(domain, NOON + MINUTE)
    after = look(domain, GONE)

    assert left is not None
    assert left.leaving_since == NOON + MINUTE
    assert (after, edge.player.tenants(), edge.player.certificates()) == (None, [], [])
    assert happened(domain.reseller_id)[-1] == "certificate.removed"


def test_a_certificate_is_not_deleted_while_the_edge_serves_it(
    edge: EdgeOfTests, domain: Domain
) -> None:
    issued(edge, domain)
    edge.player.deploy_after(600)
    released(domain)

    look(domain, at(edge, NOON + MINUTE))
    look(domain, at(edge, GONE))

    assert [one["enabled"] for one in edge.player.tenants()] == [False]
    assert len(edge.player.certificates()) == 1
    assert known(domain).hosts == dict.fromkeys(NAMES, EdgeHostState.INACTIVE)
    look(domain, at(edge, GONE + 10 * MINUTE))
    assert (edge.player.tenants(), edge.player.certificates()) == ([], [])
    assert store.get_certificate(domain.reseller_id, PARTNER) is None


def test_it_stays_written_down_as_long_as_somebody_may_still_be_telling_the_edge(
    edge: EdgeOfTests, domain: Domain
) -> None:
    issued(edge, domain)
    released(domain)
    look(domain, NOON)

    look(domain, NOON + LEAVES_AFTER - SECOND)

    assert known(domain).leaving_since == NOON
    assert look(domain, NOON + LEAVES_AFTER) is None


class LateEdge(CloudFront):
    """
    An edge that is told only after something else has happened.
    """

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__(DISTRIBUTION, GROUP)
        self._happens = happens

    def attach(self, name: str, hosts: Sequence[str], certificate: str) -> Entry:
        self._happens()
        return super().attach(name, hosts, certificate)


def test_a_slow_pass_does_not_bring_back_what_was_let_go(edge: EdgeOfTests, domain: Domain) -> None:
    issued(edge, domain)

    def lets_go() -> None:
        if store.get_certificate(domain.reseller_id, PARTNER) == before:
            released(domain)
            look(domain, NOON)

    before = known(domain)
    settle(domain.reseller_id, PARTNER, Means(LateEdge(lets_go)), a_job(NOON))

    assert known(domain).leaving_since == NOON
    assert edge.player.tenants() == []
    assert look(domain, NOON + LEAVES_AFTER) is None
    assert edge.player.certificates() == []


def test_an_entry_that_came_after_all_was_taken_away_goes_at_the_last_look(
    edge: EdgeOfTests, domain: Domain
) -> None:
    before = issued(edge, domain)
    released(domain)
    look(domain, NOON)
    CloudFront(DISTRIBUTION, GROUP).attach(before.entry, [PARTNER], another_certificate(edge))

    after = look(domain, NOON + LEAVES_AFTER)

    assert (after, edge.player.tenants()) == (None, [])


def another_certificate(edge: EdgeOfTests) -> str:
    """
    A certificate for the same names that stays.
    """
    certificates = edge.stand_in.site.certificates
    made = certificates.request({"DomainName": PARTNER, "SubjectAlternativeNames": [NAMES[1]]})
    edge.validate(PARTNER)
    return str(certificates.look(made["arn"])["arn"])


@pytest.mark.parametrize("fault", [dies_before, dies_after])
def test_wherever_letting_go_dies_nothing_is_left_in_the_end(
    edge: EdgeOfTests, domain: Domain, fault: object
) -> None:
    issued(edge, domain)
    send(domain)
    released(domain)
    number, now, died = 0, NOON + MINUTE, True

    while died:
        died = False
        try:
            with tapped({number: fault}):  # type: ignore[dict-item]
                look(domain, now)
        except ProcessDied:
            died = True
        number, now = number + 1, now + LEAVES_AFTER
    look(domain, now)

    assert (edge.player.tenants(), edge.player.certificates()) == ([], [])
    assert store.get_certificate(domain.reseller_id, PARTNER) is None


def test_a_request_whose_answer_was_lost_is_deleted_too(edge: EdgeOfTests, domain: Domain) -> None:
    with pytest.raises(ProcessDied), tapped({3: dies_before}):
        look(domain, NOON)
    assert known(domain).arn is None
    assert len(edge.player.certificates()) == 1

    released(domain)
    look(domain, NOON)
    look(domain, NOON + LEAVES_AFTER)

    assert edge.player.certificates() == []


def test_a_new_claim_gets_a_certificate_and_an_entry_of_its_own(
    edge: EdgeOfTests, domain: Domain
) -> None:
    first = issued(edge, domain)
    again = prove(domain.reseller_id, NOON + MINUTE, token="another token")

    look(again, NOON + MINUTE)
    look(again, GONE)

    second = known(again)
    assert (second.claim == first.claim, second.entry == first.entry) == (False, False)
    assert [one["name"] for one in edge.player.tenants()] == [second.entry]
    assert [one["arn"] for one in edge.player.certificates()] == [second.arn]


def test_what_is_being_taken_away_is_not_shown_as_the_next_claims(
    edge: EdgeOfTests, domain: Domain
) -> None:
    issued(edge, domain)
    again = prove(domain.reseller_id, NOON + MINUTE, token="another token")
    look(again, NOON + MINUTE)

    early = refusal_of(lambda: commands.get(again.reseller_id, again.name))
    look(again, GONE)
    later = commands.get(again.reseller_id, again.name)

    assert early == "certificate.not_found"
    assert later.claim == claim_of(again)


def test_what_is_being_taken_away_does_for_no_request_of_the_next_claim(
    edge: EdgeOfTests, domain: Domain
) -> None:
    issued(edge, domain)
    leaf = a_leaf()
    send(domain, leaf)
    again = prove(domain.reseller_id, NOON + MINUTE, token="another token")
    look(again, NOON + MINUTE)

    asked = refusal_of(lambda: commands.ask_anew(again.reseller_id, again.name, a_job(GONE)))
    sent = refusal_of(lambda: send(again, leaf))

    assert (asked, sent) == ("certificate.not_found", "certificate.importing")


def test_the_next_holder_waits_until_the_edge_has_let_go(edge: EdgeOfTests, domain: Domain) -> None:
    issued(edge, domain)
    released(domain)
    neighbour = make_reseller(a_form("neighbour", email="n@n.example"))
    theirs = prove(neighbour.id, NOON + MINUTE, token="theirs")

    look(theirs, NOON + MINUTE)

    assert known(theirs).hosts == dict.fromkeys(NAMES, EdgeHostState.CONFLICT)
    look(domain, NOON + MINUTE)
    look(theirs, NOON + 2 * MINUTE)
    assert known(theirs).hosts == dict.fromkeys(NAMES, EdgeHostState.ACTIVE)
    look(domain, GONE)
    assert [one["name"] for one in edge.player.tenants()] == [known(theirs).entry]
    assert [one["arn"] for one in edge.player.certificates()] == [known(theirs).arn]


def test_an_edge_that_does_not_answer_is_asked_again(
    edge: EdgeOfTests, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued(edge, domain)
    released(domain)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    forget_clients()
    edge.player.fault("refuse", 1, "PUT /2020-05-31/")

    refused = refusal_of(lambda: look(domain, NOON))

    assert refused == "edge.unavailable"
    assert len(edge.player.certificates()) == 1
    look(domain, NOON + MINUTE)
    assert edge.player.tenants() == []
