"""
What command tests stand on: one deployment for a module, and in it an empty table for each test.
"""

from collections.abc import Iterator

import pytest

from tests.builders import make_plan
from tests.deployment import deployed
from tests.reading import clear


@pytest.fixture(scope="module")
def deployment() -> Iterator[None]:
    """
    A deployment whose clients are made once: that takes ten times as long as most tests.
    """
    with deployed():
        yield


@pytest.fixture
def world(deployment: None) -> None:
    """
    An empty table, like the one that the template makes.
    """
    del deployment
    clear()


@pytest.fixture
def catalogue(world: None) -> None:
    """
    A table with the plan `growth`.
    """
    del world
    make_plan()
