"""
What was known of a tenant at an instant.

It follows from what was recorded by then, and nothing else: any statement can be computed again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from functools import reduce

from tenantry.clock import Month
from tenantry.commissions.inputs import (
    Confirmed,
    Correction,
    Customer,
    Fact,
    Flag,
    FlagStatus,
    MoneyFact,
    Paid,
)
from tenantry.commissions.model import LineKey
from tenantry.ledger.folding import disputed_minor, gone_minor, learn
from tenantry.ledger.model import TenantDispute, TenantPayment, TenantRefund
from tenantry.payments.model import Dispute, Refund


@dataclass(frozen=True, slots=True)
class Known:
    """
    What is known of a tenant.

    Args:
        payments: By id, with what is known of their money.
        corrections: Their sums, in minor units.
        flags: In the order in which they were recorded.
    """

    payments: Mapping[str, Paid] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    corrections: Mapping[LineKey, int] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()

    def is_held(self, month: Month) -> bool:
        """
        Whether what was earned for the month counts zero, for self-dealing.
        """
        said = [flag.status for flag in self.flags if flag.since <= month]
        return bool(said) and said[-1] is not FlagStatus.RELEASED


def known_at(
    payment: TenantPayment, money: Iterable[MoneyFact], cut_off: datetime
) -> TenantPayment | None:
    """
    The payment as it was known at *cut_off*; None when it was not.

    Args:
        money: Facts of any payments, in any order.
    """
    if payment.recorded_at > cut_off:
        return None
    heard = [
        _thing(fact)
        for fact in money
        if fact.payment_id == payment.id and fact.recorded_at <= cut_off
    ]
    return reduce(learn, heard, _as_paid(payment))


def share_gone(payment: TenantPayment) -> Fraction:
    """
    Which share of a payment is refunded, lost, or held by an open dispute; at most all of it.
    """
    if payment.asked_minor == 0:
        return Fraction(0)
    share = Fraction(gone_minor(payment) + disputed_minor(payment), payment.asked_minor)
    return min(share, Fraction(1))


def facts_of(customer: Customer, cut_off: datetime) -> tuple[Fact, ...]:
    """
    What was recorded of a tenant by *cut_off*, in the order in which it was.
    """
    ordered: list[tuple[tuple[datetime, int, str, str], Fact]] = [
        *((_place(one.payment.recorded_at, 0, one.payment.id), one) for one in customer.payments),
        *((_place(one.recorded_at, 1, one.id), one) for one in customer.confirmed),
        *((_place(one.recorded_at, 2, one.id, one.status), one) for one in customer.money),
        *((_place(one.recorded_at, 3, one.id), one) for one in customer.corrections),
        *((_place(one.recorded_at, 4, one.id), one) for one in customer.flags),
    ]
    known = [(place, fact) for place, fact in ordered if place[0] <= cut_off]
    return tuple(fact for _, fact in sorted(known, key=lambda one: one[0]))


def known_from(facts: Sequence[Fact]) -> Known:
    """
    What follows from facts, which stand in the order in which they were recorded.
    """
    payments = {
        fact.payment.id: replace(fact, payment=_as_paid(fact.payment))
        for fact in facts
        if isinstance(fact, Paid)
    }
    corrections: dict[LineKey, int] = {}
    for fact in facts:
        if isinstance(fact, Correction):
            corrections[fact.key] = corrections.get(fact.key, 0) + fact.amount.minor
        elif isinstance(fact, TenantRefund | TenantDispute) and fact.payment_id in payments:
            paid = payments[fact.payment_id]
            payments[fact.payment_id] = replace(paid, payment=learn(paid.payment, _thing(fact)))
    return Known(
        payments,
        frozenset(fact.payment_id for fact in facts if isinstance(fact, Confirmed)),
        corrections,
        tuple(fact for fact in facts if isinstance(fact, Flag)),
    )


def _as_paid(payment: TenantPayment) -> TenantPayment:
    """
    The payment without what became known later, some of which stands in its stored item.
    """
    return replace(payment, refunds={}, disputes={}, left_minor=payment.net.minor)


def _thing(fact: MoneyFact) -> Refund | Dispute:
    if isinstance(fact, TenantRefund):
        return Refund(fact.id, fact.amount.minor, fact.status)
    return Dispute(fact.id, fact.amount.minor, fact.status)


def _place(
    recorded_at: datetime, rank: int, fact_id: str, status: str = ""
) -> tuple[datetime, int, str, str]:
    return recorded_at, rank, fact_id, status
