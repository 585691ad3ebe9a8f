"""
A reseller's licence pool, and why it refuses.
"""

from dataclasses import dataclass
from enum import StrEnum

from tenantry.errors import ChangedMeanwhile, Conflict, RuleBroken
from tenantry.ids import TenantId


@dataclass(frozen=True, slots=True)
class LicensePool:
    """
    How many licences a prepaid reseller has and uses, in whole licences (R-LIC-3).

    Three numbers are facts that only ever move by what happened: what the reseller is entitled to,
    what its tenants use, and what is disputed. The others follow from them, so that the order in
    which payments, refunds and disputes arrive makes no difference.

    Args:
        entitled: Bought and granted, less what was returned, removed or lost. It may be below
            zero, when what an operator removed is returned later.
        used: Allocated to tenants. It may be above *entitled*: a refund takes nothing in use.
        disputed: Under a dispute that is not decided.
        low_stock_at: The reseller is told when no more than so many are available; None for never.
        was_told: Whether it has been told since its stock last was above that.
    """

    reseller_id: TenantId
    entitled: int
    used: int = 0
    disputed: int = 0
    low_stock_at: int | None = None
    was_told: bool = False

    @property
    def count(self) -> int:
        """
        All licences that exist: in use, frozen or available.
        """
        return max(self.entitled, self.used)

    @property
    def owed(self) -> int:
        """
        In use without entitlement: taken back as tenants are deleted.
        """
        return self.count - self.entitled

    @property
    def frozen(self) -> int:
        """
        Disputed and not in use.
        """
        return min(self.disputed, self.count - self.used)

    @property
    def available(self) -> int:
        """
        How many more tenants can be created.
        """
        return self.count - self.used - self.frozen


class FreedTo(StrEnum):
    """
    What a licence becomes that a deleted tenant gives back.
    """

    AVAILABLE = "available"
    NOBODY = "nobody"
    """It was owed."""
    FROZEN = "frozen"
    """It is disputed, and was only spared while in use."""


class NoneAvailable(RuleBroken):
    """
    All licences are in use or frozen (R-LIC-1).
    """

    code = "license.none_available"


class InUse(RuleBroken):
    """
    More licences would be removed than are available; `possible` says how many could be.
    """

    code = "license.in_use"


class PoolChanged(ChangedMeanwhile):
    """
    The pool was changed between our read and our write.
    """

    code = "license.pool_changed"


class FreedElsewhere(Conflict):
    """
    A licence that is given back becomes something else than we took it for: `freed_to` says what.
    """

    code = "license.freed_elsewhere"

    def __init__(self, detail: str, freed_to: FreedTo) -> None:
        super().__init__(detail)
        self.freed_to = freed_to
