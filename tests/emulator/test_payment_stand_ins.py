"""
What the stand-ins for Paystack and Flutterwave have in common: pages, webhooks, restarts.
"""

import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from infra.local.flutterwave.server import StandIn as FlutterwaveStandIn
from infra.local.paystack.server import StandIn as PaystackStandIn
from infra.local.playing import NotPossible
from tenantry.providers.flutterwave.client import Provider as Flutterwave
from tenantry.providers.model import PaymentProvider
from tenantry.providers.paystack.client import Provider as Paystack
from tests.unit.providers.charging import ORDER
from tests.unit.providers.introducing import hearing, introduce

pytestmark = pytest.mark.usefixtures("world")

type StandIn = PaystackStandIn | FlutterwaveStandIn
type Starting = Callable[..., StandIn]

PROVIDERS: dict[str, tuple[Starting, type[PaymentProvider]]] = {
    "paystack": (PaystackStandIn, Paystack),
    "flutterwave": (FlutterwaveStandIn, Flutterwave),
}

each = pytest.mark.parametrize("name", PROVIDERS)


class Running:
    """
    A stand-in that the product knows of.
    """

    def __init__(self, name: str, stand_in: StandIn) -> None:
        self.stand_in = stand_in
        self.player: Any = stand_in.player
        self.provider = PROVIDERS[name][1]()

    def page(self, number: int = 0) -> str:
        """
        The page of another charge.
        """
        order = replace(ORDER, id=f"{ORDER.id[:-3]}{number:03}")
        url = self.provider.request(order).url
        assert url is not None
        return url


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    @contextmanager
    def starting(name: str, *, keeps: bool = False) -> Iterator[Running]:
        with PROVIDERS[name][0](tmp_path, keeps=keeps) as stand_in:
            introduce(name, stand_in.base_url, stand_in.secret(), monkeypatch)
            yield Running(name, stand_in)

    return starting


def press(url: str) -> tuple[int, str | None]:
    at = urlsplit(url)
    assert at.hostname
    connection = HTTPConnection(at.hostname, at.port)
    connection.request("POST", at.path)
    answer = connection.getresponse()
    connection.close()
    return answer.status, answer.headers["Location"]


@each
def test_the_page_says_what_is_to_be_paid_and_has_a_button(
    start: Callable[..., Any], name: str
) -> None:
    with start(name) as running:
        page = running.page()
        shown = urllib.request.urlopen(page).read().decode()  # noqa: S310 - our own address
        refused, paid = press(f"{page}/fail"), press(f"{page}/pay")

        assert "KES 2,500.50" in shown
        assert refused[0] == paid[0] == 303
        assert paid[1] == "https://partners.example.com/workspace"
        with pytest.raises(NotPossible):
            running.player.pay(page)


@each
def test_a_webhook_is_posted_again_until_it_is_taken(start: Callable[..., Any], name: str) -> None:
    with start(name) as running:
        running.stand_in.deliver_to("http://127.0.0.1:9/nobody")
        running.player.pay(running.page())
        with hearing(running.stand_in.deliver_to) as heard:
            [request] = heard(1)

        assert request.path == "/v1/webhooks"
        assert "charge" in request.body


@each
def test_webhooks_are_held_back_lost_and_posted_again(start: Callable[..., Any], name: str) -> None:
    with start(name) as running, hearing(running.stand_in.deliver_to) as heard:
        running.player.lose_notices(1)
        running.player.pay(running.page(1))
        running.player.hold(on=True)
        running.player.pay(running.page(2))
        assert running.player.deliveries() == []

        running.player.hold(on=False)
        heard(1)
        [delivery] = running.player.deliveries()
        again = running.player.deliver_again(delivery["id"])

        assert (again, len({request.body for request in heard(2)})) == (200, 1)


@each
def test_what_is_kept_is_there_after_a_restart(start: Callable[..., Any], name: str) -> None:
    with start(name, keeps=True) as running:
        code = running.page().rpartition("/")[2]
        secret = running.stand_in.secret()

    with start(name, keeps=True) as running:
        running.player.pay(code)

        assert running.stand_in.secret()[:60] == secret[:60]
