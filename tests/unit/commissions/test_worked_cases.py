"""
Cases that others have worked out, or that are worked out here, to the cent.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from tenantry.clock import Month
from tenantry.commissions import earning
from tenantry.commissions.model import Basis, Kind
from tenantry.fx.model import RateMissing
from tenantry.money import Money
from tests.acting import DAY
from tests.unit.commissions.paying import (
    DECEMBER,
    MID_OCTOBER,
    NOVEMBER,
    OCTOBER,
    a_customer,
    a_partner,
    amounts,
    only_line,
    paid,
    rates_of,
    refund,
    sold_at,
    statements,
)

FEBRUARY = Month("2028-02")


@pytest.mark.requirement("R-COM-1")
def test_18_29_a_year_is_1_5242_a_month_before_rounding() -> None:
    # Kill Bill's public table of MRR by plan: an annual plan at 18.29 counts as 1.5242 a month.
    a_month = earning.mrr_of(paid(18_29, months=12)) / 100

    line = only_line(a_partner(), a_customer(paid(18_29, months=12)))

    assert a_month == Fraction("18.29") / 12
    assert round(Decimal(a_month.numerator) / a_month.denominator, 4) == Decimal("1.5242")
    assert Fraction(line.numbers.mrr) / 100 == a_month
    assert line.amount == Money(30, "USD")


WORKED = [
    # Issue 5: 4.99 a month at 20 % is 0.998.
    ("4.99 a month", paid(4_99), "0.20", 0, 1_00),
    # Issue 5: (1,000 - 200) x 4 % = 32, what went back counting as if it had never come.
    ("1,000 less 200", paid(1_000_00), "0.04", 200_00, 32_00),
    ("half a cent goes down to the even one", paid(2_50), "0.01", 0, 2),
    ("half a cent goes up to the even one", paid(3_50), "0.01", 0, 4),
    ("less than half a cent is nothing", paid(49), "0.01", 0, 0),
    ("nothing", paid(10_00), "0", 0, 0),
    ("all of it", paid(10_01), "1", 0, 10_01),
    ("a third of a cent", paid(1, months=12), "1", 0, 0),
    ("a free month", paid(0), "1", 0, None),
]


@pytest.mark.requirement("R-COM-1")
@pytest.mark.parametrize(
    ("payment", "rate", "back", "minor"),
    [row[1:] for row in WORKED],
    ids=[row[0] for row in WORKED],
)
def test_commission_is_the_rate_of_a_months_revenue(
    payment: object, rate: str, back: int, minor: int | None
) -> None:
    money = (refund(back, MID_OCTOBER + DAY),) if back else ()
    customer = a_customer(payment, money=money)  # type: ignore[arg-type]

    [statement] = statements(a_partner(rate=Decimal(rate)), customer, OCTOBER)

    assert [line.amount.minor for line in statement.lines] == ([] if minor is None else [minor])
    assert statement.total.minor == (minor or 0)


@pytest.mark.requirement("R-COM-5")
def test_two_refunds_of_half_of_1_01_reverse_1_01() -> None:
    # Issue 5: each half is 50.5 cents; rounded apart they would reverse 1.00 or 1.02.
    halves = (
        refund(50, datetime(2026, 11, 3, tzinfo=UTC), "re_1"),
        refund(50, datetime(2026, 12, 3, tzinfo=UTC), "re_2"),
    )
    customer = a_customer(paid(1_00), money=halves)

    made = statements(a_partner(rate=Decimal(1)), customer, OCTOBER, NOVEMBER, DECEMBER)
    odd = a_customer(
        paid(1_01, tax_minor=1),
        money=(
            refund(51, datetime(2026, 11, 3, tzinfo=UTC), "re_1"),
            refund(51, datetime(2026, 12, 3, tzinfo=UTC), "re_2"),
        ),
    )
    odds = statements(a_partner(rate=Decimal(1)), odd, OCTOBER, NOVEMBER, DECEMBER)

    assert [one.total.minor for one in made] == [1_00, -50, -50]
    assert [one.total.minor for one in odds] == [1_01, -51, -50]


@pytest.mark.requirement("R-COM-1")
def test_wholesale_earns_a_share_of_the_wholesale_price_and_all_of_the_markup() -> None:
    # Two at 15.00 that cost 10.00: 20 % of 20.00, and 10.00 above it. Half of it goes back.
    customer = a_customer(
        paid(30_00, terms=sold_at(15_00, 10_00, 2)),
        money=(refund(15_00, datetime(2026, 11, 3, tzinfo=UTC)),),
    )

    first, second = statements(a_partner(basis=Basis.WHOLESALE), customer, OCTOBER, NOVEMBER)

    assert amounts(first) == [("commission", 4_00), ("markup", 10_00)]
    assert amounts(second) == [("refund", -2_00), ("refund", -5_00)]
    assert [line.about for line in second.lines] == [Kind.COMMISSION, Kind.MARKUP]
    assert [line.corrects for line in second.lines] == [line.id for line in first.lines]


@pytest.mark.parametrize(
    ("terms", "lines"),
    [
        (sold_at(8_00, 10_00), [("commission", 1_60)]),
        (sold_at(8_00, 8_00), [("commission", 1_60)]),
        (sold_at(8_00, 0), [("commission", 0), ("markup", 8_00)]),
        (sold_at(8_00, 1_00, currency="EUR"), [("commission", 1_60)]),
        (None, [("commission", 1_60)]),
    ],
)
def test_the_wholesale_price_is_never_more_than_what_was_paid(
    terms: object, lines: list[tuple[str, int]]
) -> None:
    customer = a_customer(paid(8_00, terms=terms))  # type: ignore[arg-type]

    [statement] = statements(a_partner(basis=Basis.WHOLESALE), customer, OCTOBER)

    assert amounts(statement) == lines


@pytest.mark.requirement("R-COM-1")
def test_what_was_paid_is_converted_at_the_months_last_day_without_rounding_in_between() -> None:
    # 1,295.00 KES at 129.5 a dollar are 10.00 dollars, of which 20 % are 2.00.
    partner = a_partner(rates_of(OCTOBER, KES="129.5"))

    line = only_line(partner, a_customer(paid(1_295_00, "KES")))

    assert line.amount == Money(2_00, "USD")
    assert line.numbers.fx_day == date(2026, 10, 31)
    assert [quote.currency for quote in line.numbers.quotes] == ["KES", "USD"]


@pytest.mark.parametrize(
    ("minor", "currency", "agreed", "amount"),
    [
        # 1,000 yen at 160 are 6.25 dollars; a fifth is 1.25.
        (1_000, "JPY", "USD", 1_25),
        # 10.00 dollars at 160 are 1,600 yen, which have no smaller unit; a fifth is 320.
        (10_00, "USD", "JPY", 320),
        # 0.03 dollars are 4.8 yen; a fifth is 0.96.
        (3, "USD", "JPY", 1),
        # Of 7 yen a fifth is 1.4.
        (7, "JPY", "JPY", 1),
    ],
)
def test_currencies_without_decimals_are_counted_in_whole_units(
    minor: int, currency: str, agreed: str, amount: int
) -> None:
    partner = a_partner(rates_of(OCTOBER, JPY="160"), currency=agreed, minimum=Money(0, agreed))

    line = only_line(partner, a_customer(paid(minor, currency)))

    assert line.amount == Money(amount, agreed)


@pytest.mark.requirement("R-FX-3")
def test_a_missing_rate_stops_the_statement() -> None:
    with pytest.raises(RateMissing) as refused:
        only_line(a_partner(rates_of(OCTOBER)), a_customer(paid(100, "NGN")))

    assert refused.value.context == {"currency": "NGN", "day": "2026-10-31"}


def test_in_a_leap_year_the_last_day_of_february_is_the_29th() -> None:
    at = datetime(2028, 2, 29, 23, 59, 59, 999999, tzinfo=UTC)
    partner = a_partner(rates_of(FEBRUARY, KES="100"))

    line = only_line(partner, a_customer(paid(100_00, "KES", at=at)), FEBRUARY)

    assert (line.amount.minor, line.numbers.fx_day) == (20, date(2028, 2, 29))
