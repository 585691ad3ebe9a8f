"""
Deployments that the tests of one file share.
"""

from collections.abc import Iterator

import pytest

from tests.deployment import deployed
from tests.functions.cast import an_operator
from tests.functions.parts import watch_all_parts


@pytest.fixture(scope="module")
def shared_world() -> Iterator[None]:
    """
    A deployment for all tests of a file; each brings resellers of its own, so that none meets another.
    """
    with deployed():
        yield


@pytest.fixture(scope="module")
def operator(shared_world: None) -> str:  # noqa: ARG001 - made in that deployment
    """
    The operator's API key in the deployment that a file shares.
    """
    return an_operator()


@pytest.fixture(scope="module")
def self_checking(shared_world: None) -> None:  # noqa: ARG001 - looks at that deployment
    """
    What the self-check's function has in its environment besides.
    """
    watch_all_parts()
