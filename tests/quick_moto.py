"""
moto's DynamoDB with the same answers in a third of the time: half of all tests wait for it.

moto copies a whole table for each transaction, orders it for each query, measures a whole item
for each of its attributes, and looks for each attribute of an answer under ten types and five
names. Nothing here changes what it answers.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from moto.core import responses
from moto.core.serialize import BaseJSONSerializer, ResponseSerializer
from moto.core.utils import method_names_from_class
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table

from tests.quick_requests import quick_requests

type Json = Any

ITEM_BYTES_MAX = 405_000
"""What moto takes, in place of the 400 KB that AWS says."""

AS_THEY_ARE = {"S", "B", "BOOL"}
"""Types whose values moto compares as they are stored."""

# Read before anything is replaced.
_cast_value: Any = DynamoType.cast_value
_update_item = DynamoDBBackend.update_item
_query = Table.query
_get_value = ResponseSerializer.get_value
_serialize_structure = BaseJSONSerializer._serialize_type_structure  # noqa: SLF001 - what is slow
_method_names = cache(method_names_from_class)


@contextmanager
def quick_moto() -> Iterator[None]:
    """
    moto does the same more quickly.
    """
    with quick_requests(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(responses, "method_names_from_class", _method_names)
        patch.setattr(Table, "__deepcopy__", _copy_of_table, raising=False)
        patch.setattr(Table, "all_items", _all_items)
        patch.setattr(Table, "query", _query_what_can_match)
        patch.setattr(Item, "__init__", _make_item)
        patch.setattr(DynamoDBBackend, "update_item", _update_a_copy)
        patch.setattr(Item, "__deepcopy__", _copy_of_item)
        patch.setattr(DynamoType, "cast_value", property(_cast))
        patch.setattr(ResponseSerializer, "get_value", _value_of)
        patch.setattr(BaseJSONSerializer, "_serialize_type_structure", _serialize)
        yield


def in_plain_words(item: Item) -> dict[str, Any]:
    """
    An item as DynamoDB writes it, worked out once: who changes one changes a copy of it.
    """
    known: dict[str, Any] | None = item.__dict__.get("in_plain_words")
    if known is None:
        known = item.__dict__["in_plain_words"] = item.to_json()["Attributes"]
    return known


def _copy_of_table(table: Table, memo: object) -> Table:
    """
    A table with the same items, which are replaced when they change: see `_update_a_copy`.
    """
    del memo
    twin = object.__new__(type(table))
    twin.__dict__.update(table.__dict__)
    twin.items = defaultdict(dict, {pk: dict(under) for pk, under in table.items.items()})
    return twin


def _update_a_copy(
    backend: DynamoDBBackend, table_name: str, key: Json, *rest: Any, **more: Any
) -> Item:
    """
    Change a copy of the item: a copy of its table may hold the one that was.
    """
    table = backend.get_table(table_name)
    assert table.range_key_attr is not None, "our one table has both keys"
    pk, sk = DynamoType(key[table.hash_key_attr]), DynamoType(key[table.range_key_attr])
    before = table.get_item(pk, sk)
    if before is not None:
        table.items[pk][sk] = _copy_of_item(before, None)
    return _update_item(backend, table_name, key, *rest, **more)


def _query_what_can_match(
    table: Table, hash_key: DynamoType | None, *rest: Any, **more: Any
) -> Any:  # noqa: ANN401 - moto's answer
    """
    Query a table that holds what has the key: moto puts everything in order before it looks.
    """
    twin = object.__new__(type(table))
    twin.__dict__.update(table.__dict__)
    wanted = [(name, value.value) for name, value in more.get("hash_key_conditions") or []]
    if wanted:
        twin.items = defaultdict(dict)
        for pk, under in table.items.items():
            for sk, item in under.items():
                if all(name in item.attrs and item.attrs[name].value == at for name, at in wanted):
                    twin.items[pk][sk] = item
    elif hash_key is not None:
        twin.items = defaultdict(dict, {hash_key: table.items.get(hash_key, {})})
    return _query(twin, hash_key, *rest, **more)


def _all_items(table: Table) -> list[Item]:
    items = [item for under in table.items.values() for item in under.values()]
    return sorted(items, key=_keys)


def _keys(item: Item) -> tuple[Json, Json]:
    assert item.range_key is not None, "our one table has both keys"
    return item.hash_key.value, item.range_key.value


def _make_item(
    item: Item, hash_key: DynamoType, range_key: DynamoType | None, attrs: Mapping[str, Json]
) -> None:
    """
    Measure it once, when it is whole: it is then too long or never was.
    """
    item.hash_key, item.range_key = hash_key, range_key
    item.attrs = LimitedSizeDict()
    for name, value in attrs.items():
        dict.__setitem__(item.attrs, name, DynamoType(value))
    if item.size() > ITEM_BYTES_MAX:
        raise ItemSizeTooLarge


def _copy_of_item(item: Item, memo: object) -> Item:
    del memo
    twin = object.__new__(Item)
    twin.hash_key, twin.range_key = item.hash_key, item.range_key
    twin.attrs = LimitedSizeDict()
    for name, value in item.attrs.items():
        # Not by its own way in, which measures the whole item for each attribute.
        dict.__setitem__(twin.attrs, name, _copy_of_value(value))
    return twin


def _copy_of_value(value: DynamoType) -> DynamoType:
    twin = object.__new__(DynamoType)
    twin.type = value.type
    match value.value:
        case dict() as inner:
            twin.value = {name: _copy_of_value(one) for name, one in inner.items()}
        case list() as inner:
            # A set's members are plain.
            twin.value = [
                _copy_of_value(one) if isinstance(one, DynamoType) else one for one in inner
            ]
        case plain:
            twin.value = plain
    return twin


def _cast(value: DynamoType) -> Json:
    return value.value if value.type in AS_THEY_ARE else _cast_value.fget(value)


def _value_of(serializer: ResponseSerializer, value: Json, key: str, shape: Json) -> Json:
    """
    A member of an answer: moto looks for it under other names where this one is missing.
    """
    picker = serializer._value_picker  # noqa: SLF001 - what is slow
    changes = getattr(picker, "response_transformers", None)
    if type(value) is dict and key in value and not changes:
        return value[key]
    return _get_value(serializer, value, key, shape)


def _serialize(  # noqa: PLR0917 - moto's own arguments
    serializer: BaseJSONSerializer, serialized: Json, value: Json, shape: Json, key: str
) -> None:
    """
    An attribute's value under the one type that it has, and anything else as ever.
    """
    if shape.name != "AttributeValue" or type(value) is not dict or not key:
        _serialize_structure(serializer, serialized, value, shape, key)
        return
    wrapper: dict[str, Json] = serializer.MAP_TYPE()
    for member, inner in value.items():
        if inner is not None:
            serializer._serialize(wrapper, inner, shape.members[member], member)  # noqa: SLF001
    serializer._default_serialize(serialized, wrapper, shape, key)  # noqa: SLF001
