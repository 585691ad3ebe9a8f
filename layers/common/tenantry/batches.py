"""
Writing without a transaction, for half its price: what nobody reads before a header tells of it.
"""

import random
import time
from collections.abc import Iterable
from itertools import batched
from typing import Any

from pynamodb.exceptions import VerboseClientError
from pynamodb.expressions.condition import Condition

from tenantry.errors import Unavailable
from tenantry.table import Item, Key, call, connection

BATCH_WRITE_MAX = 25
"""DynamoDB's limit of items in one call."""
WRITE_TRIES = 8


def put_one(item: Item, condition: Condition) -> bool:
    """
    Put an item over what may stand there; False, and nothing is written, when *condition* says no.
    """
    try:
        call("PutItem", item.get_save_kwargs_from_instance(condition=condition))
    except VerboseClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return False
    return True


def put_all(items: Iterable[Item]) -> int:
    """
    Put items over whatever stands there, 25 in a call and in no order; how many there were.

    Only for what comes out the same when it is written again.

    Raises:
        Unavailable: The table left items unwritten after several tries; others are written.
    """
    return _write({"PutRequest": {"Item": item.to_dynamodb_dict()}} for item in items)


def delete_all(keys: Iterable[Key]) -> int:
    """
    Remove what stands at these keys; how many there were.

    Raises:
        Unavailable: The table left some undone after several tries.
    """
    return _write({"DeleteRequest": {"Key": {"pk": {"S": pk}, "sk": {"S": sk}}}} for pk, sk in keys)


def _write(requests: Iterable[dict[str, Any]]) -> int:
    count = 0
    for batch in batched(requests, BATCH_WRITE_MAX, strict=False):
        _write_batch({connection().table_name: list(batch)})
        count += len(batch)
    return count


def _write_batch(pending: Any) -> None:  # noqa: ANN401 - DynamoDB's own words
    for attempt in range(WRITE_TRIES):
        pending = call("BatchWriteItem", {"RequestItems": pending}).get("UnprocessedItems")
        if not pending:
            return
        time.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311 - jitter, not a secret
    message = "the table is busy; try again"
    raise Unavailable(message)
