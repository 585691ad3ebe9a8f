"""
A consent: the owner of a tenant lets its reseller in, until a date (R-RES-15).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tenantry.errors import Forbidden, NotFound
from tenantry.ids import TenantId, UserId

GRANTED_FOR = timedelta(days=180)
"""How long a consent lasts when it is given; the owner can renew or revoke it at any time."""


@dataclass(frozen=True, slots=True)
class Consent:
    """
    The reseller may act inside the tenant during `[granted_at, ends_at)`.
    """

    tenant_id: TenantId
    reseller_id: TenantId
    granted_by: UserId
    granted_at: datetime
    ends_at: datetime


class ConsentNotFound(NotFound):
    """
    The owner has never let this reseller in.
    """

    code = "consent.not_found"


class NoConsent(Forbidden):
    """
    The tenant's owner has not let the reseller in, or no longer does.
    """

    code = "consent.missing"
