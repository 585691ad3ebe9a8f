"""
Parked messages go back on their queue when an operator says so.
"""

import json

import pytest

from queues import replay
from tenantry import queue_settings
from tenantry.services import client
from tests import stripe_events
from tests.calling import call
from tests.functions.cast import a_reseller, an_owner, made
from tests.functions.lambdas import received
from tests.functions.packs import a_purchase, pool_of, tell
from tests.licensing import PretendProvider

pytestmark = pytest.mark.requirement("R-OPS-1")

QUEUES = [
    "pilots",
    "mail",
    "webhooks",
    "stock",
    "dunning",
    "domains",
    "exports",
    "suspicions",
    "ledger",
    "statements",
    "feedback",
]


@pytest.fixture(autouse=True)
def _nothing_is_queued(operator: str) -> None:
    del operator
    everything()


def park(queue: str, *bodies: str) -> None:
    """
    Put messages where the queue puts those that failed too often.
    """
    parked, _ = queue_settings.dead_letters()[queue]
    for body in bodies:
        client("sqs").send_message(QueueUrl=parked, MessageBody=body)


def everything() -> dict[str, tuple[list[str], list[str]]]:
    """
    What is parked, and what waits to be worked, by queue.
    """
    return {
        name: (sorted(received(parked)), sorted(received(waiting)))
        for name, (parked, waiting) in queue_settings.dead_letters().items()
    }


def replay_queue(operator: str, queue: str) -> int:
    replayed = made(call("POST", f"/v1/queues/{queue}/replay", secret=operator), 200)["replayed"]
    return int(replayed)


@pytest.mark.parametrize("queue", QUEUES)
def test_parked_messages_go_back_on_their_own_queue(operator: str, queue: str) -> None:
    bodies = [f'{{"number": {number:02}, "text": "ключ"}}' for number in range(12)]
    park(queue, *bodies)

    assert replay_queue(operator, queue) == 12

    assert everything() == {name: ([], bodies if name == queue else []) for name in QUEUES}


def test_an_empty_queue_replays_nothing(operator: str) -> None:
    assert replay_queue(operator, "webhooks") == 0


def test_one_request_replays_so_many_and_no_more(
    operator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    park("mail", *(f"{number:02}" for number in range(15)))
    monkeypatch.setattr(replay, "MOST", 13)

    assert [replay_queue(operator, "mail") for _ in range(3)] == [13, 2, 0]


@pytest.mark.parametrize("queue", ["events", "letters", "Webhooks", "x" * 21, "%2e%2e"])
def test_a_queue_that_we_do_not_have_is_not_found(operator: str, queue: str) -> None:
    answer = call("POST", f"/v1/queues/{queue}/replay", secret=operator)

    assert answer.status == 404


def test_only_operators_replay(operator: str) -> None:
    owner = an_owner(a_reseller(operator))
    park("webhooks", "{}")

    answers = [
        call("POST", "/v1/queues/webhooks/replay", secret=secret) for secret in (owner, None)
    ]

    assert [answer.status for answer in answers] == [403, 401]
    assert received(queue_settings.webhook_queue_url()) == []


def test_a_payment_that_was_parked_adds_its_pack_after_a_replay(
    operator: str, provider: PretendProvider
) -> None:
    del provider
    reseller = a_reseller(operator, initial_licenses=0)
    owner = an_owner(reseller)
    park(
        "webhooks",
        json.dumps(stripe_events.queued(stripe_events.completed(a_purchase(owner, reseller)))),
    )

    replay_queue(operator, "webhooks")
    back = received(queue_settings.webhook_queue_url())
    tell(*(json.loads(json.loads(body)["body"]) for body in back))

    assert pool_of(owner, reseller)["available"] == 10
