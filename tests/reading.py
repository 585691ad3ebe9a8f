"""
The table read back, whatever stands in it.
"""

from collections import Counter
from typing import Any

from boto3.dynamodb.types import TypeDeserializer
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models.table import Table

from tenantry import settings, table
from tests.quick_moto import in_plain_words

type PlainItem = dict[str, Any]
type Snapshot = dict[tuple[str, str], dict[str, Any]]


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
    shared, now = table.connection(), snapshot()
    client: Any = shared.connection.client
    for pk, sk in now.keys() - before.keys():
        client.delete_item(TableName=shared.table_name, Key={"pk": {"S": pk}, "sk": {"S": sk}})
    for place, item in before.items():
        if now.get(place) != item:
            client.put_item(TableName=shared.table_name, Item=item)


def _stored() -> Table:
    backend = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][settings.region()]
    stored: Table = backend.tables[settings.table_name()]
    return stored


def all_items() -> list[PlainItem]:
    """
    Every item of the table.
    """
    read = TypeDeserializer().deserialize
    return [{name: read(raw) for name, raw in item.items()} for item in snapshot().values()]


def items_of(kind: str) -> list[PlainItem]:
    """
    Every item of one kind, `Tenant` for example.
    """
    return [item for item in all_items() if item["kind"] == kind]


def kinds() -> Counter[str]:
    """
    How many items of each kind there are.
    """
    return Counter(item["kind"] for item in all_items())


def events_written() -> list[str]:
    """
    The kinds of all events, the oldest first.
    """
    written = sorted(items_of("Event"), key=lambda item: item["sk"])
    return [item["name"] for item in written]
