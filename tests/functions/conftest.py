"""
The deployment that the tests of one file share.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tenantry.services import client
from tests.deployment import deployed
from tests.functions.cast import Json, a_plan, an_operator
from tests.functions.packs import pay_here
from tests.licensing import PretendProvider
from tests.reading import restore, snapshot

PUT = "provide-client-params.events.PutEvents"


@pytest.fixture(scope="module")
def operator() -> Iterator[str]:
    """
    The operator's API key, in a deployment with one plan for all tests of a file.
    """
    with deployed():
        secret = an_operator()
        a_plan(secret)
        yield secret


@pytest.fixture(autouse=True)
def _leave_the_table_as_it_was(request: pytest.FixtureRequest) -> Iterator[None]:
    """
    What a test of a shared deployment writes is gone after it.

    No test meets another so, and the table stays small: moto copies all of it for each transaction.
    """
    if "operator" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("operator")
    before = snapshot()
    yield
    restore(before)


@pytest.fixture
def published(operator: str) -> Iterator[list[Json]]:
    """
    Every entry that was put on the bus, in order.
    """
    del operator
    entries: list[Json] = []

    def note(params: dict[str, Any], **_: object) -> None:
        entries.extend(params["Entries"])

    hooks = client("events").meta.events
    hooks.register(PUT, note)
    yield entries
    hooks.unregister(PUT, note)


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> PretendProvider:
    """
    A payment provider in this process.
    """
    pretend = PretendProvider()
    pay_here(monkeypatch, pretend)
    return pretend
