"""
A partner's payout account, its former versions, and who else has the same one.
"""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.attributes import (
    BinaryAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from tenantry.clock import stamp
from tenantry.commissions.model import Method
from tenantry.errors import TenantryError
from tenantry.ids import TenantId, UserId
from tenantry.payout_accounts.model import (
    FormerAccount,
    PayoutAccount,
    PayoutAccountDiffers,
    PayoutAccountPaused,
)
from tenantry.reads import Partition, get, query
from tenantry.table import Item, Key, RawItem, TimeAttribute
from tenantry.transactions import Writes, changed_meanwhile


class PayoutAccountItem(Item):
    """
    An account: what may be shown, and the rest as KMS encrypted it; in `lists` by its identity.
    """

    KIND = "PayoutAccount"

    method = UnicodeAttribute()
    currency = UnicodeAttribute()
    shown = JSONAttribute()
    sealed = BinaryAttribute(legacy_encoding=False)
    contact_email = UnicodeAttribute()
    fingerprint = UnicodeAttribute()
    identity = UnicodeAttribute()
    set_at = TimeAttribute()
    set_by = UnicodeAttribute()
    paused_until = TimeAttribute(null=True)
    version = NumberAttribute()


class FormerAccountItem(Item):
    """
    What an account was before a change, without its destination.
    """

    KIND = "FormerPayoutAccount"

    method = UnicodeAttribute()
    shown = JSONAttribute()
    contact_email = UnicodeAttribute()
    set_at = TimeAttribute()
    set_by = UnicodeAttribute()
    replaced_at = TimeAttribute()


def key(reseller_id: TenantId) -> Key:
    """
    Where a partner's account stands.
    """
    return f"TENANT#{reseller_id}", "PAYOUT_ACCOUNT"


def former_key(reseller_id: TenantId, version: int) -> Key:
    """
    Where a former version of it stands.
    """
    return f"TENANT#{reseller_id}", f"PAYOUT_ACCOUNT#{version:06}"


def get_account(reseller_id: TenantId) -> PayoutAccount | None:
    """
    PA1. Read what may be shown of a partner's account.
    """
    found = get_sealed(reseller_id)
    return None if found is None else found[0]


def get_sealed(reseller_id: TenantId) -> tuple[PayoutAccount, bytes] | None:
    """
    PA2. A partner's account, with its destination as KMS encrypted it.
    """
    item = get(PayoutAccountItem, key(reseller_id))
    return None if item is None else (_from_item(item), bytes(item.sealed))


def put(writes: Writes, before: PayoutAccount | None, after: PayoutAccount, sealed: bytes) -> None:
    """
    PA3. Write an account over the version that was read, and keep what can be shown of that.
    """
    item = _to_item(after, sealed)
    if before is None:
        writes.create(item)
        return
    writes.put(item, PayoutAccountItem.version == before.version)
    writes.create(
        FormerAccountItem(
            *former_key(before.reseller_id, before.version),
            method=before.method.value,
            shown=dict(before.shown),
            contact_email=before.contact_email,
            set_at=before.set_at,
            set_by=before.set_by,
            replaced_at=after.set_at,
        )
    )


def check_payable(writes: Writes, account: PayoutAccount, now: datetime) -> None:
    """
    PA4. Refuse the whole transaction unless the account is as it was read, and not paused.
    """
    # The first clause: nobody has changed where the money goes since it was read.
    as_read = PayoutAccountItem.version == account.version
    # The second: a change made before that is a week old.
    not_paused = PayoutAccountItem.paused_until.does_not_exist() | (
        PayoutAccountItem.paused_until <= now
    )

    def refused(raw: RawItem | None) -> TenantryError:
        found = None if raw is None else _from_item(PayoutAccountItem.from_raw_data(dict(raw)))
        if found is not None and found.is_paused(now):
            return paused(found)
        return changed_meanwhile(raw)

    writes.check(PayoutAccountItem, key(account.reseller_id), as_read & not_paused, refused)


def check_same(writes: Writes, reseller_id: TenantId, fingerprint: str) -> None:
    """
    PA7. Refuse the whole transaction unless the partner is still paid to this destination.
    """
    message = "the partner has changed its payout account since; nothing more is paid to this one"
    writes.check(
        PayoutAccountItem,
        key(reseller_id),
        PayoutAccountItem.fingerprint == fingerprint,
        lambda _: PayoutAccountDiffers(message),
    )


def get_former(reseller_id: TenantId, version: int) -> FormerAccount | None:
    """
    PA5. What an account was before a change.
    """
    item = get(FormerAccountItem, former_key(reseller_id, version))
    if item is None:
        return None
    shown = dict(item.shown)
    return FormerAccount(reseller_id, version, Method(item.method), shown, item.contact_email)


def sharing(
    identity: str, after: str | None, limit: int | None
) -> Iterator[tuple[str, PayoutAccount]]:
    """
    PA6. The accounts with this identity, by partner, each with its place.
    """
    partition = Partition(f"PAYOUT_DESTINATION#{identity}", index="lists", after=after)
    rows = query(PayoutAccountItem, partition, limit=limit)
    return ((str(item.list_sk), _from_item(item)) for item in rows)


def paused(account: PayoutAccount) -> PayoutAccountPaused:
    """
    What refuses to pay to an account that was changed lately.
    """
    assert account.paused_until is not None, "it is paused"
    until = stamp(account.paused_until)
    message = f"the payout account was changed; nothing is paid to it before {until}"
    return PayoutAccountPaused(message, paused_until=until)


def _to_item(account: PayoutAccount, sealed: bytes) -> PayoutAccountItem:
    return PayoutAccountItem(
        *key(account.reseller_id),
        method=account.method.value,
        currency=account.currency,
        shown=dict(account.shown),
        sealed=sealed,
        contact_email=account.contact_email,
        fingerprint=account.fingerprint,
        identity=account.identity,
        set_at=account.set_at,
        set_by=account.set_by,
        paused_until=account.paused_until,
        version=account.version,
        list_pk=f"PAYOUT_DESTINATION#{account.identity}",
        list_sk=account.reseller_id,
    )


def _from_item(item: PayoutAccountItem) -> PayoutAccount:
    return PayoutAccount(
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        method=Method(item.method),
        currency=item.currency,
        shown=dict(item.shown),
        contact_email=item.contact_email,
        fingerprint=item.fingerprint,
        identity=item.identity,
        set_at=item.set_at,
        set_by=UserId(item.set_by),
        paused_until=item.paused_until,
        version=int(item.version),
    )
