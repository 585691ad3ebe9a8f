"""
Partners are paid what is approved: whole statements, once, by a second person.
"""

from collections.abc import Iterator

import pytest

from tenantry.clock import Month
from tenantry.commissions import commands as commissions
from tenantry.commissions.model import Agreement, Method, Status
from tenantry.disbursements import commands
from tenantry.disbursements.model import AttemptState, Disbursement
from tenantry.disbursements.model import Status as Standing
from tenantry.money import Money
from tenantry.providers.payouts import PayoutAnswer, PayoutState
from tenantry.resellers.model import Reseller
from tests.acting import DAY, NOON, OPERATOR, an_act
from tests.builders import make_reseller, refusal_of
from tests.paying_out import (
    BANK,
    OCTOBER,
    PAYER,
    PHONE,
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
    set_account,
    statement,
    stored,
)
from tests.reading import items_of

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


def by_hand(partner: Reseller, made: Disbursement, state: PayoutState, **said: str) -> Disbursement:
    act = an_act(PAYER, NOON + DAY)
    return commands.record(partner.id, made.id, PayoutAnswer(state, **said), act)


@pytest.mark.requirement("R-COM-3")
def test_all_approved_statements_are_paid_at_once_and_stamped_with_the_reference(
    partner: Reseller, bank: PretendBank
) -> None:
    first, second = an_approved(partner, SEPTEMBER, 80_00), an_approved(partner, OCTOBER, -30_00)

    made = pay(partner)

    [order] = bank.transfers.values()
    assert (order.amount, dict(order.destination)) == (Money(50_00, "USD"), PHONE)
    assert stored(made).status is Standing.PAID
    assert {(statement(one).status, statement(one).reference) for one in (first, second)} == {
        (Status.SETTLED, f"ref-{order.id}")
    }
    assert (balance(partner), carried(partner)) == (0, 0)


def test_what_is_pending_is_not_paid(partner: Reseller) -> None:
    pending = a_statement(partner, SEPTEMBER, 500_00)
    an_approved(partner)

    made = pay(partner)

    assert made.months == (OCTOBER,)
    assert statement(pending).disbursement_id is None


def test_what_is_held_is_not_paid_before_the_hold_is_over(bank: PretendBank) -> None:
    partner = a_partner(hold_days=30)
    an_approved(partner)

    assert refusal_of(lambda: pay(partner)) == "disbursement.below_minimum"
    assert pay(partner, now=NOON + 10 * DAY).months == (OCTOBER,)
    assert bank.paid_minor == 100_00


def test_who_approved_does_not_pay(partner: Reseller, bank: PretendBank) -> None:
    an_approved(partner)

    assert refusal_of(lambda: pay(partner, who=OPERATOR)) == "disbursement.four_eyes"
    assert bank.transfers == {}


def test_who_approved_neither_retries_nor_records(bank: PretendBank) -> None:
    partner = a_partner(Method.BANK_TRANSFER)
    an_approved(partner)
    made = pay(partner)

    recorded = refusal_of(
        lambda: commands.record(
            partner.id, made.id, PayoutAnswer(PayoutState.PAID, "B-1"), an_act(OPERATOR)
        )
    )
    by_hand(partner, made, PayoutState.FAILED, reason="closed")
    retried = refusal_of(lambda: commands.retry(partner.id, made.id, a_request(OPERATOR)))

    assert {recorded, retried} == {"disbursement.four_eyes"}
    assert bank.transfers == {}


def test_without_an_account_nothing_is_paid(bank: PretendBank) -> None:
    partner = make_reseller()
    an_approved(partner)

    assert refusal_of(lambda: pay(partner)) == "payout_account.not_found"
    assert (bank.transfers, items_of("Disbursement")) == ({}, [])


def test_a_changed_account_is_paid_to_after_seven_days(partner: Reseller) -> None:
    an_approved(partner)
    set_account(partner.id, NOON, destination={"phone": "254700000000"})

    assert refusal_of(lambda: pay(partner, now=NOON + 6 * DAY)) == "payout_account.paused"
    assert pay(partner, now=NOON + 7 * DAY).account.shown == {"phone": "****0000"}


def test_the_agreed_method_is_the_one_that_pays(partner: Reseller) -> None:
    an_approved(partner)
    changed = Agreement(Month("2026-12"), method=Method.BANK_TRANSFER)
    commissions.agree(partner.id, changed, an_act())

    refused = refusal_of(lambda: pay(partner, now=NOON + 15 * DAY))

    assert refused == "payout_account.method_not_agreed"


def test_a_bank_transfer_is_paid_when_a_person_says_so(bank: PretendBank) -> None:
    partner = a_partner(Method.BANK_TRANSFER)
    header = an_approved(partner)

    made = pay(partner)
    assert [attempt.state for attempt in attempts(made)] == [AttemptState.SENT]
    by_hand(partner, made, PayoutState.PAID, reference="B-77")

    assert (statement(header).status, statement(header).reference) == (Status.SETTLED, "B-77")
    assert bank.transfers == {}


def test_a_transfer_that_failed_is_tried_again_by_a_new_attempt(
    partner: Reseller, bank: PretendBank
) -> None:
    header = an_approved(partner)
    bank.says = [PayoutState.FAILED]
    made = pay(partner)

    commands.retry(partner.id, made.id, a_request())

    assert [one.state for one in attempts(made)] == [AttemptState.FAILED, AttemptState.PAID]
    assert len({one.id for one in attempts(made)}) == 2
    assert bank.paid_minor == 100_00
    assert statement(header).status is Status.SETTLED


@pytest.mark.parametrize("state", [PayoutState.SENT, PayoutState.UNCLEAR])
def test_what_is_not_certain_blocks_a_retry_a_give_up_and_another_one(
    partner: Reseller, bank: PretendBank, state: PayoutState
) -> None:
    an_approved(partner)
    bank.says = [state]
    made = pay(partner)
    an_approved(partner, SEPTEMBER)

    refused = [
        refusal_of(lambda: commands.retry(partner.id, made.id, a_request())),
        refusal_of(lambda: commands.give_up(partner.id, made.id, "late", an_act())),
        refusal_of(lambda: pay(partner)),
    ]

    assert refused == [
        "disbursement.nothing_to_retry",
        "disbursement.under_way",
        "disbursement.open",
    ]
    assert len(bank.transfers) == 1


def test_what_was_given_up_can_be_paid_anew(partner: Reseller, bank: PretendBank) -> None:
    header = an_approved(partner)
    bank.says = [PayoutState.FAILED]
    made = pay(partner)

    commands.give_up(partner.id, made.id, "account closed", an_act())
    again = pay(partner)

    assert stored(made).status is Standing.GIVEN_UP
    assert statement(header).disbursement_id == again.id
    assert (bank.paid_minor, balance(partner)) == (100_00, 0)


def test_giving_up_once_more_is_the_same(partner: Reseller, bank: PretendBank) -> None:
    an_approved(partner)
    bank.says = [PayoutState.FAILED]
    made = pay(partner)
    first = commands.give_up(partner.id, made.id, "closed", an_act())

    assert commands.give_up(partner.id, made.id, "closed", an_act()) == first
    assert refusal_of(lambda: commands.give_up(partner.id, made.id, "b", an_act())) == (
        "disbursement.ended"
    )


def test_a_partner_is_told_of_each_step(partner: Reseller, bank: PretendBank) -> None:
    an_approved(partner)
    bank.says = [PayoutState.FAILED]
    made = pay(partner)
    commands.retry(partner.id, made.id, a_request())

    told_of = [item["name"] for item in items_of("Notification") if "payout" in item["name"]]
    ended = [item["name"] for item in items_of("Notification") if "disb" in item["name"]]

    assert told_of == ["payout.failed"]
    assert sorted(ended) == ["disbursement.created", "disbursement.paid"]


def test_nothing_of_a_destination_is_stored_in_clear(partner: Reseller) -> None:
    an_approved(partner)
    pay(partner)

    kept = repr([*items_of("Disbursement"), *items_of("Event"), *items_of("Notification")])

    assert PHONE["phone"] not in kept
    assert BANK["account_number"] not in kept
