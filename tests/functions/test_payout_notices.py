"""
What providers tell of payouts, from the gateway to the queue, and from there to who asks.
"""

import hmac
import json
from collections.abc import Iterator
from hashlib import sha512
from typing import Any

import pytest

from billing_webhooks.apply import handler as apply
from billing_webhooks.receive import handler as receive
from tenantry import queue_settings
from tenantry.providers.mpesa.signature import PayoutSubject, payout_of, payout_subject, token
from tests.calling import CONTEXT
from tests.deployment import PROVIDER_SECRETS, deployed
from tests.functions.lambdas import messages, received
from tests.reading import snapshot

pytestmark = pytest.mark.requirement("R-COM-6")

ATTEMPT = "pat_01M7XPE6000000000000000000"
RESULT = {"Result": {"ResultCode": 0, "TransactionID": "SG632NMUAB"}}
TRANSFER = {"event": "transfer.success", "data": {"reference": ATTEMPT.lower()}}


@pytest.fixture(autouse=True)
def _deployment() -> Iterator[None]:
    with deployed():
        received(queue_settings.webhook_queue_url())
        yield


def notice(kind: PayoutSubject, *, given: str | None = None) -> dict[str, Any]:
    """
    A notice of M-Pesa's as the gateway hands it over.
    """
    subject = payout_subject(ATTEMPT, kind)
    secret = PROVIDER_SECRETS["mpesa"]["path_secrets"][0]
    path = {"subject": subject, "token": given or token(secret, subject)}
    return {"pathParameters": path, "headers": {}, "body": json.dumps(RESULT)}


def webhook() -> dict[str, Any]:
    """
    A webhook of Paystack's, signed.
    """
    body = json.dumps(TRANSFER)
    key = PROVIDER_SECRETS["paystack"]["webhook_keys"][0].encode()
    signature = hmac.new(key, body.encode(), sha512).hexdigest()
    headers = {"X-Paystack-Signature": signature}
    return {"pathParameters": {"provider": "paystack"}, "headers": headers, "body": body}


def queued() -> list[dict[str, Any]]:
    """
    What waits to be applied.
    """
    return [json.loads(text) for text in received(queue_settings.webhook_queue_url())]


@pytest.mark.parametrize("kind", PayoutSubject)
def test_a_notice_is_queued_with_what_it_is_about_and_without_its_token(
    kind: PayoutSubject,
) -> None:
    answer = receive(notice(kind), CONTEXT)

    (message,) = queued()
    assert json.loads(answer["body"]) == {"ResultCode": 0, "ResultDesc": "Accepted"}
    assert payout_of(message["path"]["subject"]) == (ATTEMPT, kind)
    assert "token" not in message["path"]
    assert message["trust"] == "hint"


def test_a_notice_at_an_address_that_we_did_not_make_is_nobodys() -> None:
    answer = receive(notice(PayoutSubject.ASKED, given="0" * 40), CONTEXT)

    assert answer["statusCode"] == 400
    assert queued() == []


@pytest.mark.parametrize(
    "event",
    [*(notice(kind) for kind in PayoutSubject if kind is not PayoutSubject.ASKED), webhook()],
)
def test_what_is_told_of_an_attempt_that_we_do_not_have_changes_nothing(
    event: dict[str, Any],
) -> None:
    receive(event, CONTEXT)
    before = snapshot()

    failed = apply(messages(*queued()), CONTEXT)

    assert failed == {"batchItemFailures": []}
    assert snapshot() == before


def test_an_answer_of_a_form_that_nobody_knows_is_parked() -> None:
    receive(notice(PayoutSubject.ASKED), CONTEXT)

    failed = apply(messages(*queued()), CONTEXT)

    assert len(failed["batchItemFailures"]) == 1
