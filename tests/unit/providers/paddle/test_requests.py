"""
What we ask of Paddle, over HTTP: pages on which charges are paid.
"""

from dataclasses import replace

import pytest

from infra.local.paddle.player import Player
from infra.local.paddle.server import StandIn
from tenantry.money import Money
from tenantry.providers.facts import ChargeEnded, ChargePaid
from tenantry.providers.model import (
    NotOffered,
    PaymentProvider,
    ProviderRefused,
    ProviderUnavailable,
)
from tenantry.providers.paddle.amounts import UNSURE
from tenantry.providers.paddle.client import Provider
from tests.acting import NOON
from tests.unit.providers.paddle.asking import ORDER, a_payment, asked, told

pytestmark = [pytest.mark.requirement("R-BIL-1"), pytest.mark.requirement("R-BIL-6")]


def test_it_is_a_payment_provider() -> None:
    provider: PaymentProvider = Provider()

    assert not provider.prompts
    assert {"USD", "EUR", "GBP", "ZAR"} <= provider.currencies
    assert provider.largest("EUR") == 9_999_999_999


def test_a_charge_opens_a_page_on_which_it_is_paid(paddle: Provider, player: Player) -> None:
    requested = paddle.request(ORDER)

    [transaction] = player.transactions()
    assert requested.url is not None
    assert requested.url.endswith(f"?_ptxn={transaction['id']}")
    assert requested.request_id == transaction["id"]
    assert transaction["custom_data"] == {"charge_id": ORDER.id, "tenant_id": "ten_1"}
    assert transaction["details"]["totals"]["total"] == "12500"


@pytest.mark.parametrize("currency", ["KES", "NGN", "UGX"])
def test_a_currency_that_paddle_has_not_is_not_offered(paddle: Provider, currency: str) -> None:
    with pytest.raises(NotOffered):
        paddle.request(replace(ORDER, amount=Money(500, currency)))


@pytest.mark.parametrize("currency", sorted(UNSURE))
def test_a_currency_whose_digits_are_in_doubt_is_asked_about(
    paddle: Provider, player: Player, currency: str
) -> None:
    order = replace(ORDER, amount=Money(50_000, currency))
    paddle.request(order)

    player.settle(digits={currency: 1})

    with pytest.raises(NotOffered):
        paddle.request(order)
    assert len(player.transactions()) == 1


def test_without_a_page_there_is_nothing_to_pay_on(paddle: Provider, player: Player) -> None:
    player.settle(page=False)

    with pytest.raises(ProviderRefused, match="payment link"):
        paddle.request(ORDER)


@pytest.mark.parametrize("fault", ["lose_answers", "refuse_next"])
def test_a_page_whose_answer_is_lost_is_opened_again(
    paddle: Provider, player: Player, fault: str
) -> None:
    getattr(player, fault)(1, "POST /transactions")

    requested = paddle.request(ORDER)

    assert requested.request_id == player.transactions()[-1]["id"]
    assert paddle.find(asked(None), NOON) is None


def test_an_account_that_does_not_answer_is_unavailable(paddle: Provider, player: Player) -> None:
    player.refuse_next(3)

    with pytest.raises(ProviderUnavailable):
        paddle.request(ORDER)


def test_a_paid_charge_is_found_as_its_webhook_says(
    paddle: Provider, player: Player, stand_in: StandIn
) -> None:
    player.settle(tax_percent="19")
    request_id = paddle.request(ORDER).request_id
    player.pay(request_id)

    found = paddle.find(asked(request_id), NOON)

    [event] = told(stand_in)
    assert found is not None
    assert isinstance(found.fact, ChargePaid)
    assert found.fact == event.fact
    assert found.fact.charge_id == ORDER.id
    assert (found.fact.payment.subtotal, found.fact.payment.total_minor) == (ORDER.amount, 14_875)
    assert found.fact.occurred_at == NOON


def test_a_declined_card_ends_nothing(paddle: Provider, player: Player, stand_in: StandIn) -> None:
    request_id = paddle.request(ORDER).request_id

    player.decline(request_id)

    assert paddle.find(asked(request_id), NOON) is None
    assert told(stand_in) == []
    assert player.pay(request_id)["status"] == "completed"


def test_a_cancelled_page_ends_its_charge(
    paddle: Provider, player: Player, stand_in: StandIn
) -> None:
    request_id = paddle.request(ORDER).request_id
    player.cancel(request_id)

    found = paddle.find(asked(request_id), NOON)

    assert found is not None
    assert [found.fact] == [event.fact for event in told(stand_in)]
    assert found.fact == ChargeEnded(ORDER.id, "failed")


def test_what_a_subscription_takes_is_no_charge_of_ours(
    paddle: Provider, player: Player, stand_in: StandIn
) -> None:
    player.renew(a_payment(paddle, player))

    paid = [event.fact for event in told(stand_in) if isinstance(event.fact, ChargePaid)]

    assert [fact.charge_id for fact in paid] == [ORDER.id, None]
    assert len({fact.payment.reference for fact in paid}) == 2


def test_an_event_is_believed_as_it_is(paddle: Provider, player: Player, stand_in: StandIn) -> None:
    a_payment(paddle, player)
    [event] = told(stand_in)

    assert paddle.confirm(event, NOON) is event
