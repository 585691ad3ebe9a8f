"""
Partners' own certificates: sent, replaced, refused and given up.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tenantry.certificates import commands, store
from tenantry.certificates.model import Source
from tenantry.certificates.model import State as Certified
from tenantry.certificates.own import Material
from tenantry.domains.model import Domain, State
from tenantry.edge.model import EdgeHostState
from tests.acting import DAY, NOON
from tests.builders import make_reseller, refusal_of
from tests.certifying import NAMES, PARTNER, a_leaf, an_rsa_key, between, with_rsa
from tests.edging import EdgeOfTests, edge_at
from tests.reading import snapshot
from tests.securing import (
    at,
    happened,
    issued,
    known,
    let_be,
    look,
    owner_act,
    prove,
    send,
    send_material,
    served,
    told,
)

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-WL-2")]

MINUTE = timedelta(minutes=1)


@pytest.fixture
def edge() -> Iterator[EdgeOfTests]:
    with edge_at(NOON) as one:
        yield one


@pytest.fixture
def domain(edge: EdgeOfTests) -> Domain:  # noqa: ARG001 - it is there before
    return prove(make_reseller().id)


def attached_to(domain: Domain) -> str | None:
    entry = served(domain)
    return None if entry is None else entry.certificate


def test_an_own_certificate_is_served_at_the_next_look(domain: Domain) -> None:
    leaf = a_leaf()

    sent = send(domain, leaf)
    look(domain, NOON)

    assert (sent.source, sent.state) == (Source.OWN, Certified.ISSUED)
    assert sent.issued is not None
    assert (sent.issued.serial, sent.issued.not_after) == (leaf.serial, NOON + 90 * DAY)
    assert known(domain).hosts == dict.fromkeys(NAMES, EdgeHostState.ACTIVE)
    assert attached_to(domain) == sent.arn


def test_the_same_certificate_once_more_changes_nothing(edge: EdgeOfTests, domain: Domain) -> None:
    leaf = a_leaf()
    send(domain, leaf)
    before, calls = snapshot(), edge.player.calls()

    send(domain, leaf, NOON + MINUTE)

    assert snapshot() == before
    assert edge.player.calls() == calls


def test_the_next_one_takes_the_place_of_the_one_before_under_the_same_arn(
    edge: EdgeOfTests, domain: Domain
) -> None:
    first = send(domain)

    second = send(domain, newer := a_leaf(ends=NOON + 180 * DAY), NOON + MINUTE)

    assert second.arn == first.arn
    assert second.issued is not None
    assert second.issued.serial == newer.serial
    assert len(edge.player.certificates()) == 1
    assert happened(domain.reseller_id).count("certificate.imported") == 2


def test_one_that_cannot_take_its_place_becomes_a_new_one_and_the_old_one_goes(
    edge: EdgeOfTests, domain: Domain
) -> None:
    first = send(domain, a_leaf([*NAMES, "*.shop.partner.example"]))
    look(domain, NOON)

    second = send(domain, now=NOON + MINUTE)
    look(domain, NOON + MINUTE)

    assert second.arn != first.arn
    assert attached_to(domain) == second.arn
    assert [one["arn"] for one in edge.player.certificates()] == [second.arn]


def test_the_platforms_certificate_serves_until_the_own_one_does_and_then_goes(
    edge: EdgeOfTests, domain: Domain
) -> None:
    platforms = issued(edge, domain)

    own = send(domain)

    assert attached_to(domain) == platforms.arn
    assert len(edge.player.certificates()) == 2
    look(domain, NOON)
    assert attached_to(domain) == own.arn
    assert [one["arn"] for one in edge.player.certificates()] == [own.arn]


def test_hosts_stay_active_while_another_certificate_reaches_the_edge(
    edge: EdgeOfTests, domain: Domain
) -> None:
    issued(edge, domain)
    edge.player.deploy_after(600)

    send(domain)
    look(domain, NOON)

    assert edge.player.tenants()[0]["certificate"] == known(domain).arn
    assert known(domain).hosts == dict.fromkeys(NAMES, EdgeHostState.ACTIVE)


def test_hosts_stay_active_when_the_edge_does_not_take_another_certificate(
    edge: EdgeOfTests, domain: Domain
) -> None:
    platforms = issued(edge, domain)
    edge.stand_in.site.edge.refuses = {"InvalidViewerCertificate"}

    send(domain)
    look(domain, NOON)

    after = known(domain)
    assert (after.attached, after.trouble) == (platforms.arn, EdgeHostState.REFUSED)
    assert after.hosts == dict.fromkeys(NAMES, EdgeHostState.ACTIVE)
    assert len(edge.player.certificates()) == 2
    assert len(told(domain.reseller_id, "edge.refused")) == 1
    edge.stand_in.site.edge.refuses = set()
    look(domain, NOON + MINUTE)
    assert (known(domain).attached, known(domain).trouble) == (after.arn, None)


def test_an_own_certificate_that_is_given_up_serves_until_the_platforms_is_there(
    edge: EdgeOfTests, domain: Domain
) -> None:
    own = send(domain)
    look(domain, NOON)

    left = commands.give_up(domain.reseller_id, PARTNER, owner_act(domain))
    look(domain, NOON)

    assert (left.source, left.state) == (Source.PLATFORM, Certified.REQUESTED)
    assert attached_to(domain) == own.arn
    edge.validate(PARTNER)
    look(domain, NOON + MINUTE)
    assert attached_to(domain) == known(domain).arn
    assert [one["arn"] for one in edge.player.certificates()] == [known(domain).arn]


def test_what_the_authority_refuses_leaves_all_as_it_was(edge: EdgeOfTests, domain: Domain) -> None:
    platforms = issued(edge, domain)
    # A key on a curve, certified by an authority with RSA: ACM does not take that.
    mixed = a_leaf(signed_by=with_rsa())

    refused = refusal_of(lambda: send(domain, mixed))
    look(domain, NOON)

    assert refused == "certificate.refused"
    after = known(domain)
    assert (after.source, after.arn, after.importing) == (Source.PLATFORM, platforms.arn, None)
    assert send(domain).source is Source.OWN


def test_an_rsa_certificate_with_its_chain_behind_it_is_taken(domain: Domain) -> None:
    leaf = a_leaf(key=an_rsa_key(), signed_by=with_rsa())
    material = Material(leaf.pem + leaf.chain_pem, "", leaf.key_pem)

    sent = send_material(domain, material, owner_act(domain))

    assert sent.issued is not None
    assert sent.issued.serial == leaf.serial


def test_nothing_of_a_certificate_that_breaks_a_rule_is_written(
    edge: EdgeOfTests, domain: Domain
) -> None:
    leaf, before = a_leaf(), snapshot()
    material = Material(leaf.pem, between().pem, a_leaf().key_pem)

    refused = refusal_of(lambda: send_material(domain, material, owner_act(domain)))

    assert refused == "request.invalid"
    assert (snapshot(), edge.player.calls()) == (before, [])


def test_an_own_certificate_that_ends_is_told_and_stays(edge: EdgeOfTests, domain: Domain) -> None:
    send(domain)

    look(domain, at(edge, NOON + 90 * DAY))

    assert known(domain).state is Certified.EXPIRED
    assert [one["source"] for one in told(domain.reseller_id, "certificate.expired")] == ["own"]


def test_the_platforms_certificate_stays_when_none_of_ones_own_is_given_up(
    edge: EdgeOfTests, domain: Domain
) -> None:
    platforms, before = issued(edge, domain), snapshot()

    after = commands.give_up(domain.reseller_id, PARTNER, owner_act(domain))

    assert (after, snapshot()) == (platforms, before)


def test_the_platform_does_not_ask_where_the_partner_has_its_own(domain: Domain) -> None:
    send(domain)
    act = owner_act(domain)

    refused = refusal_of(lambda: commands.ask_anew(domain.reseller_id, PARTNER, act))

    assert refused == "certificate.own"


@pytest.mark.parametrize("state", [State.CLAIMED, State.SUSPENDED, State.RELEASED])
def test_a_domain_that_is_not_held_takes_no_certificate(
    edge: EdgeOfTests, domain: Domain, state: State
) -> None:
    let_be(domain, state)

    refused = refusal_of(lambda: send(domain))

    assert refused in {"domain.not_held", "domain.not_found"}
    assert store.get_certificate(domain.reseller_id, PARTNER) is None
    assert edge.player.calls() == []
