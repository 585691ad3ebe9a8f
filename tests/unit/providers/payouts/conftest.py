"""
Each adapter in turn, with its stand-in.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.providers.payouts.case import Case, Here
from tests.unit.providers.payouts.cases import CASES


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    given: Case = request.param
    return given


@pytest.fixture
def here(case: Case, tmp_path: Path) -> Iterator[Here]:
    with case.opened(tmp_path) as running:
        yield running
