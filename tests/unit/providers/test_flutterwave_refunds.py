"""
Refunds and chargebacks in Flutterwave's version 3, over HTTP: of the stand-in.
"""

from dataclasses import replace

import pytest

from infra.local.flutterwave.player import Player
from infra.local.flutterwave.server import StandIn
from tenantry.money import Money
from tenantry.payments.model import Dispute, DisputeStatus, Refund, RefundStatus
from tenantry.providers.facts import PaymentDisputed, PaymentRefunded
from tenantry.providers.flutterwave.client import Provider
from tenantry.providers.flutterwave.events import read
from tenantry.providers.model import (
    ChargeOrder,
    PaymentProvider,
    ProviderRefused,
    ProviderUnavailable,
    RefundOrder,
)
from tests.acting import DAY, NOON
from tests.unit.providers.charging import ORDER, OTHER_REFUND_ID, REFUND_ID, listed
from tests.unit.providers.introducing import hearing

pytestmark = [
    pytest.mark.requirement("R-BIL-1"),
    pytest.mark.requirement("R-BIL-6"),
]


@pytest.fixture
def player(flutterwave_here: StandIn) -> Player:
    return flutterwave_here.player


@pytest.fixture
def flutterwave(flutterwave_here: StandIn) -> PaymentProvider:
    del flutterwave_here
    return Provider()


def a_payment(
    flutterwave: PaymentProvider, player: Player, order: ChargeOrder = ORDER
) -> RefundOrder:
    """
    A charge that was paid, and what is to go back of it.
    """
    flutterwave.request(order)
    reference = str(player.pay(order.id)["number"])
    return RefundOrder(REFUND_ID, reference, Money(5_050, "KES"), is_whole=False)


def test_a_refund_is_made_once_however_often_it_is_asked_for(
    flutterwave: PaymentProvider, player: Player
) -> None:
    back = a_payment(flutterwave, player)
    player.lose_answers(1, "POST /v3/transactions")
    with pytest.raises(ProviderUnavailable):
        flutterwave.refund(back)

    again = [flutterwave.refund(back), flutterwave.find_refund(back)]

    assert again == [RefundStatus.SUCCEEDED] * 2
    assert [refund["amount"] for refund in player.refunds()] == ["50.5"]


def test_where_comments_are_not_repeated_the_same_amount_is_taken_for_ours(
    flutterwave: PaymentProvider, player: Player
) -> None:
    back = a_payment(flutterwave, player)
    player.settle(repeats_comments=False)
    flutterwave.refund(back)

    again = flutterwave.refund(back)

    assert again is RefundStatus.SUCCEEDED
    assert len(player.refunds()) == 1
    assert flutterwave.find_refund(replace(back, amount=Money(5_051, "KES"))) is None


def test_a_refund_waits_until_it_is_settled_or_fails(
    flutterwave: PaymentProvider, player: Player
) -> None:
    back = a_payment(flutterwave, player)
    player.settle(refunds_wait=True)
    other = replace(back, id=OTHER_REFUND_ID)

    begun = [flutterwave.refund(order) for order in (back, other)]
    player.settle_refund(player.refunds()[0]["number"])
    player.fail_refund(player.refunds()[1]["number"])

    ended = [flutterwave.find_refund(order) for order in (back, other)]
    assert begun == [RefundStatus.PENDING] * 2
    assert ended == [RefundStatus.SUCCEEDED, RefundStatus.FAILED]


def test_more_than_was_paid_is_not_refunded(flutterwave: PaymentProvider, player: Player) -> None:
    back = a_payment(flutterwave, player)

    with pytest.raises(ProviderRefused):
        flutterwave.refund(replace(back, amount=Money(250_051, "KES")))

    assert player.refunds() == []


@pytest.mark.requirement("R-BIL-2")
def test_a_refunds_webhook_is_completed_by_asking(
    flutterwave_here: StandIn, flutterwave: PaymentProvider, player: Player
) -> None:
    player.settle(tells_refunds=True)
    with hearing(flutterwave_here.deliver_to) as heard:
        back = a_payment(flutterwave, player)
        flutterwave.refund(back)
        *_, request = heard(2)

    told = read(request.body, {})
    assert told is not None
    confirmed = flutterwave.confirm(told, NOON)
    refund = Refund(back.id, 5_050, RefundStatus.SUCCEEDED)
    assert confirmed.fact == PaymentRefunded(back.payment_reference, refund)
    assert confirmed in listed(flutterwave, NOON, NOON + DAY)


def test_refunds_and_chargebacks_are_found_in_lists(
    flutterwave: PaymentProvider, player: Player
) -> None:
    back = a_payment(flutterwave, player)
    theirs = player.refund(int(back.payment_reference), "7")
    disputed = player.dispute(int(back.payment_reference), "100.50")["number"]
    facts = [event.fact for event in listed(flutterwave, NOON, NOON + DAY)]
    player.decide(disputed, "lost")

    facts += [event.fact for event in listed(flutterwave, NOON, NOON + DAY)][-1:]

    name = f"flutterwave-{theirs['number']}"
    refund = Refund(name, 700, RefundStatus.SUCCEEDED)
    assert facts[1] == PaymentRefunded(back.payment_reference, refund)
    assert facts[2:] == [
        PaymentDisputed(back.payment_reference, Dispute(f"flutterwave-{disputed}", 10_050, status))
        for status in (DisputeStatus.OPEN, DisputeStatus.LOST)
    ]
