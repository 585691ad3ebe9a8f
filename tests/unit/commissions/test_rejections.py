"""
Statements that were rejected: the next one earns their months anew, or nobody ever does.
"""

from datetime import UTC, datetime

import pytest

from tenantry.clock import Month
from tenantry.commissions import rules
from tenantry.commissions.inputs import Customer
from tenantry.commissions.model import Statement, Written
from tests.unit.commissions.paying import (
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    a_customer,
    a_partner,
    amounts,
    cut_off_of,
    paid,
    refund,
)

pytestmark = pytest.mark.requirement("R-COM-5")

NOVEMBER_3 = datetime(2026, 11, 3, tzinfo=UTC)
YEARLY = a_customer(paid(60_00, months=12))
"""1.00 a month."""
REFUNDED = a_customer(paid(60_00, months=12), money=(refund(30_00, NOVEMBER_3),))
"""From the 3rd of November on, 0.50."""


def made(customer: Customer, written: Written, month: Month) -> Statement:
    return rules.statement((a_partner(), [customer]), written, month, cut_off_of(month))


def test_a_rejected_month_is_earned_anew_as_it_is_known_then() -> None:
    october = rules.with_rejected(Written(), OCTOBER, restates=True)

    november = made(REFUNDED, october, NOVEMBER)
    december = made(REFUNDED, rules.with_statement(october, november), DECEMBER)

    assert amounts(november) == [("restated", 50), ("commission", 50)]
    assert [line.earned for line in november.lines] == [OCTOBER, NOVEMBER]
    assert {line.cause for line in november.lines} == {OCTOBER, None}
    assert amounts(december) == [("commission", 50)]


def test_a_month_that_was_rejected_for_good_earns_nothing_and_is_never_corrected() -> None:
    october = rules.with_rejected(Written(), OCTOBER, restates=False)

    november = made(REFUNDED, october, NOVEMBER)

    assert amounts(november) == [("commission", 50)]


def test_corrections_in_a_rejected_statement_fall_anew_into_the_next_one() -> None:
    october = rules.with_statement(Written(), made(REFUNDED, Written(), OCTOBER))
    rejected = made(REFUNDED, october, NOVEMBER)
    again = rules.with_rejected(october, NOVEMBER, restates=True)

    december = made(REFUNDED, again, DECEMBER)

    assert amounts(rejected) == [("refund", -50), ("commission", 50)]
    assert amounts(december) == [("refund", -50), ("restated", 50), ("commission", 50)]
    assert december.lines[0].corrects == october.lines[december.lines[0].tenant_id][0].id


def test_two_months_rejected_one_after_the_other_are_both_earned_anew() -> None:
    october = rules.with_rejected(Written(), OCTOBER, restates=True)
    assert len(made(YEARLY, october, NOVEMBER).lines) == 2
    november = rules.with_rejected(october, NOVEMBER, restates=True)

    december = made(YEARLY, november, DECEMBER)

    assert amounts(december) == [("restated", 1_00), ("restated", 1_00), ("commission", 1_00)]
