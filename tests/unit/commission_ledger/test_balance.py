"""
What a partner is owed, what is payable, and why the rest is not.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tenantry.clock import Month
from tenantry.commission_ledger.model import Balance, Why
from tenantry.commission_ledger.rules import PayoutState, balance_of
from tenantry.commissions.model import Agreement, Status
from tenantry.money import Money
from tenantry.statements.model import StatementHeader
from tests.builders import RESELLER_ID
from tests.written import APPROVED, a_header

pytestmark = pytest.mark.requirement("R-COM-3")

NOW = datetime(2026, 11, 10, tzinfo=UTC)
AUGUST, SEPTEMBER, OCTOBER = Month("2026-08"), Month("2026-09"), Month("2026-10")
READY = PayoutState(Money(0, "USD"), has_account=True)


def stated(month: Month, minor: int, **changes: Any) -> StatementHeader:
    return a_header(RESELLER_ID, (), month, **{**APPROVED, "total": usd(minor), **changes})


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def balance(*headers: StatementHeader, payout: PayoutState = READY, hold_days: int = 0) -> Balance:
    return balance_of(headers, Agreement(AUGUST, hold_days=hold_days), payout, NOW)


def test_what_is_approved_and_reaches_the_minimum_is_payable() -> None:
    found = balance(stated(SEPTEMBER, 40_00), stated(OCTOBER, 10_00))

    assert (found.total, found.payable, found.because) == (usd(50_00), usd(50_00), ())


def test_a_cent_below_the_minimum_is_carried() -> None:
    found = balance(stated(OCTOBER, 49_99))

    assert (found.total, found.payable) == (usd(49_99), usd(0))
    assert found.because == (Why.MINIMUM,)


def test_what_earlier_payouts_left_counts_towards_the_minimum() -> None:
    found = balance(stated(OCTOBER, 49_99), payout=replace(READY, remainder=usd(1)))

    assert (found.total, found.payable) == (usd(50_00), usd(50_00))


def test_twenty_earned_and_a_hundred_taken_back_leave_eighty_owed() -> None:
    found = balance(stated(SEPTEMBER, 20_00), stated(OCTOBER, -100_00))

    assert (found.total, found.payable) == (usd(-80_00), usd(0))


def test_a_pending_statement_waits_for_its_approval() -> None:
    found = balance(stated(OCTOBER, 60_00, status=Status.PENDING))

    assert found.because == (Why.PENDING, Why.MINIMUM)
    assert [one.because for one in found.statements] == [(Why.PENDING,)]
    assert found.totals == {Status.PENDING: usd(60_00), Status.APPROVED: usd(0)}


def test_a_hold_ends_so_many_days_after_the_month() -> None:
    found = balance(stated(OCTOBER, 60_00), hold_days=30)

    assert found.because == (Why.HOLD, Why.MINIMUM)
    assert found.statements[0].held_until == datetime(2026, 12, 1, tzinfo=UTC)


def test_what_is_owed_to_us_waits_for_no_hold() -> None:
    found = balance(stated(OCTOBER, -10_00), stated(AUGUST, 70_00), hold_days=30)

    assert (found.payable, found.because) == (usd(60_00), ())


def test_nothing_is_payable_without_an_account() -> None:
    found = balance(stated(OCTOBER, 60_00), payout=replace(READY, has_account=False))

    assert (found.payable, found.because) == (usd(0), (Why.NO_ACCOUNT,))


def test_a_changed_account_pauses_until_the_instant_itself() -> None:
    until = {"paused": NOW + timedelta(seconds=1), "free": NOW}

    paused = balance(stated(OCTOBER, 60_00), payout=replace(READY, paused_until=until["paused"]))
    free = balance(stated(OCTOBER, 60_00), payout=replace(READY, paused_until=until["free"]))

    assert (paused.because, paused.paused_until) == ((Why.ACCOUNT_PAUSED,), until["paused"])
    assert (free.payable, free.paused_until) == (usd(60_00), None)


def test_what_a_disbursement_has_claimed_is_owed_and_not_payable_again() -> None:
    claimed = stated(SEPTEMBER, 60_00, disbursement_id="dis_1")

    found = balance(claimed, stated(OCTOBER, 55_00), payout=replace(READY, is_paying=True))

    assert (found.total, found.in_payment, found.payable) == (usd(115_00), usd(60_00), usd(0))
    assert found.totals[Status.APPROVED] == usd(55_00)
    assert found.because == (Why.IN_PAYMENT,)


@pytest.mark.parametrize("status", [Status.SETTLED, Status.REJECTED])
def test_what_is_settled_or_rejected_counts_for_nothing(status: Status) -> None:
    found = balance(stated(OCTOBER, 60_00, status=status))

    assert (found.total, found.statements) == (usd(0), ())
