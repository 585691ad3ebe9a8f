"""
Certificates when processes die, answers are lost, and others are at work at the same moment.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from tenantry.certificates import store
from tenantry.certificates.model import State as Certified
from tenantry.certificates.rules import next_look
from tenantry.domains.model import Domain, State
from tenantry.edge.model import EdgeHostState
from tests.acting import NOON
from tests.builders import make_reseller, refusal_of
from tests.certifying import NAMES, PARTNER
from tests.commands.faults import ProcessDied, dies_after, dies_before, meanwhile, tapped
from tests.deployment import forget_clients
from tests.edging import EdgeOfTests, edge_at
from tests.securing import at, issued, known, let_be, look, prove, send, served

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-WL-2")]

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
REQUEST, CHANGE = "POST /", "PUT /2020-05-31/distribution-tenant/"
CREATE = "POST /2020-05-31/distribution-tenant "


@pytest.fixture
def edge(monkeypatch: pytest.MonkeyPatch) -> Iterator[EdgeOfTests]:
    # The library's own tries would mend what is broken here, after a pause.
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    forget_clients()
    with edge_at(NOON) as one:
        yield one
    forget_clients()


@pytest.fixture
def domain(edge: EdgeOfTests) -> Domain:  # noqa: ARG001 - it is there before
    return prove(make_reseller().id)


def died_at(number: int, domain: Domain, *, is_after: bool = False) -> bool:
    """
    Whether a look died at this call of the table's.
    """
    fault = dies_after if is_after else dies_before
    try:
        with tapped({number: fault}):
            look(domain, NOON)
    except ProcessDied:
        return True
    return False


@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
def test_wherever_a_look_dies_there_is_one_certificate_in_the_end(
    edge: EdgeOfTests, domain: Domain, *, is_after: bool
) -> None:
    edge.validate(PARTNER)
    number = 0

    while died_at(number, domain, is_after=is_after):
        number += 1
    look(domain, NOON)

    assert number >= 3
    assert len(edge.player.certificates()) == 1
    assert len(edge.player.tenants()) == 1
    assert known(domain).hosts == dict.fromkeys(NAMES, EdgeHostState.ACTIVE)


def test_a_request_whose_answer_was_lost_is_found_after_its_token_has_lapsed(
    edge: EdgeOfTests, domain: Domain
) -> None:
    edge.player.fault("lose", 1, REQUEST)
    assert refusal_of(lambda: look(domain, NOON)) == "certificate.authority_unavailable"

    look(domain, at(edge, NOON + 2 * HOUR))

    assert [one["arn"] for one in edge.player.certificates()] == [known(domain).arn]


def test_an_authority_that_does_not_answer_leaves_the_intent(
    edge: EdgeOfTests, domain: Domain
) -> None:
    edge.player.fault("refuse", 1, REQUEST)

    assert refusal_of(lambda: look(domain, NOON)) == "certificate.authority_unavailable"

    assert (known(domain).state, edge.player.certificates()) == (Certified.REQUESTED, [])
    look(domain, NOON)
    assert known(domain).state is Certified.PENDING_VALIDATION


def test_a_quota_that_is_used_up_is_waited_for(edge: EdgeOfTests, domain: Domain) -> None:
    edge.stand_in.site.kept.settings["certificates_max"] = 0

    refused = refusal_of(lambda: look(domain, NOON))

    assert (refused, known(domain).state) == (
        "certificate.authority_unavailable",
        Certified.REQUESTED,
    )


@pytest.mark.parametrize("code", ["ThrottlingException", "TooManyRequestsException"])
def test_an_authority_that_is_asked_too_often_is_asked_again(
    edge: EdgeOfTests, domain: Domain, code: str
) -> None:
    edge.stand_in.site.acm.refuses = {code}

    assert refusal_of(lambda: look(domain, NOON)) == "certificate.authority_unavailable"

    edge.stand_in.site.acm.refuses = set()
    look(domain, NOON + MINUTE)
    assert known(domain).state is Certified.PENDING_VALIDATION


@pytest.mark.parametrize("code", ["Throttling", "EntityLimitExceeded"])
def test_an_edge_that_is_full_or_asked_too_often_is_asked_again(
    edge: EdgeOfTests, domain: Domain, code: str
) -> None:
    edge.stand_in.site.edge.refuses = {code}

    after = issued(edge, domain)

    assert after.state is Certified.ISSUED
    assert next_look(after, NOON) == NOON + MINUTE
    edge.stand_in.site.edge.refuses = set()
    look(domain, NOON + MINUTE)
    assert known(domain).hosts == dict.fromkeys(NAMES, EdgeHostState.ACTIVE)


def test_what_we_may_not_do_is_a_fault_of_ours_and_no_refusal(
    edge: EdgeOfTests, domain: Domain
) -> None:
    edge.stand_in.site.acm.refuses = {"AccessDeniedException"}

    with pytest.raises(ClientError, match="AccessDenied"):
        look(domain, NOON)


@pytest.mark.parametrize("fault", ["lose", "refuse"])
def test_a_tenant_of_the_edge_whose_answer_was_lost_is_found_by_its_name(
    edge: EdgeOfTests, domain: Domain, fault: str
) -> None:
    edge.player.fault(fault, 1, CREATE)  # type: ignore[arg-type]

    issued(edge, domain)

    assert known(domain).hosts == dict.fromkeys(NAMES, EdgeHostState.DEPLOYING)
    look(domain, NOON + MINUTE)
    assert len(edge.player.tenants()) == 1
    assert known(domain).hosts == dict.fromkeys(NAMES, EdgeHostState.ACTIVE)


def test_an_entry_that_others_change_at_the_same_moment_is_changed_at_the_next_look(
    edge: EdgeOfTests, domain: Domain
) -> None:
    issued(edge, domain)
    own = send(domain)
    edge.stand_in.site.edge.before_update = lambda tenant: tenant.update(etag="another")

    after = look(domain, NOON)

    edge.stand_in.site.edge.before_update = None
    assert after is not None
    assert after.hosts == dict.fromkeys(NAMES, EdgeHostState.ACTIVE)
    assert next_look(after, NOON) == NOON + MINUTE
    look(domain, NOON + MINUTE)
    entry = served(domain)
    assert entry is not None
    assert entry.certificate == own.arn


def test_a_domain_that_is_given_up_before_the_first_write_gets_no_certificate(
    edge: EdgeOfTests, domain: Domain
) -> None:
    with tapped({2: meanwhile(lambda: let_be(domain, State.RELEASED))}):
        refused = refusal_of(lambda: look(domain, NOON))

    assert refused == "domain.not_held"
    assert store.get_certificate(domain.reseller_id, PARTNER) is None
    assert edge.player.calls() == []


def test_two_looks_at_once_ask_for_one_certificate(edge: EdgeOfTests, domain: Domain) -> None:
    edge.validate(PARTNER)

    with tapped({2: meanwhile(lambda: look(domain, NOON))}):
        look(domain, NOON)

    assert len(edge.player.certificates()) == 1
    assert len(edge.player.tenants()) == 1
