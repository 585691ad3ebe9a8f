"""
What we say to Stripe and hear from it, over HTTP: to the stand-in, and to servers that fail.
"""

import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import stripe

from infra.local.places import HOST
from infra.local.stand_in import Reply, Request, Server
from infra.local.stripe.server import StandIn
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.payments.model import RefundStatus
from tenantry.providers.model import Order, ProviderRefused, ProviderUnavailable
from tenantry.providers.stripe import calls
from tenantry.providers.stripe.licenses import Stripe
from tests.deployment import STRIPE_SECRETS
from tests.unit.providers.introducing import introduce, known

pytestmark = pytest.mark.requirement("R-BIL-2")

ORDER = Order("lic_1", TenantId("ten_1"), 10, Money(2_000, "USD"))
ONE = Money(100, "USD")


@dataclass
class Telling:
    """
    A server that answers everything alike, and notes what it was asked.
    """

    status: int = 200
    body: str = "{}"
    asked: list[Request] = field(default_factory=list)

    def reply(self, request: Request) -> Reply:
        """
        Answer, and note.
        """
        self.asked.append(request)
        return Reply(self.status, body=self.body)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """
    The library waits before it tries again; here it does not.
    """
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0)
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0)
    yield
    calls.platform_client.cache_clear()


@pytest.fixture(autouse=True)
def _account() -> Iterator[None]:
    with known("stripe", "http://unused.invalid", json.dumps(STRIPE_SECRETS)):
        yield


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    with StandIn(tmp_path) as running, known("stripe", running.base_url, running.secret()):
        monkeypatch.setenv("TENANTRY_STRIPE_API_BASE", running.base_url)
        yield running


@pytest.fixture
def telling(monkeypatch: pytest.MonkeyPatch) -> Iterator[Telling]:
    told, server = Telling(), Server()
    server.start(told.reply)
    monkeypatch.setenv("TENANTRY_STRIPE_API_BASE", server.base_url)
    yield told
    server.stop()


def a_payment(stand_in: StandIn) -> str:
    """
    The reference of an order that was paid: 200.00 USD.
    """
    return str(stand_in.player.pay(Stripe().open_checkout(ORDER).id)["payment_intent"])


def test_a_checkout_is_a_page_on_which_the_order_can_be_paid(stand_in: StandIn) -> None:
    checkout = Stripe().open_checkout(ORDER)

    paid = stand_in.player.pay(checkout.url)
    assert (paid["id"], paid["amount_subtotal"], paid["currency"]) == (checkout.id, 20_000, "usd")
    assert paid["metadata"] == {"purchase_id": "lic_1", "reseller_id": "ten_1"}


def test_asked_again_it_is_the_same_checkout_and_the_same_refund(stand_in: StandIn) -> None:
    reference = a_payment(stand_in)

    again = [Stripe().open_checkout(ORDER) for _ in range(2)]
    statuses = [Stripe().refund("ret_1", reference, ONE) for _ in range(3)]

    assert again[0] == again[1]
    assert statuses == [RefundStatus.SUCCEEDED] * 3
    assert len(stand_in.account.all("refund")) == 1


@pytest.mark.parametrize("times", [1, 2])
def test_a_failure_that_passes_is_not_noticed(stand_in: StandIn, times: int) -> None:
    stand_in.player.refuse_next(times)

    assert Stripe().open_checkout(ORDER).url.startswith(stand_in.base_url)


def test_an_answer_that_is_lost_costs_nothing_twice(stand_in: StandIn) -> None:
    reference = a_payment(stand_in)
    stand_in.player.lose_answers(3)
    with pytest.raises(ProviderUnavailable):
        Stripe().refund("ret_1", reference, ONE)

    found = Stripe().find_refund("ret_1", reference)
    again = Stripe().refund("ret_1", reference, ONE)

    assert found == again == RefundStatus.SUCCEEDED
    assert len(stand_in.account.all("refund")) == 1


def test_a_refund_of_ours_is_found_behind_a_hundred_others(stand_in: StandIn) -> None:
    reference = a_payment(stand_in)
    stand_in.player.pending_refunds(on=True)
    Stripe().refund("ret_1", reference, ONE)
    for _ in range(100):
        stand_in.player.refund(reference, 1)

    found = [Stripe().find_refund(refund_id, reference) for refund_id in ("ret_1", "ret_2")]

    assert found == [RefundStatus.PENDING, None]


def test_what_stripe_says_no_to_is_refused(stand_in: StandIn) -> None:
    reference = a_payment(stand_in)

    with pytest.raises(ProviderRefused):
        Stripe().refund("ret_1", reference, Money(20_001, "USD"))
    with pytest.raises(ProviderRefused):
        Stripe().refund("ret_2", "pi_unknown", ONE)


def test_a_key_that_is_not_the_accounts_is_refused(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = '{"api_key": "sk_test_other", "webhook_secrets": []}'
    introduce("stripe", stand_in.base_url, other, monkeypatch)

    with pytest.raises(ProviderRefused) as refused:
        Stripe().open_checkout(ORDER)

    assert "sk_test_other" not in str(refused.value) + str(refused.value.context)


def test_each_call_says_what_the_library_needs(telling: Telling) -> None:
    telling.body = '{"object": "list", "data": [], "has_more": false, "url": "/v1/refunds"}'
    Stripe().find_refund("ret_1", "pi_1")
    telling.body = '{"id": "cs_1", "url": "https://pay.example/cs_1"}'
    Stripe().open_checkout(ORDER)
    telling.body = '{"id": "re_1", "status": "succeeded"}'
    Stripe().refund("ret_1", "pi_1", ONE)

    listed, opened, refunded = telling.asked
    assert [f"{said.method} {said.path}" for said in telling.asked] == [
        "GET /v1/refunds",
        "POST /v1/checkout/sessions",
        "POST /v1/refunds",
    ]
    assert listed.parameters() == {"payment_intent": "pi_1", "limit": "100"}
    keys = [said.headers.get("idempotency-key") for said in telling.asked]
    assert keys == [None, "checkout-lic_1", "refund-ret_1"]
    assert refunded.form()["metadata[refund_id]"] == "ret_1"
    assert opened.headers["authorization"] == "Bearer sk_test_key"


STATUSES = """
400  invalid_request_error  provider.refused      1
400  idempotency_error      provider.refused      1
401  invalid_request_error  provider.refused      1
402  card_error             provider.refused      1
403  invalid_request_error  provider.refused      1
404  invalid_request_error  provider.refused      1
409  idempotency_error      provider.unavailable  3
429  rate_limit_error       provider.unavailable  1
500  api_error              provider.unavailable  3
503  api_error              provider.unavailable  3
"""


@pytest.mark.parametrize("row", STATUSES.strip().splitlines())
def test_a_refusal_is_final_and_everything_else_is_tried_again(telling: Telling, row: str) -> None:
    status, kind, code, times = row.split()
    telling.status = int(status)
    telling.body = f'{{"error": {{"type": "{kind}", "message": "sk_test_key"}}}}'

    with pytest.raises((ProviderRefused, ProviderUnavailable)) as raised:
        Stripe().refund("ret_1", "pi_1", ONE)

    assert (raised.value.code, len(telling.asked)) == (code, int(times))
    assert len({said.headers["idempotency-key"] for said in telling.asked}) == 1
    assert "sk_test_key" not in str(raised.value)


@pytest.mark.parametrize(("status", "body"), [(502, "<html>"), (200, "<html>"), (200, "")])
def test_an_answer_that_is_no_json_is_none(telling: Telling, status: int, body: str) -> None:
    telling.status, telling.body = status, body

    with pytest.raises(ProviderUnavailable):
        Stripe().open_checkout(ORDER)


def test_a_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "TIMEOUT_SECONDS", 0.05)
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setenv("TENANTRY_STRIPE_API_BASE", f"http://{HOST}:{port}")

        with pytest.raises(ProviderUnavailable) as raised:
            Stripe().find_refund("ret_1", "pi_1")

    assert raised.value.context["retry_after"] == 5


def test_a_server_that_is_not_there_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]
    monkeypatch.setenv("TENANTRY_STRIPE_API_BASE", f"http://{HOST}:{port}")

    with pytest.raises(ProviderUnavailable):
        Stripe().open_checkout(ORDER)
