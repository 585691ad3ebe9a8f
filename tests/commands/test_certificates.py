"""
The platform's certificates: asked for, validated, issued, renewed, and let go with their domain.
"""

from collections.abc import Iterator

import pytest

from tenantry.certificates import commands
from tenantry.certificates.model import Source
from tenantry.certificates.model import State as Certified
from tenantry.domains.findings import CheckName
from tenantry.domains.model import Domain, State
from tenantry.edge.model import EdgeHostState
from tests.acting import DAY, NOON
from tests.builders import make_reseller, refusal_of
from tests.certifying import NAMES, PARTNER
from tests.edging import EdgeOfTests, edge_at
from tests.securing import (
    at,
    happened,
    issued,
    known,
    let_be,
    look,
    owner_act,
    prove,
    served,
    told,
)

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-WL-2")]

HOURS = DAY / 24
MINUTE = HOURS / 60


@pytest.fixture
def edge() -> Iterator[EdgeOfTests]:
    with edge_at(NOON) as one:
        yield one


@pytest.fixture
def domain(edge: EdgeOfTests) -> Domain:  # noqa: ARG001 - it is there before
    return prove(make_reseller().id)


def test_a_proven_domain_is_asked_a_certificate_for_and_shows_one_record(domain: Domain) -> None:
    after = look(domain, NOON)

    assert after is not None
    assert (after.state, after.source) == (Certified.PENDING_VALIDATION, Source.PLATFORM)
    (record,) = after.records
    assert (record.type, record.host.endswith(PARTNER)) == ("CNAME", False)
    assert record.value.endswith(".acm-validations.aws")


def test_a_certificate_is_issued_for_domain_and_wildcard_and_served(
    edge: EdgeOfTests, domain: Domain
) -> None:
    look(domain, NOON)

    after = issued(edge, domain, NOON + MINUTE)

    assert after.state is Certified.ISSUED
    assert after.hosts == dict.fromkeys(NAMES, EdgeHostState.ACTIVE)
    assert [one["names"] for one in edge.player.certificates()] == [list(NAMES)]
    assert happened(domain.reseller_id) == ["certificate.requested", "certificate.issued"]


def test_a_look_that_finds_nothing_new_writes_nothing(edge: EdgeOfTests, domain: Domain) -> None:
    before = issued(edge, domain)

    after = look(domain, NOON + MINUTE)

    assert after == before
    assert len(edge.player.tenants()) == 1


def test_a_claim_that_is_not_proven_gets_no_certificate(edge: EdgeOfTests, domain: Domain) -> None:
    let_be(domain, State.CLAIMED)

    assert look(domain, NOON) is None
    assert edge.player.certificates() == []


def test_a_certificate_goes_on_in_grace(edge: EdgeOfTests, domain: Domain) -> None:
    issued(edge, domain)

    let_be(domain, State.GRACE)
    look(domain, NOON)

    assert set(known(domain).hosts.values()) == {EdgeHostState.ACTIVE}


def test_suspension_takes_the_hosts_off_the_edge_and_keeps_the_certificate(
    edge: EdgeOfTests, domain: Domain
) -> None:
    issued(edge, domain)

    suspended = let_be(domain, State.SUSPENDED)
    look(domain, NOON)

    assert edge.player.tenants() == []
    assert known(domain).hosts == dict.fromkeys(NAMES, EdgeHostState.DETACHED)
    let_be(suspended, State.PROVEN)
    back = look(domain, NOON + HOURS)
    assert back is not None
    assert back.hosts == dict.fromkeys(NAMES, EdgeHostState.ACTIVE)
    assert len(edge.player.certificates()) == 1


def test_after_72_hours_without_its_record_it_is_asked_for_anew(
    edge: EdgeOfTests, domain: Domain
) -> None:
    look(domain, NOON)
    look(domain, at(edge, NOON + 72 * HOURS - MINUTE))
    assert known(domain).attempt == 1

    look(domain, at(edge, NOON + 72 * HOURS))

    after = known(domain)
    assert (after.attempt, after.state) == (2, Certified.PENDING_VALIDATION)
    assert [one["status"] for one in edge.player.certificates()] == ["PENDING_VALIDATION"]
    assert told(domain.reseller_id, "certificate.failed") == []


def test_nobody_is_asked_for_ever_when_nobody_sets_the_record(
    edge: EdgeOfTests, domain: Domain
) -> None:
    for days in range(0, 40, 3):
        look(domain, at(edge, NOON + days * DAY))

    after = known(domain)
    assert (after.attempt, after.state) == (6, Certified.FAILED)
    assert after.reason == "validation_timed_out"
    assert [one["reason"] for one in told(domain.reseller_id, "certificate.failed")] == [
        "validation_timed_out"
    ]


def test_the_partner_asks_anew_and_the_count_begins_again(
    edge: EdgeOfTests, domain: Domain
) -> None:
    for days in range(0, 40, 3):
        look(domain, at(edge, NOON + days * DAY))

    asked = commands.ask_anew(domain.reseller_id, PARTNER, owner_act(domain, NOON + 40 * DAY))
    issued(edge, domain, NOON + 40 * DAY)

    assert (asked.state, asked.anew) == (Certified.REQUESTED, 0)
    assert known(domain).state is Certified.ISSUED


def test_what_caa_forbids_is_told_with_the_record_and_asked_for_when_it_is_mended(
    edge: EdgeOfTests, domain: Domain
) -> None:
    edge.validate(PARTNER)
    edge.records[PARTNER, "CAA"] = ['0 issue "letsencrypt.org"']
    forbidden = let_be(domain, State.PROVEN, checks={})

    look(forbidden, NOON)

    failed = known(domain)
    assert (failed.state, failed.reason) == (Certified.FAILED, "caa_error")
    assert told(domain.reseller_id, "certificate.failed") == [
        {"domain": PARTNER, "reason": "caa_error"}
    ]
    edge.records[PARTNER, "CAA"] = ['0 issue "letsencrypt.org"', '0 issue "amazon.com"']
    let_be(forbidden, State.PROVEN, checks={CheckName.CAA: domain.checks[CheckName.CAA]})
    look(domain, NOON + HOURS)
    assert known(domain).state is Certified.ISSUED


def test_what_is_refused_for_good_waits_for_somebody(edge: EdgeOfTests, domain: Domain) -> None:
    edge.player.refuse(PARTNER, "DOMAIN_NOT_ALLOWED")

    look(domain, NOON)
    look(domain, NOON + DAY)

    assert (known(domain).attempt, known(domain).reason) == (1, "domain_not_allowed")
    assert len(told(domain.reseller_id, "certificate.failed")) == 1


def test_a_certificate_is_renewed_with_its_record_and_tells_nobody(
    edge: EdgeOfTests, domain: Domain
) -> None:
    first = issued(edge, domain)

    look(domain, at(edge, NOON + 160 * DAY))

    after = known(domain)
    assert first.issued is not None
    assert after.issued is not None
    assert after.issued.not_after - first.issued.not_after > 150 * DAY
    assert happened(domain.reseller_id)[-1] == "certificate.renewed"


def test_a_renewal_whose_record_is_gone_is_told_once_with_the_record(
    edge: EdgeOfTests, domain: Domain
) -> None:
    issued(edge, domain)
    edge.records.clear()

    for days in (160, 161, 162):
        look(domain, at(edge, NOON + days * DAY))

    after = known(domain)
    assert len(told(domain.reseller_id, "certificate.renewal_blocked")) == 1
    assert after.renewal is not None
    assert (after.renewal.state, after.renewal.records) == ("pending_validation", after.records)


def test_a_certificate_that_ends_unrenewed_is_asked_for_anew(
    edge: EdgeOfTests, domain: Domain
) -> None:
    issued(edge, domain)
    edge.records.clear()

    look(domain, at(edge, NOON + 199 * DAY))

    after = known(domain)
    assert "certificate.expired" in happened(domain.reseller_id)
    assert (after.attempt, after.state) == (2, Certified.PENDING_VALIDATION)


def test_a_certificate_that_the_authority_has_lost_is_asked_for_anew(
    edge: EdgeOfTests, domain: Domain
) -> None:
    issued(edge, domain)
    edge.forget()
    edge.at = NOON + DAY

    look(domain, NOON + DAY)

    assert (known(domain).attempt, known(domain).state) == (2, Certified.PENDING_VALIDATION)


def test_a_domain_that_is_not_proven_is_told_so(domain: Domain) -> None:
    reseller_id = domain.reseller_id
    assert refusal_of(lambda: commands.get(reseller_id, PARTNER)) == "certificate.not_found"

    let_be(domain, State.CLAIMED)
    act = owner_act(domain)

    assert refusal_of(lambda: commands.ask_anew(reseller_id, PARTNER, act)) == "domain.not_held"
    assert refusal_of(lambda: commands.give_up(reseller_id, PARTNER, act)) == "domain.not_held"
    assert refusal_of(lambda: commands.get(reseller_id, "no.example")) == "domain.not_found"


def test_another_aws_account_with_the_host_is_told_and_tried_again(
    edge: EdgeOfTests, domain: Domain
) -> None:
    edge.player.take(PARTNER)

    issued(edge, domain)

    assert known(domain).state is Certified.ISSUED
    assert known(domain).hosts == dict.fromkeys(NAMES, EdgeHostState.CONFLICT)
    assert len(told(domain.reseller_id, "edge.conflict")) == 1
    edge.player.give_back(PARTNER)
    look(domain, NOON + HOURS)
    assert known(domain).hosts == dict.fromkeys(NAMES, EdgeHostState.ACTIVE)


def test_a_host_is_deploying_until_the_edge_is_everywhere(
    edge: EdgeOfTests, domain: Domain
) -> None:
    edge.player.deploy_after(300)

    issued(edge, domain)

    assert known(domain).hosts == dict.fromkeys(NAMES, EdgeHostState.DEPLOYING)
    edge.at = NOON + 5 * MINUTE
    look(domain, NOON + 5 * MINUTE)
    assert known(domain).hosts == dict.fromkeys(NAMES, EdgeHostState.ACTIVE)
    assert served(domain) is not None
