"""
What we rely on from MiniStack's DynamoDB: what our transactions rest on.
"""

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from infra.local.deploy import Client, Json, client
from infra.local.launcher import Engine
from infra.local.stack import LocalStack
from infra.local.tables import create_table

pytestmark = pytest.mark.emulator

NEW = "attribute_not_exists(pk)"
RACERS = 16
LIMIT = 10


class Table:
    """
    A table of the contract's template, and short ways to use it.
    """

    def __init__(self, dynamodb: Client, name: str) -> None:
        self.dynamodb = dynamodb
        self.name = name

    def transact(self, *actions: Json, **more: Json) -> Json:
        return self.dynamodb.transact_write_items(TransactItems=list(actions), **more)

    def put(self, pk: str, n: int = 0, **more: str) -> Json:
        item = {"pk": {"S": pk}, "sk": {"S": "1"}, "n": {"N": str(n)}}
        return {"Put": {"TableName": self.name, "Item": item, **more}}

    def use_one(self, pk: str) -> Json:
        update = {
            "TableName": self.name,
            "Key": {"pk": {"S": pk}, "sk": {"S": "1"}},
            "UpdateExpression": "ADD n :one",
            "ConditionExpression": "attribute_not_exists(n) OR n < :limit",
            "ExpressionAttributeValues": {":one": {"N": "1"}, ":limit": {"N": str(LIMIT)}},
        }
        return {"Update": update}

    def number(self, pk: str) -> int | None:
        key = {"pk": {"S": pk}, "sk": {"S": "1"}}
        read = self.dynamodb.get_item(TableName=self.name, Key=key, ConsistentRead=True)
        return int(read["Item"]["n"]["N"]) if "Item" in read else None


@pytest.fixture(scope="module")
def table(engine: Engine, contract_template: Path) -> Table:
    name = f"contract-{uuid.uuid4()}"
    create_table(engine.endpoint_url, name, contract_template)
    return Table(client(engine.endpoint_url, "dynamodb"), name)


def test_a_failed_transaction_writes_nothing_and_names_the_reasons_in_order(table: Table) -> None:
    table.transact(table.put("taken", 7))

    with pytest.raises(ClientError) as failed:
        table.transact(
            table.put("free"),
            table.put(
                "taken", ConditionExpression=NEW, ReturnValuesOnConditionCheckFailure="ALL_OLD"
            ),
        )

    reasons: Json = failed.value.response["CancellationReasons"]
    assert [reason["Code"] for reason in reasons] == ["None", "ConditionalCheckFailed"]
    assert reasons[1]["Item"]["n"] == {"N": "7"}
    assert table.number("free") is None


def test_a_transaction_repeated_with_its_token_is_applied_once(table: Table) -> None:
    token = str(uuid.uuid4())

    for _ in range(3):
        table.transact(table.use_one("token"), ClientRequestToken=token)

    assert table.number("token") == 1
    with pytest.raises(ClientError, match="IdempotentParameterMismatch"):
        table.transact(table.use_one("other"), ClientRequestToken=token)


def test_racing_transactions_never_pass_the_limit_of_their_condition(table: Table) -> None:
    def take(number: int) -> bool:
        try:
            table.transact(
                table.use_one("pool"), table.put(f"used {number}", ConditionExpression=NEW)
            )
        except table.dynamodb.exceptions.TransactionCanceledException:
            return False
        return True

    with ThreadPoolExecutor(RACERS) as racers:
        won = sum(racers.map(take, range(2 * LIMIT)))

    used = [table.number(f"used {number}") for number in range(2 * LIMIT)]
    assert (won, table.number("pool"), used.count(0)) == (LIMIT, LIMIT, LIMIT)


def test_a_transaction_takes_a_hundred_items_and_no_more(table: Table) -> None:
    table.transact(*(table.put(f"hundred {number}") for number in range(100)))

    with pytest.raises(ClientError, match="ValidationException"):
        table.transact(*(table.put(f"more {number}") for number in range(101)))


def test_an_index_holds_only_items_that_have_its_keys(table: Table) -> None:
    keys = {"list_pk": {"S": "LIST"}, "list_sk": {"S": "1"}}
    for pk, more in (("listed", keys), ("unlisted", {})):
        item = {"pk": {"S": pk}, "sk": {"S": "1"}, **more}
        table.dynamodb.put_item(TableName=table.name, Item=item)

    found = table.dynamodb.query(
        TableName=table.name,
        IndexName="lists",
        KeyConditionExpression="list_pk = :pk",
        ExpressionAttributeValues={":pk": {"S": "LIST"}},
    )

    assert [item["pk"]["S"] for item in found["Items"]] == ["listed"]


def test_consumed_capacity_counts_a_transactions_writes_twice(table: Table) -> None:
    answer = table.transact(table.put("counted"), ReturnConsumedCapacity="TOTAL")

    assert [used["CapacityUnits"] for used in answer["ConsumedCapacity"]] == [2.0]


def test_the_deployed_table_has_its_time_to_live_and_stream(contract: LocalStack) -> None:
    dynamodb = contract.client("dynamodb")

    live = dynamodb.describe_time_to_live(TableName=contract.table_name)["TimeToLiveDescription"]
    described = dynamodb.describe_table(TableName=contract.table_name)["Table"]

    assert live == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}
    stream = described["StreamSpecification"]
    assert stream == {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
