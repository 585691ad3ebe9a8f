"""
Partners' own certificates when processes die, answers are lost, and others are at work meanwhile.
"""

from collections.abc import Iterator

import pytest

from tenantry.certificates.model import IMPORT_LASTS, Source
from tenantry.certificates.model import State as Certified
from tenantry.domains.model import Domain
from tests.acting import DAY, NOON, SECOND
from tests.builders import make_reseller, refusal_of
from tests.certifying import a_leaf
from tests.commands.faults import ProcessDied, dies_after, meanwhile, tapped
from tests.deployment import forget_clients
from tests.edging import EdgeOfTests, edge_at
from tests.securing import at, issued, known, look, prove, send

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-WL-2")]

REQUEST = "POST /"


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


def test_an_import_whose_answer_was_lost_is_finished_by_the_next_look(
    edge: EdgeOfTests, domain: Domain
) -> None:
    edge.player.fault("lose", 1, REQUEST)
    leaf = a_leaf()
    assert refusal_of(lambda: send(domain, leaf)) == "certificate.authority_unavailable"

    look(domain, at(edge, NOON + IMPORT_LASTS))

    after = known(domain)
    assert (after.source, after.importing) == (Source.OWN, None)
    assert after.issued is not None
    assert after.issued.serial == leaf.serial
    assert [one["arn"] for one in edge.player.certificates()] == [after.arn]


def test_an_import_that_never_came_is_forgotten_and_the_platform_asks(
    edge: EdgeOfTests, domain: Domain
) -> None:
    edge.player.fault("refuse", 1, REQUEST)
    assert refusal_of(lambda: send(domain)) == "certificate.authority_unavailable"

    look(domain, at(edge, NOON + IMPORT_LASTS))

    after = known(domain)
    assert (after.source, after.state, after.importing) == (
        Source.PLATFORM,
        Certified.PENDING_VALIDATION,
        None,
    )


def test_the_partner_that_sends_again_after_a_lost_answer_has_one_certificate(
    edge: EdgeOfTests, domain: Domain
) -> None:
    edge.player.fault("lose", 1, REQUEST)
    leaf = a_leaf()
    assert refusal_of(lambda: send(domain, leaf)) == "certificate.authority_unavailable"
    assert refusal_of(lambda: send(domain, leaf, NOON + SECOND)) == "certificate.importing"

    send(domain, leaf, at(edge, NOON + IMPORT_LASTS))

    assert [one["arn"] for one in edge.player.certificates()] == [known(domain).arn]
    assert known(domain).source is Source.OWN


def test_a_lost_replacement_is_known_by_what_the_authority_has(
    edge: EdgeOfTests, domain: Domain
) -> None:
    first = send(domain)
    edge.player.fault("lose", 1, REQUEST)
    newer = a_leaf(ends=NOON + 180 * DAY)
    assert refusal_of(lambda: send(domain, newer)) == "certificate.authority_unavailable"

    look(domain, at(edge, NOON + IMPORT_LASTS))

    after = known(domain)
    assert (after.arn, after.importing) == (first.arn, None)
    assert after.issued is not None
    assert after.issued.serial == newer.serial


def test_wherever_an_import_dies_there_is_one_certificate_in_the_end(
    edge: EdgeOfTests, domain: Domain
) -> None:
    leaf, number, now, died = a_leaf(), 0, NOON, True

    while died:
        died = False
        try:
            with tapped({number: dies_after}):
                send(domain, leaf, at(edge, now))
        except ProcessDied:
            died = True
        number, now = number + 1, now + IMPORT_LASTS
    look(domain, now)

    assert number >= 4
    assert [one["arn"] for one in edge.player.certificates()] == [known(domain).arn]


def test_a_request_that_was_lost_goes_when_the_partner_sends_its_own(
    edge: EdgeOfTests, domain: Domain
) -> None:
    edge.player.fault("lose", 1, REQUEST)
    assert refusal_of(lambda: look(domain, NOON)) == "certificate.authority_unavailable"

    send(domain)
    look(domain, NOON)

    assert [one["arn"] for one in edge.player.certificates()] == [known(domain).arn]


def test_a_look_in_the_middle_of_an_import_does_not_undo_it(
    edge: EdgeOfTests, domain: Domain
) -> None:
    issued(edge, domain)
    edge.records.clear()
    later = at(edge, NOON + 160 * DAY)
    # The renewal is blocked by then: the look has something to write.
    with tapped({5: meanwhile(lambda: look(domain, later))}):
        send(domain, a_leaf(ends=later + DAY), later)

    assert known(domain).source is Source.OWN
