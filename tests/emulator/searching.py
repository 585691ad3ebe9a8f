"""
Everything that a running stack has written down, mails aside, as text to search in.
"""

import json
from collections.abc import Iterator
from typing import Any

from infra.local.stack import LocalStack

EVERY_EVENT = json.dumps({"source": ["tenantry"]})


def listen_to_the_bus(stack: LocalStack) -> str:
    """
    Keep a copy of every event on the bus in a queue that nobody works; the queue's URL.
    """
    sqs, events = stack.client("sqs"), stack.client("events")
    url = sqs.create_queue(QueueName="everything-on-the-bus")["QueueUrl"]
    names = ["QueueArn"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]["QueueArn"]
    bus = stack.outputs["BusName"]
    events.put_rule(Name="everything", EventBusName=bus, EventPattern=EVERY_EVENT)
    events.put_targets(Rule="everything", EventBusName=bus, Targets=[{"Id": "1", "Arn": arn}])
    return str(url)


def table(stack: LocalStack) -> Iterator[str]:
    """
    Every item of the table.
    """
    pages = stack.client("dynamodb").get_paginator("scan").paginate(TableName=stack.table_name)
    for page in pages:
        yield from (json.dumps(item, default=str, ensure_ascii=False) for item in page["Items"])


def logs(stack: LocalStack) -> Iterator[str]:
    """
    Every line of every log, MiniStack's own as well.
    """
    client = stack.client("logs")
    for groups in client.get_paginator("describe_log_groups").paginate():
        for group in groups["logGroups"]:
            pages = client.get_paginator("filter_log_events")
            for page in pages.paginate(logGroupName=group["logGroupName"]):
                yield from (event["message"] for event in page["events"])
    yield from stack.engine.log.read_text().splitlines()


def messages(stack: LocalStack) -> Iterator[str]:
    """
    Every message that still lies in a queue, and every event that came over the bus.
    """
    client = stack.client("sqs")
    for url in client.list_queues().get("QueueUrls", []):
        yield from _messages_of(client, url)


def _messages_of(client: Any, url: str) -> Iterator[str]:  # noqa: ANN401 - a boto3 client
    while True:
        answer = client.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        )
        if not answer.get("Messages"):
            return
        yield from (json.dumps(message) for message in answer["Messages"])
