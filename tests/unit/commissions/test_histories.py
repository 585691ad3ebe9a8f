"""
Whatever happens, partners earn what an independent, simple model says, and nothing is rewritten.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from tenantry.commissions import rules
from tenantry.commissions.inputs import Customer, Partner
from tenantry.commissions.model import Line, Statement, Written
from tests.unit.commissions import simple_model
from tests.unit.commissions.histories import (
    ANCHOR_DAYS,
    MONTHS,
    PARTNERS,
    anchor_of,
    customer_of,
    histories,
    partner_of,
)
from tests.unit.commissions.paying import cut_off_of
from tests.unit.commissions.simple_model import History, Sums

pytestmark = [pytest.mark.requirement("R-COM-5"), pytest.mark.requirement("R-COM-7")]

OFTEN = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
LONG = settings(OFTEN, max_examples=1_500)


def by_key(lines: list[Line]) -> Sums:
    """
    What lines come to, by what they are about.
    """
    sums: Counter[tuple[int, str, str]] = Counter()
    for line in lines:
        sums[MONTHS.index(line.earned), line.payment_id, line.about.value] += line.amount.minor
    return {key: minor for key, minor in sums.items() if minor}


def known_by(customer: Customer, cut_off: datetime) -> Customer:
    """
    The tenant as it could be read on the day: nothing of what came later is there.
    """
    return replace(
        customer,
        payments=tuple(one for one in customer.payments if one.payment.recorded_at <= cut_off),
        money=tuple(one for one in customer.money if one.recorded_at <= cut_off),
        holdings=tuple(one for one in customer.holdings if one.starts_at <= cut_off),
        confirmed=tuple(one for one in customer.confirmed if one.recorded_at <= cut_off),
        corrections=tuple(one for one in customer.corrections if one.recorded_at <= cut_off),
        flags=tuple(one for one in customer.flags if one.recorded_at <= cut_off),
    )


def written_by(
    partner: Partner, customer: Customer, outcomes: Sequence[str]
) -> list[tuple[Written, Statement]]:
    """
    Every statement as it was made on its day, with what was written before it.
    """
    written, made = Written(), []
    for month, outcome in zip(MONTHS, outcomes, strict=True):
        cut_off = cut_off_of(month)
        today = known_by(customer, cut_off)
        statement = rules.statement((partner, [today]), written, month, cut_off)
        made.append((written, statement))
        if outcome == "stands":
            written = rules.with_statement(written, statement)
        else:
            written = rules.with_rejected(written, month, restates=outcome == "restated")
    return made


def check_history(history: History, anchor: datetime) -> None:
    """
    Compare every statement of both partners with the model, and compute it again at the end.
    """
    total: Sums = {}
    for name in PARTNERS:
        partner, customer = partner_of(history, name), customer_of(history, name, anchor)
        outcomes = history.outcomes[name]
        lines: list[Line] = []
        for number, (before, statement) in enumerate(written_by(partner, customer, outcomes)):
            cut_off = statement.cut_off
            now = [*lines, *statement.lines]
            assert by_key(now) == simple_model.earned(history, name, number, cut_off)
            assert statement.total.minor == sum(one.amount.minor for one in statement.lines)
            again = rules.statement((partner, [customer]), before, statement.month, cut_off)
            assert again == statement
            lines = now if outcomes[number] == "stands" else lines
        check_lines(lines)
        mine = by_key(lines)
        assert not mine.keys() & total.keys(), "earned by two partners"
        total |= mine
    check_gone(history, total)


def check_lines(lines: list[Line]) -> None:
    """
    Each line has its own id, points at what it corrects, and never reverses beyond itself.
    """
    ids = [line.id for line in lines]
    sums: Counter[object] = Counter()
    assert len(set(ids)) == len(ids)
    for line in lines:
        sums[line.key] += line.amount.minor
        numbers = line.numbers
        whole = max(Fraction(0), Fraction(numbers.exact) + numbers.corrected_minor)
        assert 0 <= sums[line.key] <= round(whole)
        counted = 0 if numbers.is_held else whole * (1 - Fraction(numbers.gone))
        assert sums[line.key] == round(counted)
        if line.corrects is not None:
            assert ids.index(line.corrects) < ids.index(line.id)


def check_gone(history: History, total: Sums) -> None:
    """
    What has all gone back has earned nothing.
    """
    end = cut_off_of(MONTHS[-1])
    gone = {one.id for one in history.bought if simple_model.is_all_gone(history, one, end)}
    assert not gone & {payment_id for _, payment_id, _ in total}


@OFTEN
@given(history=histories(), day=ANCHOR_DAYS)
def test_statements_are_what_the_simple_model_says(history: History, day: tuple[int, int]) -> None:
    check_history(history, anchor_of(*day))


@pytest.mark.deep
@LONG
@given(history=histories(), day=ANCHOR_DAYS)
def test_statements_are_what_the_simple_model_says_for_longer(
    history: History, day: tuple[int, int]
) -> None:
    check_history(history, anchor_of(*day))
