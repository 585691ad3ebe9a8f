"""
How a tenant, or a whole reseller, is billed: an item where something else than usual was said.
"""

from pynamodb.attributes import UnicodeAttribute

from tenantry.billing.model import Billing, Mode, NotManual
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
    B1. How a tenant is billed, with what is said of its reseller, in one call.
    """
    own, resellers = get_all([(BillingItem, key(tenant_id)), (BillingItem, key(reseller_id))])
    return Billing(tenant_id, reseller_id, _mode(own), _mode(resellers))


def put_mode(writes: Writes, tenant_id: TenantId, mode: Mode | None) -> None:
    """
    B2. Say how a tenant, or a whole reseller, is billed; None for the usual way.
    """
    if mode is None:
        writes.delete(BillingItem, key(tenant_id))
    else:
        writes.put(BillingItem(*key(tenant_id), mode=mode.value))


def check_manual(writes: Writes, billing: Billing) -> None:
    """
    B3. Refuse the whole transaction unless the tenant is billed by hand as it is written.
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


def _mode(item: BillingItem | None) -> Mode | None:
    return None if item is None else Mode(item.mode)
