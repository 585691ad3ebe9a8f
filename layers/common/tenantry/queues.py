"""
Putting messages on queues and events on the bus.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import batched
from typing import Any

from tenantry import settings
from tenantry.errors import Unavailable
from tenantry.services import client

BATCH_MAX = 10
"""What SendMessageBatch and PutEvents take at once."""


def send(queue_url: str, messages: Iterable[Mapping[str, Any]]) -> int:
    """
    Put messages on a queue, ten at a time; how many there were.

    Raises:
        Unavailable: The queue did not take one of them. Those before it are sent, and a repeat
            sends them again: whoever works the queue takes repeats.
    """
    count = 0
    for batch in batched(messages, BATCH_MAX, strict=False):
        entries = [
            {"Id": str(number), "MessageBody": json.dumps(message)}
            for number, message in enumerate(batch)
        ]
        answer = client("sqs").send_message_batch(QueueUrl=queue_url, Entries=entries)
        if answer.get("Failed"):
            message = "the queue did not take every message"
            raise Unavailable(message)
        count += len(batch)
    return count


def replay(dead_letters_url: str, queue_url: str, most: int) -> int:
    """
    Put up to *most* parked messages back on their queue; how many there were.

    A message is deleted only after it was sent on: one that is sent twice does no harm.
    """
    moved = 0
    while moved < most:
        wanted = min(BATCH_MAX, most - moved)
        answer = client("sqs").receive_message(
            QueueUrl=dead_letters_url, MaxNumberOfMessages=wanted
        )
        messages = answer.get("Messages", [])
        if not messages:
            break
        for message in messages:
            client("sqs").send_message(QueueUrl=queue_url, MessageBody=message["Body"])
            client("sqs").delete_message(
                QueueUrl=dead_letters_url, ReceiptHandle=message["ReceiptHandle"]
            )
        moved += len(messages)
    return moved


def publish(events: Sequence[tuple[str, str]]) -> list[int]:
    """
    Put events (kind, JSON) on the bus; the numbers, from 0, of those that the bus did not take.
    """
    refused = []
    for start in range(0, len(events), BATCH_MAX):
        entries = [
            {
                "Source": "tenantry",
                "DetailType": kind,
                "Detail": detail,
                "EventBusName": settings.bus_name(),
            }
            for kind, detail in events[start : start + BATCH_MAX]
        ]
        answer = client("events").put_events(Entries=entries)
        refused += [
            start + number
            for number, result in enumerate(answer["Entries"])
            if result.get("ErrorCode")
        ]
    return refused
