"""
A provider that never says what became of a payout: people say it, and its own word still counts.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tenantry.clock import Month
from tenantry.commissions.model import Status
from tenantry.disbursements import commands
from tenantry.disbursements.following import follow_all
from tenantry.disbursements.model import Attempt, AttemptState, Disbursement
from tenantry.disbursements.model import Status as Standing
from tenantry.ids import UserId
from tenantry.principals import Principal
from tenantry.providers.payouts import PayoutAnswer, PayoutHeard, PayoutState
from tenantry.resellers.model import Reseller
from tenantry.statements import approving
from tests.acting import DAY, NOON, OPERATOR, SECOND, a_job, an_act
from tests.builders import refusal_of
from tests.commands.faults import meanwhile, tapped
from tests.paying_out import (
    PAYER,
    PretendBank,
    a_partner,
    a_request,
    a_statement,
    an_approved,
    attempts,
    balance,
    carried,
    pay,
    paying,
    statement,
    stored,
)

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-6")]

TELLER = replace(OPERATOR, person_id=UserId("usr_TELLER"))
"""A third operator, who reads the provider's portal."""
PAID = PayoutAnswer(PayoutState.PAID, "SKL4X1")
FAILED = PayoutAnswer(PayoutState.FAILED, reason="not in the portal")


@pytest.fixture
def bank() -> Iterator[PretendBank]:
    with paying(PretendBank(says=[PayoutState.UNCLEAR])) as bank:
        yield bank


@pytest.fixture
def partner(bank: PretendBank) -> Reseller:
    del bank
    return a_partner()


@pytest.fixture
def silent(partner: Reseller, bank: PretendBank) -> Disbursement:
    """
    A disbursement of 100.00 of which nobody knows whether it was paid.
    """
    an_approved(partner)
    made = pay(partner)
    bank.finds = {attempt.id: PayoutState.UNCLEAR for attempt in attempts(made)}
    return made


def tell(
    made: Disbursement, answer: PayoutAnswer, who: Principal = TELLER, days: int = 1
) -> Disbursement:
    act = an_act(who, NOON + days * DAY)
    [attempt, *_] = attempts(made)
    return commands.record(made.reseller_id, made.id, answer, act, attempt_id=attempt.id)


def heard(made: Disbursement, answer: PayoutAnswer, days: int = 2) -> Attempt:
    """
    The provider says at last what became of the first attempt; the attempt as it stands then.
    """
    told = PayoutHeard(attempts(made)[0].id, answer, is_hint=False)
    commands.heard(told, a_job(NOON + days * DAY))
    return attempts(made)[0]


def test_what_the_portal_shows_as_paid_settles_the_statements(
    partner: Reseller, silent: Disbursement
) -> None:
    told = tell(silent, PAID)

    assert (told.status, told.parts[0].reference) == (Standing.PAID, "SKL4X1")
    [attempt] = attempts(silent)
    assert (attempt.state, attempt.told_by) == (AttemptState.PAID, TELLER.person_id)
    assert balance(partner) == 0


def test_what_the_portal_does_not_show_is_paid_by_another_attempt(
    partner: Reseller, silent: Disbursement
) -> None:
    tell(silent, FAILED)

    commands.retry(partner.id, silent.id, a_request(now=NOON + 2 * DAY))

    assert stored(silent).status is Standing.PAID
    assert balance(partner) == 0


def test_who_has_paid_does_not_say_what_became_of_it(silent: Disbursement) -> None:
    assert refusal_of(lambda: tell(silent, FAILED, PAYER)) == "disbursement.four_eyes"
    assert tell(silent, FAILED, OPERATOR).parts[0].state == "failed"


def test_a_provider_is_waited_for_a_day(silent: Disbursement) -> None:
    early = an_act(TELLER, NOON + DAY - SECOND)
    [attempt] = attempts(silent)

    refused = refusal_of(
        lambda: commands.record(silent.reseller_id, silent.id, PAID, early, attempt_id=attempt.id)
    )

    assert refused == "disbursement.paid_by_provider"
    assert attempts(silent) == [attempt]


def test_what_a_provider_has_said_is_not_said_otherwise(silent: Disbursement) -> None:
    heard(silent, PAID, days=1)

    assert refusal_of(lambda: tell(silent, FAILED, days=2)) == "disbursement.paid_by_provider"
    assert stored(silent).status is Standing.PAID


def test_the_same_once_more_changes_nothing(silent: Disbursement) -> None:
    once = tell(silent, PAID)

    again = tell(silent, PAID, days=3)

    assert again == once


def test_only_an_attempt_of_this_disbursement_is_told_of(
    partner: Reseller, silent: Disbursement
) -> None:
    other = a_partner()
    an_approved(other)
    [foreign] = attempts(pay(other))
    act = an_act(TELLER, NOON + DAY)

    def told_of(attempt_id: str | None) -> str | None:
        of = partner.id, silent.id
        return refusal_of(lambda: commands.record(*of, PAID, act, attempt_id=attempt_id))

    assert {told_of(foreign.id), told_of("pat_NOBODY")} == {"disbursement.attempt_not_found"}
    assert told_of(None) == "request.invalid"


def test_a_provider_that_has_paid_after_all_makes_a_surplus(
    partner: Reseller, silent: Disbursement
) -> None:
    tell(silent, FAILED)
    commands.retry(partner.id, silent.id, a_request(now=NOON + DAY))

    late = heard(silent, PAID)

    assert (late.is_surplus, late.told_by) == (True, None)
    assert (balance(partner), carried(partner)) == (-100_00, -100_00)


def test_what_was_taken_for_paid_and_was_not_is_owed_again(
    partner: Reseller, silent: Disbursement, bank: PretendBank
) -> None:
    tell(silent, PAID)

    late = heard(silent, FAILED)

    assert (late.state, late.told_by, balance(partner)) == (AttemptState.FAILED, None, 100_00)
    again = pay(partner, now=NOON + 3 * DAY)
    assert (again.months, again.amount.minor) == ((), 100_00)
    assert balance(partner) == 0
    assert heard(silent, PAID, days=4).is_surplus
    assert (balance(partner), len(bank.transfers)) == (-100_00, 2)


def test_it_is_owed_again_in_the_same_disbursement_while_another_part_is_not_paid(
    bank: PretendBank,
) -> None:
    bank.largest_minor = 60_00
    partner = a_partner()
    header = an_approved(partner)
    bank.says = [PayoutState.UNCLEAR, PayoutState.FAILED]
    made = pay(partner)
    tell(made, PAID)

    heard(made, FAILED)

    assert [part.state for part in stored(made).parts] == ["failed", "failed"]
    assert (statement(header).status, balance(partner)) == (Status.APPROVED, 100_00)


def test_a_provider_is_asked_for_three_days_more(silent: Disbursement, bank: PretendBank) -> None:
    tell(silent, PAID, days=1)

    for days in (2, 4, 5):
        follow_all(a_job(NOON + days * DAY))

    assert len(bank.asked) == 2
    assert stored(silent).status is Standing.PAID


@pytest.mark.parametrize("number", range(7))
def test_a_provider_that_speaks_at_the_same_moment_is_believed(
    number: int, partner: Reseller, silent: Disbursement
) -> None:
    with tapped({number: meanwhile(lambda: heard(silent, PAID, days=1))}):
        refused = refusal_of(lambda: tell(silent, FAILED))

    assert refused == "disbursement.paid_by_provider"
    assert (stored(silent).status, balance(partner)) == (Standing.PAID, 0)


def test_who_approved_what_comes_back_during_another_payout_never_pays_it(
    partner: Reseller, bank: PretendBank
) -> None:
    an_approved(partner)
    bank.says = [PayoutState.PAID, PayoutState.SENT]
    first = pay(partner)
    november = a_statement(partner, Month("2026-11"), 70_00)
    approving.approve(partner.id, november.month, an_act(TELLER))
    second = pay(partner, now=NOON + 40 * DAY)
    heard(first, PayoutAnswer(PayoutState.REVERSED, reason="account closed"), days=41)
    heard(second, PAID, days=41)

    refused = refusal_of(lambda: pay(partner, OPERATOR, NOON + 42 * DAY))

    assert (refused, balance(partner)) == ("disbursement.four_eyes", 100_00)
