"""
Accepting an invite: everything in one transaction, or nothing (R-INV-2).
"""

from dataclasses import dataclass, replace
from typing import Any

from tenantry import events
from tenantry.acts import Act
from tenantry.consents import store as consents
from tenantry.consents.model import Consent
from tenantry.funnel.model import Stage
from tenantry.ids import InviteId, TenantId, UserId, derived_id
from tenantry.invites import rules, store, tokens
from tenantry.invites.commands import seller_from
from tenantry.invites.model import Invite, InviteAccepted, InviteNotFound, Status
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.principals import Principal, Role
from tenantry.provisioning.commands import NewTenant, Seller, write_tenant
from tenantry.reads import get_all
from tenantry.resellers import store as resellers
from tenantry.subscriptions.rules import start_pilot
from tenantry.transactions import Writes, transaction
from tenantry.users import store as users
from tenantry.users.commands import Person
from tenantry.users.model import EmailTaken, User


@dataclass(frozen=True, slots=True)
class Shown:
    """
    An invite as its page shows it.
    """

    invite: Invite
    seller: Seller


def show(reseller_id: TenantId, invite_id: InviteId, token: str) -> Shown:
    """
    Read what a link leads to; nothing is consumed, so scanners may follow it (R-INV-3).

    Raises:
        InviteNotFound: The link is not the newest one of any invite.
        ResellerInactive, TermsNotAccepted: The reseller may not bring in customers, and the invite
            is open.
    """
    items: list[Any] = get_all(
        [
            (store.InviteItem, store.key(reseller_id, invite_id)),
            (resellers.ResellerItem, resellers.key(reseller_id)),
            (resellers.ProgrammeItem, resellers.SETTINGS_KEY),
        ]
    )
    invite_item, reseller_item, programme_item = items
    if invite_item is None or not tokens.matches(token, invite_item.token_hash):
        message = "this link leads to no invitation, or a newer link was sent"
        raise InviteNotFound(message)
    invite = store.invite_from(invite_item)
    if invite.status is Status.ACCEPTED:
        reseller = resellers.reseller_from(reseller_item)
        return Shown(invite, Seller(reseller, resellers.settings_from(programme_item)))
    return Shown(invite, seller_from(reseller_item, programme_item))


def accept(shown: Shown, name: str, act: Act) -> Invite:
    """
    Shape 1. Create the tenant, its pilot and its owner, and tell the reseller; one read, one write.

    Accepting again with the same link gives the same answer. Nobody is signed in by it: a sign-in
    link goes to the mailbox, whoever pressed the button.

    Args:
        shown: What `show` read for the link: whoever has it has shown the token.

    Raises:
        InviteRevoked: The reseller took it back.
        InviteExpired: It is 14 days old or older.
        ResellerInactive: The reseller may not bring in customers (R-RES-5).
        NoneAvailable: The prepaid reseller has no licence left.
    """
    invite = shown.invite
    if invite.status is Status.ACCEPTED:
        return invite
    rules.check_acceptable(invite, act.now)
    try:
        return _accept_open(shown, name, act)
    except InviteAccepted:
        return _accepted_meanwhile(invite)


def _accept_open(shown: Shown, name: str, act: Act) -> Invite:
    invite = shown.invite
    try:
        return _write(shown, _person(invite, invite.known_user_id, name, act), act)
    except EmailTaken:
        # The address became somebody's, or stopped being so, after the invite was minted.
        user_id = users.find_user_id(invite.offer.email)
        return _write(shown, _person(invite, user_id, name, act), act)


def _accepted_meanwhile(invite: Invite) -> Invite:
    """
    The same link was accepted at the same instant: its answer is ours.
    """
    stands = store.get_invite(invite.reseller_id, invite.id)
    assert stands is not None, "an accepted invite is not deleted"
    return stands


def _person(invite: Invite, user_id: UserId | None, name: str, act: Act) -> Person:
    planned = user_id or UserId(derived_id("usr", invite.id))
    user = User(planned, invite.offer.email, name, invite.offer.locale, act.now)
    return Person(user, is_new=user_id is None)


def _write(shown: Shown, owner: Person, act: Act) -> Invite:
    invite, seller = shown.invite, shown.seller
    tenant_id = TenantId(derived_id("ten", invite.id))
    pilot = start_pilot(tenant_id, invite.reseller_id, invite.offer.plan_code, act.now)
    assert pilot.ends_at is not None, "a pilot has an end"
    accepted = rules.accept(
        invite, tenant_id, owner.user.id, pilot_ends_at=pilot.ends_at, now=act.now
    )
    new = NewTenant(
        tenant_id, invite.offer.tenant_name, invite.offer.branding, pilot, owner, invite.id
    )
    # Whoever pressed the button has shown that the mailbox is theirs, so they are the actor.
    principal = Principal(owner.user.id, Role.TENANT_OWNER, tenant_id, invite.reseller_id)
    act = replace(act, principal=principal)
    with transaction() as writes:
        store.accept(writes, accepted, act.now)
        write_tenant(writes, seller, new, act)
        _let_in(writes, accepted, act)
        _tell(writes, accepted, act)
    return accepted


def _let_in(writes: Writes, invite: Invite, act: Act) -> None:
    """
    The page says what is consented to, and until when, beside its button (R-RES-15).
    """
    assert invite.tenant_id is not None, "an accepted invite names its tenant"
    assert invite.user_id is not None, "an accepted invite names who accepted"
    ends_at = rules.access_ends_at(invite)
    consents.put(
        writes, Consent(invite.tenant_id, invite.reseller_id, invite.user_id, act.now, ends_at)
    )


def _tell(writes: Writes, invite: Invite, act: Act) -> None:
    assert invite.tenant_id is not None, "an accepted invite names its tenant"
    facts: dict[str, Any] = {
        "invite_id": invite.id,
        "user_id": invite.user_id,
        "plan_code": invite.offer.plan_code,
    }
    notifications.put(
        writes,
        Notification(
            id=act.new_id("ntf"),
            workspace_id=invite.reseller_id,
            kind="partner.activation",
            created_at=act.now,
            data={"tenant_id": invite.tenant_id, **facts},
        ),
    )
    events.record(
        writes,
        act,
        "invite.accepted",
        tenant_id=invite.tenant_id,
        reseller_id=invite.reseller_id,
        funnel=Stage.ACCEPTED,
        **facts,
    )
