"""
Domains over HTTP, over the queue and by the schedule, before a real DNS server on loopback.
"""

from collections import Counter
from datetime import UTC, datetime

import pytest

from domains.find import handler as find
from domains.settle import handler as settle
from infra.local.dns.server import NameServer
from tenantry import queue_settings
from tenantry.clock import moment
from tenantry.domains import store
from tenantry.domains.model import Domain
from tenantry.errors import RuleBroken, Unavailable
from tenantry.ids import TenantId
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tests.acting import DAY, SECOND
from tests.calling import CONTEXT, Answer, call
from tests.functions import cast, naming
from tests.functions.cast import Json, a_reseller, expect
from tests.functions.lambdas import at, failed_in, messages, received
from tests.reading import events_written

pytestmark = pytest.mark.requirement("R-WL-1")


@pytest.fixture(autouse=True)
def _nothing_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    naming.follow_nothing(monkeypatch)


@pytest.fixture
def reseller(operator: str) -> Json:
    received(queue_settings.domain_queue_url())
    return a_reseller(operator)


@pytest.fixture
def owner(reseller: Json) -> str:
    return cast.an_owner(reseller)


@pytest.fixture
def dns(name_server: NameServer, monkeypatch: pytest.MonkeyPatch) -> NameServer:
    """
    A DNS server that the functions ask.
    """
    monkeypatch.setenv("TENANTRY_RESOLVERS", f"127.0.0.1:{name_server.port}")
    monkeypatch.setenv("TENANTRY_DNS_PORT", str(name_server.port))
    return name_server


def publish(dns: NameServer, domain: Json) -> None:
    challenge = domain["challenge"]
    dns.zones.zone(domain["domain"])
    dns.zones.set(challenge["name"], challenge["type"], challenge["value"])


def check(secret: str, domain: Json) -> Answer:
    return call("POST", naming.at(domain, "/check"), secret=secret, address=cast.an_address())


def state_of(secret: str, domain: Json) -> str:
    return str(expect(call("GET", naming.at(domain), secret=secret), 200).json["state"])


def stored(domain: Json) -> Domain | None:
    return store.get_domain(TenantId(domain["reseller_id"]), domain["domain"])


def event_of(domain: Json, kind: str) -> Json:
    detail = {"tenant_id": domain["reseller_id"], "kind": kind, "data": domain}
    return {"detail-type": kind, "detail": detail}


def test_a_claim_is_answered_with_the_record_that_proves_it(owner: str, reseller: Json) -> None:
    domain = naming.a_claim(owner, reseller, "Bücher.Example")

    assert (domain["domain"], domain["unicode"]) == ("xn--bcher-kva.example", "bücher.example")
    assert (domain["state"], domain["standing"], domain["checks"]) == ("claimed", "claimed", [])
    challenge = domain["challenge"]
    assert challenge["name"] == "_tenantry-challenge.xn--bcher-kva.example"
    assert (challenge["host"], challenge["type"]) == ("_tenantry-challenge", "TXT")
    assert moment(domain["lapses_at"]) - moment(domain["claimed_at"]) == 30 * DAY


@pytest.mark.parametrize("name", ["www.partner.example", "co.uk", "192.0.2.1", ""])
def test_what_cannot_be_claimed_names_its_field(owner: str, reseller: Json, name: str) -> None:
    path = f"/v1/resellers/{reseller['id']}/domains"

    answer = call("POST", path, body={"domain": name}, secret=owner)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "domain")


@pytest.mark.requirement("R-WL-2")
def test_a_record_that_was_set_proves_the_domain_when_its_partner_asks(
    owner: str, reseller: Json, dns: NameServer
) -> None:
    domain = naming.a_claim(owner, reseller)
    before = expect(check(owner, domain), 200).json
    publish(dns, domain)

    after = expect(check(owner, domain), 200).json

    assert (before["state"], after["state"]) == ("claimed", "proven")
    names = [one["name"] for one in after["checks"]]
    assert names[0] == "ownership"
    assert len(names) == 9
    assert after["checks"][0]["last_clear"] is None


def test_what_was_seen_stays_shown_while_dns_is_in_trouble(
    owner: str, reseller: Json, dns: NameServer
) -> None:
    domain = naming.a_claim(owner, reseller)
    publish(dns, domain)
    expect(check(owner, domain), 200)
    dns.zones.faults.plan("servfail", domain["domain"])

    after = expect(check(owner, domain), 200).json

    ownership = after["checks"][0]
    assert after["state"] == "proven"
    assert (ownership["state"], ownership["last_clear"]["state"]) == ("unknown", "passed")


def test_a_partner_asks_six_times_a_minute(owner: str, reseller: Json) -> None:
    domain = naming.a_claim(owner, reseller)

    statuses = Counter(
        call("POST", naming.at(domain, "/check"), secret=owner).status for _ in range(13)
    )

    # In thirteen calls the minute may turn once.
    assert statuses[429] >= 1
    assert statuses[200] in range(6, 13)


def test_a_domain_that_is_given_up_is_found_no_more(
    owner: str, operator: str, reseller: Json
) -> None:
    domain = naming.proven(naming.a_claim(owner, reseller))

    answer = call("DELETE", naming.at(domain), secret=owner)

    assert answer.status == 204
    assert call("GET", naming.at(domain), secret=operator).status == 404
    assert call("DELETE", naming.at(domain), secret=owner).json["code"] == "domain.not_found"


def test_an_operator_takes_a_domain_away_for_a_reason(
    owner: str, operator: str, reseller: Json
) -> None:
    domain = naming.proven(naming.a_claim(owner, reseller))
    body = {"reason": "its owner has shown a court's order"}

    refused = call("POST", naming.at(domain, "/release"), body={"reason": " "}, secret=operator)
    answer = call("POST", naming.at(domain, "/release"), body=body, secret=operator)

    assert (refused.status, answer.status) == (422, 204)
    path = f"/v1/resellers/{reseller['id']}/notifications"
    told = expect(call("GET", path, secret=owner), 200).json["items"]
    assert {"domain": domain["domain"], "was": "proven", **body} in [one["data"] for one in told]


def test_operators_see_who_disputes_a_domain(owner: str, operator: str, reseller: Json) -> None:
    naming.proven(naming.a_claim(owner, reseller, "one.example"))
    other = a_reseller(operator)
    naming.proven(naming.a_claim(cast.an_owner(other), other, "one.example"))

    rows = expect(call("GET", "/v1/domains?state=contested", secret=operator), 200).json["items"]

    assert [(row["reseller_id"], row["state"]) for row in rows] == [(other["id"], "claimed")]


def test_a_claim_is_looked_at_as_soon_as_the_bus_tells_of_it(
    owner: str, reseller: Json, dns: NameServer
) -> None:
    domain = naming.a_claim(owner, reseller)
    publish(dns, domain)

    answer = settle(messages(event_of(domain, "domain.claimed")), CONTEXT)

    assert failed_in(answer) == []
    assert state_of(owner, domain) == "proven"


def test_what_was_released_is_let_go_as_soon_as_the_bus_tells_of_it(
    owner: str, reseller: Json
) -> None:
    domain = naming.proven(naming.a_claim(owner, reseller))
    expect(call("DELETE", naming.at(domain), secret=owner), 204)

    answer = settle(messages(event_of(domain, "domain.released")), CONTEXT)

    assert failed_in(answer) == []
    assert stored(domain) is None


def test_the_queue_tries_again_though_another_follower_was_refused(
    owner: str, reseller: Json, dns: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    domain = naming.a_claim(owner, reseller)
    publish(dns, domain)
    naming.follow_in_vain(monkeypatch, RuleBroken("never"), Unavailable("later"))

    answer = settle(messages(event_of(domain, "domain.claimed")), CONTEXT)

    assert len(failed_in(answer)) == 1
    assert state_of(owner, domain) == "proven"


def test_where_a_host_leads_that_was_just_given_is_looked_at_at_once(
    owner: str, reseller: Json, dns: NameServer
) -> None:
    domain = naming.proven(naming.a_claim(owner, reseller))

    answer = settle(messages(event_of(domain, "host.given")), CONTEXT)

    assert failed_in(answer) == []
    assert list(dns.zones.asked) != []


@pytest.mark.requirement("R-OPS-3")
def test_the_schedule_queues_what_is_due_and_each_is_looked_at_once(
    owner: str, reseller: Json, dns: NameServer
) -> None:
    domain = naming.a_claim(owner, reseller)
    publish(dns, domain)
    now = datetime.now(UTC) + SECOND

    found = find(at(now), CONTEXT)
    queued = received(queue_settings.domain_queue_url())
    assert failed_in(settle(messages(*queued, *queued), CONTEXT)) == []

    assert found["queued"] == len(queued) == 1
    assert state_of(owner, domain) == "proven"
    assert events_written().count("domain.proven") == 1
    assert runs.last_finished(Job.DOMAIN_CHECK) == now


def test_what_is_not_due_is_not_looked_at(owner: str, reseller: Json, dns: NameServer) -> None:
    domain = naming.proven(naming.a_claim(owner, reseller))
    before = stored(domain)
    message = {"reseller_id": reseller["id"], "domain": domain["domain"], "correlation_id": "c"}

    # Its next look is due a minute after it was proven.
    answer = settle(messages(message), CONTEXT)

    assert failed_in(answer) == []
    assert stored(domain) == before
    assert list(dns.zones.asked) == []
