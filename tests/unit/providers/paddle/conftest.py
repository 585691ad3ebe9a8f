"""
The stand-in for Paddle, and the product that knows of it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.paddle.player import Player
from infra.local.paddle.server import StandIn
from tenantry.providers.paddle.client import Provider
from tests.unit.providers.introducing import known
from tests.unit.providers.paddle.asking import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stand_in(tmp_path: Path, clock: Clock) -> Iterator[StandIn]:
    with (
        StandIn(tmp_path, clock=clock) as running,
        known("paddle", running.base_url, running.secret()),
    ):
        yield running


@pytest.fixture
def player(stand_in: StandIn) -> Player:
    return stand_in.player


@pytest.fixture
def paddle(stand_in: StandIn) -> Provider:
    del stand_in
    return Provider()
