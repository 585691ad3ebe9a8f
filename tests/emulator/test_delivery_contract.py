"""
What we rely on from MiniStack between functions: stream, bus, queues, secrets and mail.
"""

import json
import uuid
from typing import Any

import pytest

from infra.local.stack import LocalStack, eventually

pytestmark = pytest.mark.emulator


def put(stack: LocalStack, pk: str, sk: str, **values: str) -> None:
    named = {"pk": pk, "sk": sk, **values}
    item = {name: {"S": value} for name, value in named.items()}
    stack.client("dynamodb").put_item(TableName=stack.table_name, Item=item)


def done(stack: LocalStack, sk: str) -> bool:
    key = {"pk": {"S": "DONE"}, "sk": {"S": sk}}
    return "Item" in stack.client("dynamodb").get_item(TableName=stack.table_name, Key=key)


def work(sk: str, **more: str) -> dict[str, Any]:
    return {"Id": sk, "MessageBody": json.dumps({"detail": {"sk": sk}, **more})}


def test_an_inserted_item_goes_by_stream_bus_rule_and_queue_to_its_worker(
    contract: LocalStack,
) -> None:
    sk = str(uuid.uuid4())

    put(contract, "EVENT#1", sk, type="work.asked")

    assert eventually(lambda: done(contract, sk))


def test_the_streams_filter_and_the_rules_pattern_hold(contract: LocalStack) -> None:
    filtered, unmatched, last = (str(uuid.uuid4()) for _ in range(3))

    put(contract, "OTHER#1", filtered, type="work.asked")
    put(contract, "EVENT#1", unmatched, type="other.asked")
    put(contract, "EVENT#1", last, type="work.asked")

    assert eventually(lambda: done(contract, last))
    assert not done(contract, filtered)
    assert not done(contract, unmatched)


def test_only_the_failed_message_of_a_batch_comes_again_and_ends_as_dead(
    contract: LocalStack,
) -> None:
    good, poisoned = str(uuid.uuid4()), str(uuid.uuid4())
    sqs = contract.client("sqs")

    entries = [work(good), work(poisoned, kind="poison")]
    sqs.send_message_batch(QueueUrl=contract.outputs["WorkQueueUrl"], Entries=entries)

    dead = eventually(
        lambda: sqs.receive_message(QueueUrl=contract.outputs["DeadQueueUrl"]).get("Messages"),
        seconds=60,
    )
    assert [json.loads(message["Body"])["detail"]["sk"] for message in dead] == [poisoned]
    assert done(contract, good)
    assert not done(contract, poisoned)


def test_a_generated_secret_is_there_and_long_enough(contract: LocalStack) -> None:
    secrets = contract.client("secretsmanager")

    first, second = (
        secrets.get_secret_value(SecretId=contract.outputs["ServerKeyId"])["SecretString"]
        for _ in range(2)
    )

    assert first == second
    assert len(first) == 64


def test_mail_is_sent_only_from_the_templates_identity_and_can_be_read(
    contract: LocalStack,
) -> None:
    to = f"{uuid.uuid4()}@example.com"
    ses = contract.client("sesv2")
    content = {"Simple": {"Subject": {"Data": "مرحبا"}, "Body": {"Text": {"Data": "Hi"}}}}
    mail = {"Destination": {"ToAddresses": [to]}, "Content": content}

    ses.send_email(FromEmailAddress=contract.outputs["MailFrom"], **mail)
    with pytest.raises(ses.exceptions.MessageRejected):
        ses.send_email(FromEmailAddress="stranger@elsewhere.example", **mail)

    (read,) = contract.mails(to)
    assert (read.sender, read.subject, read.text) == (contract.outputs["MailFrom"], "مرحبا", "Hi")
