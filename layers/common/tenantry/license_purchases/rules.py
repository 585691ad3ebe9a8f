"""
What follows from a purchase's facts, and what a return pays back.
"""

from dataclasses import replace
from fractions import Fraction
from math import ceil

from tenantry.license_prices.model import PriceList
from tenantry.license_prices.rules import price
from tenantry.license_purchases.model import (
    Facts,
    NothingToRefund,
    NotPaid,
    PaidOtherwise,
    Purchase,
    Standing,
    Status,
    TooExpensive,
    TooManyReturned,
)
from tenantry.money import Money
from tenantry.payments.model import DisputeStatus, Payment, Refund, RefundStatus


def standing(purchase: Purchase) -> Standing:
    """
    What follows from the facts; the order in which they came makes no difference.
    """
    facts = purchase.facts
    bought = _bought(purchase)
    live = [refund for refund in facts.refunds.values() if refund.is_live]
    returned = sum(refund.quantity or 0 for refund in live)
    lost = _licenses(purchase, DisputeStatus.LOST)
    entitled = max(0, bought - returned - lost)
    refunded = sum(refund.minor for refund in live)
    return Standing(
        status=_status(purchase, refunded),
        entitled=entitled,
        disputed=min(entitled, _licenses(purchase, DisputeStatus.OPEN)),
        refunded=refunded,
        unassigned=tuple(sorted(refund.id for refund in live if refund.quantity is None)),
    )


def differs(purchase: Purchase, payment: Payment) -> bool:
    """
    Whether another amount or currency was paid than was asked for; tax is not compared.
    """
    return payment.subtotal != purchase.total


def learn_payment(facts: Facts, payment: Payment) -> Facts:
    """
    The checkout was paid; the first payment of a checkout is its only one.
    """
    if facts.payment is not None:
        return facts
    return replace(facts, payment=payment, is_complete=True)


def waits_for_provider(purchase: Purchase) -> bool:
    """
    Whether the provider was asked for a checkout, or for a refund, that has not ended yet.
    """
    refunds = purchase.facts.refunds.values()
    asked = any(refund.is_ours and refund.status is RefundStatus.PENDING for refund in refunds)
    return asked or (purchase.checkout_id is None and not purchase.facts.has_expired)


def refund_for(purchase: Purchase, price_list: PriceList, quantity: int) -> Money:
    """
    What a return of *quantity* licences pays back, with its share of the tax (R-LIC-3).

    That is what was paid, less the price of what stays at its own tier, less what went back before,
    be it by a refund or by a dispute that is not won. One rounding, half-even, of the whole sum
    that is due by now: the parts add up to what was paid.

    Raises:
        NotPaid: Nothing was paid, or nothing is left.
        TooManyReturned: The purchase has fewer licences left.
        PaidOtherwise: It was paid in a currency that the prices are not in.
        NothingToRefund: The sum is not above zero; `stays` and `price_of_what_stays` say why.
    """
    stands, payment = standing(purchase), purchase.facts.payment
    if payment is None or stands.entitled == 0:
        message = "only a pack that was paid for, and is not given back, can be returned"
        raise NotPaid(message, purchase_status=stands.status.value)
    check_at_most(quantity, stands.entitled)
    stays, paid = stands.entitled - quantity, payment.subtotal
    kept = price(price_list, stays).total if stays else Money(0, paid.currency)
    if kept.currency != paid.currency:
        message = f"paid in {paid.currency}: refund it at the provider, and name its quantity here"
        raise PaidOtherwise(message)
    # A free checkout has no money that could go back.
    share = Fraction(payment.total_minor, paid.minor) if paid.minor else 0
    minor = round((paid - kept).minor * share) - stands.refunded - _contested(purchase)
    if minor <= 0:
        cost = f"{kept.major()} {kept.currency}"
        message = f"the {stays} licences that stay cost {cost} at their own tier"
        raise NothingToRefund(message, stays=stays, price_of_what_stays=kept.minor)
    return Money(minor, paid.currency)


def check_payable(total: Money, minor_max: int) -> None:
    """
    Refuse a pack that costs more than the provider takes at once.

    Raises:
        TooExpensive: It does; `most_minor` says how much it takes.
    """
    if total.minor > minor_max:
        message = "the payment provider does not take so much at once; buy smaller packs"
        raise TooExpensive(message, most_minor=minor_max)


def check_at_most(quantity: int, possible: int) -> None:
    """
    Refuse a quantity above what the purchase can stand for.

    Raises:
        TooManyReturned: It is.
    """
    if quantity > possible:
        message = f"this purchase has {possible} licences left"
        raise TooManyReturned(message, possible=possible)


def name_quantity(purchase: Purchase, refund: Refund, quantity: int) -> Facts:
    """
    Say how many licences a refund is for that was made at the provider; zero is an answer too.

    Raises:
        TooManyReturned: The purchase has fewer licences left, those of this refund included.
    """
    refunds = purchase.facts.refunds
    unnamed = replace(purchase.facts, refunds={**refunds, refund.id: replace(refund, quantity=0)})
    check_at_most(quantity, standing(replace(purchase, facts=unnamed)).entitled)
    named = replace(refund, quantity=quantity)
    return replace(purchase.facts, refunds={**refunds, refund.id: named})


def _bought(purchase: Purchase) -> int:
    payment = purchase.facts.payment
    if payment is None:
        return 0
    if differs(purchase, payment):
        return purchase.facts.accepted or 0
    return purchase.quantity


def _licenses(purchase: Purchase, status: DisputeStatus) -> int:
    """
    How many licences the disputes of this status are about: their share of the money, rounded up.
    """
    payment, disputes = purchase.facts.payment, purchase.facts.disputes.values()
    minor = sum(dispute.minor for dispute in disputes if dispute.status is status)
    if payment is None or payment.total_minor == 0:
        return 0
    bought = _bought(purchase)
    return min(bought, ceil(Fraction(bought * minor, payment.total_minor)))


def _contested(purchase: Purchase) -> int:
    """
    Money that the provider holds, or has handed out, for a dispute that is not won.
    """
    disputes = purchase.facts.disputes.values()
    return sum(dispute.minor for dispute in disputes if dispute.status is not DisputeStatus.WON)


def _status(purchase: Purchase, refunded: int) -> Status:
    facts = purchase.facts
    if facts.payment is None:
        return _unpaid_status(facts)
    if differs(purchase, facts.payment) and facts.accepted is None:
        return Status.HELD
    if any(dispute.status is not DisputeStatus.WON for dispute in facts.disputes.values()):
        return Status.DISPUTED
    if refunded >= facts.payment.total_minor:
        return Status.REFUNDED
    return Status.PARTLY_REFUNDED if refunded else Status.PAID


def _unpaid_status(facts: Facts) -> Status:
    if facts.has_failed:
        return Status.FAILED
    if facts.has_expired:
        return Status.EXPIRED
    return Status.PROCESSING if facts.is_complete else Status.OPEN
