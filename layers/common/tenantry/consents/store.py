"""
Consents, and the condition that holds a reseller's acts in a tenant to them.
"""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from tenantry.consents.model import Consent, NoConsent
from tenantry.ids import TenantId, UserId
from tenantry.reads import get
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes


class ConsentItem(Item):
    """
    The current consent of one tenant to one reseller; its history is in the events.
    """

    KIND = "Consent"

    granted_by = UnicodeAttribute()
    granted_at = TimeAttribute()
    ends_at = TimeAttribute()


def key(tenant_id: TenantId, reseller_id: TenantId) -> Key:
    """
    Where a consent stands: with the tenant that gives it.
    """
    return f"TENANT#{tenant_id}", f"CONSENT#{reseller_id}"


def get_consent(tenant_id: TenantId, reseller_id: TenantId) -> Consent | None:
    """
    A1. Read a consent.
    """
    item = get(ConsentItem, key(tenant_id, reseller_id))
    if item is None:
        return None
    granted_by = UserId(item.granted_by)
    return Consent(tenant_id, reseller_id, granted_by, item.granted_at, item.ends_at)


def put(writes: Writes, consent: Consent) -> None:
    """
    A2. Write a consent that is given, renewed or (ending now) revoked.
    """
    pk, sk = key(consent.tenant_id, consent.reseller_id)
    writes.put(
        ConsentItem(
            pk,
            sk,
            granted_by=consent.granted_by,
            granted_at=consent.granted_at,
            ends_at=consent.ends_at,
        )
    )


def remove(writes: Writes, tenant_id: TenantId, reseller_id: TenantId) -> None:
    """
    A4. End whatever consent there is: the reseller does not hold the tenant, or holds it anew.
    """
    writes.delete(ConsentItem, key(tenant_id, reseller_id))


def check(writes: Writes, tenant_id: TenantId, reseller_id: TenantId, now: datetime) -> None:
    """
    A3. Refuse the whole transaction unless the tenant lets the reseller in at *now*.
    """
    writes.check(
        ConsentItem,
        key(tenant_id, reseller_id),
        ConsentItem.ends_at > now,
        lambda _: NoConsent("the owner of this tenant has not let you in, or no longer does"),
    )
