"""
Invites, listed by what was decided about them.
"""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from tenantry.clock import stamp
from tenantry.errors import TenantryError
from tenantry.ids import InviteId, TenantId, UserId
from tenantry.invites import rules
from tenantry.invites.model import Invite, InviteAccepted, InviteChanged, Offer, Status
from tenantry.mail.model import Locale
from tenantry.reads import Partition, get, query
from tenantry.table import Item, Key, RawItem, TimeAttribute
from tenantry.transactions import Writes, changed_meanwhile


class InviteItem(Item):
    """
    An invite; in `lists` under its status, open ones by the time they expire.
    """

    KIND = "Invite"

    email = UnicodeAttribute()
    tenant_name = UnicodeAttribute()
    plan_code = UnicodeAttribute()
    locale = UnicodeAttribute()
    branding = JSONAttribute(null=True)
    status = UnicodeAttribute()
    generation = NumberAttribute()
    token_hash = UnicodeAttribute()
    minted_by = UnicodeAttribute()
    minted_at = TimeAttribute()
    expires_at = TimeAttribute()
    known_user_id = UnicodeAttribute(null=True)
    tenant_id = UnicodeAttribute(null=True)
    user_id = UnicodeAttribute(null=True)
    accepted_at = TimeAttribute(null=True)
    pilot_ends_at = TimeAttribute(null=True)


def key(reseller_id: TenantId, invite_id: InviteId) -> Key:
    """
    Where an invite stands: with its reseller; the link carries both ids.
    """
    return f"TENANT#{reseller_id}", f"INVITE#{invite_id}"


def get_invite(reseller_id: TenantId, invite_id: InviteId) -> Invite | None:
    """
    V1. Read an invite.
    """
    item = get(InviteItem, key(reseller_id, invite_id))
    return None if item is None else invite_from(item)


def create(writes: Writes, invite: Invite) -> None:
    """
    V2. Write a new invite.
    """
    writes.create(_to_item(invite))


def accept(writes: Writes, accepted: Invite, now: datetime) -> None:
    """
    V3. Replace an open invite by the accepted one: a link works once, and only in time (R-INV-3).
    """
    still_open = InviteItem.status == Status.OPEN.value
    # A resend between our read and our write has made the token in hand an old one.
    same_link = InviteItem.generation == accepted.generation
    in_time = InviteItem.expires_at > now

    def refused(raw: RawItem | None) -> TenantryError:
        if raw is None:
            return changed_meanwhile(raw)
        stands = invite_from(InviteItem.from_raw_data(dict(raw)))
        if stands.status is Status.ACCEPTED:
            return InviteAccepted("this invitation was accepted", tenant_id=stands.tenant_id)
        try:
            rules.check_acceptable(stands, now)
        except TenantryError as reason:
            return reason
        return InviteChanged("a newer link was sent at the same moment; use that one")

    writes.put(_to_item(accepted), still_open & same_link & in_time, refused)


def replace(writes: Writes, before: Invite, after: Invite) -> None:
    """
    V4. Replace an open invite by a revoked or resent one.
    """
    unchanged = (InviteItem.status == before.status.value) & (
        InviteItem.generation == before.generation
    )
    message = "this invite was changed at the same moment; read it again"
    writes.put(_to_item(after), unchanged, lambda _: InviteChanged(message))


def invites_of(
    reseller_id: TenantId, after: str | None, limit: int
) -> Iterator[tuple[str, Invite]]:
    """
    V5. All invites of a reseller, newest first, each with its place.
    """
    partition = Partition(
        f"TENANT#{reseller_id}", begins_with="INVITE#", after=after, newest_first=True
    )
    return ((item.sk, invite_from(item)) for item in query(InviteItem, partition, limit=limit))


def decided_invites_of(
    reseller_id: TenantId, status: Status, after: str | None, limit: int
) -> Iterator[tuple[str, Invite]]:
    """
    V6. A reseller's accepted or revoked invites, the last minted first, each with its place.
    """
    partition = Partition(
        _list_pk(reseller_id, status), index="lists", after=after, newest_first=True
    )
    return _listed(partition, limit)


def open_invites_of(
    reseller_id: TenantId, now: datetime, after: str | None, limit: int
) -> Iterator[tuple[str, Invite]]:
    """
    V7. A reseller's invites that can be accepted at *now*, the next to expire first, with places.
    """
    partition = Partition(
        _list_pk(reseller_id, Status.OPEN), index="lists", after=after or f"{stamp(now)}#~"
    )
    return _listed(partition, limit)


def expired_invites_of(
    reseller_id: TenantId, now: datetime, after: str | None, limit: int
) -> Iterator[tuple[str, Invite]]:
    """
    V8. A reseller's invites that nobody accepted in time, the oldest first, with places.
    """
    partition = Partition(
        _list_pk(reseller_id, Status.OPEN), index="lists", after=after, until=f"{stamp(now)}#~"
    )
    return _listed(partition, limit)


def invite_from(item: InviteItem) -> Invite:
    """
    The invite in an item that was read together with other kinds.
    """
    return Invite(
        id=InviteId(item.sk.removeprefix("INVITE#")),
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        offer=Offer(
            item.email, item.tenant_name, item.plan_code, Locale(item.locale), item.branding
        ),
        status=Status(item.status),
        generation=int(item.generation),
        token_hash=item.token_hash,
        minted_by=UserId(item.minted_by),
        minted_at=item.minted_at,
        expires_at=item.expires_at,
        known_user_id=UserId(item.known_user_id) if item.known_user_id else None,
        tenant_id=TenantId(item.tenant_id) if item.tenant_id else None,
        user_id=UserId(item.user_id) if item.user_id else None,
        accepted_at=item.accepted_at,
        pilot_ends_at=item.pilot_ends_at,
    )


def _listed(partition: Partition, limit: int) -> Iterator[tuple[str, Invite]]:
    for item in query(InviteItem, partition, limit=limit):
        yield str(item.list_sk), invite_from(item)


def _list_pk(reseller_id: TenantId, status: Status) -> str:
    return f"INVITES#{reseller_id}#{status.value}"


def _to_item(invite: Invite) -> InviteItem:
    pk, sk = key(invite.reseller_id, invite.id)
    by_time = invite.expires_at if invite.status is Status.OPEN else invite.minted_at
    return InviteItem(
        pk,
        sk,
        list_pk=_list_pk(invite.reseller_id, invite.status),
        list_sk=f"{stamp(by_time)}#{invite.id}",
        email=invite.offer.email,
        tenant_name=invite.offer.tenant_name,
        plan_code=invite.offer.plan_code,
        locale=invite.offer.locale.value,
        branding=invite.offer.branding,
        status=invite.status.value,
        generation=invite.generation,
        token_hash=invite.token_hash,
        minted_by=invite.minted_by,
        minted_at=invite.minted_at,
        expires_at=invite.expires_at,
        known_user_id=invite.known_user_id,
        tenant_id=invite.tenant_id,
        user_id=invite.user_id,
        accepted_at=invite.accepted_at,
        pilot_ends_at=invite.pilot_ends_at,
    )
