"""
What providers tell of payouts, late, twice or against what they said before.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tenantry.clock import Month
from tenantry.commissions.model import Status
from tenantry.disbursements import commands
from tenantry.disbursements.model import Status as Standing
from tenantry.money import Money
from tenantry.providers.payouts import PayoutAnswer, PayoutHeard, PayoutState
from tenantry.resellers.model import Reseller
from tests.acting import DAY, NOON, OPERATOR, a_job, an_act
from tests.builders import refusal_of
from tests.paying_out import (
    PretendBank,
    a_partner,
    a_request,
    an_approved,
    attempts,
    balance,
    carried,
    pay,
    paying,
    statement,
    stored,
)
from tests.reading import events_written

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-6")]

SEPTEMBER = Month("2026-09")


@pytest.fixture
def bank() -> Iterator[PretendBank]:
    with paying(PretendBank()) as bank:
        yield bank


@pytest.fixture
def partner(bank: PretendBank) -> Reseller:
    del bank
    return a_partner()


def hint(attempt_id: str) -> PayoutHeard:
    return PayoutHeard(attempt_id, PayoutAnswer(PayoutState.PAID), is_hint=True)


def told(attempt_id: str, state: PayoutState) -> PayoutHeard:
    return PayoutHeard(attempt_id, PayoutAnswer(state, "late-1"), is_hint=False)


def test_a_failed_attempt_that_was_paid_after_all_settles(
    partner: Reseller, bank: PretendBank
) -> None:
    header = an_approved(partner)
    bank.says = [PayoutState.FAILED]
    made = pay(partner)
    [attempt] = attempts(made)

    bank.finds = {attempt.id: PayoutState.PAID}
    commands.heard(hint(attempt.id), a_job(NOON + DAY))

    assert statement(header).status is Status.SETTLED


def test_what_is_paid_late_after_another_attempt_is_taken_off_the_balance(
    partner: Reseller, bank: PretendBank
) -> None:
    an_approved(partner)
    bank.says = [PayoutState.FAILED]
    made = pay(partner)
    commands.retry(partner.id, made.id, a_request())
    first, _ = attempts(made)

    for _ in range(2):
        commands.heard(told(first.id, PayoutState.PAID), a_job(NOON + DAY))

    assert carried(partner) == -100_00
    assert [one.is_surplus for one in attempts(made)] == [True, False]
    assert events_written().count("payout.surplus") == 1


def test_what_is_paid_late_after_a_give_up_is_taken_off_the_balance(
    partner: Reseller, bank: PretendBank
) -> None:
    an_approved(partner)
    bank.says = [PayoutState.FAILED]
    made = pay(partner)
    commands.give_up(partner.id, made.id, "closed", an_act())
    [attempt] = attempts(made)

    commands.heard(told(attempt.id, PayoutState.PAID), a_job(NOON + DAY))

    assert balance(partner) == 0
    assert refusal_of(lambda: pay(partner)) == "disbursement.below_minimum"


def test_money_that_came_back_is_owed_again_and_paid_by_the_next_one(
    partner: Reseller, bank: PretendBank
) -> None:
    header = an_approved(partner)
    made = pay(partner)
    [attempt] = attempts(made)

    for _ in range(2):
        commands.heard(told(attempt.id, PayoutState.REVERSED), a_job(NOON + DAY))
    assert (balance(partner), statement(header).status) == (100_00, Status.SETTLED)
    assert refusal_of(lambda: pay(partner, who=OPERATOR)) == "disbursement.four_eyes"
    again = pay(partner)

    assert (again.months, again.amount.minor) == ((), 100_00)
    assert balance(partner) == 0
    assert len(bank.transfers) == 2


def test_a_hint_alone_changes_nothing(partner: Reseller, bank: PretendBank) -> None:
    an_approved(partner)
    bank.says = [PayoutState.SENT]
    made = pay(partner)
    [attempt] = attempts(made)
    bank.finds = {attempt.id: PayoutState.SENT}

    commands.heard(hint(attempt.id), a_job(NOON + DAY))

    assert attempts(made) == [attempt]
    assert bank.asked == [attempt.id]


def test_an_answer_about_another_amount_is_not_believed(
    partner: Reseller, bank: PretendBank
) -> None:
    an_approved(partner)
    bank.says = [PayoutState.SENT]
    made = pay(partner)
    [attempt] = attempts(made)

    answer = replace(told(attempt.id, PayoutState.PAID), amount=Money(1, "USD"))
    commands.heard(answer, a_job(NOON + DAY))

    assert stored(made).status is Standing.OPEN


def test_an_attempt_of_nobody_is_passed_over(bank: PretendBank) -> None:
    commands.heard(hint("pat_01KAHZE4000000000000000000"), a_job(NOON))

    assert bank.asked == []
