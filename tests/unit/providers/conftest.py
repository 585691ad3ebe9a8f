"""
Stand-ins that the product knows of.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.flutterwave.server import StandIn as Flutterwave
from infra.local.paystack.server import StandIn as Paystack
from tests.unit.providers.introducing import Clock, known


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def paystack_here(tmp_path: Path, clock: Clock) -> Iterator[Paystack]:
    with (
        Paystack(tmp_path, clock=clock) as running,
        known("paystack", running.base_url, running.secret()),
    ):
        yield running


@pytest.fixture
def flutterwave_here(tmp_path: Path, clock: Clock) -> Iterator[Flutterwave]:
    with (
        Flutterwave(tmp_path, clock=clock) as running,
        known("flutterwave", running.base_url, running.secret()),
    ):
        yield running


@pytest.fixture
def flutterwave4_here(tmp_path: Path, clock: Clock) -> Iterator[Flutterwave]:
    with (
        Flutterwave(tmp_path, version="v4", clock=clock) as running,
        known("flutterwave", running.base_url, running.secret()),
    ):
        yield running
