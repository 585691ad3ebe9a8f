"""
What can be agreed, and what holds when.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tenantry.clock import Month
from tenantry.commissions.agreements import Books, check_agreement, counted_in, in_force
from tenantry.commissions.model import STANDARD, Agreement
from tenantry.errors import Invalid
from tenantry.money import Money
from tests.unit.commissions.paying import DECEMBER, NOVEMBER, OCTOBER

pytestmark = pytest.mark.requirement("R-COM-1")

IN_KES = {"currency": "KES", "minimum": Money(0, "KES")}
REFUSED: list[tuple[dict[str, Any], str | None]] = [
    ({}, None),
    ({"rate": Decimal(0)}, None),
    ({"rate": Decimal(1)}, None),
    ({"rate": Decimal("1.0001")}, "rate"),
    ({"rate": Decimal("-0.0001")}, "rate"),
    ({"rate": Decimal("NaN")}, "rate"),
    ({"rate": Decimal("Infinity")}, "rate"),
    ({"minimum": Money(0, "USD")}, None),
    ({"minimum": Money(-1, "USD")}, "minimum"),
    ({"minimum": Money(1, "EUR")}, "minimum"),
    ({"hold_days": 365}, None),
    ({"hold_days": 366}, "hold_days"),
    ({"hold_days": -1}, "hold_days"),
    ({"currency": "AED", "minimum": Money(0, "AED")}, "currency"),
    (IN_KES, "currency"),
    ({"effective_from": OCTOBER}, "effective_from"),
    ({"effective_from": Month("2026-13")}, "effective_from"),
    ({"effective_from": Month("2026-12-01")}, "effective_from"),
]


def refused_field(new: Agreement, last: Month | None) -> str | None:
    books = None if last is None else Books("USD", last)
    try:
        check_agreement(new, books)
    except Invalid as error:
        return str(error).partition(":")[0]
    return None


@pytest.mark.parametrize(("changes", "field"), REFUSED)
def test_an_agreement_that_cannot_be_is_refused_by_its_field(
    changes: dict[str, Any], field: str | None
) -> None:
    assert refused_field(replace(Agreement(NOVEMBER), **changes), OCTOBER) == field


@pytest.mark.parametrize("changes", [IN_KES, {"effective_from": OCTOBER}])
def test_before_the_first_statement_month_and_currency_are_free(changes: dict[str, Any]) -> None:
    assert refused_field(replace(Agreement(NOVEMBER), **changes), None) is None


def test_an_agreement_holds_from_its_month_until_the_next_one() -> None:
    first, second = Agreement(OCTOBER, Decimal("0.1")), Agreement(DECEMBER, Decimal("0.3"))

    held = [in_force((second, first), Month(one)) for one in ("2026-10", "2026-11", "2026-12")]

    assert held == [first, first, second]
    assert in_force((second, first), Month("2026-09")) == STANDARD
    assert (STANDARD.rate, STANDARD.minimum) == (Decimal("0.20"), Money(50_00, "USD"))


def test_all_agreements_are_counted_in_one_currency() -> None:
    later = Agreement(DECEMBER, Decimal("0.3"), minimum=Money(1_00, "EUR"), currency="EUR")

    counted = counted_in((later,), "EUR")

    held = [in_force(counted, month) for month in (OCTOBER, DECEMBER)]
    assert held == [replace(STANDARD, currency="EUR"), later]
    assert counted_in((), "USD") == ()
