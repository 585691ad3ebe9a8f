"""
The handlers in this process against a real engine's table, and a view on every call to it.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infra.local.deploy import client
from infra.local.launcher import Engine
from infra.local.tables import create_table
from tenantry.table import connection
from tests.deployment import ENVIRONMENT, REGION, forget_clients


@contextmanager
def on_engine() -> Iterator[None]:
    """
    A bare engine with the template's table and a server key; gone at the end.
    """
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as folder, Engine(Path(folder)) as engine:
        create_table(engine.endpoint_url, ENVIRONMENT["TENANTRY_TABLE"])
        client(engine.endpoint_url, "secretsmanager").create_secret(
            Name=ENVIRONMENT["TENANTRY_SERVER_KEY_SECRET"], SecretString="k" * 64
        )
        os.environ.update(ENVIRONMENT, AWS_ENDPOINT_URL=engine.endpoint_url, AWS_REGION=REGION)
        forget_clients()
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
            forget_clients()


class Tally:
    """
    Counts calls to the table and the capacity that they use.

    Args:
        apart: An operation that is counted on its own; its capacity is left out.
    """

    def __init__(self, apart: str = "") -> None:
        self.operations: list[str] = []
        self.capacity = 0.0
        self.calls_apart = 0
        self._apart = apart

    def note(self, **facts: Any) -> None:
        """
        Note one call, as botocore reports it.
        """
        operation = facts["model"].name
        if operation == self._apart:
            self.calls_apart += 1
            return
        self.operations.append(operation)
        consumed = facts["parsed"].get("ConsumedCapacity", 0)
        tables = consumed if isinstance(consumed, list) else [consumed]
        self.capacity += sum(each["CapacityUnits"] for each in tables if each)


@contextmanager
def tallied(apart: str = "") -> Iterator[Tally]:
    """
    Count what is called inside the block; see `Tally`.
    """
    tally = Tally(apart)
    events = connection().connection.client.meta.events
    events.register("after-call.dynamodb", tally.note)
    try:
        yield tally
    finally:
        events.unregister("after-call.dynamodb", tally.note)
