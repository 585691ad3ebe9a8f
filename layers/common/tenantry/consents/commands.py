"""
Letting a reseller in, and out again.
"""

from dataclasses import replace

from tenantry import events
from tenantry.acts import Act
from tenantry.consents import store
from tenantry.consents.model import GRANTED_FOR, Consent, ConsentNotFound
from tenantry.ids import TenantId
from tenantry.transactions import transaction


def grant(tenant_id: TenantId, reseller_id: TenantId, act: Act) -> Consent:
    """
    Shape 1. Let the reseller in from now on, or renew that, for `GRANTED_FOR`.
    """
    consent = Consent(
        tenant_id, reseller_id, act.principal.person_id, act.now, act.now + GRANTED_FOR
    )
    _write(consent, "consent.granted", act)
    return consent


def revoke(tenant_id: TenantId, reseller_id: TenantId, act: Act) -> Consent:
    """
    Shape 1. End the reseller's access now; revoking twice changes nothing.

    Raises:
        ConsentNotFound: It was never given.
    """
    before = read(tenant_id, reseller_id)
    if before.ends_at <= act.now:
        return before
    after = replace(before, ends_at=act.now)
    _write(after, "consent.revoked", act)
    return after


def read(tenant_id: TenantId, reseller_id: TenantId) -> Consent:
    """
    Read the consent of a tenant to a reseller.

    Raises:
        ConsentNotFound: It was never given.
    """
    consent = store.get_consent(tenant_id, reseller_id)
    if consent is None:
        message = "this tenant has never let its reseller in"
        raise ConsentNotFound(message)
    return consent


def _write(consent: Consent, kind: str, act: Act) -> None:
    with transaction() as writes:
        store.put(writes, consent)
        events.record(
            writes, act, kind, tenant_id=consent.tenant_id, reseller_id=consent.reseller_id
        )
