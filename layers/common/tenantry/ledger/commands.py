"""
Recording payments and refunds by hand, and giving each payment its worth in US dollars.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from itertools import batched

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.billing import store as billing
from tenantry.errors import Conflict, invalid_field
from tenantry.fx import store as fx
from tenantry.fx.model import RateMissing
from tenantry.ids import TenantId, derived_id
from tenantry.ledger import rules, store
from tenantry.ledger.model import (
    MANUAL,
    CollectedBy,
    DayTotals,
    InUsd,
    NewPayment,
    PaymentNotFound,
    TenantPayment,
    TenantRefund,
)
from tenantry.ledger.moving import write_known
from tenantry.observability import counted
from tenantry.payments.model import Refund, RefundStatus
from tenantry.principals import Principal
from tenantry.subscribing.settling import write_paid
from tenantry.subscriptions.paying import pay
from tenantry.subscriptions.store import get_subscription
from tenantry.tenants import commands as tenants
from tenantry.transactions import transaction, worked_out_anew

TOGETHER = 50
"""How many payments are reconciled in one transaction: half of what DynamoDB takes."""


def record(tenant_id: TenantId, new: NewPayment, act: Act) -> TenantPayment:
    """
    Shape 1. Record what a reseller was paid for a tenant that it bills itself (R-BIL-3).

    Raises:
        TenantNotFound: There is none that the principal may see.
        Invalid: A field breaks a rule.
        NotManual: The tenant is billed through a provider.
        PaymentExists: The reference was recorded before.
    """
    rules.check_payment(new, act.now)
    return worked_out_anew(lambda: _record(tenant_id, new, act))


def _record(tenant_id: TenantId, new: NewPayment, act: Act) -> TenantPayment:
    tenant = tenants.read(tenant_id, act.principal)
    payment = TenantPayment(
        id=derived_id("pay", tenant.id, MANUAL, new.reference),
        tenant_id=tenant.id,
        reseller_id=tenant.held_by,
        provider=MANUAL,
        reference=new.reference,
        net=new.net,
        tax_minor=new.tax_minor,
        covers_from=new.covers_from,
        covers_until=new.covers_until,
        collected_by=CollectedBy.RESELLER,
        occurred_at=new.occurred_at,
        recorded_at=act.now,
        recorded_by=act.principal.person_id,
        left_minor=new.net.minor,
    )
    before = get_subscription(tenant.id)
    assert before is not None, f"{tenant.id} has no subscription"
    with transaction() as writes:
        store.create(writes, payment)
        billing.check_manual(writes, billing.get_billing(tenant.id, tenant.held_by))
        write_paid(writes, tenant, (before, pay(before, rules.cover_of(payment), act.now)), act)
        events.record(
            writes,
            act,
            "payment.recorded",
            tenant_id=tenant.id,
            reseller_id=tenant.held_by,
            payment_id=payment.id,
            net_minor=payment.net.minor,
            currency=payment.net.currency,
        )
        idempotency.remember(writes, act, payment)
    return payment


def give_back(
    tenant_id: TenantId, payment_id: str, act: Act, *, reference: str, minor: int
) -> TenantRefund:
    """
    Shape 1. Record that a part of a payment went back, which no provider's event will say.

    Raises:
        TenantNotFound, PaymentNotFound: There is none that the principal may see.
        Invalid: The provider's own events say what went back.
        OperatorsOnly: The platform has the money.
        RefundExists: The reference was recorded before.
        RefundedTooMuch: More than what is left.
    """
    if minor <= 0:
        raise invalid_field("amount_minor", "must be above zero")
    return worked_out_anew(lambda: _give_back(tenant_id, payment_id, act, (reference, minor)))


def _give_back(
    tenant_id: TenantId, payment_id: str, act: Act, said: tuple[str, int]
) -> TenantRefund:
    reference, minor = said
    payment = get(tenant_id, payment_id, act.principal)
    rules.check_refunded_by_hand(payment, act.principal)
    refund = Refund(derived_id("rfd", payment.id, reference), minor, RefundStatus.SUCCEEDED)
    if refund.id not in payment.refunds:
        rules.check_left(payment, minor)
    with transaction() as writes:
        fact = write_known(writes, payment, refund, act, reference=reference)
        assert isinstance(fact, TenantRefund), "a refund is told as one"
        idempotency.remember(writes, act, fact)
    return fact


def get(tenant_id: TenantId, payment_id: str, principal: Principal) -> TenantPayment:
    """
    Read a payment.

    Raises:
        TenantNotFound, PaymentNotFound: There is none that the principal may see.
    """
    tenant = tenants.read(tenant_id, principal)
    payment = store.get_payment(tenant.id, payment_id)
    if payment is None:
        message = "the tenant has no such payment"
        raise PaymentNotFound(message)
    return payment


def reconcile(until: datetime) -> tuple[int, int]:
    """
    Shape 1 for each batch. Give every payment before *until* its worth at its own day's rates.

    It can be run again at any time: what was reconciled stays as it is (R-FX-1). What has no rate
    waits, and is counted for an alarm (R-FX-3).

    Returns:
        How many were reconciled now, and how many wait.
    """
    rates_of = cache(fx.get_rates)
    done = waiting = 0
    for payments in batched(store.not_reconciled(until), TOGETHER, strict=False):
        worths: list[tuple[TenantPayment, InUsd]] = []
        for payment in payments:
            try:
                worths.append((payment, rules.reconcile(payment, rates_of(rules.day_of(payment)))))
            except RateMissing:
                waiting += 1
        done += _put_all(worths)
    if waiting:
        counted("reconciliation.waiting", waiting)
    return done, waiting


def _put_all(worths: Sequence[tuple[TenantPayment, InUsd]]) -> int:
    """
    Write what payments are worth, together, or one by one where somebody was faster; how many.
    """
    if not worths:
        return 0
    try:
        with transaction() as writes:
            for payment, in_usd in worths:
                store.put_in_usd(writes, payment, in_usd)
    except Conflict:
        # Another run has done one of them, or the index has not caught up with this one's.
        return 0 if len(worths) == 1 else sum(_put_all([one]) for one in worths)
    return len(worths)


def totals(day: date) -> DayTotals:
    """
    What was paid on a day, by provider and currency, and what of it is not reconciled.
    """
    return rules.total(day, store.payments_on(day))
