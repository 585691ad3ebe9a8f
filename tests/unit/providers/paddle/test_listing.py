"""
Paddle's lists, page by page, and answers that are none.
"""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from infra.local.paddle.player import Player
from infra.local.paddle.server import StandIn
from infra.local.stand_in import Request, Server, json_reply
from tenantry.errors import Invalid
from tenantry.payments.model import RefundStatus
from tenantry.providers.facts import ChargePaid
from tenantry.providers.model import ProviderRefused, ProviderUnavailable
from tenantry.providers.paddle.client import Provider
from tests.acting import DAY, NOON, SECOND
from tests.unit.providers.introducing import known
from tests.unit.providers.paddle.asking import HOUR, ORDER, Clock, a_payment, a_refund, asked, told

pytestmark = [pytest.mark.requirement("R-BIL-1"), pytest.mark.requirement("R-BIL-6")]


def test_all_that_happened_is_listed_page_by_page(
    paddle: Provider, player: Player, clock: Clock, stand_in: StandIn
) -> None:
    request_id = paddle.request(ORDER).request_id
    for number in range(420):
        clock.now = NOON + number * SECOND
        player.decline(request_id)
    clock.now = NOON + HOUR
    player.pay(request_id)

    listed = list(paddle.list_since(NOON + HOUR, NOON + DAY))

    [event] = told(stand_in)
    assert [(one.id, one.type, one.fact) for one in listed] == [(event.id, event.type, event.fact)]
    assert event.id == player.events("transaction.completed")[0]["event_id"]


def test_only_what_happened_in_the_span_is_listed(
    paddle: Provider, player: Player, clock: Clock
) -> None:
    for number in range(6):
        clock.now = NOON + number * HOUR
        a_payment(paddle, player)

    listed = list(paddle.list_since(NOON + HOUR, NOON + 4 * HOUR))

    hours = sorted(
        event.fact.occurred_at.hour for event in listed if isinstance(event.fact, ChargePaid)
    )
    assert hours == [13, 14, 15]


def test_all_of_a_payments_refunds_are_looked_through(paddle: Provider, player: Player) -> None:
    reference = a_payment(paddle, player)
    for _ in range(120):
        player.refund(reference, 1)
    order = a_refund(reference, 500)

    paddle.refund(order)

    assert paddle.find_refund(order) is RefundStatus.SUCCEEDED
    assert len(player.adjustments()) == 121


@pytest.mark.requirement("R-BIL-7")
@pytest.mark.parametrize("mode", ["live", "test"])
def test_what_is_asked_for_is_as_live_as_our_account(stand_in: StandIn, mode: str) -> None:
    account = json.dumps(json.loads(stand_in.secret()) | {"mode": mode})

    with known("paddle", stand_in.base_url, account):
        reference = a_payment(Provider(), stand_in.player)
        found = Provider().find(asked(reference), NOON)
        listed = list(Provider().list_since(NOON, NOON + DAY))

    assert {event.is_live for event in (found, *listed) if event} == {mode == "live"}


def test_a_key_that_is_not_ours_is_refused(stand_in: StandIn) -> None:
    wrong = json.loads(stand_in.secret()) | {"api_key": "another"}

    with known("paddle", stand_in.base_url, json.dumps(wrong)), pytest.raises(ProviderRefused):
        Provider().request(ORDER)


def test_what_paddle_does_not_know_is_refused(paddle: Provider) -> None:
    with pytest.raises(ProviderRefused):
        paddle.find(asked("txn_01unknown"), NOON)


ANSWERS: list[object] = [
    [],
    "x",
    None,
    {},
    {"data": "x"},
    {"data": {"id": 5}},
    {"data": [{}], "meta": {}},
    {"data": [5], "meta": {"pagination": []}},
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_that_is_none_is_not_clear(
    paddle: Provider, monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    def answering(_: Request) -> Any:  # noqa: ANN401 - a reply
        return json_reply(answer)

    server = Server()
    server.start(answering)
    monkeypatch.setenv("TENANTRY_PADDLE_URL", server.base_url)

    for call in (
        lambda: paddle.request(ORDER),
        lambda: paddle.find(asked("txn_1"), NOON),
        lambda: paddle.refund(a_refund("txn_1", 500)),
        lambda: list(paddle.list_since(NOON, datetime.now(UTC))),
    ):
        with pytest.raises((ProviderUnavailable, Invalid)):
            call()
    server.stop()
