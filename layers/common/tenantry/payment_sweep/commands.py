"""
The nightly sweep of providers' own lists.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import batched

from tenantry.acts import Act
from tenantry.errors import TenantryError
from tenantry.ledger import store as ledger
from tenantry.observability import counted, log
from tenantry.payment_sweep import store
from tenantry.payment_sweep.model import AmountDiffers, Difference, Kind, Outcome, Swept
from tenantry.payments import store as payments
from tenantry.payments.model import KnownPayment, Payment
from tenantry.providers.facts import (
    ChargePaid,
    CheckoutPaid,
    PaymentDisputed,
    PaymentRefunded,
    ProviderEvent,
)
from tenantry.providers.model import ProviderUnavailable
from tenantry.providers.registry import provider
from tenantry.providers.secrets import NotConfigured
from tenantry.reads import get_all
from tenantry.receiving.commands import apply

TOGETHER = 50
"""How many events are compared with one read of their markers and payments."""
SPAN = timedelta(days=2)
"""What one sweep lists: M-Pesa keeps its list for 48 hours, and a night may be missed."""
SETTLING = timedelta(minutes=10)
"""What is younger may still be on its way as a webhook."""


def sweep(name: str, until: datetime, act: Act) -> Swept:
    """
    Shape 1 for each event. Compare a provider's list with what we know, and apply what was missed.

    It can be run again for any past moment, as far back as the provider's list goes: what is known
    by then is no difference any more.
    """
    swept = Swept(until.date(), name, until - SPAN, until - SETTLING, Outcome.FINISHED)
    try:
        listed = provider(name).list_since(swept.since, swept.until)
        for events in batched(listed, TOGETHER, strict=False):
            found = list(_differences(name, events, swept.day, act))
            repaired = sum(_repair(event, difference, act) for event, difference in found)
            swept = replace(
                swept,
                listed=swept.listed + len(events),
                missed=swept.missed + len(found),
                repaired=swept.repaired + repaired,
            )
    except NotConfigured:
        swept = replace(swept, outcome=Outcome.NOT_CONFIGURED)
    except (ProviderUnavailable, TenantryError) as error:
        log.warning("sweep did not end", extra={"provider": name, "code": error.code})
        swept = replace(swept, outcome=Outcome.UNAVAILABLE)
    store.put(swept)
    if swept.missed:
        counted("payment_sweep.missed", swept.missed)
    return swept


def _differences(
    name: str, events: Sequence[ProviderEvent], day: date, act: Act
) -> Iterator[tuple[ProviderEvent, Difference]]:
    """
    The events that were not applied, and those whose payment is known at another amount.
    """
    applied = payments.applied_among(name, [event.id for event in events])
    known = payments.known_among(name, [ref for event in events if (ref := _reference(event))])
    amounts = _amounts(list(known.values()))
    for event in events:
        reference, paid = _reference(event), _paid(event)
        kind = None
        if paid is not None and reference in amounts and amounts[reference] != paid.total_minor:
            kind = Kind.AMOUNT_DIFFERS
        elif event.id not in applied and not _is_known(event, known):
            kind = Kind.MISSED
        if kind is not None:
            yield (
                event,
                Difference(day, name, event.id, event.type, kind, reference, found_at=act.now),
            )


def _repair(event: ProviderEvent, difference: Difference, act: Act) -> bool:
    """
    Apply what was missed, through the same path as its webhook; whether it took effect.
    """
    refusal: str | None = AmountDiffers.code
    if difference.kind is Kind.MISSED:
        refusal = _refusal_of(event, act)
    if refusal is not None:
        counted("payment_sweep.refused")
    store.put_difference(replace(difference, refusal=refusal))
    return refusal is None


def _refusal_of(event: ProviderEvent, act: Act) -> str | None:
    try:
        apply(event, act)
    except TenantryError as error:
        return error.code
    return None


def _is_known(event: ProviderEvent, known: dict[str, KnownPayment]) -> bool:
    """
    Whether the payment was told under another event.
    """
    paid = _paid(event)
    return paid is not None and paid.reference in known


def _amounts(known: Sequence[KnownPayment]) -> dict[str, int]:
    """
    What we have of payments of tenants, with tax, by the provider's reference.
    """
    wanted = [one for one in known if one.paid_for and one.paid_for.kind == "tenant_payment"]
    places = [
        (ledger.TenantPaymentItem, ledger.key(one.paid_for.owner, one.paid_for.id))
        for one in wanted
        if one.paid_for
    ]
    found = map(ledger.payment_from, get_all(places))
    return {payment.reference: payment.asked_minor for payment in found}


def _paid(event: ProviderEvent) -> Payment | None:
    return event.fact.payment if isinstance(event.fact, ChargePaid | CheckoutPaid) else None


def _reference(event: ProviderEvent) -> str | None:
    match event.fact:
        case ChargePaid() | CheckoutPaid():
            return event.fact.payment.reference
        case PaymentRefunded() | PaymentDisputed():
            return event.fact.payment_reference
        case _:
            return None
