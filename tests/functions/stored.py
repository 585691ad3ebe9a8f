"""
The whole table: to see that nothing was written, or to put back what was.
"""

from typing import Any

from tenantry.services import client
from tests.deployment import ENVIRONMENT

type Stored = dict[tuple[str, str], dict[str, Any]]

_TABLE = ENVIRONMENT["TENANTRY_TABLE"]


def everything(*, counters: bool = False) -> Stored:
    """
    Every item in DynamoDB's own words; what counts requests is left out unless *counters*.
    """
    items = client("dynamodb").scan(TableName=_TABLE, ConsistentRead=True)["Items"]
    return {
        (item["pk"]["S"], item["sk"]["S"]): item
        for item in items
        if counters or not item["pk"]["S"].startswith("LIMIT#")
    }


def put_back(before: Stored) -> None:
    """
    Make the table what it was.
    """
    dynamodb, now = client("dynamodb"), everything(counters=True)
    for pk, sk in now.keys() - before.keys():
        dynamodb.delete_item(TableName=_TABLE, Key={"pk": {"S": pk}, "sk": {"S": sk}})
    for key, item in before.items():
        if now.get(key) != item:
            dynamodb.put_item(TableName=_TABLE, Item=item)


def kinds_of(items: Stored) -> dict[str, int]:
    """
    How many items there are of each kind.
    """
    kinds = sorted(item["kind"]["S"] for item in items.values())
    return {kind: kinds.count(kind) for kind in kinds}
