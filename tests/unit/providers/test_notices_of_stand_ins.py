"""
How the stand-ins for M-Pesa and Paddle post what they have to tell.
"""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import pytest

from infra.local.mpesa.server import StandIn as Mpesa
from infra.local.paddle.server import StandIn as Paddle
from infra.local.playing import NotPossible
from infra.local.stand_in import Reply, Request, Server, json_reply
from tenantry.providers.mpesa.signature import judge as judge_mpesa
from tenantry.providers.paddle.client import Provider
from tenantry.providers.paddle.signature import judge as judge_paddle
from tenantry.providers.webhook import Trust, Webhook
from tests.acting import NOON
from tests.unit.providers.introducing import known
from tests.unit.providers.paddle.asking import ORDER

pytestmark = pytest.mark.requirement("R-BIL-2")

PATIENCE_SECONDS = 10


@dataclass
class Product:
    """
    A server that notes what is posted to it, and answers as it is told to.
    """

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    said: object = field(default_factory=lambda: {"ResultCode": 0})
    posted: list[Request] = field(default_factory=list)
    came: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def reply(self, request: Request) -> Reply:
        """
        Note, and answer with the next status, 200 after the last.
        """
        self.posted.append(request)
        self.came.release()
        return json_reply(self.said, self.statuses.pop(0) if self.statuses else 200)

    def wait(self, count: int) -> None:
        """
        Wait until so many more have come.
        """
        for _ in range(count):
            assert self.came.acquire(timeout=PATIENCE_SECONDS), "nothing came"


@pytest.fixture
def product() -> Iterator[Product]:
    server, product = Server(), Product()
    product.url = server.base_url
    server.start(product.reply)
    yield product
    server.stop()


@pytest.fixture
def mpesa(tmp_path: Path) -> Iterator[Mpesa]:
    with Mpesa(tmp_path) as running:
        yield running


def test_a_payment_is_asked_about_and_then_told_at_addresses_of_ours(
    mpesa: Mpesa, product: Product
) -> None:
    mpesa.deliver_to(product.url)

    mpesa.player.pay_unasked("ACME01", "1250")

    product.wait(2)
    parts = [request.path.split("/")[1:] for request in product.posted]
    assert [part[2] for part in parts] == ["paybill-check", "paybill"]
    for part in parts:
        webhook = Webhook(b"", path={"subject": part[2], "token": part[3]})
        assert judge_mpesa(webhook, json.loads(mpesa.secret()), NOON) is Trust.HINT


def test_a_payment_that_we_refuse_is_not_made(mpesa: Mpesa, product: Product) -> None:
    product.said = {"ResultCode": "C2B00012", "ResultDesc": "Rejected"}
    mpesa.deliver_to(product.url)

    with pytest.raises(NotPossible, match="refused"):
        mpesa.player.pay_unasked("NOBODY", "1250")

    assert mpesa.player.payments() == []


def test_a_notice_is_posted_until_it_is_taken(mpesa: Mpesa, product: Product) -> None:
    receipt = mpesa.player.pay_unasked("ACME01", "1250")["receipt"]
    product.statuses = [500, 503]

    mpesa.deliver_to(product.url)

    product.wait(3)
    assert mpesa.player.deliver_again(receipt) == 200
    statuses = [one["status"] for one in mpesa.player.deliveries()]
    assert statuses == [500, 503, 200, 200]


def test_a_lost_notice_never_comes_by_itself(mpesa: Mpesa, product: Product) -> None:
    mpesa.deliver_to(product.url)
    mpesa.player.lose_notices(1)
    lost = mpesa.player.pay_unasked("ACME01", "1250")["receipt"]
    mpesa.player.pay_unasked("ACME01", "1250")
    product.wait(3)

    told = [json.loads(request.body)["TransID"] for request in product.posted]

    assert lost not in told
    assert mpesa.player.deliver_again(lost) == 200


def test_held_notices_come_when_they_are_let_go(mpesa: Mpesa, product: Product) -> None:
    mpesa.deliver_to(product.url)
    mpesa.player.hold(on=True)
    mpesa.player.pay_unasked("ACME01", "1250")
    product.wait(1)
    assert [request.path.split("/")[3] for request in product.posted] == ["paybill-check"]

    mpesa.player.hold(on=False)

    product.wait(1)


def test_paddles_webhooks_are_signed(tmp_path: Path, product: Product) -> None:
    with Paddle(tmp_path) as paddle, known("paddle", paddle.base_url, paddle.secret()):
        paddle.deliver_to(f"{product.url}/v1/webhooks/paddle")
        requested = Provider().request(ORDER)
        product.wait(2)

        request = product.posted[0]

        webhook = Webhook(request.body.encode(), request.headers)
        now = paddle.account.clock()
        assert judge_paddle(webhook, json.loads(paddle.secret()), now) is Trust.SIGNED
        assert requested.url is not None
        with urlopen(requested.url) as page:  # noqa: S310 - our own address
            assert "Pay by card" in page.read().decode()


@pytest.mark.parametrize("kind", [Mpesa, Paddle])
def test_what_is_kept_is_there_after_a_restart(
    tmp_path: Path, kind: type[Mpesa] | type[Paddle]
) -> None:
    with kind(tmp_path, keeps=True) as before:
        secret = before.secret()

    with kind(tmp_path, keeps=True) as after:
        assert after.secret() == secret


def test_notices_go_nowhere_but_to_this_machine(mpesa: Mpesa) -> None:
    with pytest.raises(ValueError, match="not on this machine"):
        mpesa.deliver_to("https://example.com")
