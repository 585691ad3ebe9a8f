"""
What operators decide about suspended payments (R-BIL-7).
"""

from dataclasses import replace

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.charges import rules, store
from tenantry.charges.model import Charge, ChargeNotFound
from tenantry.charges.recording import Holder, Settlement, write_payment
from tenantry.ledger.model import CollectedBy, TenantPayment
from tenantry.payments import store as payments
from tenantry.principals import PLATFORM
from tenantry.reads import get_all
from tenantry.subscriptions import store as subscriptions
from tenantry.suspense import store as suspense
from tenantry.suspense.model import (
    AlreadyDecided,
    Status,
    SuspendedPayment,
    SuspendedPaymentNotFound,
)
from tenantry.tenants import store as tenants
from tenantry.transactions import Writes, transaction, worked_out_anew


def get(suspended_id: str) -> SuspendedPayment:
    """
    Read a suspended payment.

    Raises:
        SuspendedPaymentNotFound: There is none.
    """
    suspended = suspense.get_suspended(suspended_id)
    if suspended is None:
        message = "there is no such suspended payment"
        raise SuspendedPaymentNotFound(message)
    return suspended


def match(suspended_id: str, charge_id: str, comment: str, act: Act) -> TenantPayment:
    """
    Shape 1. Say that a suspended payment pays a charge, whatever its amount.

    Raises:
        SuspendedPaymentNotFound, ChargeNotFound: There is none.
        AlreadyDecided: Somebody decided before.
    """
    return worked_out_anew(lambda: _match(suspended_id, charge_id, comment, act))


def give_back(suspended_id: str, comment: str, act: Act) -> SuspendedPayment:
    """
    Shape 1. Say that a suspended payment was sent back, at the provider.

    Raises:
        SuspendedPaymentNotFound: There is none.
        AlreadyDecided: Somebody decided before.
    """
    before = get(suspended_id)
    with transaction() as writes:
        after = _decide(writes, before, Status.RETURNED, act, comment=comment)
        events.record(
            writes,
            act,
            "suspended_payment.returned",
            tenant_id=PLATFORM,
            reseller_id=None,
            suspended_id=before.id,
            provider=before.provider,
            reference=before.payment.reference,
        )
        idempotency.remember(writes, act, after)
    return after


def _match(suspended_id: str, charge_id: str, comment: str, act: Act) -> TenantPayment:
    before, charge = get(suspended_id), store.get_charge(charge_id)
    if charge is None:
        message = "there is no such charge"
        raise ChargeNotFound(message, field="charge_id")
    place = before.provider, before.payment.reference
    tenant_item, subscription_item, known_item = get_all(
        [
            (tenants.TenantItem, tenants.key(charge.tenant_id)),
            (subscriptions.SubscriptionItem, subscriptions.key(charge.tenant_id)),
            (payments.PaymentItem, payments.payment_key(*place)),
        ]
    )
    known = payments.payment_from(*place, known_item)
    # A payment's id follows from the provider that it came through, whichever the charge named.
    payment = replace(
        rules.payment_for(
            replace(charge, provider=before.provider), before.payment, before.occurred_at, act.now
        ),
        recorded_by=act.principal.person_id,
        collected_by=_collected_by(before, charge),
    )
    holder = Holder(
        tenants.tenant_from(tenant_item), subscriptions.subscription_from(subscription_item)
    )
    with transaction() as writes:
        _decide(writes, before, Status.MATCHED, act, comment=comment)
        write_payment(writes, Settlement(charge, payment, known), holder, act)
        events.record(
            writes,
            act,
            "suspended_payment.matched",
            tenant_id=PLATFORM,
            reseller_id=None,
            suspended_id=before.id,
            charge_id=charge.id,
            payment_id=payment.id,
        )
        idempotency.remember(writes, act, payment)
    return payment


def _collected_by(suspended: SuspendedPayment, charge: Charge) -> CollectedBy:
    """
    Whose account has the money: that of the charge which it names, whatever it is matched with.
    """
    if suspended.charge_id is None:
        return CollectedBy.PLATFORM
    is_named = suspended.charge_id == charge.id
    named = charge if is_named else store.get_charge(suspended.charge_id)
    assert named is not None, "a charge that was found is never deleted"
    return named.collected_by


def _decide(
    writes: Writes, before: SuspendedPayment, status: Status, act: Act, *, comment: str
) -> SuspendedPayment:
    if before.status is not Status.WAITING:
        message = f"this payment was {before.status.value} before"
        raise AlreadyDecided(message, payment_status=before.status.value)
    after = replace(
        before,
        status=status,
        comment=comment,
        decided_by=act.principal.person_id,
        version=before.version + 1,
    )
    suspense.replace(writes, before, after)
    return after
