"""
The deployment that the tests of one file share.
"""

from collections.abc import Iterator

import pytest

from tests.deployment import deployed
from tests.functions.cast import an_operator


@pytest.fixture(scope="module")
def operator() -> Iterator[str]:
    """
    The operator's API key, in a deployment for all tests of a file.

    Each of them brings resellers of its own, and meets no other.
    """
    with deployed():
        yield an_operator()
