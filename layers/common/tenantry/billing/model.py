"""
How a customer is billed.
"""

from dataclasses import dataclass
from enum import StrEnum

from tenantry.errors import RuleBroken
from tenantry.ids import TenantId


class Mode(StrEnum):
    """
    Who asks for the money (R-BIL-3).
    """

    PROVIDER = "provider"
    """The platform, through a payment provider."""
    MANUAL = "manual"
    """The reseller, which records what it was paid."""


@dataclass(frozen=True, slots=True)
class Billing:
    """
    How a tenant is billed.

    Args:
        own: Said of this very tenant; None when its reseller's way holds.
        resellers: Said of its reseller; None for the provider.
    """

    tenant_id: TenantId
    reseller_id: TenantId
    own: Mode | None
    resellers: Mode | None

    @property
    def mode(self) -> Mode:
        """
        What holds.
        """
        return self.own or self.resellers or Mode.PROVIDER


class NotManual(RuleBroken):
    """
    The tenant is billed through a payment provider, whose events say what was paid.
    """

    code = "billing.not_manual"


class BilledByHand(RuleBroken):
    """
    The reseller bills the tenant itself, and records what it was paid (R-BIL-3).
    """

    code = "billing.manual"
