"""
Purchases as values, and everything that can be learnt of one.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from tenantry.license_prices.model import Tier
from tenantry.license_prices.rules import FIRST_LIST, price
from tenantry.license_purchases.model import Facts, Purchase
from tenantry.license_purchases.rules import learn_payment
from tenantry.money import Money
from tenantry.payments.model import Dispute, DisputeStatus, Payment, Refund, RefundStatus
from tenantry.payments.rules import learn_dispute, learn_refund
from tests.acting import NOON
from tests.builders import RESELLER_ID

type End = Literal["complete", "failed", "expired"]
type Fact = Payment | Refund | Dispute | End

SUCCEEDED = RefundStatus.SUCCEEDED
YEN = replace(FIRST_LIST, tiers=(Tier(1, 9, Money(25, "JPY")), Tier(10, None, Money(20, "JPY"))))


def a_purchase(quantity: int = 100) -> Purchase:
    """
    A pack at the first list's prices, of which nothing is known.
    """
    offer = price(FIRST_LIST, quantity)
    return Purchase(
        id="lic_1",
        reseller_id=RESELLER_ID,
        quote_id="quo_1",
        quantity=quantity,
        unit_price=offer.unit_price,
        total=offer.total,
        prices_from=NOON,
        created_at=NOON,
        asked_at=NOON,
        checkout_id="cs_1",
    )


def a_payment(purchase: Purchase, tax_minor: int = 0) -> Payment:
    """
    What was asked for, and tax.
    """
    return Payment("pi_1", purchase.total, purchase.total.minor + tax_minor)


def a_paid_purchase(quantity: int = 100, tax_minor: int = 0) -> Purchase:
    """
    A pack that was paid.
    """
    purchase = a_purchase(quantity)
    return knowing(purchase, [a_payment(purchase, tax_minor)])


def a_refund(
    minor: int, quantity: int | None = None, id_: str = "re_1", status: RefundStatus = SUCCEEDED
) -> Refund:
    """
    Money that went back.
    """
    return Refund(id_, minor, status, quantity)


def a_dispute(minor: int, status: DisputeStatus = DisputeStatus.OPEN, id_: str = "du_1") -> Dispute:
    """
    Money that the buyer's bank wants back.
    """
    return Dispute(id_, minor, status)


def knowing(purchase: Purchase, facts: Iterable[Fact]) -> Purchase:
    """
    The purchase when all this was learnt, one after the other.
    """
    known = purchase.facts
    for fact in facts:
        known = _learn(known, fact)
    return replace(purchase, facts=known)


def _learn(known: Facts, fact: Fact) -> Facts:
    match fact:
        case Payment():
            return learn_payment(known, fact)
        case Refund():
            return replace(known, refunds=learn_refund(known.refunds, fact))
        case Dispute():
            return replace(known, disputes=learn_dispute(known.disputes, fact))
        case "complete":
            return replace(known, is_complete=True)
        case "failed":
            return replace(known, has_failed=True)
        case "expired":
            return replace(known, has_expired=True)
