"""
What partners are written about their domains.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tenantry.delivery.commands import deliver
from tenantry.domains.model import GRACE, Domain
from tenantry.ids import TenantId
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Reseller
from tests.acting import DAY, NOON, SECOND, a_job
from tests.claiming import claimed, missed, passed, proof, proven
from tests.functions.cast import a_reseller
from tests.functions.lambdas import Mailed, mailed, new_events, on_the_bus
from tests.reading import snapshot

pytestmark = pytest.mark.requirement("R-WL-2")

LATER = NOON + DAY


@pytest.fixture
def partner(operator: str) -> Reseller:
    return resellers.get(TenantId(a_reseller(operator)["id"]))


@pytest.fixture
def domain(partner: Reseller) -> Domain:
    return proven(claimed(partner.id, now=LATER), LATER + SECOND)


def mails_of(action: Callable[[], object], after: timedelta = SECOND) -> list[Mailed]:
    before, already = snapshot(), len(mailed())
    action()
    for event in on_the_bus(new_events(before)):
        deliver(event["detail"], a_job(LATER + after))
    return mailed()[already:]


def test_a_partner_reads_that_its_domain_is_proven(partner: Reseller) -> None:
    claim = claimed(partner.id, now=LATER)

    [mail] = mails_of(lambda: proven(claim, LATER + SECOND))

    assert mail.to == partner.personal.email
    assert mail.subject == "partner.example is yours"


def test_a_partner_reads_which_record_is_missing_and_until_when(domain: Domain) -> None:
    [mail] = mails_of(lambda: passed(domain, {}, LATER + DAY), DAY)

    assert mail.subject == "A record of partner.example is missing"
    assert domain.challenge.name in mail.html
    assert domain.challenge.value in mail.html
    assert "30 November 2026, 12:00 UTC" in mail.html


def test_a_record_that_came_back_before_the_mail_went_out_is_not_mailed_about(
    domain: Domain,
) -> None:
    def flicker() -> None:
        passed(domain, {}, LATER + DAY)
        passed(domain, proof(domain), LATER + DAY + SECOND)

    mails = mails_of(flicker, DAY)

    assert [mail.subject for mail in mails] == ["partner.example is yours"]


def test_a_partner_reads_that_its_domain_is_suspended(domain: Domain) -> None:
    passed(domain, {}, LATER + DAY)
    end = DAY + GRACE

    [mail] = mails_of(lambda: passed(domain, {}, LATER + end), end)

    assert mail.subject == "partner.example is suspended"
    assert domain.challenge.value in mail.html


def test_who_loses_a_domain_reads_so_and_who_gets_it_too(operator: str, domain: Domain) -> None:
    missed(domain, LATER + DAY)
    other = resellers.get(TenantId(a_reseller(operator)["id"]))
    claim = claimed(other.id, now=LATER)

    mails = mails_of(lambda: passed(claim, proof(claim), LATER + 20 * DAY), 20 * DAY)

    loser = resellers.get(domain.reseller_id).personal.email
    assert {(mail.to, mail.subject) for mail in mails} == {
        (loser, "partner.example belongs to another account now"),
        (other.personal.email, "partner.example is yours"),
    }
