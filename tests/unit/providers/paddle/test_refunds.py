"""
What goes back through Paddle, once each, whatever is lost on the way.
"""

from dataclasses import replace

import pytest

from infra.local.paddle.player import Player
from infra.local.paddle.server import StandIn
from tenantry.payments.model import DisputeStatus, RefundStatus
from tenantry.providers.facts import PaymentDisputed, PaymentRefunded
from tenantry.providers.model import ProviderRefused, ProviderUnavailable
from tenantry.providers.paddle.client import Provider
from tests.unit.providers.paddle.asking import ORDER, a_payment, a_refund, told

pytestmark = [pytest.mark.requirement("R-BIL-1"), pytest.mark.requirement("R-BIL-6")]


@pytest.mark.parametrize("minor", [12_500, 500])
def test_a_refund_of_ours_carries_our_id_there_and_back(
    paddle: Provider, player: Player, stand_in: StandIn, minor: int
) -> None:
    order = a_refund(a_payment(paddle, player), minor)

    status = paddle.refund(order)

    created, updated = (event.fact for event in told(stand_in)[1:])
    assert status is RefundStatus.PENDING
    assert isinstance(created, PaymentRefunded)
    assert isinstance(updated, PaymentRefunded)
    assert (created.refund.id, created.refund.minor) == (order.id, minor)
    assert created.refund.status is RefundStatus.PENDING
    assert updated.refund == replace(created.refund, status=RefundStatus.SUCCEEDED)
    assert paddle.find_refund(order) is RefundStatus.SUCCEEDED


def test_a_refund_waits_until_it_is_decided(paddle: Provider, player: Player) -> None:
    player.settle(approves_refunds=False)
    order = a_refund(a_payment(paddle, player), 12_500)
    assert paddle.find_refund(order) is None

    assert paddle.refund(order) is RefundStatus.PENDING

    [adjustment] = player.adjustments()
    assert paddle.find_refund(order) is RefundStatus.PENDING
    player.reject(adjustment["id"])
    assert paddle.find_refund(order) is RefundStatus.FAILED


def test_a_refund_asked_for_twice_is_made_once(paddle: Provider, player: Player) -> None:
    order = a_refund(a_payment(paddle, player), 500)

    for _ in range(3):
        paddle.refund(order)

    assert len(player.adjustments()) == 1


@pytest.mark.parametrize("fault", ["lose_answers", "refuse_next"])
def test_a_refund_whose_answer_is_lost_is_looked_for_and_not_made_again(
    paddle: Provider, player: Player, fault: str
) -> None:
    order = a_refund(a_payment(paddle, player), 500)
    getattr(player, fault)(1, "POST /adjustments")

    with pytest.raises(ProviderUnavailable):
        paddle.refund(order)

    was_made = fault == "lose_answers"
    assert paddle.find_refund(order) is (RefundStatus.SUCCEEDED if was_made else None)
    paddle.refund(order)
    assert len(player.adjustments()) == 1


def test_parts_go_back_until_nothing_is_left(paddle: Provider, player: Player) -> None:
    player.settle(tax_percent="20")
    reference = a_payment(paddle, player)

    for number, minor in enumerate((5_000, 9_999)):
        paddle.refund(a_refund(reference, minor, number))

    with pytest.raises(ProviderRefused):
        paddle.refund(a_refund(reference, 2, 8))
    paddle.refund(a_refund(reference, 1, 9))
    assert [one["totals"]["total"] for one in player.adjustments()] == ["5000", "9999", "1"]


def test_a_refund_that_was_rejected_takes_nothing(paddle: Provider, player: Player) -> None:
    player.settle(approves_refunds=False)
    reference = a_payment(paddle, player)
    paddle.refund(a_refund(reference, 12_000, 1))
    player.reject(player.adjustments()[0]["id"])

    paddle.refund(a_refund(reference, 12_499, 2))

    assert len(player.adjustments()) == 2


def test_what_was_not_paid_is_not_refunded(paddle: Provider) -> None:
    request_id = paddle.request(ORDER).request_id

    for minor in (12_500, 500):
        with pytest.raises(ProviderRefused):
            paddle.refund(a_refund(request_id, minor))


def test_a_refund_made_at_paddle_has_paddles_id(
    paddle: Provider, player: Player, stand_in: StandIn
) -> None:
    reference = a_payment(paddle, player)
    made = player.refund(reference, 500)

    refunds = [event.fact for event in told(stand_in) if isinstance(event.fact, PaymentRefunded)]

    assert {fact.refund.id for fact in refunds} == {made["id"]}
    assert {fact.payment_reference for fact in refunds} == {reference}


@pytest.mark.parametrize("how", ["dispute", "warn"])
def test_a_dispute_is_open_until_paddle_has_won_it(
    paddle: Provider, player: Player, stand_in: StandIn, how: str
) -> None:
    made = getattr(player, how)(a_payment(paddle, player))
    player.win(made["id"])

    facts = [event.fact for event in told(stand_in) if isinstance(event.fact, PaymentDisputed)]

    assert [fact.dispute.status for fact in facts] == [DisputeStatus.OPEN, DisputeStatus.WON]
    assert {fact.dispute.id for fact in facts} == {made["id"]}
