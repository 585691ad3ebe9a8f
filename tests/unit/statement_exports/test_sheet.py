"""
A statement as CSV: its amounts are numbers, its ids are text, and their sum is the total.
"""

import csv
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.commissions.model import Line
from tenantry.ids import TenantId
from tenantry.money import EXPONENTS, Money
from tenantry.statement_exports.model import LinesDiffer
from tenantry.statement_exports.rows import whole
from tenantry.statement_exports.sheet import sheet
from tests.builders import RESELLER_ID
from tests.written import a_header, a_line, a_refund_of, converted

pytestmark = pytest.mark.requirement("R-COM-9")

AMOUNTS = st.lists(st.integers(-(10**12), 10**12), max_size=20)


def written(lines: Sequence[Line]) -> list[dict[str, str]]:
    header = a_header(RESELLER_ID, lines)
    text = "".join(sheet(whole(header, lines)))
    return list(csv.DictReader(StringIO(text, newline="")))


def in_currency(minor: int, number: int, currency: str) -> Line:
    return a_line(number, amount=Money(minor, currency))


@given(AMOUNTS, st.sampled_from(["USD", "JPY", "BHD"]))
def test_the_sum_of_the_amounts_is_the_total_to_the_last_digit(
    minors: list[int], currency: str
) -> None:
    lines = [in_currency(minor, number, currency) for number, minor in enumerate(minors)]
    total = Money(sum(minors), currency)
    header = replace(a_header(RESELLER_ID, ()), total=total, line_count=len(lines))

    text = "".join(sheet(whole(header, lines)))

    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert sum((Decimal(row["amount"]) for row in rows), Decimal(0)) == Decimal(total.major())
    assert sum(int(row["amount_minor"]) for row in rows) == total.minor
    digits = {len(row["amount"].partition(".")[2]) for row in rows}
    assert digits <= {EXPONENTS[currency]}


def test_an_amount_below_zero_stays_a_number() -> None:
    line = a_line(minor=31)

    [_, row] = written([line, a_refund_of(line, -31)])

    assert (row["amount"], row["amount_minor"], row["gone"]) == ("-0.31", "-31", "1")
    assert (row["reason"], row["corrects"]) == ("refund", line.id)


@pytest.mark.parametrize("code", ["10e5", "2026-10", "mar-1", "1-2", "007", "true", "5"])
def test_a_plan_code_that_looks_like_a_number_or_a_date_stays_text(code: str) -> None:
    line = a_line()

    [row] = written([replace(line, numbers=replace(line.numbers, plan_code=code))])

    assert row["plan_code"] == f"'{code}"


def test_ids_and_common_plan_codes_stand_as_they_are() -> None:
    line = a_line()

    [row] = written([line])

    assert row["line_id"] == line.id
    assert (row["tenant_id"], row["payment_id"]) == (line.tenant_id, line.payment_id)
    assert row["plan_code"] == "growth"


def test_a_cause_that_would_be_a_formula_is_text() -> None:
    [row] = written([replace(a_line(), cause="=HYPERLINK(1)")])

    assert row["cause"] == "'=HYPERLINK(1)"


def test_a_year_of_18_29_is_1_5242_a_month_before_rounding() -> None:
    """
    Kill Bill's public table of MRR.
    """
    [row] = written([a_line()])

    assert (row["mrr"], row["mrr_minor"], row["months"]) == ("1.5242", "'1829/12", "12")


def test_the_rates_of_exchange_stand_in_words() -> None:
    [row] = written([converted(a_line())])

    expected = "1 USD = 129.25 KES (Open Exchange Rates, published 2026-09-30)"
    assert (row["fx_day"], row["fx_rates"]) == ("2026-09-30", expected)


@pytest.mark.parametrize("lost", [0, 1])
def test_lines_that_do_not_make_the_total_are_refused(lost: int) -> None:
    lines = [a_line(1), a_line(2, minor=40)]
    header = a_header(RESELLER_ID, lines)

    with pytest.raises(LinesDiffer):
        list(whole(header, [line for number, line in enumerate(lines) if number != lost]))


def test_a_line_of_nothing_that_is_missing_is_noticed() -> None:
    lines = [a_line(1), a_line(2, minor=0, tenant_id=TenantId("ten_2"))]

    with pytest.raises(LinesDiffer):
        list(whole(a_header(RESELLER_ID, lines), lines[:1]))
