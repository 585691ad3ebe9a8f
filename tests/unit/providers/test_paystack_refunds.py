"""
Refunds and disputes at Paystack, over HTTP: of the stand-in, with what goes wrong.
"""

from dataclasses import replace

import pytest

from infra.local.paystack.player import Player
from infra.local.paystack.server import StandIn
from tenantry.money import Money
from tenantry.payments.model import Dispute, DisputeStatus, Refund, RefundStatus
from tenantry.providers import secrets
from tenantry.providers.facts import PaymentDisputed, PaymentRefunded, ProviderEvent
from tenantry.providers.model import (
    ChargeOrder,
    NotConfirmed,
    PaymentProvider,
    ProviderRefused,
    ProviderUnavailable,
    RefundOrder,
)
from tenantry.providers.paystack.client import Provider
from tenantry.providers.paystack.events import read
from tenantry.providers.paystack.signature import judge
from tenantry.providers.webhook import Trust, Webhook
from tests.acting import DAY, NOON
from tests.unit.providers.charging import ORDER, OTHER_REFUND_ID, REFUND_ID, listed
from tests.unit.providers.introducing import hearing

pytestmark = [
    pytest.mark.requirement("R-BIL-1"),
    pytest.mark.requirement("R-BIL-6"),
]

REFERENCE = "chg-01M7XPE6000000000000000000"
BACK = RefundOrder(REFUND_ID, REFERENCE, Money(5_000, "KES"), is_whole=False)
REFUND = "POST /refund"


@pytest.fixture
def player(paystack_here: StandIn) -> Player:
    return paystack_here.player


@pytest.fixture
def paystack(paystack_here: StandIn) -> PaymentProvider:
    del paystack_here
    return Provider()


def a_payment(paystack: PaymentProvider, player: Player, order: ChargeOrder = ORDER) -> None:
    paystack.request(order)
    player.pay(order.id.replace("_", "-"))


@pytest.mark.requirement("R-BIL-2")
def test_a_refunds_webhook_is_a_hint_that_asking_completes(
    paystack_here: StandIn, paystack: PaymentProvider, player: Player
) -> None:
    a_payment(paystack, player)
    with hearing(paystack_here.deliver_to) as heard:
        paystack.refund(BACK)
        *_, request = heard(3)

    webhook = Webhook(request.body.encode(), request.headers)
    told = read(request.body, {})
    assert judge(webhook, secrets.provider_secrets("paystack"), NOON) is Trust.HINT
    assert told is not None
    confirmed = paystack.confirm(told, NOON)
    assert confirmed.fact == PaymentRefunded(
        REFERENCE, Refund(BACK.id, 5_000, RefundStatus.SUCCEEDED)
    )
    assert confirmed.id in {event.id for event in listed(paystack, NOON, NOON + DAY)}


def test_two_refunds_of_the_same_amount_stay_two(paystack: PaymentProvider, player: Player) -> None:
    a_payment(paystack, player)
    paystack.refund(BACK)
    paystack.refund(replace(BACK, id=OTHER_REFUND_ID))
    theirs = player.refund(REFERENCE, 5_000)

    events = listed(paystack, NOON, NOON + DAY)

    refunds = [event.fact.refund for event in events if isinstance(event.fact, PaymentRefunded)]
    assert {refund.id for refund in refunds} == {
        BACK.id,
        OTHER_REFUND_ID,
        str(theirs["id"]),
    }


def test_a_refund_that_paystack_does_not_know_is_not_confirmed(
    paystack: PaymentProvider, player: Player
) -> None:
    a_payment(paystack, player)
    refund = Refund("x", 1, RefundStatus.SUCCEEDED)
    told = ProviderEvent(
        "paystack", "x", "refund.processed", PaymentRefunded(REFERENCE, refund), is_live=False
    )

    with pytest.raises(NotConfirmed):
        paystack.confirm(told, NOON)


def test_a_refund_is_made_once_however_often_it_is_asked_for(
    paystack: PaymentProvider, player: Player
) -> None:
    a_payment(paystack, player)
    player.lose_answers(1, REFUND)
    with pytest.raises(ProviderUnavailable):
        paystack.refund(BACK)

    again = [paystack.refund(BACK), paystack.find_refund(BACK)]

    assert again == [RefundStatus.SUCCEEDED] * 2
    assert [refund["amount"] for refund in player.refunds()] == [5_000]


def test_a_refund_waits_until_it_is_settled_or_fails(
    paystack: PaymentProvider, player: Player
) -> None:
    a_payment(paystack, player)
    player.let_refunds_wait(on=True)
    other = replace(BACK, id=OTHER_REFUND_ID)

    begun = [paystack.refund(order) for order in (BACK, other)]
    player.settle_refund(player.refunds()[0]["id"])
    player.fail_refund(player.refunds()[1]["id"])

    ended = [paystack.find_refund(order) for order in (BACK, other)]
    assert begun == [RefundStatus.PENDING] * 2
    assert ended == [RefundStatus.SUCCEEDED, RefundStatus.FAILED]
    assert paystack.find_refund(replace(BACK, id="rfd_01M7XPE6000000000000000002")) is None


def test_more_than_was_paid_is_not_refunded(paystack: PaymentProvider, player: Player) -> None:
    a_payment(paystack, player)

    with pytest.raises(ProviderRefused):
        paystack.refund(replace(BACK, amount=Money(250_051, "KES")))
    with pytest.raises(ProviderRefused):
        paystack.refund(replace(BACK, payment_reference="chg-unknown"))

    assert player.refunds() == []


def test_a_dispute_is_open_until_it_is_decided(paystack: PaymentProvider, player: Player) -> None:
    a_payment(paystack, player)
    dispute = player.dispute(REFERENCE)["id"]
    facts = [event.fact for event in listed(paystack, NOON, NOON + DAY)]
    player.win(dispute)

    facts += [event.fact for event in listed(paystack, NOON, NOON + DAY)]

    disputes = [fact.dispute for fact in facts if isinstance(fact, PaymentDisputed)]
    assert disputes == [
        Dispute(str(dispute), 250_050, DisputeStatus.OPEN),
        Dispute(str(dispute), 250_050, DisputeStatus.WON),
    ]
