"""
What partners are written about their statements and payouts.
"""

from collections.abc import Callable

import pytest

from tenantry.commissions.model import Method
from tenantry.delivery.commands import deliver
from tenantry.disbursements import commands
from tenantry.ids import TenantId
from tenantry.providers.payouts import PayoutAnswer, PayoutState
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Reseller
from tenantry.statements import approving
from tests.acting import NOON, SECOND, a_job, an_act
from tests.functions.cast import Json, a_reseller
from tests.functions.lambdas import Mailed, mailed, new_events, on_the_bus
from tests.paying_out import BANK, OCTOBER, PAYER, a_statement, an_approved, approve, pay
from tests.paying_out import set_account as change_account
from tests.reading import snapshot

pytestmark = pytest.mark.requirement("R-COM-3")


@pytest.fixture
def partner(operator: str) -> Reseller:
    made: Json = a_reseller(operator)
    return resellers.get(TenantId(made["id"]))


def mails_of(action: Callable[[], object]) -> list[Mailed]:
    before, already = snapshot(), len(mailed())
    action()
    for event in on_the_bus(new_events(before)):
        deliver(event["detail"], a_job(NOON + SECOND))
    return mailed()[already:]


def set_account(partner: Reseller, contact: str = "first@partner.example") -> None:
    change_account(partner.id, method=Method.BANK_TRANSFER, destination=BANK, contact_email=contact)


def test_a_partner_reads_that_its_statement_is_approved_and_until_when_it_is_paid(
    partner: Reseller,
) -> None:
    header = a_statement(partner)

    [mail] = mails_of(lambda: approve(header))

    assert mail.to == partner.personal.email
    assert "100.00 USD" in mail.html
    assert "2026-10" in mail.html


def test_a_partner_reads_why_its_statement_was_rejected(partner: Reseller) -> None:
    a_statement(partner)

    [mail] = mails_of(
        lambda: approving.reject(partner.id, OCTOBER, an_act(), reason="wrong rate", restates=True)
    )

    assert "wrong rate" in mail.html


def test_a_partner_reads_where_its_money_went_masked(partner: Reseller) -> None:
    set_account(partner)
    an_approved(partner)

    [sent] = mails_of(lambda: pay(partner))

    assert "****9012" in sent.html
    assert BANK["account_number"] not in sent.html


@pytest.mark.parametrize("state", [PayoutState.PAID, PayoutState.FAILED])
def test_a_partner_reads_how_a_payout_ended(partner: Reseller, state: PayoutState) -> None:
    set_account(partner)
    an_approved(partner)
    made = pay(partner)

    answer = PayoutAnswer(state, "B-1")
    [mail] = mails_of(lambda: commands.record(partner.id, made.id, answer, an_act(PAYER)))

    assert "100.00 USD" in mail.html


def test_the_contact_before_a_change_of_the_account_is_told_and_the_owner(
    partner: Reseller,
) -> None:
    set_account(partner)

    mails = mails_of(lambda: set_account(partner, "thief@elsewhere.example"))

    assert {mail.to for mail in mails} == {"first@partner.example", partner.personal.email}


def test_the_first_account_is_told_to_nobody(partner: Reseller) -> None:
    assert mails_of(lambda: set_account(partner)) == []
