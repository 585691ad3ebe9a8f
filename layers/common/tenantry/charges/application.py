"""
Applying what a provider's event says of a charge: once, in any order.
"""

from dataclasses import dataclass, replace

from tenantry import events
from tenantry.acts import Act
from tenantry.charges import rules, store
from tenantry.charges.model import Charge
from tenantry.charges.recording import Holder, Settlement, write_payment
from tenantry.ids import derived_id
from tenantry.payments import store as payments
from tenantry.payments.model import KnownPayment, PaidFor
from tenantry.principals import PLATFORM, SYSTEM
from tenantry.providers.facts import ChargeEnded, ChargePaid, ProviderEvent
from tenantry.providers.noting import note
from tenantry.reads import get_all
from tenantry.subscriptions import store as subscriptions
from tenantry.suspense import store as suspense
from tenantry.suspense.model import Status, SuspendedPayment, Why
from tenantry.tenants import store as tenants
from tenantry.transactions import Writes, transaction


@dataclass(frozen=True, slots=True)
class _Told:
    """
    That money came: the event, what it says, and what was known of the payment before.
    """

    event: ProviderEvent
    fact: ChargePaid
    known: KnownPayment


def apply_paid(event: ProviderEvent, fact: ChargePaid, act: Act) -> None:
    """
    Shape 1. Money came: it pays its charge, or waits for an operator (R-BIL-7).

    Raises:
        AlreadyApplied: The event was applied before.
        ChangedMeanwhile: Somebody else wrote at the same moment.
    """
    charge_id = _charge_id(fact)
    reference = fact.payment.reference
    applied, known_item, charge_item = get_all(
        [
            (payments.ProviderEventItem, payments.event_key(event.provider, event.id)),
            (payments.PaymentItem, payments.payment_key(event.provider, reference)),
            (store.ChargeItem, store.key(charge_id or "none")),
        ]
    )
    if applied is not None:
        raise payments.already_applied()
    known = payments.payment_from(event.provider, reference, known_item)
    charge = None if charge_item is None else store.charge_from(charge_item)
    with transaction() as writes:
        note(writes, event, known, act.now)
        if known.paid_for is None or known.paid_for.kind == "suspended_payment":
            _apply(writes, _Told(event, fact, known), charge, act)
        elif known.paid_for.kind == "tenant_payment" and charge is not None:
            _told_again(writes, charge, known.paid_for)


def _apply(writes: Writes, told: _Told, charge: Charge | None, act: Act) -> None:
    fact, held = told.fact, _held(told.known)
    if held is not None and held.status is not Status.WAITING:
        return
    if charge is None or charge.provider != told.event.provider:
        if held is None:
            _suspend(writes, told, Why.UNKNOWN, act)
        return
    tenant_item, subscription_item, upgrade = get_all(
        [
            (tenants.TenantItem, tenants.key(charge.tenant_id)),
            (subscriptions.SubscriptionItem, subscriptions.key(charge.tenant_id)),
            (store.UpgradeChargeItem, store.upgrade_key(charge.tenant_id)),
        ]
    )
    newest = None if upgrade is None else str(upgrade.charge_id)
    why = rules.mismatch(charge, fact.payment, fact.request_id, newest)
    if why is not None:
        if held is None:
            _suspend(writes, told, Why(why), act, charge_id=charge.id)
        return
    payment = rules.payment_for(charge, fact.payment, fact.occurred_at, act.now)
    holder = Holder(
        tenants.tenant_from(tenant_item), subscriptions.subscription_from(subscription_item)
    )
    settlement = Settlement(charge, payment, told.known)
    if held is not None:
        _release(writes, held, settlement, act)
    write_payment(writes, settlement, holder, act)


def _held(known: KnownPayment) -> SuspendedPayment | None:
    return None if known.paid_for is None else suspense.get_suspended(known.paid_for.id)


def _release(writes: Writes, held: SuspendedPayment, settlement: Settlement, act: Act) -> None:
    """
    Money that waits for an operator was told again, in words that say whose it is.

    M-Pesa tells of a prompt, and of the paybill it went to: whichever comes first.
    """
    after = replace(held, status=Status.MATCHED, decided_by=SYSTEM, version=held.version + 1)
    suspense.replace(writes, held, after)
    events.record(
        writes,
        act,
        "suspended_payment.matched",
        tenant_id=PLATFORM,
        reseller_id=None,
        suspended_id=held.id,
        charge_id=settlement.charge.id,
        payment_id=settlement.payment.id,
    )


def _told_again(writes: Writes, charge: Charge, paid_for: PaidFor) -> None:
    """
    The same money under another event: M-Pesa tells of a prompt and of the paybill it went to.
    """
    if paid_for.owner == charge.tenant_id and paid_for.id not in charge.payment_ids:
        store.replace(writes, charge, rules.paid(charge, paid_for.id))


def _suspend(
    writes: Writes, told: _Told, why: Why, act: Act, *, charge_id: str | None = None
) -> None:
    event, fact = told.event, told.fact
    suspended = SuspendedPayment(
        id=derived_id("sus", event.provider, fact.payment.reference),
        provider=event.provider,
        payment=fact.payment,
        occurred_at=fact.occurred_at,
        recorded_at=act.now,
        why=why,
        charge_id=charge_id,
        typed=fact.payer_reference,
    )
    suspense.create(writes, suspended)
    payments.put_payment(writes, told.known, PaidFor("suspended_payment", PLATFORM, suspended.id))
    events.record(
        writes,
        act,
        "payment.suspended",
        tenant_id=PLATFORM,
        reseller_id=None,
        suspended_id=suspended.id,
        provider=event.provider,
        reference=fact.payment.reference,
        why=why.value,
        amount_minor=fact.payment.subtotal.minor,
        currency=fact.payment.subtotal.currency,
    )


def apply_ended(event: ProviderEvent, fact: ChargeEnded, act: Act) -> None:
    """
    Shape 1. A charge has failed or expired, unless it was paid; a stranger's is passed over.

    Raises:
        AlreadyApplied: The event was applied before.
        ChangedMeanwhile: Somebody else wrote at the same moment.
    """
    applied, charge_item = get_all(
        [
            (payments.ProviderEventItem, payments.event_key(event.provider, event.id)),
            (store.ChargeItem, store.key(fact.charge_id)),
        ]
    )
    if applied is not None:
        raise payments.already_applied()
    with transaction() as writes:
        payments.mark_applied(writes, event.provider, event.id, event.type, now=act.now)
        if charge_item is not None:
            _end(writes, store.charge_from(charge_item), fact, act)


def _end(writes: Writes, before: Charge, fact: ChargeEnded, act: Act) -> None:
    after = rules.ended(before, fact.how)
    if after is before:
        return
    store.replace(writes, before, after)
    events.record(
        writes,
        act,
        f"charge.{fact.how}",
        tenant_id=before.tenant_id,
        reseller_id=before.reseller_id,
        charge_id=before.id,
    )


def _charge_id(fact: ChargePaid) -> str | None:
    if fact.charge_id is not None or fact.payer_reference is None:
        return fact.charge_id
    return store.find_reference(rules.as_typed(fact.payer_reference))
