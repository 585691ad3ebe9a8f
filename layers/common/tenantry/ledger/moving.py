"""
A payment and its tenant's subscription move together.
"""

from tenantry import events
from tenantry.acts import Act
from tenantry.ledger import facts, store
from tenantry.ledger.facts import Fact
from tenantry.ledger.folding import learn
from tenantry.ledger.model import TenantPayment
from tenantry.ledger.rules import cover_of
from tenantry.payments.model import Dispute, Refund
from tenantry.reads import get_all
from tenantry.subscribing.settling import write_paid
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.paying import pay, take_back
from tenantry.tenants import store as tenant_store
from tenantry.transactions import Writes


def write_known(
    writes: Writes,
    before: TenantPayment,
    thing: Refund | Dispute,
    act: Act,
    *,
    reference: str | None = None,
) -> Fact:
    """
    Write what became known of a payment's money, and what follows for the subscription it pays.

    Args:
        thing: A refund or dispute at a status that it is not known yet to have come to.
        reference: Of the reseller's own books.

    Raises (when the transaction commits):
        PaymentChanged, ChangedMeanwhile: Somebody else wrote in between; compute it anew.
    """
    after = learn(before, thing)
    fact = facts.fact_of(before, thing, act.now, reference)
    store.put_known(writes, before, after)
    facts.add(writes, facts.fact_key(before, thing), fact)
    if (before.left_minor > 0) is not (after.left_minor > 0):
        _write_cover(writes, after, act)
    kind = "refund" if isinstance(thing, Refund) else "dispute"
    events.record(
        writes,
        act,
        "payment.refunded" if isinstance(thing, Refund) else "payment.disputed",
        tenant_id=before.tenant_id,
        reseller_id=before.reseller_id,
        purpose=f"{thing.id} {thing.status.value}",
        payment_id=before.id,
        status=thing.status.value,
        amount_minor=thing.minor,
        currency=before.net.currency,
        left_minor=after.left_minor,
        **{f"{kind}_id": thing.id},
    )
    return fact


def _write_cover(writes: Writes, after: TenantPayment, act: Act) -> None:
    """
    A payment whose money has all gone back pays for nothing; one whose money came back does again.
    """
    tenant_item, subscription_item = get_all(
        [
            (tenant_store.TenantItem, tenant_store.key(after.tenant_id)),
            (subscriptions.SubscriptionItem, subscriptions.key(after.tenant_id)),
        ]
    )
    before = subscriptions.subscription_from(subscription_item)
    counted = (
        pay(before, cover_of(after), act.now)
        if after.left_minor > 0
        else take_back(before, after.id)
    )
    write_paid(writes, tenant_store.tenant_from(tenant_item), (before, counted), act)
