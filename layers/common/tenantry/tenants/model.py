"""
A tenant: a reseller's customer, or (as parent) the reseller itself.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from tenantry.errors import ChangedMeanwhile, NotFound, RuleBroken
from tenantry.ids import InviteId, TenantId

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""The gate's instant of a tenant that may record nothing."""

RETENTION = timedelta(days=30)
"""How long a deleted tenant's data is kept before it is purged."""


class Status(StrEnum):
    """
    Where a tenant stands.
    """

    ACTIVE = "active"
    INACTIVE = "inactive"
    DELETED = "deleted"
    PURGED = "purged"


@dataclass(frozen=True, slots=True)
class Tenant:
    """
    A customer of a reseller, or a reseller.

    Args:
        parent_tenant_id: The reseller that holds it; None for a reseller itself.
        records_until: The one instant that the gate compares: business records are written before
            it, and not from it on (R-TEN-2). Every command that changes a state sets it.
        is_pilot: Whether what ends then is a pilot, or a paid subscription: for the words of the
            refusal, which has no other item at hand.
        is_suspended: Whether it ended since nobody paid; for the same words.
        holds_license: Whether it uses one of a prepaid reseller's licences.
        invite_id: The invite that it came from; None when its reseller created it directly.
        invited_by: The reseller that minted this invite, where the tenant has left it since.
        hosts: The names that it was given, in the order in which it was; each has an item that says
            the same, and one write changes both.
        version: Grows by one with every change; a write names the version that it read.
    """

    id: TenantId
    name: str
    status: Status
    is_reseller: bool
    parent_tenant_id: TenantId | None
    records_until: datetime
    holds_license: bool
    created_at: datetime
    branding: dict[str, str] | None = None
    invite_id: InviteId | None = None
    deleted_at: datetime | None = None
    version: int = 1
    is_pilot: bool = True
    is_suspended: bool = False
    invited_by: TenantId | None = None
    hosts: tuple[str, ...] = ()

    @property
    def held_by(self) -> TenantId:
        """
        The reseller that holds this tenant; asked of customers only.
        """
        assert self.parent_tenant_id is not None, "a reseller is held by nobody"
        return self.parent_tenant_id


@dataclass(frozen=True, slots=True)
class Held:
    """
    That a reseller holds a tenant, since when; it held it before only where other holdings say so.
    """

    tenant_id: TenantId
    reseller_id: TenantId
    starts_at: datetime


class TenantNotFound(NotFound):
    """
    There is no such tenant, or it is somebody else's.
    """

    code = "tenant.not_found"


class TenantChanged(ChangedMeanwhile):
    """
    The tenant was changed between our read and our write.
    """

    code = "tenant.changed_meanwhile"


class TenantNotActive(RuleBroken):
    """
    The tenant is deactivated or deleted.
    """

    code = "tenant.not_active"


class TenantDeleted(RuleBroken):
    """
    The tenant is deleted; nothing about it can be changed.
    """

    code = "tenant.deleted"


class SubscriptionEnded(RuleBroken):
    """
    The subscription was cancelled and is over; orders and shipments wait until it is resumed.
    """

    code = "subscription.ended"


class PaymentOverdue(RuleBroken):
    """
    Nobody has paid for long enough; orders and shipments wait for the payment (R-BIL-4).
    """

    code = "subscription.payment_overdue"


class PilotExpired(RuleBroken):
    """
    The pilot is over; purchase orders, sales orders and shipments wait for an upgrade (R-TEN-2).
    """

    code = "pilot.expired"
