"""
What command and function tests stand on.
"""

from collections.abc import Iterator

import pytest

from tests.deployment import deployed


@pytest.fixture
def world() -> Iterator[None]:
    """
    An empty deployment in this process, one for each test.
    """
    with deployed():
        yield
