"""
What a partner's customers paid, and what became known of it.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tenantry.clock import Month, month_bounds
from tenantry.commissions import rules
from tenantry.commissions.inputs import Customer, Holding, Paid, Partner
from tenantry.commissions.model import Agreement, Line, Statement, Written
from tenantry.commissions.months import last_day
from tenantry.fx.model import DayRates, Quote
from tenantry.ids import UserId
from tenantry.intervals import Interval, months_after
from tenantry.ledger.model import CollectedBy, TenantDispute, TenantPayment, TenantRefund
from tenantry.money import Money
from tenantry.payments.model import DisputeStatus, RefundStatus
from tenantry.subscriptions.model import Sold, Terms
from tests.builders import GROWTH, RESELLER_ID, TENANT_ID

OCTOBER, NOVEMBER, DECEMBER = Month("2026-10"), Month("2026-11"), Month("2026-12")
MID_OCTOBER = datetime(2026, 10, 15, 9, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SIX_HOURS = timedelta(hours=6)
HELD_SINCE_EVER = (Holding(LONG_AGO),)


def cut_off_of(month: Month) -> datetime:
    """
    Six in the morning of the 1st.
    """
    return month_bounds(month)[1] + SIX_HOURS


def paid(
    minor: int,
    currency: str = "USD",
    *,
    months: int = 1,
    at: datetime = MID_OCTOBER,
    payment_id: str = "pay_1",
    terms: Terms | None = None,
    **changes: Any,
) -> Paid:
    """
    A payment that the platform collected, recorded as its period began.
    """
    facts: dict[str, Any] = {
        "covers_from": at,
        "covers_until": months_after(at, months),
        "collected_by": CollectedBy.PLATFORM,
        "recorded_at": at,
        "tax_minor": 0,
        "cover_months": months,
    } | changes
    payment = TenantPayment(
        id=payment_id,
        tenant_id=TENANT_ID,
        reseller_id=RESELLER_ID,
        provider="stripe",
        reference=payment_id,
        net=Money(minor, currency),
        occurred_at=facts["recorded_at"],
        recorded_by=UserId("system"),
        left_minor=minor,
        **facts,
    )
    return Paid(payment, terms)


def sold_at(unit: int, wholesale: int, quantity: int = 1, currency: str = "USD") -> Terms:
    """
    Terms by the month.
    """
    prices = Sold(Money(unit, currency), Money(wholesale, currency))
    return Terms(GROWTH, Interval.MONTH, quantity, prices)


def refund(
    minor: int,
    at: datetime,
    refund_id: str = "re_1",
    status: RefundStatus = RefundStatus.SUCCEEDED,
    *,
    payment_id: str = "pay_1",
) -> TenantRefund:
    """
    A part that went back.
    """
    amount = Money(minor, "USD")
    return TenantRefund(refund_id, TENANT_ID, payment_id, refund_id, amount, at, at, status)


def dispute(
    minor: int,
    at: datetime,
    status: DisputeStatus = DisputeStatus.OPEN,
    dispute_id: str = "dp_1",
    *,
    payment_id: str = "pay_1",
) -> TenantDispute:
    """
    A part that the buyer's bank wants back.
    """
    return TenantDispute(dispute_id, TENANT_ID, payment_id, Money(minor, "USD"), at, at, status)


def a_customer(*payments: Paid, **known: Any) -> Customer:
    """
    A tenant that the partner has always held.
    """
    return Customer(TENANT_ID, known.pop("holdings", HELD_SINCE_EVER), payments, **known)


def a_partner(rates: dict[date, DayRates] | None = None, **agreed: Any) -> Partner:
    """
    A partner with one agreement, standard but for what is said.
    """
    return Partner(RESELLER_ID, (Agreement(Month("2020-01"), **agreed),), rates or {})


def rates_of(month: Month, **per_dollar: str) -> dict[date, DayRates]:
    """
    What a dollar cost on a month's last day, where a euro cost two.
    """
    day = last_day(month)
    quotes = {"USD": Quote("USD", "EUR", Decimal(2), day, "ecb")}
    for currency, rate in per_dollar.items():
        quotes[currency] = Quote(currency, "USD", Decimal(rate), day, "open")
    return {day: DayRates(day, quotes)}


def statements(partner: Partner, customer: Customer, *months: Month) -> list[Statement]:
    """
    The statements of these months, one after the other.
    """
    written, made = Written(), []
    for month in months:
        made.append(rules.statement((partner, [customer]), written, month, cut_off_of(month)))
        written = rules.with_statement(written, made[-1])
    return made


def only_line(partner: Partner, customer: Customer, month: Month = OCTOBER) -> Line:
    """
    The one line of a partner's first statement.
    """
    [statement] = statements(partner, customer, month)
    [line] = statement.lines
    return line


def amounts(statement: Statement) -> list[tuple[str, int]]:
    """
    What its lines say, as short as it can be said.
    """
    return [(line.reason or line.kind, line.amount.minor) for line in statement.lines]
