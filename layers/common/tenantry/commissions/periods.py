"""
Which time each payment of a tenant pays for, as its subscription counts it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from tenantry.intervals import months_after
from tenantry.ledger.model import TenantPayment
from tenantry.subscriptions.covering import Covered, periods_of
from tenantry.subscriptions.model import Cover


def effective(payments: Iterable[TenantPayment]) -> list[Covered]:
    """
    The period that each payment pays for, earliest first; what has all gone back pays for nothing.

    Two that were asked for one period pay for the next one too. Payments by hand pay for their own
    dates, as far as these are not paid for.
    """
    known = list(payments)
    starts_at = _starts(known)
    asked = [_cover(one, starts_at[one.id]) for one in known]
    edges = {edge for one in asked if one.months for edge in (one.starts_at, one.ends_at) if edge}
    gone = {one.id for one in known if one.left_minor == 0}
    covers = [one for one in asked if one.payment_id not in gone]
    periods = periods_of(covers, lambda cover: _anchor(starts_at[cover.payment_id], edges))
    return [one for one in periods if one.starts_at < one.ends_at]


def covering(periods: Sequence[Covered], instant: datetime) -> Covered | None:
    """
    The period that covers an instant.
    """
    place = bisect_right(periods, instant, key=lambda one: one.starts_at)
    if place == 0 or periods[place - 1].ends_at <= instant:
        return None
    return periods[place - 1]


def months_of(payment: TenantPayment) -> int:
    """
    How many calendar months a payment is spread over.

    A payment by hand names only dates: it is spread over the months whose last instant lies in
    them. There may be none; then it never covers one either, and earns nothing.
    """
    if payment.cover_months:
        return payment.cover_months
    starts_at, ends_at = payment.covers_from, payment.covers_until
    return (ends_at.year - starts_at.year) * 12 + ends_at.month - starts_at.month


def _starts(payments: Sequence[TenantPayment]) -> Mapping[str, datetime]:
    """
    Where the period begins that each was asked for.

    A pilot becomes a subscription once: whoever paid for that twice, or late, was asked for the
    period that the first payment began.
    """
    begun = min((one.covers_from for one in payments if one.begins), default=None)
    return {one.id: begun if begun and one.begins else one.covers_from for one in payments}


def _cover(payment: TenantPayment, starts_at: datetime) -> Cover:
    ends_at = payment.covers_until
    if payment.begins:
        ends_at = months_after(starts_at, payment.cover_months)
    return Cover(payment.id, starts_at, ends_at, payment.cover_months)


def _anchor(starts_at: datetime, edges: Iterable[datetime]) -> datetime:
    """
    Whence the edges are counted of a period that begins at *starts_at*.

    The subscription's own anchor is only today's: what was known at an instant cannot follow from
    it. The edges that were paid for tell it as well. Of those that may be of one row, whoever is
    latest in its month says the day: what begins on the 28th of February may end on the 31st.
    """
    row = [edge for edge in edges if _are_of_one_row(edge, starts_at)]
    anchor = max(row, key=lambda edge: (edge.day, edge), default=starts_at)
    while anchor > starts_at:
        anchor = months_after(anchor, -_LEAP)
    return anchor


_LEAP = 48
"""After so many months every month has as many days again."""


def _are_of_one_row(one: datetime, other: datetime) -> bool:
    months = (other.year - one.year) * 12 + other.month - one.month
    return months_after(one, months) == other or months_after(other, -months) == one
