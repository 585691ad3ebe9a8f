"""
What a provider's event costs: to receive, against a queue that answers at once, and to apply.
"""

import hmac
import importlib
import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from typing import Any

from botocore.awsrequest import AWSResponse

from benchmarks.asked import a_world
from benchmarks.engine import on_engine, tallied
from benchmarks.figures import Figure, median
from infra.local.deploy import client
from tenantry import services
from tenantry.ids import TenantId
from tests.calling import CONTEXT
from tests.deployment import ENVIRONMENT, STRIPE_SECRETS
from tests.licensing import begin_purchase, reference_of

ROUNDS = 300
QUEUE = "https://queue.invalid/webhooks"

_numbers = count()
NO_HEADERS: Any = {}


class Taken(AWSResponse):
    """
    What the queue answers when it has taken a message.
    """

    def __init__(self) -> None:
        super().__init__("https://queue.invalid", 200, NO_HEADERS, None)
        self._content = b'{"MessageId": "1"}'


class Queue:
    """
    A queue that answers at once, and counts.
    """

    def __init__(self) -> None:
        self.messages = 0

    def take(self, **_: Any) -> Taken:
        """
        Answer instead of sending.
        """
        self.messages += 1
        return Taken()


def figures() -> Iterator[Figure]:
    """
    Calls, processor time and capacity of one paid event.
    """
    with on_engine():
        _put_secret()
        # Its settings are read when it is imported, as Lambda imports it.
        receive = importlib.import_module("billing_webhooks.receive").handler
        apply = importlib.import_module("billing_webhooks.apply").handler
        world = a_world()
        event = _paid_event(TenantId(world.reseller_id))
        yield from _received(receive, event)
        yield from _applied(apply, TenantId(world.reseller_id))


def _received(receive: Callable[..., Any], event: str) -> Iterator[Figure]:
    queue = Queue()
    sqs = services.client("sqs")
    sqs.meta.events.register_first("before-send.sqs", queue.take)
    request = _signed(event)
    ours, bare = [], []
    for _ in range(ROUNDS):
        bare.append(_seconds(lambda: sqs.send_message(QueueUrl=QUEUE, MessageBody=event)))
        ours.append(_seconds(lambda: receive(request, CONTEXT)))
    assert receive(request, CONTEXT)["statusCode"] == 200, "a signed event is taken"  # noqa: PLR2004
    calls = (queue.messages - ROUNDS) / (ROUNDS + 1)
    conditions = (
        f"{ROUNDS} events, alternating with a bare send_message; a queue that answers at once"
    )
    yield Figure("calls, receive a webhook", calls, "calls", "warm; SendMessage")
    yield Figure(
        "processor time, receive a webhook", round(median(ours) * 1000, 2), "ms", conditions
    )
    ratio = round(median(ours) / median(bare), 2)
    yield Figure("processor, receive a webhook", ratio, "times a bare send_message", conditions)


def _applied(apply: Callable[..., Any], reseller_id: TenantId) -> Iterator[Figure]:
    for _ in range(2):
        record = {"messageId": "1", "body": _paid_event(reseller_id)}
        with tallied() as tally:
            answer = apply({"Records": [record]}, CONTEXT)
        assert answer == {"batchItemFailures": []}, answer
    made = ", ".join(tally.operations)
    yield Figure("calls, apply a paid event", len(tally.operations), "calls", made)
    yield Figure("capacity, apply a paid event", tally.capacity, "units", made)


def _put_secret() -> None:
    os.environ["TENANTRY_STRIPE_SECRET"] = ENVIRONMENT["TENANTRY_STRIPE_SECRET"]
    os.environ["TENANTRY_WEBHOOK_QUEUE_URL"] = QUEUE
    client(os.environ["AWS_ENDPOINT_URL"], "secretsmanager").create_secret(
        Name=ENVIRONMENT["TENANTRY_STRIPE_SECRET"], SecretString=json.dumps(STRIPE_SECRETS)
    )


def _paid_event(reseller_id: TenantId) -> str:
    purchase = begin_purchase(reseller_id, now=datetime.now(UTC))
    session = {
        "id": "cs_test_1",
        "mode": "payment",
        "payment_status": "paid",
        "payment_intent": reference_of(purchase),
        "amount_subtotal": purchase.total.minor,
        "amount_total": purchase.total.minor,
        "currency": purchase.total.currency.lower(),
        "metadata": {"reseller_id": reseller_id, "purchase_id": purchase.id},
    }
    event = {
        "id": f"evt_{next(_numbers)}",
        "type": "checkout.session.completed",
        "livemode": False,
        "data": {"object": session},
    }
    return json.dumps(event)


def _signed(body: str) -> dict[str, Any]:
    moment = str(int(time.time()))
    secret = str(STRIPE_SECRETS["webhook_secrets"][0])
    signature = hmac.new(secret.encode(), f"{moment}.{body}".encode(), sha256).hexdigest()
    header = {"stripe-signature": f"t={moment},v1={signature}"}
    return {"headers": header, "body": body, "isBase64Encoded": False}


def _seconds(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return time.process_time() - started
