"""
How fast many writers create tenants of one prepaid reseller, all of which take from one pool.
"""

import json
import os
import re
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3

from benchmarks.figures import Figure
from infra.local.launcher import Engine
from infra.local.tables import create_table
from tenantry import table
from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.mail.model import Locale
from tenantry.provisioning import commands as provisioning
from tests.acting import OPERATOR
from tests.builders import GROWTH, make_plan, make_prepaid_reseller
from tests.commands.faults import Call, always, meets_another_transaction, tapped
from tests.emulator.commanding import environment
from tests.emulator.racing import Racers

WRITERS = 16
EACH = 20
CONFLICTS = 5
"""Every so-manieth transaction of a writer meets another one, where conflicts are injected."""
CONDITIONS = (
    f"{WRITERS} processes, {EACH} tenants each, one reseller, one pool; MiniStack on this machine; "
    "the baseline is a boto3 loop of the same reads and the same transaction, run right after"
)

type Span = tuple[float, float]
type Sent = list[tuple[str, dict[str, Any]]]

_numbers = count()


def figures() -> Iterator[Figure]:
    """
    Creations per second, as a ratio to bare boto3, and again with injected conflicts.
    """
    with tempfile.TemporaryDirectory() as folder, Engine(Path(folder)) as engine:
        create_table(engine.endpoint_url, "hot")
        where = environment(engine.endpoint_url, "hot")
        with Racers(WRITERS, where) as writers:
            (reseller_id,) = writers.race([partial(_prepare, WRITERS * (3 * EACH + 4))])
            sent = writers.race([partial(_recorded, reseller_id)] * WRITERS)
            ours = _rate(writers.race([partial(_create, reseller_id, 0)] * WRITERS))
            bare = _rate(writers.race([partial(_repeat, calls, where) for calls in sent]))
            met = _rate(writers.race([partial(_create, reseller_id, CONFLICTS)] * WRITERS))
    yield Figure("hot reseller, creations", round(ours / bare, 2), "times bare boto3", CONDITIONS)
    yield Figure("hot reseller, creations per second", round(ours, 1), "1/s", CONDITIONS)
    share = f"{CONDITIONS}; 1 in {CONFLICTS} transactions is refused by a conflict, all complete"
    yield Figure(
        "hot reseller, with conflicts", round(met / ours, 2), "times without conflicts", share
    )


def _rate(spans: list[Span]) -> float:
    """
    Creations per second, from the first start to the last end; all clocks are this machine's.
    """
    return WRITERS * EACH / (max(end for _, end in spans) - min(start for start, _ in spans))


def _prepare(licenses: int) -> TenantId:
    make_plan()
    return make_prepaid_reseller(licenses).id


def _create_one(reseller_id: TenantId) -> None:
    act = Act(OPERATOR, datetime.now(UTC), os.urandom(32), "benchmark")
    provisioning.create(
        reseller_id,
        act,
        name="Shop",
        plan_code=GROWTH,
        owner_email=f"{os.getpid()}-{next(_numbers)}-{secrets.token_hex(4)}@shop.example",
        owner_name="Kofi",
        locale=Locale.EN,
        branding=None,
    )


def _create(reseller_id: TenantId, conflicts: int) -> Span:
    """
    Create tenants, of whose transactions every so-manieth meets another one; zero for none.
    """
    with tapped(always(Conflicts(conflicts))):
        started = time.monotonic()
        for _ in range(EACH):
            _create_one(reseller_id)
        return started, time.monotonic()


class Conflicts:
    """
    Lets every so-manieth transaction meet another one; zero for none.
    """

    def __init__(self, every: int) -> None:
        self._every = every
        self._transactions = 0

    def __call__(self, call: Call) -> dict[str, Any]:
        """
        Let a call through, or refuse it.
        """
        if call.operation == "TransactWriteItems":
            self._transactions += 1
            if self._every and self._transactions % self._every == 0:
                return meets_another_transaction(call)
        return call.proceed()


def _recorded(reseller_id: TenantId) -> Sent:
    """
    What one creation sends to DynamoDB; the one before it is to get warm.
    """
    _create_one(reseller_id)
    sent: Sent = []
    shared: Any = table.connection().connection
    dispatch = shared.dispatch

    def record(operation: str, request: dict[str, Any]) -> Any:  # noqa: ANN401 - DynamoDB's answer
        sent.append((operation, json.loads(json.dumps(request))))
        return dispatch(operation, request)

    shared.dispatch = record
    _create_one(reseller_id)
    del shared.dispatch
    return [(operation, _as_template(request, reseller_id)) for operation, request in sent]


def _as_template(request: Mapping[str, Any], reseller_id: str) -> Any:  # noqa: ANN401 - any request
    """
    The request with `NEW` in place of what must be new each time: ids, and the hash of the address.
    """
    text = json.dumps(request).replace(reseller_id, "ITS_SELLER")
    text = re.sub(r"\b((?:ten|usr|evt)_)[0-9A-HJKMNP-TV-Z]{26}", r"\1NEW", text)
    text = re.sub(r"(EMAIL#)[^\"]+", r"\1NEW", text)
    return json.loads(text.replace("ITS_SELLER", reseller_id))


def _repeat(sent: Sent, where: Mapping[str, str]) -> Span:
    """
    Send the same reads and the same transaction with nothing but boto3.
    """
    client = boto3.client("dynamodb", where["AWS_REGION"], endpoint_url=where["AWS_ENDPOINT_URL"])
    operations: dict[str, Callable[..., Any]] = {
        "BatchGetItem": client.batch_get_item,
        "GetItem": client.get_item,
        "TransactWriteItems": client.transact_write_items,
    }
    templates = [(operations[operation], json.dumps(request)) for operation, request in sent]
    started = time.monotonic()
    for _ in range(EACH):
        new = secrets.token_hex(13).upper()
        for operation, template in templates:
            request = json.loads(template.replace("NEW", new))
            if "ClientRequestToken" in request:
                request["ClientRequestToken"] = str(uuid4())
            operation(**request)
    return started, time.monotonic()
