"""
Lines as they are stored: all of what they say, in less than a kilobyte.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from benchmarks.table_stub import WRITE_UNIT, size_of
from tenantry.clock import Month
from tenantry.commissions.model import Kind, Line, Numbers, Reason
from tenantry.fx.model import Quote
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.statements.lines import StatementLineItem, item_of, line_from

pytestmark = pytest.mark.requirement("R-COM-4")

RESELLER_ID = TenantId("ten_01KAHZE4000000000000000009")
PAYMENT_ID = "pay_01KAHZE4000000000000000000"
SHORT = Line(
    id=f"2026-11/{PAYMENT_ID}/2026-11/commission/0",
    month=Month("2026-11"),
    kind=Kind.COMMISSION,
    about=Kind.COMMISSION,
    tenant_id=TenantId("ten_01KAHZE4000000000000000001"),
    earned=Month("2026-11"),
    payment_id=PAYMENT_ID,
    amount=Money(31, "USD"),
    numbers=Numbers(
        plan_code=None,
        quantity=None,
        price=None,
        wholesale=None,
        covers=(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)),
        paid=Money(1_53, "USD"),
        months=1,
        mrr="153",
        rate=Decimal("0.20"),
        fx_day=None,
        quotes=(),
        exact="153/5",
        gone="0",
        corrected_minor=0,
        is_held=False,
    ),
)
LONG = replace(
    SHORT,
    id=f"2026-11/{PAYMENT_ID}/2026-10/markup/12",
    kind=Kind.ADJUSTMENT,
    about=Kind.MARKUP,
    earned=Month("2026-10"),
    amount=Money(-123_456_789_01, "UGX"),
    numbers=replace(
        SHORT.numbers,
        plan_code="own-a-plan-with-a-very-long-code-of-forty",
        quantity=1_000_000,
        price=Money(123_456_789_01, "NGN"),
        wholesale=Money(123_456_789_00, "NGN"),
        paid=Money(123_456_789_012_345, "NGN"),
        mrr="123456789012345678/12345678901",
        rate=Decimal("0.123456"),
        fx_day=date(2026, 10, 31),
        quotes=tuple(
            Quote(name, "USD", Decimal("1234.567890"), date(2026, 10, 30), "Open Exchange Rates")
            for name in ("NGN", "UGX")
        ),
        exact="12345678901234567890123/1234567890123456789012",
        gone="12345678901/123456789012",
        corrected_minor=-123_456,
        is_held=True,
    ),
    corrects=f"2026-10/{PAYMENT_ID}/2026-10/markup/0",
    reason=Reason.SELF_DEALING_RELEASED,
    cause="re_3MmlLrLkdIwHu7ix0uke3Ezy",
)


@pytest.mark.parametrize("line", [SHORT, LONG])
def test_a_line_is_read_as_it_was_written(line: Line) -> None:
    stored = item_of(RESELLER_ID, "1", line).to_dynamodb_dict()

    assert line_from(StatementLineItem.from_raw_data(stored)) == line


@pytest.mark.parametrize("line", [SHORT, LONG])
def test_a_line_is_written_for_one_write_unit(line: Line) -> None:
    stored = item_of(RESELLER_ID, "1", line).to_dynamodb_dict()

    assert size_of(stored) <= WRITE_UNIT
