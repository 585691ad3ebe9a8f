"""
A table that answers at once and counts, for figures of our own work at sizes no emulator carries.

It knows what the jobs measured with it ask for: one item, a partition of `lists` page by page, and
writes, of which it keeps new items; changes it takes without looking, so that the same job can be
measured again. Capacity is counted by DynamoDB's own rules
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from math import ceil
from typing import Any

from botocore.awsrequest import AWSRequest, AWSResponse

from tenantry.table import connection

PAGE_BYTES = 1_000_000
"""What one Query reads before it gives a page back (1 MB)."""
READ_UNIT, WRITE_UNIT = 4_096, 1_024

type Raw = Mapping[str, Any]
NO_HEADERS: Any = {"content-type": "application/x-amz-json-1.0"}


class _Answer(AWSResponse):
    def __init__(self, body: Mapping[str, Any]) -> None:
        super().__init__("https://table.invalid", 200, NO_HEADERS, None)
        self._content = json.dumps(body).encode()


class TableStub:
    """
    What is in the table, and what it was asked for.

    Args:
        written: What a written item takes besides the transaction's two units for each kilobyte:
            the indexes that it leaves or enters.
    """

    def __init__(self, written: float = 0) -> None:
        self.calls: list[str] = []
        self.capacity = 0.0
        self._written = written
        self._items: dict[tuple[str, str], Raw] = {}
        self._lists: dict[str, list[Raw]] = defaultdict(list)

    def reset(self) -> None:
        """
        Count from nothing; what it has stays.
        """
        self.calls, self.capacity = [], 0.0

    def answer(self, request: AWSRequest, **_: Any) -> AWSResponse:
        """
        Answer in place of DynamoDB.
        """
        operation = _text(request.headers["X-Amz-Target"]).rpartition(".")[2]
        self.calls.append(operation)
        return _Answer(_ANSWERS[operation](self, json.loads(request.body)))

    def _get(self, asked: Raw) -> Raw:
        raw = self._items.get((asked["Key"]["pk"]["S"], asked["Key"]["sk"]["S"]))
        self.capacity += ceil(_size(raw) / READ_UNIT) if raw else 1
        return {"Item": raw} if raw else {}

    def _query(self, asked: Raw) -> Raw:
        rows = self._lists.get(asked["ExpressionAttributeValues"][":h"]["S"], [])
        first = int(asked["ExclusiveStartKey"]["place"]["N"]) if "ExclusiveStartKey" in asked else 0
        page, size = [], 0
        for raw in rows[first:]:
            if size > PAGE_BYTES:
                break
            page.append(raw)
            size += _size(raw)
        # An index is read eventually: half a unit for each 4 KB.
        self.capacity += max(1, ceil(size / READ_UNIT)) / 2
        last = first + len(page)
        more = {"LastEvaluatedKey": {"place": {"N": str(last)}}} if last < len(rows) else {}
        return {"Items": page, "Count": len(page), **more}

    def _write(self, asked: Raw) -> Raw:
        for each in asked["TransactItems"]:
            [(_, request)] = each.items()
            place = request.get("Key") or request["Item"]
            if "Item" in request:
                self._keep(request["Item"])
            known = self._items.get((place["pk"]["S"], place["sk"]["S"]), place)
            self.capacity += 2 * ceil(_size(known) / WRITE_UNIT) + self._written
        return {}

    def _update(self, asked: Raw) -> Raw:
        names, values = asked["ExpressionAttributeNames"], asked["ExpressionAttributeValues"]
        raw = dict(asked["Key"]) | {name: values[f":{alias[1:]}"] for alias, name in names.items()}
        self._keep(raw)
        self.capacity += ceil(_size(raw) / WRITE_UNIT)
        return {"Attributes": raw}

    def _keep(self, raw: Raw) -> None:
        self._items[raw["pk"]["S"], raw["sk"]["S"]] = raw
        if "list_pk" in raw:
            self._lists[raw["list_pk"]["S"]].append(raw)


_ANSWERS: dict[str, Callable[[TableStub, Raw], Raw]] = {
    "GetItem": TableStub._get,  # noqa: SLF001 - its own methods, by name
    "Query": TableStub._query,  # noqa: SLF001
    "TransactWriteItems": TableStub._write,  # noqa: SLF001
    "UpdateItem": TableStub._update,  # noqa: SLF001
}


@contextmanager
def answering(stub: TableStub) -> Iterator[TableStub]:
    """
    Let a stub answer whatever is asked of the table inside the block.
    """
    events: Any = connection().connection.client.meta.events
    events.register_first("before-send.dynamodb", stub.answer)
    try:
        yield stub
    finally:
        events.unregister("before-send.dynamodb", stub.answer)


def _text(header: str | bytes) -> str:
    return header if isinstance(header, str) else header.decode()


def _size(raw: Raw) -> int:
    """
    About what DynamoDB counts: names and values, a few bytes more or less for numbers.
    """
    return sum(len(name) + len(str(next(iter(value.values())))) for name, value in raw.items())
