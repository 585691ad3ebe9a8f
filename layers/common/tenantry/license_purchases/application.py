"""
Applying what a provider's event says of a purchase: once, in any order.
"""

from dataclasses import replace
from typing import Any

from tenantry.acts import Act
from tenantry.license_purchases import rules, store
from tenantry.license_purchases.model import Facts, PurchaseNotFound
from tenantry.license_purchases.moving import write_moved
from tenantry.licenses import store as pools
from tenantry.payments import rules as payment_rules
from tenantry.payments import store as payments
from tenantry.payments.model import Dispute, KnownPayment, PaidFor, Refund
from tenantry.providers.facts import CheckoutEnded, CheckoutPaid, ProviderEvent
from tenantry.providers.noting import note
from tenantry.reads import get_all
from tenantry.transactions import transaction


def apply_to_checkout(event: ProviderEvent, fact: CheckoutPaid | CheckoutEnded, act: Act) -> None:
    """
    Shape 1. Apply what an event says of a checkout, once: one read and one transaction.

    Raises:
        PurchaseNotFound: The event names a purchase that we do not have.
        AlreadyApplied: It was applied before.
        Conflict: Somebody else wrote at the same moment.
    """
    place = fact.reseller_id, fact.purchase_id
    reference = fact.payment.reference if isinstance(fact, CheckoutPaid) else None
    wanted: list[Any] = [
        (payments.ProviderEventItem, payments.event_key(event.provider, event.id)),
        (store.PurchaseItem, store.key(*place)),
        (pools.LicensePoolItem, pools.key(place[0])),
    ]
    if reference is not None:
        place_of_payment = payments.payment_key(event.provider, reference)
        wanted.append((payments.PaymentItem, place_of_payment))
    applied, purchase_item, pool_item, *payment_item = get_all(wanted)
    if applied is not None:
        raise payments.already_applied()
    if purchase_item is None:
        message = "the event names a purchase that we do not have"
        raise PurchaseNotFound(message, purchase_id=place[1])
    before = store.purchase_from(purchase_item)
    with transaction() as writes:
        if isinstance(fact, CheckoutEnded):
            payments.mark_applied(writes, event.provider, event.id, event.type, now=act.now)
            facts = _ended(before.facts, fact.how)
        else:
            known = payments.payment_from(event.provider, fact.payment.reference, *payment_item)
            note(writes, event, known, act.now)
            paid_for = PaidFor("license_purchase", *place)
            payments.put_payment(writes, known, paid_for)
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
    for thing in known.heard:
        facts = _with_money_back(facts, thing)
    return facts


def apply_to_payment(
    event: ProviderEvent, thing: Refund | Dispute, known: KnownPayment, act: Act
) -> None:
    """
    Shape 1. Apply what an event says of a paid purchase's money.

    Raises:
        AlreadyApplied: It was applied before.
        ChangedMeanwhile: Somebody else wrote at the same moment.
    """
    assert known.paid_for is not None, "asked only for what is known to pay for a purchase"
    _, reseller_id, purchase_id = known.paid_for
    wanted: list[Any] = [
        (store.PurchaseItem, store.key(reseller_id, purchase_id)),
        (pools.LicensePoolItem, pools.key(reseller_id)),
    ]
    purchase_item, pool_item = get_all(wanted)
    before = store.purchase_from(purchase_item)
    with transaction() as writes:
        note(writes, event, known, act.now)
        facts = _with_money_back(before.facts, thing)
        pool = pools.pool_from(pool_item)
        write_moved(writes, before, facts, act, provider_event=event.type, pool=pool)


def _with_money_back(facts: Facts, thing: Refund | Dispute) -> Facts:
    if isinstance(thing, Refund):
        return replace(facts, refunds=payment_rules.learn_refund(facts.refunds, thing))
    return replace(facts, disputes=payment_rules.learn_dispute(facts.disputes, thing))
