"""
What command and function tests stand on.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from infra.local.dns.server import NameServer
from tests.deployment import deployed

LONGEST = [
    "test_demo",
    "test_api_fuzzing",
    "test_races",
    "test_payments_end_to_end",
    "test_altered_webhooks",
    "test_policy_walk",
    "test_every_command",
]

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


@pytest.fixture(scope="session")
def running_name_server() -> Iterator[NameServer]:
    """
    The DNS server of this process: tests use `name_server`.
    """
    with NameServer() as server:
        yield server


@pytest.fixture
def name_server(running_name_server: NameServer) -> NameServer:
    """
    A DNS server without any zone, for each test.
    """
    running_name_server.zones.clear()
    return running_name_server


@pytest.fixture(scope="session")
def test_data() -> Path:
    """
    The folder of other projects' test data, which the project does not ship.
    """
    folder = os.environ.get("TENANTRY_TEST_DATA")
    if not folder:
        pytest.skip("TENANTRY_TEST_DATA names no folder with other projects' test data")
    return Path(folder)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """
    One worker more than there are processors: the tests of the stack wait much of their time.
    """
    return (os.process_cpu_count() or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    The files that take longest first, so that none of them is left for one worker at the end.
    """
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    if item.path.stem in LONGEST:
        return LONGEST.index(item.path.stem)
    return len(LONGEST) + (item.get_closest_marker("emulator") is None)
