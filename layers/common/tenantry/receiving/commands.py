"""
Taking what a provider tells to the concept that it is about: once, in any order (R-BIL-2).
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from tenantry import events, settings
from tenantry.acts import Act
from tenantry.charges import application as charges
from tenantry.disbursements import commands as disbursements
from tenantry.ledger import application as ledger
from tenantry.license_purchases import application as license_purchases
from tenantry.observability import counted
from tenantry.payments import store as payments
from tenantry.payments.model import AlreadyApplied, Dispute, KnownPayment, Refund, WrongMode
from tenantry.principals import PLATFORM
from tenantry.providers import registry
from tenantry.providers.facts import (
    ChargeEnded,
    ChargePaid,
    CheckoutEnded,
    CheckoutPaid,
    PaymentDisputed,
    PaymentRefunded,
    ProviderEvent,
)
from tenantry.providers.mpesa.signature import is_known_address
from tenantry.providers.noting import note
from tenantry.providers.payout_notices import heard_of
from tenantry.providers.payouts import PayoutHeard
from tenantry.providers.secrets import provider_secrets
from tenantry.providers.webhook import Trust
from tenantry.transactions import transaction, worked_out_anew


def receive(message: Mapping[str, Any], act: Act) -> None:
    """
    Apply a webhook as it was queued; one that says nothing to us is done with.

    Raises:
        Invalid: It has not the form of its type.
        WrongMode: A test event came to production, or the other way round (R-BIL-7).
        NotConfirmed: Nothing signed it, and the provider knows nothing of it.
        ProviderUnavailable: The provider had to be asked, and did not answer; the queue sends it
            again.
        PurchaseNotFound: It names a purchase that we do not have.
        ChangedMeanwhile: Others wrote at the same moment, time and again.
    """
    name, body, path = str(message["provider"]), str(message["body"]), dict(message["path"])
    told = heard_of(name, body, path) or registry.read(name, body, path)
    if told is None:
        return
    is_hint = message["trust"] == Trust.HINT
    if is_hint:
        _note_address(name, str(message["sent_from"]))
    if isinstance(told, PayoutHeard):
        # Signed or not, it makes us ask: there is one way in which an attempt changes.
        disbursements.heard(told, act)
        return
    apply(registry.provider(name).confirm(told, act.now) if is_hint else told, act)


def apply(event: ProviderEvent, act: Act) -> None:
    """
    Shape 1. Apply an event once; again changes nothing.

    Raises:
        WrongMode, PurchaseNotFound, ChangedMeanwhile: As `receive`.
    """
    if event.is_live != (settings.stage() == "prod"):
        text = "test and live events never mix"
        raise WrongMode(text, event_id=event.id)
    # A sweep's act applies many events of one kind.
    part = act.part(f"{event.provider} {event.id}")
    with suppress(AlreadyApplied):
        worked_out_anew(lambda: _apply(event, part))


def _apply(event: ProviderEvent, act: Act) -> None:
    match event.fact:
        case CheckoutPaid() | CheckoutEnded():
            license_purchases.apply_to_checkout(event, event.fact, act)
        case ChargePaid():
            charges.apply_paid(event, event.fact, act)
        case ChargeEnded():
            charges.apply_ended(event, event.fact, act)
        case PaymentRefunded(reference, thing) | PaymentDisputed(reference, thing):
            _apply_money_back(event, reference, thing, act)


def _apply_money_back(
    event: ProviderEvent, reference: str, thing: Refund | Dispute, act: Act
) -> None:
    known = payments.get_unless_applied(event.provider, event.id, reference)
    kind = None if known.paid_for is None else known.paid_for.kind
    if kind == "license_purchase":
        license_purchases.apply_to_payment(event, thing, known, act)
    elif kind == "tenant_payment":
        ledger.apply_money_back(event, thing, known, act)
    else:
        _keep_waiting(event, thing, known, act)


def _keep_waiting(
    event: ProviderEvent, thing: Refund | Dispute, known: KnownPayment, act: Act
) -> None:
    """
    It is not known yet what the payment is for: keep what was said, for when it is.
    """
    with transaction() as writes:
        note(writes, event, known, act.now)
        payments.put_waiting(writes, known, thing)
        events.record(
            writes,
            act,
            "payment.waits_for_purchase",
            tenant_id=PLATFORM,
            reseller_id=None,
            provider_event=event.type,
            reference=known.reference,
        )


def _note_address(name: str, sent_from: str) -> None:
    # Published lists of addresses drift: a second check that tells operators, and refuses nobody.
    if name == "mpesa" and not is_known_address(sent_from, provider_secrets(name)):
        counted("webhook.unknown_address")
