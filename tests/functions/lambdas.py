"""
Events as Lambda gets them from queues, the table's stream and the clock; and what was mailed.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

from mailer.send import handler as send_handler
from tenantry import events, settings
from tenantry.services import client
from tests.calling import CONTEXT
from tests.deployment import REGION
from tests.reading import Snapshot, snapshot

type LambdaEvent = dict[str, Any]


@dataclass(frozen=True)
class Mailed:
    """
    A mail that SES took.
    """

    sender: str
    to: str
    subject: str
    html: str

    @property
    def links(self) -> list[str]:
        """
        The links of the mail into our own pages, as paths, each once.
        """
        own = re.findall(rf'href="{settings.base_url()}(/[^"]+)"', self.html)
        return [unescape(link) for link in dict.fromkeys(own)]


def at(moment: datetime) -> LambdaEvent:
    """
    What a schedule sends at *moment*.
    """
    return {"time": moment.isoformat(), "source": "aws.events", "detail": {}}


def messages(*bodies: object) -> LambdaEvent:
    """
    A batch of SQS messages, `message-0`, `message-1` and so on; a text stays as it is.
    """
    return {
        "Records": [
            {
                "messageId": f"message-{number}",
                "body": body if isinstance(body, str) else json.dumps(body),
                "eventSource": "aws:sqs",
                "attributes": {"ApproximateReceiveCount": "1"},
            }
            for number, body in enumerate(bodies)
        ]
    }


def failed_in(answer: Mapping[str, Any]) -> list[str]:
    """
    Which messages or records a batch's answer asks to be sent again.
    """
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def new_events(before: Snapshot) -> list[dict[str, Any]]:
    """
    The events written since *before*, as the table's stream has them, the oldest first.
    """
    items = [
        item
        for key, item in snapshot().items()
        if key not in before and key[0].startswith("EVENT#")
    ]
    return sorted(items, key=lambda item: str(item["sk"]["S"]))


def stream(items: Iterable[Mapping[str, Any]], kind: str = "INSERT") -> LambdaEvent:
    """
    A batch of the table's stream: *items* were written, with sequence numbers from 1.
    """
    return {
        "Records": [
            {
                "eventName": kind,
                "dynamodb": {
                    "Keys": {"pk": item["pk"], "sk": item["sk"]},
                    "NewImage": dict(item),
                    "SequenceNumber": str(number),
                },
            }
            for number, item in enumerate(items, 1)
        ]
    }


def on_the_bus(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """
    Events of the stream in the envelope in which the bus puts them on the mail queue.
    """
    carried = [json.loads(events.to_json(events.from_stream(item))) for item in items]
    return [
        {"source": "tenantry", "detail-type": detail["kind"], "detail": detail}
        for detail in carried
    ]


def mail_what_happened(before: Snapshot) -> list[Mailed]:
    """
    Give the mailer every event since *before*; what it mailed.
    """
    already = len(mailed())
    answer = send_handler(messages(*on_the_bus(new_events(before))), CONTEXT)
    assert failed_in(answer) == []
    return mailed()[already:]


def mail_of(before: Snapshot) -> Mailed:
    """
    The one mail that everything since *before* causes.
    """
    [mail] = mail_what_happened(before)
    return mail


def mailed() -> list[Mailed]:
    """
    Every mail that SES took, the oldest first.
    """
    sent = get_backend("ses")[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    return [
        Mailed(mail.source, mail.destinations["ToAddresses"][0], mail.subject, mail.body)
        for mail in sent
    ]


def received(queue_url: str) -> list[str]:
    """
    The bodies of all messages on a queue; nobody else receives them any more.
    """
    sqs, bodies = client("sqs"), []
    while found := sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages"):
        for message in found:
            bodies.append(message["Body"])
            sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
    return bodies
