"""
What is Paystack's or Flutterwave's alone, against their stand-ins.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from tenantry.money import Money
from tenantry.providers.payouts import PayoutState
from tests.unit.providers.payouts.case import ORDER_ID
from tests.unit.providers.payouts.cases import CASES, flutterwave_here, paystack_here

pytestmark = pytest.mark.requirement("R-COM-6")

PAYSTACK, FLUTTERWAVE = CASES[1], CASES[2]


def test_a_transfer_that_waits_for_a_password_is_sent_and_says_what_to_do(tmp_path: Path) -> None:
    with paystack_here(tmp_path) as here:
        here.adapter.send(PAYSTACK.order())
        here.player.change(PAYSTACK.reference, status="otp")

        found = here.adapter.find(PAYSTACK.order())

    assert found.state is PayoutState.SENT
    assert "one-time password" in (found.reason or "")


def test_a_state_that_paystack_does_not_document_is_no_end(tmp_path: Path) -> None:
    with paystack_here(tmp_path) as here:
        here.adapter.send(PAYSTACK.order())
        here.player.change(PAYSTACK.reference, status="blocked")

        found = here.adapter.find(PAYSTACK.order())

    assert found.state is PayoutState.SENT
    assert found.reason == "Paystack says that it is blocked"


def test_a_kind_of_account_gets_its_own_currency_alone(tmp_path: Path) -> None:
    with paystack_here(tmp_path) as here:
        answer = here.adapter.send(PAYSTACK.order(amount=Money(150_00, "KES")))

    assert answer.state is PayoutState.FAILED
    assert answer.reason == "Paystack pays no KES to this type of account"


@pytest.mark.parametrize(
    ("kind", "currency"),
    [
        ("nuban", "NGN"),
        ("ghipss", "GHS"),
        ("basa", "ZAR"),
        ("mobile_money", "GHS"),
        ("mobile_money", "KES"),
    ],
)
def test_each_kind_of_account_is_paid_in_its_currency(
    tmp_path: Path, kind: str, currency: str
) -> None:
    order = PAYSTACK.order(amount=Money(150_01, currency))
    with paystack_here(tmp_path) as here:
        sent = here.adapter.send(replace(order, destination={**order.destination, "type": kind}))
        (payout,) = here.player.payouts()

    assert sent.state is PayoutState.SENT
    assert (payout["amount"], payout["currency"]) == (150_01, currency)


def test_paystacks_code_is_said_in_our_words(tmp_path: Path) -> None:
    with paystack_here(tmp_path) as here:
        here.player.lack_balance(on=True)

        answer = here.adapter.send(PAYSTACK.order())

    assert answer.state is PayoutState.FAILED
    assert answer.reason == "our balance at Paystack in this currency is too low"


def test_flutterwaves_reason_is_said_in_our_words(tmp_path: Path) -> None:
    with flutterwave_here(tmp_path, "v3") as here:
        here.adapter.send(FLUTTERWAVE.order())
        here.player.fail(ORDER_ID, "DISBURSE FAILED: Insufficient funds, Ada Lovelace")

        found = here.adapter.find(FLUTTERWAVE.order())

    assert found.state is PayoutState.FAILED
    assert found.reason == "our balance at Flutterwave in this currency is too low"


def test_an_order_is_found_behind_many_others(tmp_path: Path) -> None:
    with flutterwave_here(tmp_path, "v3") as here:
        here.adapter.send(FLUTTERWAVE.order())
        here.player.pay(ORDER_ID)
        for number in range(25):
            here.adapter.send(FLUTTERWAVE.order(f"pat_{number:026}"))

        found = here.adapter.find(FLUTTERWAVE.order())

    assert found.state is PayoutState.PAID
