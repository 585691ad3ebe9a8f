"""
What a payment must be, and what a day's payments come to.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tenantry.errors import invalid_field
from tenantry.fx.model import QUOTED, DayRates
from tenantry.fx.rules import convert
from tenantry.ledger.folding import gone_minor
from tenantry.ledger.model import (
    MANUAL,
    CollectedBy,
    DayTotals,
    InUsd,
    NewPayment,
    OperatorsOnly,
    RefundedTooMuch,
    TenantPayment,
    Total,
)
from tenantry.principals import Principal
from tenantry.subscriptions.model import Cover

REFUNDED_BY_HAND = frozenset({MANUAL, "mpesa"})
"""M-Pesa reverses payments in its own portal, and tells no one who could check it."""

COVERS_MAX = timedelta(days=10 * 366)
"""Ten years: more is a slip of the pen."""
LATE = EARLY = timedelta(days=400)
"""How old a payment may be, and how far ahead a period may start that is paid for today."""


def check_payment(new: NewPayment, now: datetime) -> None:
    """
    Refuse a payment that cannot be.

    Raises:
        Invalid: A field breaks a rule.
    """
    if new.net.currency not in QUOTED:
        rule = "no source of exchange rates quotes it, so it could never be reconciled"
        raise invalid_field("currency", rule)
    if new.occurred_at < now - LATE:
        raise invalid_field("occurred_at", "must be within 400 days")
    if new.occurred_at > now:
        raise invalid_field("occurred_at", "a payment is recorded when it was made, not before")
    if new.covers_until <= new.covers_from:
        raise invalid_field("covers_until", "must be after covers_from")
    if new.covers_until - new.covers_from > COVERS_MAX:
        raise invalid_field("covers_until", "must be within ten years of covers_from")
    if new.covers_from - new.occurred_at > EARLY:
        raise invalid_field("covers_from", "must be within 400 days of the payment")


def check_refunded_by_hand(payment: TenantPayment, principal: Principal) -> None:
    """
    Refuse what a provider's events will say themselves.

    Raises:
        Invalid: The provider says what goes back.
        OperatorsOnly: The platform has the money.
    """
    if payment.provider not in REFUNDED_BY_HAND:
        raise invalid_field("reference", f"{payment.provider} has its own; leave it out")
    _check_may_refund(payment, principal)


def check_refunded_by_provider(payment: TenantPayment, principal: Principal) -> None:
    """
    Refuse what no provider pays back.

    Raises:
        Invalid: It was paid by hand, or the provider pays back in its own portal only.
        OperatorsOnly: The platform has the money.
    """
    if payment.provider in REFUNDED_BY_HAND:
        rule = f"is needed: what went back of a payment of {payment.provider} is recorded by hand"
        raise invalid_field("reference", rule)
    _check_may_refund(payment, principal)


def _check_may_refund(payment: TenantPayment, principal: Principal) -> None:
    if payment.collected_by is CollectedBy.PLATFORM and not principal.is_operator:
        message = "the platform has this money; its operators pay it back"
        raise OperatorsOnly(message)
    if not principal.is_operator and principal.workspace_id != payment.reseller_id:
        message = "the reseller that held the tenant before has this money; ask the operators"
        raise OperatorsOnly(message)


def check_left(payment: TenantPayment, minor: int) -> None:
    """
    Refuse to pay back more than what is left.

    Raises:
        RefundedTooMuch: `left_minor` says how much is left, as refunds of the payment count it.
    """
    left = payment.asked_minor - gone_minor(payment)
    if minor > left:
        message = f"only {left} is left of this payment, in minor units"
        raise RefundedTooMuch(message, left_minor=left)


def cover_of(payment: TenantPayment) -> Cover:
    """
    What a payment pays for, as its subscription counts it.
    """
    if payment.begins:
        return Cover(payment.id, None, None, payment.cover_months)
    return Cover(payment.id, payment.covers_from, payment.covers_until, payment.cover_months)


def day_of(payment: TenantPayment) -> date:
    """
    The day, in UTC, whose rates are the payment's.
    """
    return payment.occurred_at.astimezone(UTC).date()


def reconcile(payment: TenantPayment, rates: DayRates) -> InUsd:
    """
    The payment's worth in US dollars at its own day's rates; one rounding, half-even.

    Raises:
        RateMissing: A rate is not known.
    """
    assert rates.day == day_of(payment), "a payment is worth what it was on its own day"
    return InUsd(convert(payment.net, "USD", rates).amount.minor, rates.day)


def total(day: date, payments: Iterable[TenantPayment]) -> DayTotals:
    """
    What the payments of a day come to.
    """
    totals: dict[tuple[str, str], Total] = {}
    for payment in payments:
        place = payment.provider, payment.net.currency
        so_far = totals.get(place, Total())
        totals[place] = replace(
            so_far,
            count=so_far.count + 1,
            net_minor=so_far.net_minor + payment.net.minor,
            usd_minor=so_far.usd_minor + (payment.in_usd.minor if payment.in_usd else 0),
            missing=so_far.missing + (payment.in_usd is None),
        )
    return DayTotals(day, totals)
