"""
A reseller's licence pool.
"""

from dataclasses import dataclass

from tenantry.errors import RuleBroken
from tenantry.ids import TenantId


@dataclass(frozen=True, slots=True)
class LicensePool:
    """
    How many licences a prepaid reseller has and uses, in whole licences.

    Args:
        count: Bought or granted.
        used: Allocated to tenants; never more than `count - frozen`.
        frozen: Disputed and not in use.
        owed: To be given back once free, because they were refunded while in use.
    """

    reseller_id: TenantId
    count: int
    used: int = 0
    frozen: int = 0
    owed: int = 0

    @property
    def available(self) -> int:
        """
        How many more tenants can be created.
        """
        return self.count - self.used - self.frozen


class NoneAvailable(RuleBroken):
    """
    All licences are in use (R-LIC-1).
    """

    code = "license.none_available"
