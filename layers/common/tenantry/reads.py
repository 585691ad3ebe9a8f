"""
How items are read: one, several kinds in one call, or the span of a partition.
"""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pynamodb.expressions.condition import Condition

from tenantry.errors import Unavailable
from tenantry.table import INDEXES, Item, Key, RawItem, call, connection

BATCH_GET_MAX = 100
READ_TRIES = 5
GREATEST = "\U0010ffff"
"""Sorts after every text: DynamoDB orders sort keys by their UTF-8 bytes."""


def get[I: Item](kind: type[I], key: Key) -> I | None:
    """
    Read one item, consistently; None when there is none.
    """
    raw = get_raw(key)
    return None if raw is None else kind.from_raw_data(dict(raw))


def get_raw(key: Key) -> RawItem | None:
    """
    Read one item as DynamoDB has it, for a kind whose attributes have no fixed names.
    """
    answer = call(
        "GetItem",
        {
            "TableName": connection().table_name,
            "Key": {"pk": {"S": key[0]}, "sk": {"S": key[1]}},
            "ConsistentRead": True,
        },
    )
    return answer.get("Item")


def get_all(wanted: Sequence[tuple[type[Item], Key]]) -> list[Any]:
    """
    Read items of several kinds in one call, consistently, in the order asked for.

    None stands where there is no item.

    Raises:
        Unavailable: The table left keys unread after several tries.
    """
    found: dict[Key, RawItem] = {}
    keys = list(dict.fromkeys(key for _, key in wanted))
    for start in range(0, len(keys), BATCH_GET_MAX):
        _read_batch(keys[start : start + BATCH_GET_MAX], found)
    return [kind.from_raw_data(dict(found[key])) if key in found else None for kind, key in wanted]


def _read_batch(keys: Sequence[Key], found: dict[Key, RawItem]) -> None:
    name = connection().table_name
    pending: Any = {
        name: {
            "Keys": [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in keys],
            "ConsistentRead": True,
        }
    }
    for attempt in range(READ_TRIES):
        answer = call("BatchGetItem", {"RequestItems": pending})
        for raw in answer["Responses"].get(name, []):
            found[raw["pk"]["S"], raw["sk"]["S"]] = raw
        pending = answer.get("UnprocessedKeys")
        if not pending:
            return
        time.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311 - jitter, not a secret
    message = "the table is busy; try again"
    raise Unavailable(message)


@dataclass(frozen=True, slots=True)
class Partition:
    """
    Which items a query reads: one partition of the table or of an index, and a span of sort keys.

    Args:
        index: One of `INDEXES`, or None for the table itself, which is then read consistently.
        after: Sort keys greater than this one, exclusive (or less, when `newest_first`).
    """

    pk: str
    index: str | None = None
    begins_with: str = ""
    after: str | None = None
    until: str | None = None
    newest_first: bool = False


def query[I: Item](
    kind: type[I], partition: Partition, limit: int | None = None, where: Condition | None = None
) -> Iterator[I]:
    """
    The items of *partition* in the order of their sort keys, page by page as they are asked for.
    """
    start: Any = None
    read = 0
    _, range_name = _key_names(partition)
    while True:
        page = _query_page(partition, limit, where, start)
        for raw in page["Items"]:
            if raw[range_name]["S"] == partition.after:
                continue
            yield kind.from_raw_data(raw)
            read += 1
            if read == limit:
                return
        start = page.get("LastEvaluatedKey")
        if not start:
            return


def count(partition: Partition) -> int:
    """
    How many items stand in *partition*, without carrying them over.
    """
    total, start = 0, None
    while True:
        page = _query_page(partition, None, None, start, select="COUNT")
        total += int(page["Count"])
        start = page.get("LastEvaluatedKey")
        if not start:
            return total


def _query_page(
    partition: Partition,
    limit: int | None,
    where: Condition | None,
    start: Any,  # noqa: ANN401 - DynamoDB's own LastEvaluatedKey
    *,
    select: str | None = None,
) -> Any:  # noqa: ANN401 - DynamoDB's own answer
    hash_name, range_name = _key_names(partition)
    names, values = {"#h": hash_name}, {":h": {"S": partition.pk}}
    condition = "#h = :h"
    span = _span(partition)
    if span:
        expression, bounds = span
        names["#r"] = range_name
        values |= bounds
        condition += f" AND {expression}"
    request: dict[str, Any] = {
        "TableName": connection().table_name,
        "KeyConditionExpression": condition,
        "ScanIndexForward": not partition.newest_first,
        "ConsistentRead": partition.index is None,
    }
    if partition.index:
        request["IndexName"] = partition.index
    if limit is not None:
        request["Limit"] = limit + 1
    if select:
        request["Select"] = select
    if start:
        request["ExclusiveStartKey"] = start
    if where is not None:
        placeholders: dict[str, str] = {}
        filter_values: dict[str, Any] = {}
        request["FilterExpression"] = where.serialize(placeholders, filter_values)
        names |= {placeholder: name for name, placeholder in placeholders.items()}
        values |= filter_values
    request["ExpressionAttributeNames"] = names
    request["ExpressionAttributeValues"] = values
    return call("Query", request)


def _span(partition: Partition) -> tuple[str, dict[str, Any]] | None:
    """
    The span of sort keys as a condition, with its values; None for all of the partition.

    DynamoDB allows one comparison of the sort key, so a prefix with a bound becomes one BETWEEN. It
    includes its ends; `query` leaves the item at `after` out.
    """
    prefix, after, until = partition.begins_with, partition.after, partition.until
    if after is None and until is None:
        return ("begins_with(#r, :p)", {":p": {"S": prefix}}) if prefix else None
    low, high = prefix or " ", until or prefix + GREATEST
    if after is not None and partition.newest_first:
        high = after
    elif after is not None:
        low = after
    return "#r BETWEEN :l AND :u", {":l": {"S": low}, ":u": {"S": high}}


def _key_names(partition: Partition) -> tuple[str, str]:
    return INDEXES[partition.index] if partition.index else ("pk", "sk")
