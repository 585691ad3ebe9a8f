"""
A warm handler's own time, against a table that answers at once, beside an empty Powertools route.
"""

import gc
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from botocore.awsrequest import AWSResponse

from benchmarks.asked import a_world, requests_of
from benchmarks.engine import on_engine
from benchmarks.figures import Figure, median, percentile
from tenantry.table import connection
from tests.calling import CONTEXT

ROUNDS = 200
EVENT = {
    "version": "2.0",
    "routeKey": "GET /empty",
    "rawPath": "/empty",
    "headers": {},
    "requestContext": {"http": {"method": "GET", "path": "/empty"}, "stage": "$default"},
}
CONDITIONS = (
    f"{ROUNDS} calls, alternating with an empty Powertools route; DynamoDB's recorded answers are "
    "given back without a network, botocore's own work included; one process, one thread"
)


class Recorded(AWSResponse):
    """
    An answer that was recorded, given again.
    """

    def __init__(self, status: int, headers: Any, body: bytes) -> None:  # noqa: ANN401 - botocore's
        super().__init__("https://table.invalid", status, headers, None)
        self._content = body


class Stub:
    """
    Records the answers of one request, and gives them back to all that follow, in their order.
    """

    def __init__(self) -> None:
        self.answers: list[Recorded] = []
        self._following: Iterator[Recorded] = iter(())

    def record(self, response_dict: dict[str, Any], **_: Any) -> None:
        """
        Keep an answer.
        """
        self.answers.append(
            Recorded(response_dict["status_code"], response_dict["headers"], response_dict["body"])
        )

    def replay(self, **_: Any) -> Recorded:
        """
        Give the next answer instead of sending.
        """
        return next(self._following)

    def rewind(self) -> None:
        """
        Begin again with the first answer.
        """
        self._following = cycle(self.answers)


def figures() -> Iterator[Figure]:
    """
    The middle and the slowest hundredth of each measured request, as ratios to an empty route.
    """
    empty = _empty_route()
    with on_engine():
        for name, ask in requests_of(a_world()).items():
            ours, bare = _times(ask, empty)
            p50 = median(ours) / median(bare)
            p99 = percentile(ours, 0.99) / percentile(bare, 0.99)
            ratio = "times an empty route"
            yield Figure(f"warm p50, {name}", round(p50, 1), ratio, CONDITIONS)
            yield Figure(f"warm p99, {name}", round(p99, 1), ratio, CONDITIONS)
            milliseconds = round(median(ours) * 1000, 2)
            yield Figure(f"warm time, {name}", milliseconds, "ms", CONDITIONS)


def _times(ask: Callable[[], Any], empty: Callable[[], object]) -> tuple[list[float], list[float]]:
    events, stub = connection().connection.client.meta.events, Stub()
    ask()
    events.register("response-received.dynamodb", stub.record)
    ask()
    events.unregister("response-received.dynamodb", stub.record)
    events.register_first("before-send.dynamodb", stub.replay)  # type: ignore[arg-type] # botocore takes an answer from it, its stub does not say so
    ours, bare = [], []
    gc.disable()
    for _ in range(ROUNDS):
        stub.rewind()
        bare.append(_seconds(empty))
        ours.append(_seconds(ask))
    gc.enable()
    events.unregister("before-send.dynamodb", stub.replay)  # type: ignore[arg-type] # botocore takes an answer from it, its stub does not say so
    return ours, bare


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _empty_route() -> Callable[[], object]:
    app = APIGatewayHttpResolver()

    @app.get("/empty")
    def empty() -> dict[str, str]:
        return {}

    return lambda: app.resolve(EVENT, CONTEXT)  # type: ignore[arg-type] # all that Powertools reads of it
