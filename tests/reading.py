"""
The table read back, whatever stands in it.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from boto3.dynamodb.types import TypeDeserializer
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

from tenantry import settings
from tests.quick_moto import in_plain_words

type PlainItem = dict[str, Any]
type Snapshot = dict[tuple[str, str], dict[str, Any]]

_deserialize = TypeDeserializer().deserialize


def snapshot() -> Snapshot:
    """
    Every item of the table, in DynamoDB's own words, by its key.

    It is read from moto itself: a scan of a few hundred items takes moto half a second.
    """
    items = [in_plain_words(item) for item in _stored().all_items()]
    return {(item["pk"]["S"], item["sk"]["S"]): item for item in items}


def clear() -> None:
    """
    Take everything out of the table: to make another one takes longer than most tests.
    """
    _stored().items.clear()


def restore(before: Snapshot) -> None:
    """
    Put the table back to what it was.
    """
    items, now = _stored().items, snapshot()
    for pk, sk in now.keys() - before.keys():
        del items[DynamoType({"S": pk})][DynamoType({"S": sk})]
    for place, item in before.items():
        # Most are the same object, which is seen at once.
        if now.get(place) is not item and now.get(place) != item:
            keys = DynamoType(item["pk"]), DynamoType(item["sk"])
            items[keys[0]][keys[1]] = Item(*keys, item)


def _stored() -> Table:
    backend = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][settings.region()]
    stored: Table = backend.tables[settings.table_name()]
    return stored


def all_items() -> list[PlainItem]:
    """
    Every item of the table.
    """
    return [_read(item) for item in snapshot().values()]


def items_of(kind: str) -> list[PlainItem]:
    """
    Every item of one kind, `Tenant` for example.
    """
    return [_read(item) for item in snapshot().values() if item["kind"]["S"] == kind]


def kinds() -> Counter[str]:
    """
    How many items of each kind there are.
    """
    return Counter(item["kind"]["S"] for item in snapshot().values())


def _read(item: Mapping[str, Any]) -> PlainItem:
    return {name: _deserialize(raw) for name, raw in item.items()}


def events_written() -> list[str]:
    """
    The kinds of all events, the oldest first.
    """
    written = sorted(items_of("Event"), key=lambda item: item["sk"])
    return [item["name"] for item in written]
