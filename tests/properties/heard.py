"""
What ought to be known of a purchase, from everything that the provider has told.
"""

from collections.abc import Iterable
from dataclasses import replace

from tenantry.license_purchases.model import Facts, Purchase
from tenantry.providers.facts import (
    ChargeEnded,
    ChargePaid,
    CheckoutEnded,
    CheckoutPaid,
    Fact,
    PaymentDisputed,
    PaymentRefunded,
)
from tests.licensing import reference_of
from tests.unit.license_purchases import standing as values


def heard_of(purchase: Purchase, told: Iterable[tuple[str, Fact]]) -> Facts:
    """
    The facts that follow from all events, given with their ids, that are about this purchase.
    """
    about = [said for _, fact in told if (said := _said_of(purchase, fact)) is not None]
    return values.knowing(replace(purchase, facts=Facts()), about).facts


def _said_of(purchase: Purchase, fact: Fact) -> values.Fact | None:
    match fact:
        case CheckoutPaid():
            return fact.payment if fact.purchase_id == purchase.id else None
        case CheckoutEnded():
            return fact.how if fact.purchase_id == purchase.id else None
        case PaymentRefunded():
            return fact.refund if fact.payment_reference == reference_of(purchase) else None
        case PaymentDisputed():
            return fact.dispute if fact.payment_reference == reference_of(purchase) else None
        case ChargePaid() | ChargeEnded():
            return None
