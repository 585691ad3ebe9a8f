"""
How a tenant, or a whole reseller, is billed: an item where something else than usual was said.
"""

from pynamodb.attributes import UnicodeAttribute

from tenantry.billing.model import BilledByHand, Billing, Mode, NotManual
from tenantry.ids import TenantId
from tenantry.reads import get_all
from tenantry.table import Item, Key, RawItem
from tenantry.transactions import Writes


class BillingItem(Item):
    """
    How a tenant or a reseller is billed.
    """

    KIND = "Billing"

    mode = UnicodeAttribute()


def key(tenant_id: TenantId) -> Key:
    """
    Where it is said of a tenant, or of a reseller.
    """
    return f"TENANT#{tenant_id}", "BILLING"


def get_billing(tenant_id: TenantId, reseller_id: TenantId) -> Billing:
    """
    BI1. How a tenant is billed, with what is said of its reseller, in one call.
    """
    own, resellers = get_all([(BillingItem, key(tenant_id)), (BillingItem, key(reseller_id))])
    return billing_from(tenant_id, reseller_id, own, resellers)


def put_mode(writes: Writes, tenant_id: TenantId, mode: Mode | None) -> None:
    """
    BI2. Say how a tenant, or a whole reseller, is billed; None for the usual way.
    """
    if mode is None:
        writes.delete(BillingItem, key(tenant_id))
    else:
        writes.put(BillingItem(*key(tenant_id), mode=mode.value))


def check_manual(writes: Writes, billing: Billing) -> None:
    """
    BI3. Refuse the whole transaction unless the tenant is billed by hand as it is written.
    """
    message = "this tenant is billed through a payment provider; set its billing to manual first"
    is_manual = BillingItem.mode == Mode.MANUAL.value

    def refused(_: RawItem | None) -> NotManual:
        return NotManual(message)

    if billing.own is not None:
        writes.check(BillingItem, key(billing.tenant_id), is_manual, refused)
        return
    writes.check(BillingItem, key(billing.reseller_id), is_manual, refused)
    # What is said of the tenant itself after our read wins over its reseller's way.
    unsaid = BillingItem.pk.does_not_exist()
    writes.check(BillingItem, key(billing.tenant_id), unsaid | is_manual, refused)


def check_provider(writes: Writes, billing: Billing) -> None:
    """
    BI4. Refuse the whole transaction unless the platform bills the tenant as it is written.
    """
    message = "the reseller bills this tenant itself; record what it was paid"
    is_provider = BillingItem.mode == Mode.PROVIDER.value
    unsaid = BillingItem.pk.does_not_exist()

    def refused(_: RawItem | None) -> BilledByHand:
        return BilledByHand(message)

    if billing.own is Mode.PROVIDER:
        writes.check(BillingItem, key(billing.tenant_id), is_provider, refused)
        return
    writes.check(BillingItem, key(billing.tenant_id), unsaid | is_provider, refused)
    writes.check(BillingItem, key(billing.reseller_id), unsaid | is_provider, refused)


def hold(writes: Writes, billing: Billing) -> None:
    """
    BI5. The way of billing that was read must still hold when the transaction is written.
    """
    _hold(writes, billing.tenant_id, billing.own)
    if billing.own is None:
        _hold(writes, billing.reseller_id, billing.resellers)


def billing_from(
    tenant_id: TenantId,
    reseller_id: TenantId,
    own: BillingItem | None,
    resellers: BillingItem | None,
) -> Billing:
    """
    How a tenant is billed, from items that were read together with other kinds.
    """
    return Billing(tenant_id, reseller_id, _mode(own), _mode(resellers))


def _hold(writes: Writes, of: TenantId, mode: Mode | None) -> None:
    unsaid = BillingItem.pk.does_not_exist()
    writes.check(BillingItem, key(of), unsaid if mode is None else BillingItem.mode == mode.value)


def _mode(item: BillingItem | None) -> Mode | None:
    return None if item is None else Mode(item.mode)
