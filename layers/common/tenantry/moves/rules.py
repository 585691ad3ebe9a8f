"""
Which moves may be, and what may happen to a transfer.
"""

from dataclasses import replace
from datetime import datetime

from tenantry.consents.model import GRANTED_FOR, Consent
from tenantry.ids import TenantId, UserId
from tenantry.moves.model import (
    VALID_FOR,
    OwnPlan,
    SameReseller,
    Status,
    TooSoon,
    Transfer,
)
from tenantry.plans.rules import is_own
from tenantry.subscriptions.model import Subscription
from tenantry.tenants.model import Held, Tenant
from tenantry.tenants.rules import check_not_gone


def make(
    transfer_id: str, tenant: Tenant, token_hash: str, made_by: UserId, *, now: datetime
) -> Transfer:
    """
    A transfer whose token is good for 14 days from *now*.

    Raises:
        TenantDeleted: The tenant is gone.
    """
    check_not_gone(tenant)
    return Transfer(
        id=transfer_id,
        tenant_id=tenant.id,
        reseller_id=tenant.held_by,
        token_hash=token_hash,
        made_by=made_by,
        made_at=now,
        expires_at=now + VALID_FOR,
    )


def is_good(transfer: Transfer, now: datetime) -> bool:
    """
    Whether its token can be redeemed; the instant `expires_at` itself is too late.
    """
    return transfer.status is Status.OPEN and now < transfer.expires_at


def redeemed(transfer: Transfer, reseller_id: TenantId, now: datetime) -> Transfer:
    """
    The transfer by which the reseller took the tenant over.
    """
    return replace(transfer, status=Status.REDEEMED, redeemed_by=reseller_id, ended_at=now)


def revoked(transfer: Transfer, now: datetime) -> Transfer:
    """
    The transfer without a good token; one that has ended stays as it is.
    """
    if transfer.status is not Status.OPEN:
        return transfer
    return replace(transfer, status=Status.REVOKED, ended_at=now)


def consent_of(transfer: Transfer, reseller_id: TenantId, now: datetime) -> Consent:
    """
    What the token agrees to besides the move: the new reseller is let in (R-RES-15).

    Its end is fixed when the token is made, and shown with it, whenever it is redeemed.
    """
    ends_at = access_ends_at(transfer)
    return Consent(transfer.tenant_id, reseller_id, transfer.made_by, now, ends_at)


def access_ends_at(transfer: Transfer) -> datetime:
    """
    Until when redeeming lets the new reseller in.
    """
    return transfer.expires_at + GRANTED_FOR


def check_may_move(
    tenant: Tenant, subscription: Subscription, held: Held, to: TenantId, *, now: datetime
) -> None:
    """
    Refuse a move that cannot be.

    Raises:
        TenantDeleted: The tenant is gone.
        SameReseller: It is there already.
        OwnPlan: Its plan is the old reseller's own.
        TooSoon: It came there at *now* or later: a holding takes some time, and they never overlap.
    """
    check_not_gone(tenant)
    if tenant.held_by == to:
        message = "this reseller holds the tenant already"
        raise SameReseller(message, field="reseller_id")
    if is_own(subscription.plan_code):
        # The same code may be another plan with another reseller.
        message = "the tenant's plan belongs to its reseller; change it to one of the catalogue"
        raise OwnPlan(message, plan_code=subscription.plan_code)
    if now <= held.starts_at:
        message = "the tenant has just come to its reseller; repeat the request"
        raise TooSoon(message)
