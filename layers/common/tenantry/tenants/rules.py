"""
What may happen to a tenant, and when its gate is open.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from tenantry.ids import InviteId, TenantId
from tenantry.principals import Principal
from tenantry.subscriptions.model import Status as Subscribed
from tenantry.subscriptions.model import Subscription
from tenantry.subscriptions.rules import covered_until
from tenantry.tenants.model import (
    NEVER,
    RETENTION,
    PaymentOverdue,
    PilotExpired,
    Status,
    SubscriptionEnded,
    Tenant,
    TenantDeleted,
    TenantNotActive,
    TenantNotFound,
)

GONE = frozenset({Status.DELETED, Status.PURGED})


def new_child(
    tenant_id: TenantId,
    name: str,
    reseller_id: TenantId,
    subscription: Subscription,
    *,
    holds_license: bool,
    branding: dict[str, str] | None,
    invite_id: InviteId | None,
    now: datetime,
) -> Tenant:
    """
    A new customer of a reseller; its gate is open as long as its subscription says.
    """
    return Tenant(
        id=tenant_id,
        name=name,
        status=Status.ACTIVE,
        is_reseller=False,
        parent_tenant_id=reseller_id,
        records_until=covered_until(subscription),
        holds_license=holds_license,
        created_at=now,
        branding=branding,
        invite_id=invite_id,
    )


def rename(tenant: Tenant, name: str, branding: dict[str, str] | None) -> Tenant:
    """
    Give the tenant another name and branding.

    Raises:
        TenantDeleted: It is gone.
    """
    check_not_gone(tenant)
    return _next(tenant, name=name, branding=branding)


def deactivate(tenant: Tenant) -> Tenant:
    """
    Close the gate; the licence is kept (R-TEN-3). Deactivating twice changes nothing.
    """
    check_not_gone(tenant)
    return _next(tenant, status=Status.INACTIVE, records_until=NEVER)


def reactivate(tenant: Tenant, subscription: Subscription) -> Tenant:
    """
    Open the gate again for as long as the subscription says, which may be over.
    """
    check_not_gone(tenant)
    return _next(tenant, status=Status.ACTIVE, **_gate(subscription))


def move(tenant: Tenant, reseller_id: TenantId, *, holds_license: bool) -> Tenant:
    """
    The tenant with another reseller (R-RES-14); its gate stays as open or shut as it is.

    Its look and its hosts go: they were made to stand over the old reseller's, and under its names.

    Args:
        holds_license: Whether the new reseller is prepaid.

    Raises:
        TenantDeleted: It is gone.
    """
    check_not_gone(tenant)
    return _next(
        tenant,
        parent_tenant_id=reseller_id,
        holds_license=holds_license,
        branding=None,
        hosts=(),
        # The invite names a person, and a purge has to find it with the reseller that minted it.
        invited_by=None if tenant.invite_id is None else tenant.invited_by or tenant.held_by,
    )


def delete(tenant: Tenant, now: datetime) -> Tenant:
    """
    Close the gate and free the licence; the data is kept for `RETENTION`, then purged.
    """
    if tenant.status in GONE:
        return tenant
    return _next(
        tenant,
        status=Status.DELETED,
        records_until=NEVER,
        holds_license=False,
        deleted_at=now,
    )


def purge(tenant: Tenant, now: datetime) -> Tenant:
    """
    Erase what names a customer, once the retention is over; earlier, nothing changes.
    """
    if tenant.status is not Status.DELETED or now < purge_at(tenant):
        return tenant
    return _next(tenant, status=Status.PURGED, name=f"purged {tenant.id}", branding=None, hosts=())


def purge_at(tenant: Tenant) -> datetime:
    """
    When a deleted tenant may be purged.
    """
    assert tenant.deleted_at is not None, "only a deleted tenant is purged"
    return tenant.deleted_at + RETENTION


def with_hosts(tenant: Tenant, hosts: tuple[str, ...]) -> Tenant:
    """
    The tenant with other hosts; also one that was deleted can be told that its host is gone.
    """
    return _next(tenant, hosts=hosts)


def with_subscription(tenant: Tenant, subscription: Subscription) -> Tenant:
    """
    Set the gate by a changed subscription; an inactive tenant's gate stays shut.
    """
    check_not_gone(tenant)
    if tenant.status is not Status.ACTIVE:
        return tenant
    return _next(tenant, **_gate(subscription))


def is_visible(tenant: Tenant, principal: Principal) -> bool:
    """
    Whether *principal* may know that this tenant exists (R-RES-6).
    """
    if principal.is_operator:
        return True
    if principal.is_reseller_member:
        is_own = tenant.parent_tenant_id == principal.workspace_id
        return is_own and (principal.tenant_ids is None or tenant.id in principal.tenant_ids)
    return tenant.id == principal.workspace_id


def gate_refusal(
    tenant: Tenant | None, now: datetime
) -> TenantNotFound | TenantNotActive | PilotExpired | SubscriptionEnded | PaymentOverdue:
    """
    Why the gate did not open, for the words of the answer; the write has refused already.
    """
    if tenant is None:
        return TenantNotFound("there is no such tenant")
    if tenant.status is not Status.ACTIVE:
        return TenantNotActive("this tenant is not active", tenant_status=tenant.status.value)
    assert tenant.records_until <= now, "an open gate does not refuse"
    if tenant.is_suspended:
        message = "a payment is overdue; pay it to record orders and shipments again"
        return PaymentOverdue(message)
    if not tenant.is_pilot:
        message = "the subscription has ended; resume it to record orders and shipments again"
        return SubscriptionEnded(message)
    return PilotExpired("the pilot has ended; upgrade to record orders and shipments again")


def _gate(subscription: Subscription) -> dict[str, Any]:
    is_pilot = subscription.status in {Subscribed.PILOT, Subscribed.EXPIRED}
    return {
        "records_until": covered_until(subscription),
        "is_pilot": is_pilot,
        "is_suspended": subscription.suspended_at is not None,
    }


def is_gone(tenant: Tenant) -> bool:
    """
    Whether the tenant was deleted, purged or not.
    """
    return tenant.status in GONE


def check_not_gone(tenant: Tenant) -> None:
    """
    Refuse to do anything with a tenant that was deleted.

    Raises:
        TenantDeleted: It was.
    """
    if tenant.status in GONE:
        message = "this tenant was deleted"
        raise TenantDeleted(message)


def _next(tenant: Tenant, **changes: Any) -> Tenant:
    after = replace(tenant, **changes)
    return tenant if after == tenant else replace(after, version=tenant.version + 1)
