"""
What every adapter for payouts has in common, against its stand-in on loopback.
"""

from dataclasses import replace

import pytest

from tenantry.errors import Invalid
from tenantry.money import Money
from tenantry.providers.model import NotOffered
from tenantry.providers.payouts import PayoutState, provider_of
from tests.unit.providers.payouts.case import ORDER_ID, OTHER_ID, PEOPLE, TRIES, Case, Here

pytestmark = pytest.mark.requirement("R-COM-6")

ASKABLE = {PayoutState.SENT, PayoutState.PAID, PayoutState.UNCLEAR}
"""What a second sending may say of the first one: never that it failed, or that there is none."""


def test_an_order_is_sent_and_then_paid(case: Case, here: Here) -> None:
    sent = here.adapter.send(case.order())
    if sent.state is PayoutState.SENT:
        here.player.pay(case.reference)

    found = here.ask(case.order())

    assert sent.state is case.at_once
    assert found.state is PayoutState.PAID
    assert found.reference


def test_while_the_bank_waits_an_order_is_not_paid(case: Case, here: Here) -> None:
    sent = here.adapter.send(case.order())

    found = here.ask(case.order())

    assert found.state is sent.state or found.state is PayoutState.UNCLEAR


def test_an_order_that_the_bank_refuses_has_failed_with_a_reason(case: Case, here: Here) -> None:
    sent = here.adapter.send(case.order())
    if sent.state is PayoutState.PAID:
        pytest.skip("its transfers are the partner's at once")
    here.player.fail(case.reference)

    found = here.ask(case.order())

    assert found.state is PayoutState.FAILED
    assert found.reason


def test_an_order_whose_answer_was_lost_is_found(case: Case, here: Here) -> None:
    here.faults.lose_answers(TRIES, case.send_call)
    sent = here.adapter.send(case.order())
    made = here.player.payouts()
    here.faults.lose_answers(0, case.send_call)

    found = here.ask(case.order())

    assert sent.state in {PayoutState.UNCLEAR, PayoutState.SENT}
    assert len(made) == 1
    assert found.state in ASKABLE
    assert len(here.player.payouts()) == 1


def test_an_order_whose_answer_was_lost_is_not_made_again(case: Case, here: Here) -> None:
    here.faults.lose_answers(TRIES, case.send_call)
    here.adapter.send(case.order())

    again = [here.adapter.send(case.order()) for _ in range(2)]

    assert len(here.player.payouts()) == 1
    assert {answer.state for answer in again} <= ASKABLE


def test_an_order_that_is_sent_twice_is_one_transfer(case: Case, here: Here) -> None:
    first = here.adapter.send(case.order())

    second = here.adapter.send(case.order())

    assert len(here.player.payouts()) == 1
    assert second.state in ASKABLE
    assert second.reference in {None, first.reference}


def test_a_paid_order_that_is_sent_again_is_not_paid_twice(case: Case, here: Here) -> None:
    if here.adapter.send(case.order()).state is PayoutState.SENT:
        here.player.pay(case.reference)

    again = here.adapter.send(case.order())

    assert len(here.player.payouts()) == 1
    assert again.state in ASKABLE


def test_another_order_is_another_transfer(case: Case, here: Here) -> None:
    here.adapter.send(case.order())

    here.adapter.send(case.order(OTHER_ID))

    references = [
        payout.get("reference", payout.get("transfer_group")) for payout in here.player.payouts()
    ]
    assert references == [case.reference_of(ORDER_ID), case.reference_of(OTHER_ID)]


def test_an_order_that_was_never_sent_is_told_to_be_unknown_only_for_certain(
    case: Case, here: Here
) -> None:
    here.adapter.send(case.order(OTHER_ID))

    found = here.ask(case.order())

    assert found.state is case.never_sent


def test_nobody_knows_while_the_provider_fails_to_send(case: Case, here: Here) -> None:
    here.faults.refuse_next(TRIES, case.send_call)

    sent = here.adapter.send(case.order())

    assert sent.state is PayoutState.UNCLEAR
    assert sent.reason


def test_nobody_knows_while_the_provider_fails_to_answer(case: Case, here: Here) -> None:
    here.adapter.send(case.order())
    here.faults.refuse_next(TRIES, case.ask_call)

    found = here.ask(case.order())

    assert found.state is PayoutState.UNCLEAR
    assert found.reason


def test_a_balance_that_is_too_low_is_a_certain_failure(case: Case, here: Here) -> None:
    here.player.lack_balance(on=True)
    sent = here.adapter.send(case.order())

    answer = here.ask(case.order()) if sent.state is PayoutState.SENT else sent

    assert answer.state is PayoutState.FAILED
    assert answer.reason


def test_an_account_that_nobody_knows_is_a_certain_failure(case: Case, here: Here) -> None:
    if case.unknown_account is None:
        pytest.skip("it says so in its result alone")

    sent = here.adapter.send(replace(case.order(), destination=case.unknown_account))

    assert sent.state is PayoutState.FAILED
    assert sent.reason
    assert here.player.payouts() == []


def test_a_transfer_of_another_amount_is_nobodys_answer(case: Case, here: Here) -> None:
    sent = here.adapter.send(case.order())
    if sent.state is PayoutState.SENT:
        here.player.pay(case.reference)
    here.player.change(case.reference, amount=1 if case.name in {"stripe", "paystack"} else "1.00")

    found = here.ask(case.order())

    assert found.state is PayoutState.UNCLEAR
    assert "not what was ordered" in (found.reason or "")


def test_money_that_came_back_is_told_to_be_reversed(case: Case, here: Here) -> None:
    here.adapter.send(case.order())
    here.player.reverse(case.reference)

    found = here.ask(case.order())

    assert found.state is PayoutState.REVERSED
    assert found.reason


def test_every_currency_is_paid_in_its_smallest_step(case: Case, here: Here) -> None:
    adapter = here.adapter
    for number, currency in enumerate(sorted(adapter.currencies)):
        if case.name == "paystack" and currency != "NGN":
            continue
        order = case.order(f"pat_{number:026}", Money(adapter.step(currency), currency))

        sent = adapter.send(order)

        assert sent.state is case.at_once, currency
        assert here.ask(order).state in ASKABLE


def test_the_largest_amount_can_be_paid_in_whole_steps(here: Here) -> None:
    for currency in here.adapter.currencies:
        largest = here.adapter.largest(currency)

        assert largest is None or largest.minor >= here.adapter.step(currency)
        assert largest is None or largest.currency == currency


def test_a_destination_is_kept_as_the_provider_has_it(case: Case, here: Here) -> None:
    typed = {name: f"  {value} " for name, value in case.destination.items()}

    assert here.adapter.check_destination(typed) == case.destination


def test_a_wrong_destination_is_refused_and_names_the_field_alone(case: Case, here: Here) -> None:
    for destination, field in case.wrong:
        with pytest.raises(Invalid) as refused:
            here.adapter.check_destination(destination)

        told = f"{refused.value} {refused.value.context}"
        assert refused.value.context["errors"][0]["field"] == field  # type: ignore[index]
        assert not any(value in told for value in destination.values() if len(value) > 5)


def test_no_answer_names_a_person_or_an_account(
    case: Case, here: Here, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = [here.adapter.send(case.order()), here.ask(case.order())]
    if answers[0].state is PayoutState.SENT:
        here.player.fail(case.reference, "2001" if case.name == "mpesa" else "of Ada Lovelace")
        answers.append(here.ask(case.order()))

    told = f"{answers} {capsys.readouterr()}"

    assert not [name for name in PEOPLE if name in told]


def test_each_method_has_its_provider(case: Case, here: Here) -> None:
    assert type(provider_of(case.method)) is type(here.adapter)


def test_no_provider_pays_by_bank_transfer() -> None:
    with pytest.raises(NotOffered):
        provider_of("bank_transfer")
