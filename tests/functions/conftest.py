"""
The deployment that the tests of one file share.
"""

from collections.abc import Iterator

import pytest

from tests.deployment import deployed
from tests.functions.cast import a_plan, an_operator
from tests.reading import restore, snapshot


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
