"""
Racers of the gate: they record orders, and one of them shuts it; and the order of what was written.
"""

from dataclasses import dataclass
from typing import Any

from infra.local.stack import LocalStack
from tests.emulator.requesting import Caller, Request

RECORDED = "recorded"
SHUT = "shut"

type Outcomes = list[tuple[str, tuple[int, str]]]
"""Each order's reference, and how it was answered."""


@dataclass(frozen=True, slots=True)
class Place:
    """
    A tenant, and who records for it.
    """

    caller: Caller
    tenant_id: str

    def order(self, reference: str) -> Request:
        """
        The request that records an order.
        """
        body = {"kind": "sales_order", "reference": reference, "content": {"lines": [1]}}
        return self.caller.request("POST", f"/v1/tenants/{self.tenant_id}/records", body)


def record_one_after_another(place: Place, racer: int, most: int) -> Outcomes:
    """
    Record orders without a pause until the gate refuses one, *most* at the most.
    """
    outcomes = []
    for number in range(most):
        reference = f"SO-{racer}-{number}"
        outcome = place.order(reference)().outcome
        outcomes.append((reference, outcome))
        if outcome[0] != 201:
            break
    return outcomes


def record_then_shut(place: Place, racer: int, recorded: int) -> Outcomes:
    """
    Record some orders like the others, and deactivate the tenant.
    """
    outcomes = record_one_after_another(place, racer, recorded)
    shut = place.caller.call("POST", f"/v1/tenants/{place.tenant_id}/deactivate")
    assert shut.status == 200, shut.text
    return outcomes


def written(stack: LocalStack, tenant_id: str) -> list[str]:
    """
    What was written for a tenant: each record, and the shutting of its gate.

    MiniStack numbers the records of a table's stream in the order of its writes, all items alike.
    """
    client = stack.client("dynamodbstreams")
    table = stack.client("dynamodb").describe_table(TableName=stack.table_name)["Table"]
    stream = {"StreamArn": table["LatestStreamArn"]}
    (shard,) = client.describe_stream(**stream)["StreamDescription"]["Shards"]
    place = client.get_shard_iterator(
        **stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )
    found: list[Any] = []
    while True:
        page = client.get_records(ShardIterator=place["ShardIterator"])
        if not page["Records"]:
            return found
        images = [record["dynamodb"].get("NewImage", {}) for record in page["Records"]]
        for image in images:
            if image.get("pk") == {"S": f"RECORDS#{tenant_id}"}:
                found.append(RECORDED)
            if image.get("pk") == {"S": f"TENANT#{tenant_id}"} and image["sk"] == {"S": "TENANT"}:
                found.extend([SHUT] if image["status"] == {"S": "inactive"} else [])
        place = {"ShardIterator": page["NextShardIterator"]}
