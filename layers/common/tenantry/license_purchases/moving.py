"""
A purchase and the pool move together.
"""

from dataclasses import replace

from tenantry import events
from tenantry.acts import Act
from tenantry.license_purchases import rules, store
from tenantry.license_purchases.model import Facts, Purchase
from tenantry.licenses import rules as pool_rules
from tenantry.licenses import store as pools
from tenantry.licenses.model import LicensePool
from tenantry.transactions import Writes


def write_moved(
    writes: Writes,
    before: Purchase,
    facts: Facts,
    act: Act,
    *,
    provider_event: str | None = None,
    pool: LicensePool | None = None,
) -> Purchase:
    """
    Write a purchase with what was learnt, and move the pool by what follows from that.

    Args:
        provider_event: The provider's word for what happened; None when somebody of us said it.
        pool: As it was read together with the purchase; None to read it.

    Raises (when the transaction commits):
        PurchaseChanged, PoolChanged: Somebody else wrote in between; compute it anew.
    """
    after = replace(before, facts=facts, version=before.version + 1)
    store.replace(writes, before, after)
    was, stands = rules.standing(before), rules.standing(after)
    entitled, disputed = stands.entitled - was.entitled, stands.disputed - was.disputed
    if entitled or disputed:
        known = pools.get_pool(before.reseller_id) if pool is None else pool
        pools.move(writes, known, pool_rules.move(known, entitled=entitled, disputed=disputed))
    events.record(
        writes,
        act,
        f"license_purchase.{'updated' if stands.status is was.status else stands.status.value}",
        tenant_id=before.reseller_id,
        reseller_id=before.reseller_id,
        # One act may move a purchase twice: it asks for a refund, and notes the answer.
        purpose=f"{after.id} {after.version}",
        purchase_id=before.id,
        provider_event=provider_event,
        licenses=entitled,
        disputed=disputed,
        refunded_minor=stands.refunded,
    )
    return after
