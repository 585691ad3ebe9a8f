"""
A domain's certificate over the API, and a private key that shows nowhere.
"""

import json
import logging
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.serialization import PrivateFormat

from tenantry.certificates import commands
from tenantry.certificates.own import Material
from tenantry.domains import store as domains
from tenantry.domains.model import Domain, State
from tenantry.ids import TenantId
from tests.acting import NOON, an_act, owner_of
from tests.calling import Answer, call
from tests.certifying import NAMES, PARTNER, Leaf, a_leaf, an_rsa_key, between, key_pem, with_rsa
from tests.deployment import forget_clients
from tests.edging import EdgeOfTests, edge_of_tests
from tests.functions.cast import Json, a_reseller, an_owner, made
from tests.functions.secured import CERTIFICATE, a_lasting_leaf, body_of
from tests.functions.stored import everything
from tests.reading import snapshot
from tests.securing import let_be, prove

pytestmark = pytest.mark.requirement("R-WL-2")


@pytest.fixture
def edge() -> Iterator[EdgeOfTests]:
    one = edge_of_tests()
    one.forget()
    yield one
    one.forget()


@pytest.fixture
def reseller(operator: str, edge: EdgeOfTests) -> Json:
    del edge
    return a_reseller(operator)


@pytest.fixture
def domain(reseller: Json) -> Domain:
    return prove(TenantId(reseller["id"]), NOON)


def at(reseller: Json, domain: str = PARTNER) -> str:
    return CERTIFICATE.format(reseller_id=reseller["id"], domain=domain)


def put(reseller: Json, body: Json, secret: str | None = None) -> Answer:
    return call("PUT", at(reseller), body=body, secret=secret or an_owner(reseller))


def test_the_record_to_set_is_shown_at_once(reseller: Json, domain: Domain) -> None:
    del domain
    owner = an_owner(reseller)

    asked = made(call("POST", at(reseller), secret=owner), 200)

    assert (asked["state"], asked["source"], asked["names"]) == (
        "pending_validation",
        "platform",
        list(NAMES),
    )
    (record,) = asked["records"]
    assert record["name"] == f"{record['host']}.{PARTNER}"
    assert made(call("GET", at(reseller), secret=owner), 200) == asked


def test_a_certificate_is_issued_and_served_when_its_record_is_there(
    edge: EdgeOfTests, reseller: Json, domain: Domain
) -> None:
    edge.validate(PARTNER)
    owner = an_owner(reseller)

    asked = made(call("POST", at(reseller), secret=owner), 200)

    assert asked["state"] == "issued"
    assert asked["hosts"] == [{"host": name, "state": "active"} for name in NAMES]
    assert asked["issued"]["issuer"] == "Local Authority"
    assert domain.name in asked["names"]


def test_an_own_certificate_is_sent_replaced_and_given_up(
    edge: EdgeOfTests, reseller: Json, domain: Domain
) -> None:
    del domain
    first, second = a_lasting_leaf(), a_lasting_leaf()
    owner = an_owner(reseller)

    sent = made(put(reseller, body_of(first), owner), 200)
    replaced = made(put(reseller, body_of(second), owner), 200)
    left = made(call("DELETE", at(reseller), secret=owner), 200)

    assert [one["issued"]["serial"] for one in (sent, replaced)] == [first.serial, second.serial]
    assert {host["state"] for host in replaced["hosts"]} == {"active"}
    assert (left["source"], left["state"]) == ("platform", "pending_validation")
    assert len(edge.player.certificates()) == 2


def test_the_domain_is_looked_at_soon_when_something_is_on_its_way(
    edge: EdgeOfTests, reseller: Json, domain: Domain
) -> None:
    edge.player.deploy_after(600)

    made(put(reseller, body_of(a_lasting_leaf())), 200)

    found = domains.get_domain(domain.reseller_id, PARTNER)
    assert found is not None
    assert found.next_check_at < domain.next_check_at


def test_an_authority_that_is_away_leaves_what_was_asked_for(
    edge: EdgeOfTests, reseller: Json, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    del domain
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    forget_clients()
    edge.player.fault("refuse", 1, "POST /")

    asked = made(call("POST", at(reseller), secret=an_owner(reseller)), 200)

    assert asked["state"] == "requested"


def test_a_domain_without_proof_is_refused(reseller: Json, domain: Domain) -> None:
    let_be(domain, State.CLAIMED)
    owner = an_owner(reseller)

    answers = [
        call("GET", at(reseller), secret=owner),
        call("POST", at(reseller), secret=owner),
        put(reseller, body_of(a_lasting_leaf()), owner),
        call("DELETE", at(reseller), secret=owner),
        call("GET", at(reseller, "other.example"), secret=owner),
    ]

    assert [answer.json["code"] for answer in answers] == [
        "certificate.not_found",
        "domain.not_held",
        "domain.not_held",
        "domain.not_held",
        "domain.not_found",
    ]


def test_an_operator_sends_nobodys_key(operator: str, reseller: Json, domain: Domain) -> None:
    del domain

    answer = put(reseller, body_of(a_lasting_leaf()), operator)

    assert (answer.status, answer.json["code"]) == (403, "access.forbidden")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"certificate": "x" * 1_000_000}, "certificate"),
        ({"certificate": ""}, "certificate"),
        ({"chain": "x" * 100_000}, "chain"),
        ({"chain": ""}, "chain"),
        ({"private_key": key_pem(a_leaf().key)}, "private_key"),
        ({"private_key": None}, "private_key"),
        ({"private_key": ["a key"]}, "private_key"),
        ({"password": "secret"}, "password"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    reseller: Json, domain: Domain, change: Json, field: str
) -> None:
    del domain
    leaf, owner = a_lasting_leaf(), an_owner(reseller)
    signed_below = a_lasting_leaf(signed_by=between())
    body, before = body_of(leaf if field != "chain" else signed_below, **change), everything()

    answer = put(reseller, body, owner)

    assert (answer.status, everything()) == (422, before)
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_a_body_of_more_than_a_mebibyte_is_not_read(reseller: Json, domain: Domain) -> None:
    del domain

    answer = put(reseller, body_of(a_lasting_leaf(), certificate="x" * 1_100_000))

    assert (answer.status, answer.json["code"]) == (413, "request.too_large")


@pytest.mark.parametrize("kind", ["curve", "rsa"])
def test_a_private_key_shows_nowhere(
    reseller: Json,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    kind: str,
) -> None:
    prove(TenantId(reseller["id"]), NOON)
    caplog.set_level(logging.DEBUG)
    rsa = a_lasting_leaf(key=an_rsa_key(), signed_by=with_rsa())
    leaf = rsa if kind == "rsa" else a_lasting_leaf()
    old_form = key_pem(leaf.key, PrivateFormat.TraditionalOpenSSL)
    stranger, owner = a_lasting_leaf(), an_owner(reseller)

    answers = [
        put(reseller, body_of(leaf), owner),
        put(reseller, body_of(leaf, private_key=old_form), owner),
        put(reseller, body_of(stranger, private_key=leaf.key_pem), owner),
        put(reseller, body_of(leaf, certificate=leaf.key_pem), owner),
        put(reseller, body_of(leaf, private_key=[leaf.key_pem]), owner),
        put(reseller, body_of(leaf, password=leaf.key_pem), owner),
        call("GET", at(reseller), secret=owner),
    ]

    written = json.dumps(list(snapshot().values()), default=str)
    told = "".join(answer.text for answer in answers)
    everywhere = written + told + caplog.text + "".join(capfd.readouterr())
    assert [answer.status for answer in answers] == [200, 200, *[422] * 4, 200]
    assert not [secret for secret in leaf.secrets() if secret in everywhere]


@pytest.mark.parametrize("fault", ["refuse", "lose"])
def test_no_error_of_the_authority_holds_the_key(
    edge: EdgeOfTests, domain: Domain, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    forget_clients()
    leaf = a_lasting_leaf()
    edge.player.fault(fault, 1, "POST /")  # type: ignore[arg-type]
    act = an_act(owner_of(domain.reseller_id), NOON)

    with pytest.raises(Exception, match="authority") as raised:
        commands.import_own(domain.reseller_id, PARTNER, leaf.material, act)

    assert not _shows(raised.value, leaf)


def test_no_refusal_of_the_authority_holds_the_key(domain: Domain) -> None:
    leaf = a_lasting_leaf(signed_by=with_rsa())
    act = an_act(owner_of(domain.reseller_id), NOON)
    material = Material(leaf.pem, leaf.chain_pem, leaf.key_pem)

    with pytest.raises(Exception, match="does not take") as raised:
        commands.import_own(domain.reseller_id, PARTNER, material, act)

    assert not _shows(raised.value, leaf)


def _shows(error: BaseException | None, leaf: Leaf) -> bool:
    """
    Whether an error, or one that it came of, says anything of the key.
    """
    while error is not None:
        said = f"{error!r} {error} {getattr(error, 'context', '')} {error.args} {vars(error)}"
        if any(secret in said for secret in leaf.secrets()):
            return True
        error = error.__cause__ or error.__context__
    return False
