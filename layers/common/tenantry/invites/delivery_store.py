"""
What became of the mails that carry invites' links, each beside its invite.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tenantry.ids import InviteId, TenantId
from tenantry.invites import rules
from tenantry.invites.model import Invite, InviteDelivery
from tenantry.invites.store import InviteItem, invite_from, key
from tenantry.mail.model import MailState
from tenantry.reads import get, get_all
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class InviteDeliveryItem(Item):
    """
    What became of the mail with an invite's newest link.
    """

    KIND = "InviteDelivery"

    generation = NumberAttribute()
    state = UnicodeAttribute()
    at = TimeAttribute()
    reason = UnicodeAttribute(null=True)


def delivery_key(reseller_id: TenantId, invite_id: InviteId) -> Key:
    """
    Where what became of its mail stands: apart, so that the mailer never meets who changes it.
    """
    return f"TENANT#{reseller_id}", f"INVITE_DELIVERY#{invite_id}"


def with_deliveries(rows: Iterable[tuple[str, Invite]]) -> Iterator[tuple[str, Invite]]:
    """
    VD1. The same invites, each with what became of its mail.
    """
    rows = list(rows)
    items = get_all(
        [(InviteDeliveryItem, delivery_key(one.reseller_id, one.id)) for _, one in rows]
    )
    for (place, invite), item in zip(rows, items, strict=True):
        yield place, _mailed(invite, item)


def get_mailed(reseller_id: TenantId, invite_id: InviteId) -> Invite | None:
    """
    VD2. Read an invite with what became of its mail.
    """
    item, delivery = get_all(
        [
            (InviteItem, key(reseller_id, invite_id)),
            (InviteDeliveryItem, delivery_key(reseller_id, invite_id)),
        ]
    )
    return None if item is None else _mailed(invite_from(item), delivery)


def get_delivery(reseller_id: TenantId, invite_id: InviteId) -> InviteDelivery | None:
    """
    VD3. What became of the mail with the newest link that was mailed.
    """
    item = get(InviteDeliveryItem, delivery_key(reseller_id, invite_id))
    return None if item is None else delivery_from(item)


def tell(
    writes: Writes,
    place: Key,
    before: InviteDelivery | None,
    after: InviteDelivery,
) -> None:
    """
    VD4. Note what became of an invite's mail, over what was read; what is older changes nothing.
    """
    if not rules.is_news(before, after):
        return
    item = InviteDeliveryItem(
        *place,
        generation=after.generation,
        state=after.state.value,
        at=after.at,
        reason=after.reason or None,
    )
    if before is None:
        writes.create(item)
        return
    unchanged = (InviteDeliveryItem.generation == before.generation) & (
        InviteDeliveryItem.state == before.state.value
    )
    writes.put(item, unchanged)


def delivery_from(item: InviteDeliveryItem) -> InviteDelivery:
    """
    What became of the mail, in an item that was read together with other kinds.
    """
    return InviteDelivery(int(item.generation), MailState(item.state), item.at, item.reason or "")


def _mailed(invite: Invite, item: InviteDeliveryItem | None) -> Invite:
    # Of a link that was sent again, nobody wants to know what became of the former one.
    if item is None or int(item.generation) != invite.generation:
        return invite
    return replace(invite, delivery=delivery_from(item))
