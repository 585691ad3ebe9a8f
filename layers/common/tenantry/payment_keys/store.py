"""
A reseller's own key, encrypted.
"""

from pynamodb.attributes import BinaryAttribute, UnicodeAttribute

from tenantry.ids import TenantId
from tenantry.payment_keys.model import Form, Kind, Mode, PaymentKey
from tenantry.payment_keys.sealing import unseal
from tenantry.reads import get
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class PaymentKeyItem(Item):
    """
    A reseller's key: what may be shown of it, and the rest as KMS encrypted it.
    """

    KIND = "PaymentKey"

    provider = UnicodeAttribute()
    scope = UnicodeAttribute()
    mode = UnicodeAttribute()
    last_four = UnicodeAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)
    set_at = TimeAttribute()


def key(reseller_id: TenantId) -> Key:
    """
    Where a reseller's key stands.
    """
    return f"TENANT#{reseller_id}", "PAYMENT_KEY"


def get_payment_key(reseller_id: TenantId) -> PaymentKey | None:
    """
    PK1. Read what may be shown of a reseller's key.
    """
    item = get(PaymentKeyItem, key(reseller_id))
    return None if item is None else _from_item(item)


def open_key(reseller_id: TenantId) -> str | None:
    """
    PK2. The key itself, for the function that charges; None where the reseller has set none.

    Raises:
        Unavailable: KMS did not answer.
    """
    item = get(PaymentKeyItem, key(reseller_id))
    return None if item is None else unseal(reseller_id, item.sealed)


def put(writes: Writes, before: PaymentKey | None, after: PaymentKey, sealed: bytes) -> None:
    """
    PK3. Write a key over the one that was read; nothing of the old one stays.
    """
    pk, sk = key(after.reseller_id)
    form = after.form
    item = PaymentKeyItem(
        pk,
        sk,
        provider=after.provider,
        scope=form.kind.value,
        mode=form.mode.value,
        last_four=form.last_four,
        sealed=sealed,
        set_at=after.set_at,
    )
    if before is None:
        writes.create(item)
    else:
        writes.put(item, PaymentKeyItem.set_at == before.set_at)


def remove(writes: Writes, before: PaymentKey) -> None:
    """
    PK4. Delete the key that was read.
    """
    writes.delete(PaymentKeyItem, key(before.reseller_id), PaymentKeyItem.set_at == before.set_at)


def _from_item(item: PaymentKeyItem) -> PaymentKey:
    return PaymentKey(
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        provider=item.provider,
        form=Form(Kind(item.scope), Mode(item.mode), item.last_four),
        set_at=item.set_at,
    )
