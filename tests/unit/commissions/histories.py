"""
Any histories of a tenant, as the simple model has them and as the product has them.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from tenantry.clock import Month, month_bounds
from tenantry.commissions.inputs import (
    Confirmed,
    Correction,
    Customer,
    Flag,
    FlagStatus,
    Holding,
    MoneyFact,
    Paid,
    Partner,
)
from tenantry.commissions.model import Agreement, Basis, Kind, LineKey
from tenantry.commissions.months import last_day, months_from
from tenantry.fx.model import DayRates, Quote
from tenantry.ids import TenantId
from tenantry.intervals import Interval, months_after
from tenantry.ledger.model import CollectedBy
from tenantry.money import Money
from tenantry.payments.model import DisputeStatus, RefundStatus
from tenantry.subscriptions.model import Sold, Terms
from tests.builders import TENANT_ID
from tests.unit.commissions.paying import LONG_AGO, cut_off_of, dispute, paid, refund
from tests.unit.commissions.simple_model import Added, Bought, Flagged, History, Told

MONTHS = list(months_from(Month("2027-10"), Month("2028-05")))
"""With the end of a leap year's February."""

PARTNERS = ("ten_P", "ten_Q")
CURRENCIES = {"USD": Fraction(1), "KES": Fraction(1), "JPY": Fraction(100)}
"""What a whole unit has more cents than minor units."""

ANCHOR_DAYS = st.sampled_from([(1, 0), (15, 9), (28, 23), (30, 0), (31, 23)])
FIRST = month_bounds(MONTHS[0])[0]
LAST = month_bounds(MONTHS[-1])[1]
_EDGES = [month_bounds(month)[1] for month in MONTHS]
_MICRO = datetime.resolution
MOMENTS = st.sampled_from(
    [edge + shift for edge in _EDGES for shift in (-_MICRO, 0 * _MICRO, 6 * timedelta(hours=1))]
    + [cut_off_of(month) + _MICRO for month in MONTHS]
) | st.integers(0, (LAST - FIRST).days * 24).map(lambda hours: FIRST + timedelta(hours=hours))
RATES = st.sampled_from([Fraction(0), Fraction(1), Fraction("0.2"), Fraction("0.333")])
REFUNDS = st.permutations(["pending", "succeeded", "failed"])
DISPUTES = st.permutations(["open", "won", "lost"])


@st.composite
def bought(draw: st.DrawFn, number: int) -> Bought:
    """
    A payment of one to twelve months.
    """
    return Bought(
        id=f"pay_{draw(st.integers(0, 9))}{number}",
        start=draw(st.integers(0, 6)),
        count=draw(st.sampled_from([1, 1, 1, 2, 12])),
        is_by_hand=draw(st.integers(0, 4)) == 0,
        net=draw(st.integers(1, 3) | st.integers(1, 100_000)),
        tax=draw(st.integers(0, 1_000)),
        currency=draw(st.sampled_from(list(CURRENCIES))),
        is_platforms=draw(st.integers(0, 4)) > 0,
        wholesale=draw(st.none() | st.integers(0, 50_000).map(lambda half: 2 * half)),
        known_at=draw(MOMENTS),
    )


@st.composite
def told(draw: st.DrawFn, payments: list[Bought]) -> list[Told]:
    """
    What became known of one refund or dispute, in whatever order.
    """
    payment = draw(st.sampled_from(payments))
    whole = payment.net + payment.tax
    minor = draw(st.sampled_from([whole, whole - whole // 2, 1]) | st.integers(1, whole))
    name = f"back_{draw(st.integers(0, 10**6))}"
    statuses = draw(REFUNDS | DISPUTES)[: draw(st.integers(1, 3))]
    moments = [max(draw(MOMENTS), payment.known_at) for _ in statuses]
    return [
        Told(name, payment.id, minor, status, at)
        for status, at in zip(statuses, moments, strict=True)
    ]


@st.composite
def added(draw: st.DrawFn, payments: list[Bought]) -> Added:
    """
    What an operator adds to a month of a payment, or takes from it.
    """
    payment = draw(st.sampled_from(payments))
    return Added(
        payment.id,
        draw(st.integers(0, len(MONTHS) - 1)),
        draw(st.sampled_from(["commission", "markup"])),
        draw(st.sampled_from([-10_000, -1, 1, 500])),
        max(draw(MOMENTS), payment.known_at),
    )


FLAGS = st.builds(Flagged, st.integers(0, len(MONTHS) - 1), st.booleans(), MOMENTS)
OUTCOMES = st.sampled_from(["stands", "stands", "stands", "restated", "skipped"])


@st.composite
def histories(draw: st.DrawFn) -> History:
    """
    A tenant of eight months that may move each month, and all that may happen to its payments.
    """
    payments = [draw(bought(number)) for number in range(draw(st.integers(1, 5)))]
    facts = [fact for _ in range(draw(st.integers(0, 4))) for fact in draw(told(payments))]
    names = {fact.id: fact.bought for fact in facts}
    facts = [fact for fact in facts if names[fact.id] == fact.bought]
    own = [one.id for one in payments if not one.is_platforms]
    shares = {partner: [(draw(RATES), draw(st.booleans())) for _ in MONTHS] for partner in PARTNERS}
    return History(
        payments,
        _consistent(facts),
        draw(st.lists(added(payments), max_size=3)),
        draw(st.lists(FLAGS, max_size=2, unique_by=lambda one: one.known_at)),
        {name: draw(MOMENTS) for name in own if draw(st.booleans())},
        [draw(st.sampled_from(PARTNERS)) for _ in MONTHS],
        shares,
        {
            (currency, number): cents / (1 if currency == "USD" else draw(st.integers(1, 200)))
            for currency, cents in CURRENCIES.items()
            for number in range(len(MONTHS))
        },
        {partner: [draw(OUTCOMES) for _ in MONTHS] for partner in PARTNERS},
    )


def _consistent(facts: list[Told]) -> list[Told]:
    """
    Only what is said of one thing: a refund is no dispute, and has one amount.
    """
    first: dict[str, tuple[int, bool]] = {}
    for fact in facts:
        first.setdefault(fact.id, (fact.minor, fact.status in _DISPUTED))
    return [fact for fact in facts if first[fact.id] == (fact.minor, fact.status in _DISPUTED)]


_DISPUTED = {"open", "won", "lost"}


def customer_of(history: History, partner: str, anchor: datetime) -> Customer:
    """
    The tenant, as the product knows it.
    """
    payments = tuple(_paid(one, anchor) for one in history.bought)
    return Customer(
        TENANT_ID,
        tuple(_holdings(history, partner)),
        payments,
        tuple(map(_fact, history.told)),
        tuple(Confirmed(name, at) for name, at in history.confirmed.items()),
        tuple(_correction(number, one) for number, one in enumerate(history.added)),
        tuple(_flag(number, one) for number, one in enumerate(history.flagged)),
    )


def partner_of(history: History, partner: str) -> Partner:
    """
    A partner, as the product knows it.
    """
    agreements = tuple(
        Agreement(month, _decimal(rate), Basis.WHOLESALE if of_wholesale else Basis.PAID)
        for month, (rate, of_wholesale) in zip(MONTHS, history.shares[partner], strict=True)
    )
    rates = {}
    for number, month in enumerate(MONTHS):
        day = last_day(month)
        quotes = {"USD": Quote("USD", "EUR", Decimal("1.1"), day, "ecb")}
        for currency in ("KES", "JPY"):
            per_dollar = CURRENCIES[currency] / history.worth[currency, number]
            quotes[currency] = Quote(currency, "USD", _decimal(per_dollar), day, "open")
        rates[day] = DayRates(day, quotes)
    return Partner(TenantId(partner), agreements, rates)


def _holdings(history: History, partner: str) -> list[Holding]:
    """
    Moves at the first instant of a month, or at its last one.
    """
    spans = []
    for number, (month, holder) in enumerate(zip(MONTHS, history.holders, strict=True)):
        starts_at, ends_at = month_bounds(month)
        if holder == partner:
            begins = starts_at if number % 2 else ends_at - _MICRO
            spans.append(Holding(LONG_AGO if number == 0 else begins, ends_at))
    return spans


def _paid(one: Bought, anchor: datetime) -> Paid:
    terms = None
    if one.wholesale is not None:
        # By the month or by the year: a twelfth of a year is no whole number of cents.
        interval = Interval.YEAR if one.count == 12 else Interval.MONTH
        whole = one.wholesale if one.count != 2 else one.wholesale // 2
        sold = Sold(Money(one.net, one.currency), Money(whole, one.currency))
        terms = Terms("growth", interval, 1, sold)
    return paid(
        one.net,
        one.currency,
        payment_id=one.id,
        terms=terms,
        covers_from=months_after(anchor, one.start),
        covers_until=months_after(anchor, one.start + one.count),
        cover_months=0 if one.is_by_hand else one.count,
        tax_minor=one.tax,
        recorded_at=one.known_at,
        collected_by=CollectedBy.PLATFORM if one.is_platforms else CollectedBy.RESELLER,
    )


def _fact(one: Told) -> MoneyFact:
    if one.status in _DISPUTED:
        status = DisputeStatus(one.status)
        return dispute(one.minor, one.known_at, status, one.id, payment_id=one.bought)
    return refund(one.minor, one.known_at, one.id, RefundStatus(one.status), payment_id=one.bought)


def _correction(number: int, one: Added) -> Correction:
    key = LineKey(MONTHS[one.month], one.bought, Kind(one.kind))
    return Correction(f"cor_{number}", key, Money(one.minor, "USD"), "a test", one.known_at)


def _flag(number: int, one: Flagged) -> Flag:
    status = FlagStatus.HELD if one.is_held else FlagStatus.RELEASED
    return Flag(f"flg_{number}", MONTHS[one.since], status, one.known_at)


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def anchor_of(day: int, hour: int) -> datetime:
    """
    When the subscription began, in the first of the months.
    """
    return datetime(2027, 10, day, hour, 30 * (hour > 0), tzinfo=UTC)
