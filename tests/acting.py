"""
Who asks, and when: acts for tests, at fixed moments.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count

from tenantry.acts import Act, Once
from tenantry.ids import TenantId, UserId
from tenantry.principals import PLATFORM, SCHEDULER, Principal, Role

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
OPERATOR = Principal(UserId("usr_OPERATOR"), Role.OPERATOR, PLATFORM)

_numbers = count()


def an_act(principal: Principal = OPERATOR, now: datetime = NOON, once: Once | None = None) -> Act:
    """
    A new act; two of them never make the same ids.
    """
    entropy = sha256(f"act {next(_numbers)}".encode()).digest()
    return Act(principal, now, entropy, "test", once)


def a_job(now: datetime) -> Act:
    """
    The act of a scheduled job.
    """
    return an_act(SCHEDULER, now)


def owner_of(reseller_id: TenantId, person: str = "usr_RESELLEROWNER") -> Principal:
    """
    The owner of a reseller.
    """
    return Principal(UserId(person), Role.RESELLER_OWNER, reseller_id, reseller_id)


def tenant_owner_of(
    tenant_id: TenantId, reseller_id: TenantId, person: str = "usr_TENANTOWNER"
) -> Principal:
    """
    The owner of a tenant.
    """
    return Principal(UserId(person), Role.TENANT_OWNER, tenant_id, reseller_id)
