"""
Who we are to M-Pesa, and answers that are none.
"""

import json
from typing import Any

import pytest

from infra.local.mpesa.player import Player
from infra.local.mpesa.server import StandIn
from infra.local.stand_in import Request, Server, json_reply
from tenantry.providers.model import (
    ProviderRefused,
    ProviderUnavailable,
)
from tenantry.providers.mpesa.client import Provider
from tests.acting import DAY, NOON, SECOND
from tests.unit.providers.introducing import known
from tests.unit.providers.mpesa.asking import ORDER, PHONE, Clock, asked

pytestmark = [
    pytest.mark.requirement("R-BIL-1"),
    pytest.mark.requirement("R-BIL-6"),
]


def test_a_token_is_used_until_shortly_before_it_lapses(
    mpesa: Provider, stand_in: StandIn, clock: Clock
) -> None:
    for after, count in ((0, 1), (3500, 1), (3539, 2), (3540, 2)):
        clock.now = NOON + after * SECOND
        mpesa.request(ORDER)

        assert len(stand_in.account.tokens) == count, after


def test_a_token_that_is_refused_is_renewed_once(mpesa: Provider, player: Player) -> None:
    mpesa.request(ORDER)

    player.forget_tokens()
    mpesa.request(ORDER)

    assert len(player.prompts()) == 2


@pytest.mark.requirement("R-BIL-7")
@pytest.mark.parametrize("mode", ["live", "test"])
def test_what_is_asked_for_is_as_live_as_our_account(
    stand_in: StandIn, clock: Clock, mode: str
) -> None:
    account, mpesa = json.dumps(json.loads(stand_in.secret()) | {"mode": mode}), Provider(clock)

    with known("mpesa", stand_in.base_url, account):
        cancelled, paid = mpesa.request(ORDER).request_id, mpesa.request(ORDER).request_id
        stand_in.player.pay(PHONE)
        stand_in.player.cancel(PHONE)
        found = [mpesa.find(asked(request_id), NOON) for request_id in (cancelled, paid)]
        listed = list(mpesa.list_since(NOON, NOON + DAY))

    assert [event.is_live for event in (*found, *listed) if event] == [mode == "live"] * 3


def test_a_key_that_is_not_ours_is_refused(stand_in: StandIn, clock: Clock) -> None:
    wrong = json.loads(stand_in.secret()) | {"consumer_secret": "another"}

    with known("mpesa", stand_in.base_url, json.dumps(wrong)), pytest.raises(ProviderRefused):
        Provider(clock).request(ORDER)


ANSWERS: list[object] = [
    [],
    "x",
    None,
    {},
    {"ResponseCode": True},
    {"ResponseCode": "0"},
    {"ResponseCode": 1000},
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_that_is_none_is_not_clear(
    mpesa: Provider, monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    def answering(request: Request) -> Any:  # noqa: ANN401 - a reply
        token = {"access_token": "1", "expires_in": "3599"}
        return json_reply(token if request.path.startswith("/oauth") else answer)

    server = Server()
    server.start(answering)
    monkeypatch.setenv("TENANTRY_MPESA_URL", server.base_url)

    with pytest.raises((ProviderUnavailable, ProviderRefused)):
        mpesa.request(ORDER)
    with pytest.raises(ProviderUnavailable):
        mpesa.find(asked("ws_CO_1"), NOON)
    with pytest.raises(ProviderUnavailable):
        list(mpesa.list_since(NOON, NOON + DAY))
    server.stop()
