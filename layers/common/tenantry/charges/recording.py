"""
Writing that a charge was paid: the payment, what had been heard of it, and what it pays for.
"""

from dataclasses import dataclass

from tenantry import events
from tenantry.acts import Act
from tenantry.charges import rules, store
from tenantry.charges.model import Charge, Purpose
from tenantry.funnel.model import Stage
from tenantry.ledger import facts
from tenantry.ledger import store as ledger
from tenantry.ledger.folding import learn
from tenantry.ledger.model import TenantPayment
from tenantry.ledger.rules import cover_of
from tenantry.payments import store as payments
from tenantry.payments.model import KnownPayment, PaidFor
from tenantry.subscribing.settling import write_paid
from tenantry.subscriptions import rules as subscription_rules
from tenantry.subscriptions.model import Status, Subscription
from tenantry.subscriptions.paying import pay
from tenantry.tenants.model import Tenant
from tenantry.tenants.rules import GONE
from tenantry.transactions import Writes


@dataclass(frozen=True, slots=True)
class Settlement:
    """
    A charge, a payment that came for it, and what had been heard of that payment's money before.
    """

    charge: Charge
    payment: TenantPayment
    known: KnownPayment


@dataclass(frozen=True, slots=True)
class Holder:
    """
    Who paid, as it was read.
    """

    tenant: Tenant
    subscription: Subscription


def write_payment(writes: Writes, settlement: Settlement, holder: Holder, act: Act) -> None:
    """
    Write a payment with all that follows from it.

    Raises (when the transaction commits):
        ChangedMeanwhile: Somebody else wrote in between; compute it anew.
    """
    charge, payment, known = settlement.charge, settlement.payment, settlement.known
    for thing in known.heard:
        payment = learn(payment, thing)
    # First: whoever told of the same payment at this moment is a change, and worked out anew.
    paid_for = PaidFor("tenant_payment", payment.tenant_id, payment.id)
    payments.put_payment(writes, known, paid_for)
    ledger.create(writes, payment)
    # Two tellings of one status are one fact, though they differ: the first one's.
    heard = {facts.fact_key(payment, thing): thing for thing in reversed(known.heard)}
    for key, thing in heard.items():
        facts.add(writes, key, facts.fact_of(payment, thing, act.now))
    store.replace(writes, charge, rules.paid(charge, payment.id))
    after = _upgraded(charge, holder, act)
    if payment.left_minor > 0:
        after = pay(after, cover_of(payment), act.now)
    write_paid(writes, holder.tenant, (holder.subscription, after), act)
    begins = after.anchor != holder.subscription.anchor
    _record(writes, settlement, holder.tenant, act, begins=begins)


def _record(
    writes: Writes, settlement: Settlement, tenant: Tenant, act: Act, *, begins: bool
) -> None:
    charge, payment = settlement.charge, settlement.payment
    events.record(
        writes,
        act,
        "pilot.upgraded" if begins else "payment.received",
        tenant_id=charge.tenant_id,
        # Who holds the tenant now; the charge was made with whoever held it then.
        reseller_id=tenant.held_by,
        funnel=Stage.CONVERTED if begins else None,
        payment_id=payment.id,
        charge_id=charge.id,
        provider=payment.provider,
        net_minor=payment.net.minor,
        currency=payment.net.currency,
        collected_by=payment.collected_by.value,
        plan_code=charge.terms.plan_code,
        interval=charge.terms.interval.value,
        quantity=charge.terms.quantity,
    )


def _upgraded(charge: Charge, holder: Holder, act: Act) -> Subscription:
    subscription = holder.subscription
    is_pilot = subscription.status in {Status.PILOT, Status.EXPIRED}
    if charge.purpose is not Purpose.UPGRADE or not is_pilot or holder.tenant.status in GONE:
        return subscription
    return subscription_rules.upgrade(subscription, charge.terms, act.now)
