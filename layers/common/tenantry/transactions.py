"""
The one way to write several items at once: all of them, or nothing and the reason.
"""

import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Self
from uuid import uuid4

from pynamodb.exceptions import VerboseClientError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from tenantry.errors import ChangedMeanwhile, TenantryError, Unavailable
from tenantry.table import Item, Key, RawItem, call

ITEMS_MAX = 100
"""DynamoDB's limit of items in one transaction."""
RETRY_SECONDS = 4.0
"""How long a write that meets others is tried again; every function may run for 10 s or more."""

WORKED_OUT_ANEW = 5
"""How often a command that met others is computed again; each try reads what has changed."""

_CONDITION_FAILED = "ConditionalCheckFailed"
_BUSY_REASONS = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}

log = logging.getLogger(__name__)

type Refusal = Callable[[RawItem | None], TenantryError]
"""Says what a failed condition means, given the item that stood in the way, if there was one."""


def changed_meanwhile(_: RawItem | None) -> TenantryError:
    """
    The refusal of a condition that only guards against a change between our read and our write.
    """
    return ChangedMeanwhile("somebody changed this at the same moment; read it again and repeat")


@dataclass(frozen=True, slots=True)
class _Write:
    operation: str
    request: dict[str, Any]
    refused: Refusal


class Writes:
    """
    The writes of one transaction, in the order in which their refusals are reported.
    """

    def __init__(self) -> None:
        self._writes: list[_Write] = []

    def __len__(self) -> int:
        """
        How many items the transaction touches, of at most `ITEMS_MAX`.
        """
        return len(self._writes)

    def create(self, item: Item, refused: Refusal = changed_meanwhile) -> None:
        """
        Put an item that must not exist yet.
        """
        self.put(item, type(item).pk.does_not_exist(), refused)

    def put(
        self, item: Item, condition: Condition | None = None, refused: Refusal = changed_meanwhile
    ) -> None:
        """
        Put the item over what may stand there, when *condition* holds of that.
        """
        self._add("Put", item.get_save_kwargs_from_instance(condition=condition), refused)

    def update(
        self,
        kind: type[Item],
        key: Key,
        actions: Sequence[Action],
        condition: Condition | None,
        *,
        refused: Refusal = changed_meanwhile,
    ) -> None:
        """
        Change attributes of the item at *key*, when *condition* holds of it.
        """
        request = kind(*key).get_update_kwargs_from_instance(list(actions), condition=condition)
        self._add("Update", request, refused)

    def delete(
        self,
        kind: type[Item],
        key: Key,
        condition: Condition | None = None,
        refused: Refusal = changed_meanwhile,
    ) -> None:
        """
        Remove the item at *key*, when *condition* holds of it.
        """
        request = kind(*key).get_delete_kwargs_from_instance(condition=condition)
        self._add("Delete", request, refused)

    def check(
        self,
        kind: type[Item],
        key: Key,
        condition: Condition,
        refused: Refusal = changed_meanwhile,
    ) -> None:
        """
        Write nothing at *key*, and refuse the whole transaction unless *condition* holds there.
        """
        request = kind.get_operation_kwargs_from_class(*key, condition=condition)
        self._add("ConditionCheck", request, refused)

    def first(self, other: Self) -> None:
        """
        Put the writes of *other* before these, so that their refusals are reported first.
        """
        self._writes[:0] = other._writes

    def commit(self) -> None:
        """
        Write everything, or raise and have written nothing.

        Raises:
            TenantryError: What the first failed condition, in the order of the writes, stands for.
            Unavailable: The items were too busy for `RETRY_SECONDS`.
        """
        assert 0 < len(self._writes) <= ITEMS_MAX, f"a transaction of {len(self._writes)} items"
        # One token for all tries: after an answer that was lost, a try that finds its own work done
        # succeeds instead of being refused by it. DynamoDB remembers a token for 10 minutes.
        token = str(uuid4())
        deadline = time.monotonic() + RETRY_SECONDS
        attempt = 0
        while True:
            try:
                self._send(token)
            except (Unavailable, VerboseClientError) as error:
                if isinstance(error, VerboseClientError):
                    self._raise_refusal(error)
                attempt += 1
                pause = random.uniform(0, min(1.0, 0.02 * 2**attempt))  # noqa: S311 - jitter, not a secret
                if time.monotonic() + pause > deadline:
                    message = "too many changes to the same items at this moment; try again"
                    raise Unavailable(message) from error
                log.info("transaction retried", extra={"attempt": attempt})
                time.sleep(pause)
            else:
                return

    def _add(self, operation: str, request: dict[str, Any], refused: Refusal) -> None:
        if "ConditionExpression" in request:
            request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        self._writes.append(_Write(operation, request, refused))

    def _send(self, token: str) -> None:
        # PynamoDB's own TransactWrite sorts items by operation, and can't ask a ConditionCheck for
        # the old item.
        call(
            "TransactWriteItems",
            {
                "ClientRequestToken": token,
                "TransactItems": [{write.operation: write.request} for write in self._writes],
            },
        )

    def _raise_refusal(self, error: VerboseClientError) -> None:
        """
        Raise what *error* means, or return when trying again may help.
        """
        if error.response["Error"]["Code"] != "TransactionCanceledException":
            raise error
        reasons = list(error.cancellation_reasons)
        for write, reason in zip(self._writes, reasons, strict=True):
            if reason is not None and reason.code == _CONDITION_FAILED:
                raise write.refused(reason.raw_item) from error
        if any(reason is not None and reason.code not in _BUSY_REASONS for reason in reasons):
            raise error


@contextmanager
def transaction() -> Iterator[Writes]:
    """
    Collect writes, and commit them together when the block ends without an error.
    """
    writes = Writes()
    yield writes
    writes.commit()


def worked_out_anew[T](command: Callable[[], T], tries: int = WORKED_OUT_ANEW) -> T:
    """
    Give a command another try from its reads on, when what it read has changed.

    Raises:
        ChangedMeanwhile: At the last of the tries.
    """
    for _ in range(tries - 1):
        with suppress(ChangedMeanwhile):
            return command()
    return command()
