"""
The webhooks of the stand-in for Stripe, without starting the local stack.
"""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import stripe

from infra.local.places import HOST
from infra.local.stack import eventually
from infra.local.stripe.player import Player
from infra.local.stripe.server import StandIn
from tests.emulator.paying import a_checkout, client_of

PAID_AT_ONCE = ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]


class Receiver(ThreadingHTTPServer):
    """
    Takes webhooks, or refuses the first of them.
    """

    def __init__(self) -> None:
        super().__init__((HOST, 0), _Taking)
        self.taken: list[tuple[bytes, str]] = []
        self.refuses = 0


class _Taking(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.taken.append((body, self.headers["stripe-signature"]))
        self.send_response(503 if self.server.refuses else 200)
        self.server.refuses = max(0, self.server.refuses - 1)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def player(tmp_path: Path, receiver: Receiver) -> Iterator[Player]:
    with StandIn(tmp_path) as running:
        running.deliver_to(f"http://{HOST}:{receiver.server_port}/webhooks")
        yield running.player


def test_webhooks_are_signed_and_come_in_order(receiver: Receiver, player: Player) -> None:
    player.pay(a_checkout(client_of(player)).url)

    eventually(lambda: len(receiver.taken) == len(PAID_AT_ONCE))
    secret = player.webhook_secrets[0]
    construct: Any = stripe.Webhook.construct_event
    events = [construct(body, signature, secret) for body, signature in receiver.taken]
    assert [event.type for event in events] == PAID_AT_ONCE
    assert events[2].data.object.metadata.purchase_id == "lic_1"


def test_each_secret_of_a_rotation_signs(receiver: Receiver, tmp_path: Path) -> None:
    with StandIn(tmp_path) as stand_in:
        stand_in.account.webhook_secrets.append("whsec_new")
        stand_in.deliver_to(f"http://{HOST}:{receiver.server_port}/webhooks")
        stand_in.player.expire(a_checkout(client_of(stand_in.player)).url)

        body, signature = eventually(lambda: receiver.taken)[0]

    construct: Any = stripe.Webhook.construct_event
    for secret in stand_in.account.webhook_secrets:
        assert construct(body, signature, secret).type == "checkout.session.expired"


def test_a_webhook_that_is_refused_comes_again(receiver: Receiver, player: Player) -> None:
    receiver.refuses = 2
    client = client_of(player)

    player.expire(a_checkout(client).url)

    eventually(lambda: client.v1.events.list({"delivery_success": True}).data)
    assert [attempt["status"] for attempt in player.deliveries()] == [503, 503, 200]


def test_held_events_are_delivered_one_by_one_in_any_order(player: Player) -> None:
    player.hold(on=True)
    player.pay(a_checkout(client_of(player)).url)

    answers = [player.deliver_again(event["id"]) for event in reversed(player.events())]

    assert answers == [200, 200, 200]
    assert [attempt["type"] for attempt in player.deliveries()] == PAID_AT_ONCE[::-1]


def test_nothing_is_delivered_away_from_this_machine(tmp_path: Path) -> None:
    with StandIn(tmp_path) as stand_in, pytest.raises(ValueError, match="not on this machine"):
        stand_in.deliver_to("https://partners.example.com/webhooks")


def test_what_was_not_taken_is_delivered_at_the_next_start(
    receiver: Receiver, tmp_path: Path
) -> None:
    with StandIn(tmp_path, keeps=True) as first:
        first.player.expire(a_checkout(client_of(first.player)).url)

    with StandIn(tmp_path, keeps=True) as second:
        second.deliver_to(f"http://{HOST}:{receiver.server_port}/webhooks")

        eventually(lambda: receiver.taken)

    assert b"checkout.session.expired" in receiver.taken[0][0]
