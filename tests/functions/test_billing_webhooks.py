"""
What Stripe sends is received: authentic or refused, queued as it came, and nothing else.
"""

import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from billing_webhooks.reading import BODY_BYTES_MAX
from billing_webhooks.receive import handler
from infra.local.places import ROOT
from tenantry import queue_settings, services
from tenantry.providers.parts import NAMES
from tests.calling import CONTEXT, call
from tests.deployment import STRIPE_SECRETS, deployed
from tests.functions.lambdas import received
from tests.stripe_events import SECRET, signature

pytestmark = pytest.mark.requirement("R-BIL-2")

BODY = '{"id": "evt_1",  "type": "ключ", "livemode": false}'.encode()
"""Two spaces, and letters of more than one byte: parsed and written again it would differ."""


@pytest.fixture(scope="module", autouse=True)
def _deployment() -> Iterator[None]:
    with deployed():
        yield


@pytest.fixture(autouse=True)
def _nothing_is_queued(_deployment: None) -> None:
    queued()


@pytest.fixture
def called() -> Iterator[list[str]]:
    """
    Every call to AWS, by operation.
    """
    services.session.cache_clear()
    services.client.cache_clear()
    made: list[str] = []

    def note(**known: Any) -> None:
        made.append(known["model"].name)

    services.session().register("before-call", note)
    yield made
    services.session.cache_clear()
    services.client.cache_clear()


def receive(
    body: bytes, header: str | None, *, as_base64: bool = True, name: str = "stripe-signature"
) -> dict[str, Any]:
    event = {
        "version": "2.0",
        "routeKey": "POST /v1/webhooks/{provider}",
        "pathParameters": {"provider": "stripe"},
        "headers": {} if header is None else {name: header},
        "body": b64encode(body).decode() if as_base64 else body.decode(),
        "isBase64Encoded": as_base64,
    }
    return handler(event, CONTEXT)


def queued() -> list[str]:
    return [json.loads(text)["body"] for text in received(queue_settings.webhook_queue_url())]


@pytest.mark.parametrize("as_base64", [True, False])
def test_an_authentic_event_is_queued_byte_for_byte(as_base64: bool) -> None:
    answer = receive(BODY, signature(BODY), as_base64=as_base64)

    assert (answer["statusCode"], answer["body"]) == (200, "{}")
    assert [body.encode() for body in queued()] == [BODY]


def test_it_stands_at_its_path_and_needs_no_key() -> None:
    header = {"Stripe-Signature": signature(BODY)}

    answer = call("POST", "/v1/webhooks/stripe", raw=BODY, headers=header, key="")

    assert answer.status == 200
    assert len(queued()) == 1


@pytest.mark.parametrize("secret", STRIPE_SECRETS["webhook_secrets"])
def test_each_secret_of_a_rotation_is_good(secret: str) -> None:
    assert receive(BODY, signature(BODY, secret=secret))["statusCode"] == 200


def test_one_good_signature_among_others_is_enough() -> None:
    good = signature(BODY)

    answer = receive(BODY, f"{good},v1={'0' * 64},v0={'1' * 64}")

    assert answer["statusCode"] == 200


WRONG: dict[str, Callable[[str], str | None]] = {
    "missing": lambda _: None,
    "empty": lambda _: "",
    "not a list": lambda _: "signature",
    "without a time": lambda good: good.split(",")[1],
    "without a signature": lambda good: good.split(",")[0],
    "with two times": lambda good: f"t=1,{good}",
    "with a time that is none": lambda good: good.replace("t=", "t=x"),
    "with a time in other digits": lambda _: "t=١٧٦٣,v1=00",
    "with a time beyond all": lambda _: f"t={'9' * 5_000},v1=00",
    "of an unknown secret": lambda _: signature(BODY, secret="whsec_other"),
    "of the API key": lambda _: signature(BODY, secret=str(STRIPE_SECRETS["api_key"])),
    "of an empty secret": lambda _: signature(BODY, secret=""),
    "of another scheme": lambda good: good.replace("v1=", "v0="),
    "of another body": lambda _: signature(BODY + b" "),
    "with letters of no alphabet": lambda good: good.split(",")[0] + ",v1=ключ\udfff",
}


@pytest.mark.parametrize("spoil", WRONG.values(), ids=WRONG.keys())
def test_what_is_not_signed_by_stripe_is_refused(spoil: Callable[[str], str | None]) -> None:
    answer = receive(BODY, spoil(signature(BODY)))

    problem = json.loads(answer["body"])
    assert answer["statusCode"] == problem["status"] == 400
    assert problem["code"] == "webhook.not_authentic"
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    assert queued() == []


@pytest.mark.parametrize(
    ("seconds", "status"), [(-310, 400), (-290, 200), (0, 200), (290, 200), (310, 400)]
)
def test_a_signature_is_good_for_five_minutes_both_ways(seconds: int, status: int) -> None:
    made = datetime.now(UTC) + timedelta(seconds=seconds)

    assert receive(BODY, signature(BODY, made))["statusCode"] == status


@pytest.mark.parametrize("place", [0, 10, len(BODY) - 1])
def test_a_body_with_one_changed_bit_is_refused(place: int) -> None:
    altered = bytearray(BODY)
    altered[place] ^= 1

    assert receive(bytes(altered), signature(BODY))["statusCode"] == 400
    assert queued() == []


def test_a_body_that_is_written_anew_is_not_the_one_that_was_signed() -> None:
    written_anew = json.dumps(json.loads(BODY)).encode()

    assert receive(written_anew, signature(BODY))["statusCode"] == 400


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 413)])
def test_a_body_above_the_limit_is_too_large(more: int, status: int) -> None:
    body = b" " * (BODY_BYTES_MAX + more)

    answer = receive(body, signature(body))

    assert answer["statusCode"] == status
    assert len(queued()) == (1 if status == 200 else 0)


def test_what_is_no_utf_8_is_refused_even_when_signed() -> None:
    body = b'{"id": "\xff"}'

    assert receive(body, signature(body))["statusCode"] == 400


@pytest.mark.parametrize("body", ["{", "e", "é", "\udfff"])
def test_what_is_no_base64_is_refused(body: str) -> None:
    event = {
        "pathParameters": {"provider": "stripe"},
        "headers": {"stripe-signature": "t=1,v1=0"},
        "body": body,
        "isBase64Encoded": True,
    }

    assert handler(event, CONTEXT)["statusCode"] == 400


@pytest.mark.parametrize("event", [{}, {"headers": None, "body": None}])
def test_an_empty_request_is_refused(event: dict[str, Any]) -> None:
    for provider in NAMES:
        asked = {**event, "pathParameters": {"provider": provider}}
        assert handler(asked, CONTEXT)["statusCode"] == 400


def test_one_message_is_sent_and_nothing_else_is_called(called: list[str]) -> None:
    receive(BODY, signature(BODY))
    called.clear()

    receive(BODY, signature(BODY))

    assert called == ["SendMessage"]


def test_an_event_that_cannot_be_queued_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = "https://sqs.eu-west-1.amazonaws.com/123456789012/gone"
    monkeypatch.setenv("TENANTRY_WEBHOOK_QUEUE_URL", gone)

    # Lambda answers 500 then, and Stripe sends it again.
    with pytest.raises(ClientError, match="NonExistentQueue"):
        receive(BODY, signature(BODY))


def test_a_refusal_calls_nothing(called: list[str]) -> None:
    receive(BODY, signature(BODY))
    called.clear()

    receive(BODY, "t=1,v1=0")

    assert called == []


def test_no_answer_tells_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    headers = [signature(BODY), "t=1,v1=0", None, signature(BODY, secret="whsec_other")]

    said = str([receive(BODY, header) for header in headers]) + caplog.text

    assert SECRET not in said
    assert all(str(secret) not in said for secret in STRIPE_SECRETS["webhook_secrets"])
    assert signature(BODY).split("v1=")[1] not in said


def test_the_receiver_starts_with_what_it_needs() -> None:
    asked = "import sys, billing_webhooks.receive; print(*sorted(sys.modules))"
    paths = os.pathsep.join([str(ROOT / "layers" / "common"), str(ROOT / "functions")])
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": paths}

    started = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True
    )

    brought = {name.split(".")[0] for name in started.stdout.split()}
    heavy = {"stripe", "pydantic", "pynamodb", "aws_lambda_powertools", "requests", "boto3"}
    assert "billing_webhooks" in brought
    assert brought & heavy == set()
