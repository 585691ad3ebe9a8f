"""
What it costs to know whose look a request wears: by its host, known to the process or not.
"""

import gc
import importlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from benchmarks.asked import a_world
from benchmarks.engine import on_engine, tallied
from benchmarks.figures import Figure, median, percentile
from benchmarks.warm import Stub
from hosts import brand
from tenantry.ids import TenantId
from tenantry.table import connection
from tests import hosting
from tests.calling import Answer, call

ROUNDS = 200
GIVEN, UNKNOWN = hosting.PORTAL, "nobody.example"
BASELINE = "the same request at our own address, which has no host to look up"
CONDITIONS = (
    f"GET /brand, {ROUNDS} requests, alternating with {BASELINE}; DynamoDB's recorded answers are "
    "given back without a network, botocore's own work included; one process, one thread"
)


@dataclass(frozen=True)
class Case:
    """
    A way in which a request can come.

    Args:
        is_known: Whether the process has looked this host up within the last half minute.
    """

    name: str
    host: str | None
    status: HTTPStatus
    is_known: bool = True


CASES = (
    Case("given host, not known", GIVEN, HTTPStatus.OK, is_known=False),
    Case("given host, known", GIVEN, HTTPStatus.OK),
    Case("unknown host, not known", UNKNOWN, HTTPStatus.MISDIRECTED_REQUEST, is_known=False),
    Case("unknown host, known", UNKNOWN, HTTPStatus.MISDIRECTED_REQUEST),
    Case("no name of a host", "192.0.2.1", HTTPStatus.MISDIRECTED_REQUEST),
)


def figures() -> Iterator[Figure]:
    """
    Calls and time of a request that finds out its host, beside one that has none.
    """
    with on_engine():
        reseller_id = TenantId(a_world().reseller_id)
        now = datetime.now(UTC)
        hosting.prove(reseller_id, now=now)
        hosting.give(reseller_id, GIVEN, now=now)
        for case in CASES:
            yield from _calls(case)
        for case in CASES:
            yield from _times(case)


def _calls(case: Case) -> Iterator[Figure]:
    _ask(case)
    _forget(case)
    with tallied() as tally:
        answer = _ask(case)
    assert answer.status == case.status, answer.text
    conditions = f"GET /brand; {', '.join(tally.operations) or 'none'}; baseline: 0"
    yield Figure(f"calls, brand, {case.name}", len(tally.operations), "calls", conditions)


def _times(case: Case) -> Iterator[Figure]:
    events, stub = connection().connection.client.meta.events, Stub()
    _forget(case)
    events.register("response-received.dynamodb", stub.record)
    _ask(case)
    events.unregister("response-received.dynamodb", stub.record)
    events.register_first("before-send.dynamodb", stub.replay)  # type: ignore[arg-type] # botocore takes an answer from it, its stub does not say so
    ours, bare = [], []
    gc.disable()
    for _ in range(ROUNDS):
        stub.rewind()
        _forget(case)
        bare.append(_seconds(_ask_at_home))
        ours.append(_seconds(lambda: _ask(case)))
    gc.enable()
    events.unregister("before-send.dynamodb", stub.replay)  # type: ignore[arg-type] # botocore takes an answer from it, its stub does not say so
    for label, share in (("p50", 0.5), ("p99", 0.99)):
        ratio = percentile(ours, share) / percentile(bare, share)
        name = f"processor {label}, brand, {case.name}"
        yield Figure(name, round(ratio, 2), "times our own address", CONDITIONS)
    more = round((median(ours) - median(bare)) * 1000, 3)
    yield Figure(f"processor time more, brand, {case.name}", more, "ms", CONDITIONS)


def _ask(case: Case) -> Answer:
    headers = {} if case.host is None else {"x-forwarded-host": case.host}
    return call("GET", "/brand", headers=headers)


def _ask_at_home() -> Answer:
    return call("GET", "/brand")


def _forget(case: Case) -> None:
    """
    Let the function be as if it had just started, where the host is not to be known.
    """
    if not case.is_known:
        importlib.reload(brand)
        # What a new function does at its first request of all is not the host's.
        _ask_at_home()


def _seconds(action: Callable[[], object]) -> float:
    # Of this process alone: others that run on the machine take none of it.
    started = time.process_time()
    action()
    return time.process_time() - started
