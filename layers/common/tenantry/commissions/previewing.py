"""
What a partner would earn for a month by what is known now: nothing of it is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tenantry.clock import Month, month_bounds, month_of
from tenantry.commissions.adjusting import line_id
from tenantry.commissions.agreements import in_force
from tenantry.commissions.earning import earned
from tenantry.commissions.inputs import Customer, Partner
from tenantry.commissions.knowing import facts_of, known_from
from tenantry.commissions.model import Agreement, Line
from tenantry.commissions.months import last_day
from tenantry.errors import RuleBroken, invalid_field
from tenantry.fx.model import AGE_MAX, DayRates
from tenantry.ids import TenantId
from tenantry.money import Money

TENANTS_MAX = 1_000
"""More are not worked out while somebody waits for the answer."""


@dataclass(frozen=True, slots=True)
class Preview:
    """
    What a partner would earn for a month, without corrections of the months before.

    Args:
        as_of: What was known then counts.
        agreement: Under which the month is earned.
        rates_of: The day whose rates were taken; None where nothing was converted.
        total: The sum of the rounded lines.
    """

    reseller_id: TenantId
    month: Month
    as_of: datetime
    agreement: Agreement
    rates_of: date | None
    lines: tuple[Line, ...]
    total: Money


class EarnsNone(RuleBroken):
    """
    A prepaid (subscription) reseller bills its customers itself, and earns no commission.
    """

    code = "commission.prepaid"


class TooManyTenants(RuleBroken):
    """
    The reseller held more tenants at the month's end than are previewed; `most` says how many are.
    """

    code = "commission.too_many_tenants"


def check_begun(month: Month, now: datetime) -> None:
    """
    Refuse a month that is to come.

    Raises:
        Invalid: Nobody can know yet what it will earn.
    """
    if month > month_of(now):
        raise invalid_field("month", "must have begun")


def days_of(month: Month, now: datetime) -> list[date]:
    """
    The days whose rates may be the month's, the likeliest first.

    A month that is over has its last day's. While it runs, the last that were published are taken.
    """
    if month_bounds(month)[1] <= now:
        return [last_day(month)]
    return [now.date() - timedelta(days=number) for number in range(AGE_MAX.days + 1)]


def fresh(rates: DayRates, asked: date) -> DayRates:
    """
    The rates of a day without those that are stale on the day that was asked for (R-FX-3).
    """
    oldest = asked - AGE_MAX
    quotes = {name: quote for name, quote in rates.quotes.items() if quote.published >= oldest}
    return DayRates(rates.day, quotes)


def preview(
    partner: Partner,
    customers: Sequence[Customer],
    month: Month,
    rates: DayRates,
    *,
    as_of: datetime,
) -> Preview:
    """
    What the customers' payments come to, at these rates.

    Args:
        customers: Those that the partner holds at the month's end.

    Raises:
        RateMissing: A rate that is needed is not there.
    """
    with_rates = replace(partner, rates={last_day(month): rates})
    ordered = sorted(customers, key=lambda one: one.tenant_id)
    lines = tuple(
        line for one in ordered for line in _lines(with_rates, one, (month, rates.day), as_of)
    )
    agreement = in_force(partner.agreements, month)
    return Preview(
        reseller_id=partner.reseller_id,
        month=month,
        as_of=as_of,
        agreement=agreement,
        rates_of=rates.day if any(line.numbers.quotes for line in lines) else None,
        lines=lines,
        total=_sum((line.amount for line in lines), agreement.currency),
    )


def _lines(
    partner: Partner, customer: Customer, of: tuple[Month, date], as_of: datetime
) -> Iterator[Line]:
    month, day = of
    known = known_from(facts_of(customer, as_of))
    for key, found in earned(partner, known, [month]).items():
        numbers = found.numbers
        yield Line(
            id=line_id(month, key, 0),
            month=month,
            kind=key.about,
            about=key.about,
            tenant_id=customer.tenant_id,
            earned=month,
            payment_id=key.payment_id,
            amount=found.amount,
            # While the month runs, its last day has no rates: those of another day were taken.
            numbers=replace(numbers, fx_day=day if numbers.quotes else None),
        )


def _sum(amounts: Iterable[Money], currency: str) -> Money:
    return sum(amounts, start=Money(0, currency))
