"""
What is left of a payment: it follows from its refunds and disputes, whatever order they came in.
"""

from dataclasses import replace
from fractions import Fraction

from tenantry.ledger.model import TenantPayment
from tenantry.payments import rules
from tenantry.payments.model import Dispute, DisputeStatus, Refund


def learn(payment: TenantPayment, thing: Refund | Dispute) -> TenantPayment:
    """
    The payment, of which one refund or dispute is at least as far as *thing* says.
    """
    if isinstance(thing, Refund):
        known = replace(payment, refunds=rules.learn_refund(payment.refunds, thing))
    else:
        known = replace(payment, disputes=rules.learn_dispute(payment.disputes, thing))
    return _with_left(known)


def gone_minor(payment: TenantPayment) -> int:
    """
    What has gone back or is on its way, as refunds count it; never more than was paid.
    """
    refunded = sum(refund.minor for refund in payment.refunds.values() if refund.is_live)
    disputes = payment.disputes.values()
    lost = sum(one.minor for one in disputes if one.status is DisputeStatus.LOST)
    return min(payment.asked_minor, refunded + lost)


def disputed_minor(payment: TenantPayment) -> int:
    """
    What is disputed and not decided, as refunds count it.
    """
    disputes = payment.disputes.values()
    return sum(one.minor for one in disputes if one.status is DisputeStatus.OPEN)


def _with_left(payment: TenantPayment) -> TenantPayment:
    """
    The payment with what is left: the net share of all that went back, rounded once, half-even.

    The share is of the sum, so that parts that add up to the whole leave nothing.
    """
    share = Fraction(gone_minor(payment), payment.asked_minor) if payment.asked_minor else 0
    gone = round(payment.net.minor * Fraction(share))
    return replace(payment, left_minor=payment.net.minor - gone)
