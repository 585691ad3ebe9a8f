"""
How many calls to DynamoDB a request makes, and how much capacity they use.
"""

from collections.abc import Iterator
from http import HTTPStatus

from benchmarks.asked import a_world, requests_of
from benchmarks.engine import on_engine, tallied
from benchmarks.figures import Figure

COUNTED = "one request by a principal that is remembered; the rate limit's own call counted apart"


def figures() -> Iterator[Figure]:
    """
    Calls and capacity units of each measured request.
    """
    with on_engine():
        for name, ask in requests_of(a_world()).items():
            ask()
            # The limit's counter is no part of the command.
            with tallied(apart="UpdateItem") as tally:
                answer = ask()
            assert answer.status < HTTPStatus.BAD_REQUEST or name == "unknown path", answer.text
            made = ", ".join(tally.operations) or "none"
            conditions = f"{COUNTED}; {made}; limit counter: {tally.calls_apart}"
            yield Figure(f"calls, {name}", len(tally.operations), "calls", conditions)
            yield Figure(f"capacity, {name}", tally.capacity, "units", conditions)
