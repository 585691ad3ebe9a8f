"""
A reseller's licence pool.
"""

import pytest

from tenantry.licenses.model import LicensePool
from tests.builders import RESELLER_ID


@pytest.mark.requirement("R-LIC-1")
@pytest.mark.parametrize(
    ("count", "used", "frozen", "available"),
    [(0, 0, 0, 0), (10, 0, 0, 10), (10, 4, 0, 6), (10, 4, 6, 0), (10, 10, 0, 0)],
)
def test_available_is_what_is_neither_used_nor_frozen(
    count: int, used: int, frozen: int, available: int
) -> None:
    assert LicensePool(RESELLER_ID, count, used, frozen).available == available
