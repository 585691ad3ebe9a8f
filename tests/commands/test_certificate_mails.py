"""
What partners are mailed about their certificates, and what is not mailed any more.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tenantry import events
from tenantry.certificates import commands
from tenantry.delivery.compose import letters_for
from tenantry.delivery.sender import Letter
from tenantry.domains.model import Domain, State
from tests.acting import DAY, NOON
from tests.builders import a_form, make_reseller
from tests.certifying import PARTNER, a_leaf
from tests.edging import EdgeOfTests, edge_at
from tests.securing import at, issued, known, let_be, look, owner_act, prove, send

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-WL-2")]

OWNER = "olu@acme.example"
HOUR = timedelta(hours=1)


@pytest.fixture
def edge() -> Iterator[EdgeOfTests]:
    with edge_at(NOON) as one:
        yield one


@pytest.fixture
def domain(edge: EdgeOfTests) -> Domain:  # noqa: ARG001 - it is there before
    return prove(make_reseller(a_form("acme", email=OWNER)).id)


def mails_of(domain: Domain, kind: str, now: datetime) -> list[Letter]:
    """
    The letters that all events of a kind cause, when they are sent now.
    """
    found = [event for _, event in events.of_workspace(domain.reseller_id, None, 200)]
    told: list[dict[str, Any]] = [json.loads(events.to_json(event)) for event in found]
    return [letter for one in told if one["kind"] == kind for letter in letters_for(one, now)]


def test_the_owner_is_mailed_before_an_own_certificate_ends(
    edge: EdgeOfTests, domain: Domain
) -> None:
    send(domain, a_leaf(ends=NOON + 30 * DAY))
    look(domain, at(edge, NOON))

    (mail,) = mails_of(domain, "certificate.expiring", NOON + HOUR)

    assert mail.to == OWNER
    assert mail.mail.subject == f"Your certificate of {PARTNER} ends in 30 days"


def test_the_mail_of_a_renewal_that_is_blocked_has_the_record(
    edge: EdgeOfTests, domain: Domain
) -> None:
    (record,) = issued(edge, domain).records
    edge.records.clear()
    now = at(edge, NOON + 169 * DAY)
    look(domain, now)

    (blocked,) = mails_of(domain, "certificate.renewal_blocked", now)
    (ending,) = mails_of(domain, "certificate.expiring", now)

    for mail in (blocked.mail, ending.mail):
        assert record.name in mail.text
        assert record.value in mail.text
        assert "29 days" in mail.text


def test_a_record_that_forbids_us_is_answered_with_the_one_that_lets_us_in(
    edge: EdgeOfTests, domain: Domain
) -> None:
    edge.records[PARTNER, "CAA"] = ['0 issue ";"']
    look(let_be(domain, State.PROVEN, checks={}), NOON)

    (mail,) = mails_of(domain, "certificate.failed", NOON)

    assert "CAA" in mail.mail.text
    assert '0 issue "amazon.com"' in mail.mail.text


def test_the_end_is_mailed_while_there_is_nothing_else(edge: EdgeOfTests, domain: Domain) -> None:
    send(domain)
    now = at(edge, NOON + 90 * DAY)
    look(domain, now)

    assert len(mails_of(domain, "certificate.expired", now)) == 1
    send(domain, a_leaf(ends=now + 90 * DAY), now)
    assert mails_of(domain, "certificate.expired", now) == []


def test_what_was_replaced_before_the_mail_is_not_mailed(edge: EdgeOfTests, domain: Domain) -> None:
    send(domain, a_leaf(ends=NOON + 7 * DAY))
    look(domain, at(edge, NOON))

    send(domain, a_leaf(), NOON + HOUR)

    assert mails_of(domain, "certificate.expiring", NOON + HOUR) == []


def test_what_others_must_mend_is_not_mailed(edge: EdgeOfTests, domain: Domain) -> None:
    edge.player.refuse(PARTNER, "ADDITIONAL_VERIFICATION_REQUIRED")
    look(domain, NOON)

    assert known(domain).reason == "additional_verification_required"
    assert mails_of(domain, "certificate.failed", NOON) == []


def test_a_failure_that_was_asked_for_anew_is_not_mailed(edge: EdgeOfTests, domain: Domain) -> None:
    edge.records[PARTNER, "CAA"] = ['0 issue ";"']
    look(let_be(domain, State.PROVEN, checks={}), NOON)

    commands.ask_anew(domain.reseller_id, PARTNER, owner_act(domain))

    assert mails_of(domain, "certificate.failed", NOON) == []
