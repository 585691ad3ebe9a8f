"""
Minting, revoking and sending invites again.
"""

from collections.abc import Sequence
from typing import Any

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.assortment import commands as assortment
from tenantry.assortment.model import Choice
from tenantry.assortment.rules import check_offered
from tenantry.funnel.model import Stage
from tenantry.ids import InviteId, TenantId, UserId
from tenantry.invites import delivery_store, rules, store, tokens
from tenantry.invites.model import Invite, InviteNotFound, Offer
from tenantry.provisioning.commands import Seller
from tenantry.reads import get_all
from tenantry.resellers import rules as reseller_rules
from tenantry.resellers import store as resellers
from tenantry.resellers.model import ResellerNotFound
from tenantry.table import Item, Key
from tenantry.transactions import Writes, transaction
from tenantry.users import store as users


def mint(reseller_id: TenantId, offer: Offer, act: Act) -> Invite:
    """
    Shape 1. Invite a customer; the link is mailed, and never returned (R-INV-1).

    Raises:
        ResellerNotFound: There is no such reseller.
        ResellerInactive: It may not invite (R-RES-5).
        TermsNotAccepted: Its terms wait for acceptance.
        PlanNotFound: No plan has the offer's code.
        PlanNotOffered: The plan was retired.
    """
    seller, choices, known = read_for_mint(reseller_id, [offer])
    check_offer(offer, choices)
    invite = plan_invite(
        reseller_id,
        offer,
        act,
        invite_id=InviteId(act.new_id("inv")),
        known_user_id=known.get(offer.email),
    )
    with transaction() as writes:
        resellers.check_may_sell(writes, seller.reseller, seller.settings)
        write_minted(writes, invite, act)
        idempotency.remember(writes, act, invite)
    return invite


def revoke(reseller_id: TenantId, invite_id: InviteId, act: Act) -> Invite:
    """
    Shape 1. Take an invitation back: its link stops working at once.

    Raises:
        InviteNotFound: The reseller has no such invite.
        InviteAccepted: It is too late.
    """
    before = get(reseller_id, invite_id)
    after = rules.revoke(before)
    if after is before:
        return before
    with transaction() as writes:
        _move(writes, before, after, act, kind="invite.revoked")
    return after


def resend(reseller_id: TenantId, invite_id: InviteId, act: Act) -> Invite:
    """
    Shape 1. Mail a new link, good for 14 days; the old one stops working.

    Raises:
        InviteNotFound: The reseller has no such invite.
        ResellerInactive, TermsNotAccepted: It may not invite, so it may not invite again.
        InviteAccepted: There is nothing to send any more.
        InviteRevoked: It was taken back.
    """
    wanted: list[tuple[type[Item], Key]] = [
        (store.InviteItem, store.key(reseller_id, invite_id)),
        (resellers.ResellerItem, resellers.key(reseller_id)),
        (resellers.ProgrammeItem, resellers.SETTINGS_KEY),
    ]
    invite_item, reseller_item, programme_item = get_all(wanted)
    if invite_item is None:
        raise _no_such_invite()
    seller = seller_from(reseller_item, programme_item)
    before = store.invite_from(invite_item)
    link = tokens.token(reseller_id, invite_id, before.generation + 1)
    after = rules.resend(before, tokens.hash_of(link), act.now)
    with transaction() as writes:
        resellers.check_may_sell(writes, seller.reseller, seller.settings)
        _move(writes, before, after, act, kind="invite.resent", generation=after.generation)
    return after


def get(reseller_id: TenantId, invite_id: InviteId) -> Invite:
    """
    Read an invite, with what became of its mail.

    Raises:
        InviteNotFound: The reseller has no such invite.
    """
    invite = delivery_store.get_mailed(reseller_id, invite_id)
    if invite is None:
        raise _no_such_invite()
    return invite


def read_for_mint(
    reseller_id: TenantId, offers: Sequence[Offer]
) -> tuple[Seller, dict[str, Choice], dict[str, UserId]]:
    """
    What minting needs: the seller, what it can sell by code, known users by address.

    One batch read, and a second one for what plans of the reseller's own are made of.

    Raises:
        ResellerNotFound: There is no such reseller.
        ResellerInactive, TermsNotAccepted: It may not invite.
    """
    codes = sorted({offer.plan_code for offer in offers})
    emails = sorted({offer.email for offer in offers})
    wanted: list[tuple[type[Item], Key]] = [
        (resellers.ResellerItem, resellers.key(reseller_id)),
        (resellers.ProgrammeItem, resellers.SETTINGS_KEY),
        *(assortment.place_of(reseller_id, code) for code in codes),
        *((users.EmailItem, users.email_key(email)) for email in emails),
    ]
    found: list[Any] = get_all(wanted)
    seller = seller_from(found[0], found[1])
    plan_items = found[2 : 2 + len(codes)]
    email_items = found[2 + len(codes) :]
    return (
        seller,
        assortment.choices_from(plan_items),
        {
            email: UserId(item.user_id)
            for email, item in zip(emails, email_items, strict=True)
            if item is not None
        },
    )


def seller_from(
    reseller: resellers.ResellerItem | None, programme: resellers.ProgrammeItem | None
) -> Seller:
    """
    The seller in items that were read together with others, if it may bring in customers.
    """
    if reseller is None:
        message = "there is no such reseller"
        raise ResellerNotFound(message)
    seller = Seller(resellers.reseller_from(reseller), resellers.settings_from(programme))
    reseller_rules.check_may_sell(seller.reseller, seller.settings)
    return seller


def check_offer(offer: Offer, choices: dict[str, Choice]) -> None:
    """
    Refuse what cannot be offered: the one door of `mint` and of each row of a bulk request.

    Raises:
        PlanNotFound: Neither the catalogue nor the reseller has a plan with the offer's code.
        PlanNotOffered: The plan was retired.
    """
    check_offered(assortment.chosen(offer.plan_code, choices))


def plan_invite(
    reseller_id: TenantId,
    offer: Offer,
    act: Act,
    *,
    invite_id: InviteId,
    known_user_id: UserId | None,
) -> Invite:
    """
    The invite of an offer, with the hash of the token that the mailer will compute again.
    """
    token_hash = tokens.hash_of(tokens.token(reseller_id, invite_id, 1))
    return rules.mint(
        invite_id,
        reseller_id,
        offer,
        token_hash,
        minted_by=act.principal.person_id,
        known_user_id=known_user_id,
        now=act.now,
    )


def write_minted(writes: Writes, invite: Invite, act: Act) -> None:
    """
    The two items of a new invite: itself and its event.
    """
    store.create(writes, invite)
    _record(
        writes, "invite.minted", invite, act, funnel=Stage.INVITED, plan_code=invite.offer.plan_code
    )


def _move(
    writes: Writes, before: Invite, after: Invite, act: Act, *, kind: str, **data: Any
) -> None:
    store.replace(writes, before, after)
    _record(writes, kind, after, act, **data)
    idempotency.remember(writes, act, after)


def _no_such_invite() -> InviteNotFound:
    return InviteNotFound("there is no such invite")


def _record(
    writes: Writes,
    kind: str,
    invite: Invite,
    act: Act,
    *,
    funnel: Stage | None = None,
    **data: Any,
) -> None:
    events.record(
        writes,
        act,
        kind,
        tenant_id=invite.reseller_id,
        reseller_id=invite.reseller_id,
        funnel=funnel,
        purpose=invite.id,
        invite_id=invite.id,
        **data,
    )
