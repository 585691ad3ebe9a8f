"""
What command and function tests stand on.
"""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.deployment import deployed

# A busy machine is slow, and not wrong.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture
def world() -> Iterator[None]:
    """
    An empty deployment in this process, one for each test.
    """
    with deployed():
        yield
