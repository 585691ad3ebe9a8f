"""
A table that answers at once and counts, for figures of our own work at sizes no emulator carries.

It knows what the jobs measured with it ask for: items, a span of a partition of the table or of
`lists` page by page, and writes, of which it keeps new items; changes it takes without looking, so
that the same job can be measured again. Capacity is counted by DynamoDB's own rules
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
"""

import json
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from math import ceil
from typing import Any

from botocore.awsrequest import AWSRequest, AWSResponse

from tenantry.table import INDEXES, connection

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
            the indexes that it leaves or enters, where that does not follow from its keys.
        forgets: Items whose sort key begins so are written nowhere.
    """

    def __init__(self, written: float = 0, forgets: str | None = None) -> None:
        self.calls: list[str] = []
        self.read = self.written = 0.0
        self.largest: dict[str, int] = {}
        self._index_units = written
        self._forgets = forgets
        self._items: dict[tuple[str, str], Raw] = {}
        self._lists: dict[str, list[Raw]] = defaultdict(list)
        self._partitions: dict[str, list[str]] = defaultdict(list)

    @property
    def capacity(self) -> float:
        """
        Units read and written.
        """
        return self.read + self.written

    def reset(self) -> None:
        """
        Count from nothing; what it has stays.
        """
        self.calls, self.read, self.written = [], 0.0, 0.0
        self.largest = {}

    def answer(self, request: AWSRequest, **_: Any) -> AWSResponse:
        """
        Answer in place of DynamoDB.
        """
        operation = _text(request.headers["X-Amz-Target"]).rpartition(".")[2]
        self.calls.append(operation)
        return _Answer(_ANSWERS[operation](self, json.loads(request.body)))

    def _get(self, asked: Raw) -> Raw:
        raw = self._items.get((asked["Key"]["pk"]["S"], asked["Key"]["sk"]["S"]))
        self.read += ceil(size_of(raw) / READ_UNIT) if raw else 1
        return {"Item": raw} if raw else {}

    def _get_several(self, asked: Raw) -> Raw:
        [(name, wanted)] = asked["RequestItems"].items()
        found = [self._get({"Key": key}).get("Item") for key in wanted["Keys"]]
        return {"Responses": {name: [raw for raw in found if raw]}}

    def _query(self, asked: Raw) -> Raw:
        if "IndexName" not in asked:
            return self._query_partition(asked)
        rows = self._lists.get(asked["ExpressionAttributeValues"][":h"]["S"], [])
        first = int(asked["ExclusiveStartKey"]["place"]["N"]) if "ExclusiveStartKey" in asked else 0
        page, size = [], 0
        for raw in rows[first:]:
            if size > PAGE_BYTES:
                break
            page.append(raw)
            size += size_of(raw)
        # An index is read eventually: half a unit for each 4 KB.
        self.read += max(1, ceil(size / READ_UNIT)) / 2
        last = first + len(page)
        more = {"LastEvaluatedKey": {"place": {"N": str(last)}}} if last < len(rows) else {}
        return {"Items": page, "Count": len(page), **more}

    def _query_partition(self, asked: Raw) -> Raw:
        values = {name: value["S"] for name, value in asked["ExpressionAttributeValues"].items()}
        pk, keys = values[":h"], self._partitions.get(values[":h"], [])
        low, high = values.get(":l", ""), values.get(":u", "\U0010ffff")
        if ":p" in values:
            low, high = values[":p"], values[":p"] + "\U0010ffff"
        span = keys[bisect_left(keys, low) : bisect_right(keys, high)]
        if not asked["ScanIndexForward"]:
            span.reverse()
        if "ExclusiveStartKey" in asked:
            span = span[span.index(asked["ExclusiveStartKey"]["sk"]["S"]) + 1 :]
        page, size, most = [], 0, asked.get("Limit", len(span))
        for sk in span[:most]:
            if size > PAGE_BYTES:
                break
            page.append(self._items[pk, sk])
            size += size_of(page[-1])
        self.read += max(1, ceil(size / READ_UNIT))
        more = {}
        if len(page) < len(span):
            more = {"LastEvaluatedKey": {name: page[-1][name] for name in ("pk", "sk")}}
        return {"Items": page, "Count": len(page), **more}

    def _put(self, asked: Raw) -> Raw:
        self._keep(asked["Item"])
        self.written += ceil(size_of(asked["Item"]) / WRITE_UNIT)
        return {}

    def _write_several(self, asked: Raw) -> Raw:
        [(_, requests)] = asked["RequestItems"].items()
        for request in requests:
            [(operation, each)] = request.items()
            if operation == "PutRequest":
                self._keep(each["Item"])
                self.written += ceil(size_of(each["Item"]) / WRITE_UNIT)
            else:
                self.written += 1
        return {"UnprocessedItems": {}}

    def _write(self, asked: Raw) -> Raw:
        for each in asked["TransactItems"]:
            [(_, request)] = each.items()
            place = request.get("Key") or request["Item"]
            if "Item" in request:
                self._keep(request["Item"])
            known = self._items.get((place["pk"]["S"], place["sk"]["S"]), place)
            indexes = sum(f"{name}_pk" in known for name in INDEXES)
            self.written += 2 * ceil(size_of(known) / WRITE_UNIT) + (self._index_units or indexes)
        return {}

    def _update(self, asked: Raw) -> Raw:
        names, values = asked["ExpressionAttributeNames"], asked["ExpressionAttributeValues"]
        raw = dict(asked["Key"]) | {name: values[f":{alias[1:]}"] for alias, name in names.items()}
        self._keep(raw)
        self.written += ceil(size_of(raw) / WRITE_UNIT)
        return {"Attributes": raw}

    def _keep(self, raw: Raw) -> None:
        pk, sk = raw["pk"]["S"], raw["sk"]["S"]
        self.largest[raw["kind"]["S"]] = max(self.largest.get(raw["kind"]["S"], 0), size_of(raw))
        if self._forgets and sk.startswith(self._forgets):
            return
        if (pk, sk) not in self._items:
            insort(self._partitions[pk], sk)
        self._items[pk, sk] = raw
        if "list_pk" in raw:
            self._lists[raw["list_pk"]["S"]].append(raw)


_ANSWERS: dict[str, Callable[[TableStub, Raw], Raw]] = {
    "GetItem": TableStub._get,  # noqa: SLF001 - its own methods, by name
    "PutItem": TableStub._put,  # noqa: SLF001
    "BatchGetItem": TableStub._get_several,  # noqa: SLF001
    "BatchWriteItem": TableStub._write_several,  # noqa: SLF001
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


def size_of(raw: Raw) -> int:
    """
    About what DynamoDB counts: names and values, a few bytes more or less for numbers.
    """
    return sum(len(name) + len(str(next(iter(value.values())))) for name, value in raw.items())
