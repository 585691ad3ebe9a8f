"""
What a tenant's payments come to for its partner: exact until the line, and rounded there once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tenantry.clock import Month
from tenantry.commissions.agreements import in_force
from tenantry.commissions.inputs import Holding, Paid, Partner
from tenantry.commissions.knowing import Known, share_gone
from tenantry.commissions.model import Agreement, Basis, Kind, LineKey, Numbers
from tenantry.commissions.months import last_day, last_instant
from tenantry.commissions.periods import covering, effective, months_of
from tenantry.fx.model import DayRates, Quote
from tenantry.fx.rules import worth_of
from tenantry.ledger.model import CollectedBy
from tenantry.money import Money
from tenantry.subscriptions.covering import Covered


@dataclass(frozen=True, slots=True)
class Earned:
    """
    What is earned by one key, as it is known.

    Args:
        amount: What all lines about it must come to.
    """

    amount: Money
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class _Part:
    """
    A part of a month's revenue, in minor units of the payment's currency, and the partner's share.
    """

    about: Kind
    mrr: Fraction
    agreement: Agreement

    @property
    def share(self) -> Fraction:
        return Fraction(1) if self.about is Kind.MARKUP else Fraction(self.agreement.rate)


def is_held_at_the_end(holdings: Iterable[Holding], month: Month) -> bool:
    """
    Whether the partner is the one who earns: it held the tenant at the month's last instant.
    """
    instant = last_instant(month)
    return any(
        one.starts_at <= instant and (one.ends_at is None or instant < one.ends_at)
        for one in holdings
    )


def was_held_by_the_end(holdings: Iterable[Holding], month: Month) -> bool:
    """
    Whether the partner had held the tenant by then at all: only then is it in the statement.
    """
    return any(one.starts_at <= last_instant(month) for one in holdings)


def earned(partner: Partner, known: Known, months: Iterable[Month]) -> dict[LineKey, Earned]:
    """
    What a tenant's payments come to for these months, in each of which the partner held it.

    Raises:
        RateMissing: A rate of a month's last day is not known.
    """
    periods = effective(paid.payment for paid in known.payments.values())
    found: dict[LineKey, Earned] = {}
    for month in months:
        period = covering(periods, last_instant(month))
        if period is None:
            continue
        paid = known.payments[period.payment_id]
        if _is_with_the_platform(paid, known):
            for part in _parts(paid, in_force(partner.agreements, month)):
                key = LineKey(month, paid.payment.id, part.about)
                found[key] = _earned(partner, known, key, (part, period))
    return found


def mrr_of(paid: Paid) -> Fraction:
    """
    What a payment is a month, net of tax: exact, in minor units of its currency.
    """
    return Fraction(paid.payment.net.minor, months_of(paid.payment))


def wholesale_of(paid: Paid) -> Fraction:
    """
    What the sale's wholesale price is a month: exact, and never more than what was paid.

    Where nobody said what was sold, or at which price in the payment's currency, all of it is.
    """
    sold = None if paid.terms is None else paid.terms.sold
    if paid.terms is None or sold is None:
        return mrr_of(paid)
    if sold.wholesale.currency != paid.payment.net.currency:
        return mrr_of(paid)
    whole = sold.wholesale.minor * paid.terms.quantity
    return min(Fraction(whole, paid.terms.interval.months), mrr_of(paid))


def _parts(paid: Paid, agreement: Agreement) -> Iterator[_Part]:
    mrr = mrr_of(paid)
    if agreement.basis is Basis.PAID:
        yield _Part(Kind.COMMISSION, mrr, agreement)
        return
    wholesale = wholesale_of(paid)
    yield _Part(Kind.COMMISSION, wholesale, agreement)
    if mrr > wholesale:
        yield _Part(Kind.MARKUP, mrr - wholesale, agreement)


def _earned(partner: Partner, known: Known, key: LineKey, of: tuple[_Part, Covered]) -> Earned:
    part, period = of
    paid = known.payments[key.payment_id]
    currency = part.agreement.currency
    worth, quotes = _worth(partner, paid.payment.net.currency, currency, key.earned)
    exact = part.mrr * worth * part.share
    corrected = known.corrections.get(key, 0)
    gone = share_gone(paid.payment)
    is_held = known.is_held(key.earned)
    counted = Fraction(0) if is_held else max(Fraction(0), exact + corrected) * (1 - gone)
    terms = paid.terms
    sold = None if terms is None else terms.sold
    numbers = Numbers(
        plan_code=None if terms is None else terms.plan_code,
        quantity=None if terms is None else terms.quantity,
        price=None if sold is None else sold.unit,
        wholesale=None if sold is None else sold.wholesale,
        covers=(period.starts_at, period.ends_at),
        paid=paid.payment.net,
        months=months_of(paid.payment),
        mrr=str(part.mrr),
        rate=part.agreement.rate if part.about is Kind.COMMISSION else Decimal(1),
        fx_day=last_day(key.earned) if quotes else None,
        quotes=quotes,
        exact=str(exact),
        gone=str(gone),
        corrected_minor=corrected,
        is_held=is_held,
    )
    # The one rounding: Python rounds a half to the even neighbour.
    return Earned(Money(round(counted), currency), numbers)


def _worth(
    partner: Partner, currency: str, other: str, month: Month
) -> tuple[Fraction, tuple[Quote, ...]]:
    day = last_day(month)
    return worth_of(currency, other, partner.rates.get(day, DayRates(day)))


def _is_with_the_platform(paid: Paid, known: Known) -> bool:
    payment = paid.payment
    return payment.collected_by is CollectedBy.PLATFORM or payment.id in known.confirmed
