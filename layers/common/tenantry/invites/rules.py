"""
What may happen to an invite.
"""

from dataclasses import replace
from datetime import datetime

from tenantry.consents.model import GRANTED_FOR
from tenantry.ids import InviteId, TenantId, UserId
from tenantry.invites.model import (
    VALID_FOR,
    Invite,
    InviteAccepted,
    InviteDelivery,
    InviteExpired,
    InviteRevoked,
    Offer,
    Status,
)


def mint(
    invite_id: InviteId,
    reseller_id: TenantId,
    offer: Offer,
    token_hash: str,
    *,
    minted_by: UserId,
    known_user_id: UserId | None,
    now: datetime,
) -> Invite:
    """
    A new invite, good for 14 days from *now*.
    """
    return Invite(
        id=invite_id,
        reseller_id=reseller_id,
        offer=offer,
        status=Status.OPEN,
        generation=1,
        token_hash=token_hash,
        minted_by=minted_by,
        minted_at=now,
        expires_at=now + VALID_FOR,
        known_user_id=known_user_id,
    )


def is_expired(invite: Invite, now: datetime) -> bool:
    """
    Whether the time to accept is over; the instant `expires_at` itself is too late.
    """
    return invite.status is Status.OPEN and invite.expires_at <= now


def check_acceptable(invite: Invite, now: datetime) -> None:
    """
    Refuse an invite that cannot be accepted any more, an accepted one aside.

    Raises:
        InviteRevoked: The reseller took it back.
        InviteExpired: It is 14 days old or older.
    """
    if invite.status is Status.REVOKED:
        message = "this invitation was taken back"
        raise InviteRevoked(message)
    if is_expired(invite, now):
        message = "this invitation has expired; ask for a new one"
        raise InviteExpired(message)


def accept(
    invite: Invite, tenant_id: TenantId, user_id: UserId, *, pilot_ends_at: datetime, now: datetime
) -> Invite:
    """
    The invite as accepted: it names what it created, so that a repeat gets the same answer.
    """
    return replace(
        invite,
        status=Status.ACCEPTED,
        tenant_id=tenant_id,
        user_id=user_id,
        accepted_at=now,
        pilot_ends_at=pilot_ends_at,
    )


def access_ends_at(invite: Invite) -> datetime:
    """
    Until when accepting lets the reseller in: fixed by the link.

    So what the page says is what the acceptance records, whenever the button is pressed.
    """
    return invite.expires_at + GRANTED_FOR


def revoke(invite: Invite) -> Invite:
    """
    Take the invitation back; taking it back twice changes nothing.

    Raises:
        InviteAccepted: It is too late.
    """
    _check_not_accepted(invite)
    if invite.status is Status.REVOKED:
        return invite
    return replace(invite, status=Status.REVOKED)


def resend(invite: Invite, token_hash: str, now: datetime) -> Invite:
    """
    A new link for the same invitation, good for 14 days; the old link stops working.

    Raises:
        InviteAccepted: There is nothing to send any more.
        InviteRevoked: It was taken back.
    """
    _check_not_accepted(invite)
    if invite.status is Status.REVOKED:
        message = "this invitation was taken back; mint a new one"
        raise InviteRevoked(message)
    return replace(
        invite,
        generation=invite.generation + 1,
        token_hash=token_hash,
        expires_at=now + VALID_FOR,
    )


def is_news(before: InviteDelivery | None, after: InviteDelivery) -> bool:
    """
    Whether word of an invite's mail says more than what was known, in whatever order words come.
    """
    if before is None or after.generation > before.generation:
        return True
    return after.generation == before.generation and after.state.outranks(before.state)


def _check_not_accepted(invite: Invite) -> None:
    if invite.status is Status.ACCEPTED:
        message = "this invitation was accepted"
        raise InviteAccepted(message, tenant_id=invite.tenant_id)
