"""
The stand-in for M-Pesa, and the product that knows of it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.mpesa.player import Player
from infra.local.mpesa.server import StandIn
from tenantry.providers.mpesa.client import Provider
from tests.unit.providers.introducing import known
from tests.unit.providers.mpesa.asking import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stand_in(tmp_path: Path, clock: Clock) -> Iterator[StandIn]:
    with (
        StandIn(tmp_path, clock=clock) as running,
        known("mpesa", running.base_url, running.secret()),
    ):
        yield running


@pytest.fixture
def player(stand_in: StandIn) -> Player:
    return stand_in.player


@pytest.fixture
def mpesa(stand_in: StandIn, clock: Clock) -> Provider:
    del stand_in
    return Provider(clock)
