"""
What is Stripe's alone, against its stand-in.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tenantry.money import EXPONENTS, Money
from tenantry.providers.payouts import PayoutState
from tenantry.providers.stripe.amounts import to_stripe
from tenantry.providers.stripe.payouts import Payouts
from tests.unit.providers.payouts.case import ORDER_ID, Here
from tests.unit.providers.payouts.cases import CASES, stripe_here

pytestmark = pytest.mark.requirement("R-COM-6")

STRIPE = CASES[0]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    with stripe_here(tmp_path) as running:
        yield running


def test_a_transfer_carries_our_order(here: Here) -> None:
    here.adapter.send(STRIPE.order())

    (transfer,) = here.player.payouts()
    assert transfer["transfer_group"] == ORDER_ID
    assert transfer["metadata"] == {"payout_id": ORDER_ID}
    assert (transfer["amount"], transfer["currency"]) == (150_00, "usd")


def test_a_transfer_of_which_a_part_came_back_is_paid_and_says_so(here: Here) -> None:
    here.adapter.send(STRIPE.order())
    here.player.change(ORDER_ID, amount_reversed=50_00)

    found = here.adapter.find(STRIPE.order())

    assert found.state is PayoutState.PAID
    assert found.reason == "50.00 USD of it came back"


def test_a_transfer_to_another_account_is_nobodys_answer(here: Here) -> None:
    here.adapter.send(STRIPE.order())

    elsewhere = {"account": "acct_2Nv0FGQ9RKHgCVdK"}
    found = here.adapter.find(replace(STRIPE.order(), destination=elsewhere))

    assert found.state is PayoutState.UNCLEAR


def test_two_transfers_of_one_order_are_nobodys_answer(here: Here) -> None:
    here.adapter.send(STRIPE.order())
    here.adapter.send(STRIPE.order("pat_01M7XPE6000000000000000009"))
    here.player.change("pat_01M7XPE6000000000000000009", transfer_group=ORDER_ID)

    found = here.adapter.find(STRIPE.order())

    assert found.state is PayoutState.UNCLEAR


def test_a_balance_that_is_too_low_is_said_in_words(here: Here) -> None:
    here.player.lack_balance(on=True)

    answer = here.adapter.send(STRIPE.order())

    assert answer.reason == "our balance at Stripe in this currency is too low"


@pytest.mark.parametrize("currency", sorted(EXPONENTS))
def test_what_is_payable_is_what_stripe_pays_out(currency: str) -> None:
    amount = to_stripe(Money(Payouts().step(currency), currency))

    if currency in {"HUF", "TWD", "UGX", "ISK"}:
        assert amount % 100 == 0
    if EXPONENTS[currency] == 3:
        assert amount % 10 == 0
    assert amount > 0
