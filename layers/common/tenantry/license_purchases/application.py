"""
Applying what a provider's event says: once, in any order.
"""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from tenantry import events
from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.license_purchases import rules, store
from tenantry.license_purchases.model import (
    Facts,
    PurchaseChanged,
    PurchaseNotFound,
)
from tenantry.license_purchases.moving import write_moved
from tenantry.licenses import store as pools
from tenantry.licenses.model import PoolChanged
from tenantry.payments import rules as payment_rules
from tenantry.payments import store as payments
from tenantry.payments.model import AlreadyApplied, KnownPayment, PaymentChanged
from tenantry.principals import PLATFORM
from tenantry.providers.model import (
    CheckoutEnded,
    CheckoutPaid,
    PaymentDisputed,
    PaymentRefunded,
    ProviderEvent,
)
from tenantry.reads import get_all
from tenantry.transactions import transaction, worked_out_anew


def apply(event: ProviderEvent, act: Act) -> None:
    """
    Shape 1. Apply an event once: one read (two for a refund or dispute) and one transaction.

    Raises:
        PurchaseNotFound: The event names a purchase that we do not have.
        Conflict: Others wrote at the same moment, again and again; the queue sends it again.
    """
    with suppress(AlreadyApplied):
        worked_out_anew(lambda: _apply(event, act), PurchaseChanged, PoolChanged, PaymentChanged)


def _apply(event: ProviderEvent, act: Act) -> None:
    match event.fact:
        case CheckoutPaid(reseller_id, purchase_id) | CheckoutEnded(reseller_id, purchase_id):
            _apply_to_checkout(event, event.fact, (reseller_id, purchase_id), act)
        case PaymentRefunded() | PaymentDisputed():
            _apply_to_payment(event, event.fact, act)


def _apply_to_checkout(
    event: ProviderEvent,
    fact: CheckoutPaid | CheckoutEnded,
    place: tuple[TenantId, str],
    act: Act,
) -> None:
    reference = fact.payment.reference if isinstance(fact, CheckoutPaid) else None
    wanted: list[Any] = [
        (payments.ProviderEventItem, payments.event_key(event.id)),
        (store.PurchaseItem, store.key(*place)),
        (pools.LicensePoolItem, pools.key(place[0])),
    ]
    if reference is not None:
        wanted.append((payments.PaymentItem, payments.payment_key(reference)))
    applied, purchase_item, pool_item, *payment_item = get_all(wanted)
    if applied is not None:
        return
    if purchase_item is None:
        message = "the event names a purchase that we do not have"
        raise PurchaseNotFound(message, purchase_id=place[1])
    before = store.purchase_from(purchase_item)
    with transaction() as writes:
        payments.mark_applied(writes, event.id, event.type, act.now)
        if isinstance(fact, CheckoutEnded):
            facts = _ended(before.facts, fact.how)
        else:
            known = payments.payment_from(fact.payment.reference, *payment_item)
            payments.put_payment(writes, known, KnownPayment(known.reference, place))
            facts = _paid(before.facts, fact, known)
        pool = pools.pool_from(pool_item)
        write_moved(writes, before, facts, act, provider_event=event.type, pool=pool)


def _ended(facts: Facts, how: str) -> Facts:
    return replace(
        facts,
        is_complete=facts.is_complete or how == "complete",
        has_failed=facts.has_failed or how == "failed",
        has_expired=facts.has_expired or how == "expired",
    )


def _paid(facts: Facts, fact: CheckoutPaid, known: KnownPayment) -> Facts:
    facts = rules.learn_payment(facts, fact.payment)
    for refund in known.refunds:
        facts = replace(facts, refunds=payment_rules.learn_refund(facts.refunds, refund))
    for dispute in known.disputes:
        facts = replace(facts, disputes=payment_rules.learn_dispute(facts.disputes, dispute))
    return facts


def _apply_to_payment(
    event: ProviderEvent, fact: PaymentRefunded | PaymentDisputed, act: Act
) -> None:
    known = payments.get_unless_applied(event.id, fact.payment_reference)
    if known.purchase is None:
        _keep_waiting(event, fact, known, act)
        return
    wanted: list[Any] = [
        (store.PurchaseItem, store.key(*known.purchase)),
        (pools.LicensePoolItem, pools.key(known.purchase[0])),
    ]
    purchase_item, pool_item = get_all(wanted)
    before = store.purchase_from(purchase_item)
    with transaction() as writes:
        payments.mark_applied(writes, event.id, event.type, act.now)
        facts = _with_money_back(before.facts, fact)
        pool = pools.pool_from(pool_item)
        write_moved(writes, before, facts, act, provider_event=event.type, pool=pool)


def _with_money_back(facts: Facts, fact: PaymentRefunded | PaymentDisputed) -> Facts:
    if isinstance(fact, PaymentRefunded):
        return replace(facts, refunds=payment_rules.learn_refund(facts.refunds, fact.refund))
    return replace(facts, disputes=payment_rules.learn_dispute(facts.disputes, fact.dispute))


def _keep_waiting(
    event: ProviderEvent,
    fact: PaymentRefunded | PaymentDisputed,
    known: KnownPayment,
    act: Act,
) -> None:
    """
    The payment itself has not come: keep what is known, for the transaction that learns of it.
    """
    refunds = {refund.id: refund for refund in known.refunds}
    disputes = {dispute.id: dispute for dispute in known.disputes}
    waiting = _with_money_back(Facts(refunds=refunds, disputes=disputes), fact)
    after = replace(
        known,
        refunds=tuple(waiting.refunds.values()),
        disputes=tuple(waiting.disputes.values()),
    )
    with transaction() as writes:
        payments.mark_applied(writes, event.id, event.type, act.now)
        payments.put_payment(writes, known, after)
        events.record(
            writes,
            act,
            "payment.waits_for_purchase",
            tenant_id=PLATFORM,
            reseller_id=None,
            provider_event=event.type,
            reference=known.reference,
        )
