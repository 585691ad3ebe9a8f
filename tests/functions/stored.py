"""
The whole table: to see that nothing was written, or to put back what was.

It is read from moto itself: a scan takes moto half a second for a few hundred items.
"""

from typing import Any

from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID

from tenantry.services import client
from tests.deployment import ENVIRONMENT, REGION

type Stored = dict[tuple[str, str], dict[str, Any]]

_TABLE = ENVIRONMENT["TENANTRY_TABLE"]


def everything(*, counters: bool = False) -> Stored:
    """
    Every item in DynamoDB's own words; what counts requests is left out unless *counters*.
    """
    table = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][REGION].tables[_TABLE]
    items = [item.to_json()["Attributes"] for item in table.all_items()]
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


def forget_history() -> None:
    """
    Drop events and answered requests: moto's transactions take longer the more items there are.
    """
    stays = {
        key: item
        for key, item in everything().items()
        if not key[0].startswith(("EVENT#", "IDEMPOTENCY#"))
    }
    put_back(stays)
