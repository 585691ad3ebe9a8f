"""
A tenant's subscription.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tenantry.errors import RuleBroken
from tenantry.ids import TenantId

PILOT = timedelta(days=30)
"""R-TEN-1: a pilot lasts so long from its activation."""

REMINDER_DAYS = (7, 1)
"""R-TEN-5: the owner is reminded so many days before a pilot ends."""


class Status(StrEnum):
    """
    Where a subscription stands.
    """

    PILOT = "pilot"
    ACTIVE = "active"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Subscription:
    """
    What a tenant has, from when, and (for a pilot) until when.

    Args:
        reseller_id: The reseller that held the tenant when this version was written.
        ends_at: The first instant that is not covered any more; None for an open end.
        reminded: The days-before of the reminders that were sent.
        version: Grows by one with every change; a write names the version that it read.
    """

    tenant_id: TenantId
    reseller_id: TenantId
    plan_code: str
    status: Status
    starts_at: datetime
    ends_at: datetime | None
    reminded: frozenset[int] = frozenset()
    version: int = 1


class NotAPilot(RuleBroken):
    """
    Only a pilot, running or expired, can be upgraded.
    """

    code = "subscription.not_a_pilot"
