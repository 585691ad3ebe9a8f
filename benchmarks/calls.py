"""
How many calls to DynamoDB a request makes, and how much capacity they use.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from benchmarks.asked import a_world, requests_of
from benchmarks.engine import on_engine
from benchmarks.figures import Figure
from tenantry.table import connection

COUNTED = "one request by a principal that is remembered; the rate limit's own call counted apart"


class Tally:
    """
    Counts the calls of one request; the limit's counter is apart: it is no part of the command.
    """

    def __init__(self) -> None:
        self.operations: list[str] = []
        self.limits = 0
        self.capacity = 0.0

    def note(self, **facts: Any) -> None:
        """
        Note one call, as botocore reports it.
        """
        operation = facts["model"].name
        if operation == "UpdateItem":
            self.limits += 1
            return
        self.operations.append(operation)
        consumed = facts["parsed"].get("ConsumedCapacity", 0)
        tables = consumed if isinstance(consumed, list) else [consumed]
        self.capacity += sum(each["CapacityUnits"] for each in tables if each)


def figures() -> Iterator[Figure]:
    """
    Calls and capacity units of each measured request.
    """
    with on_engine():
        for name, ask in requests_of(a_world()).items():
            ask()
            tally = Tally()
            events = connection().connection.client.meta.events
            events.register("after-call.dynamodb", tally.note)
            answer = ask()
            events.unregister("after-call.dynamodb", tally.note)
            assert answer.status < HTTPStatus.BAD_REQUEST or name == "unknown path", answer.text
            made = ", ".join(tally.operations) or "none"
            conditions = f"{COUNTED}; {made}; limit counter: {tally.limits}"
            yield Figure(f"calls, {name}", len(tally.operations), "calls", conditions)
            yield Figure(f"capacity, {name}", tally.capacity, "units", conditions)
