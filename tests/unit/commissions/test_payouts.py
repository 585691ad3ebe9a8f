"""
What is paid out, until when, and what makes a line wait.
"""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tenantry.commissions.balances import past_hold
from tenantry.commissions.business_days import (
    BusinessCalendar,
    approve_by,
    business_day_after,
    pay_by,
)
from tenantry.commissions.model import Standing, Status
from tenantry.commissions.self_dealing import Sign, signs_of
from tenantry.money import Money
from tests.acting import SECOND
from tests.unit.commissions.paying import DECEMBER, NOVEMBER, OCTOBER

KAMPALA = timezone(timedelta(hours=3))
CHRISTMAS = frozenset({date(2026, 12, 25)})
MONTHS = (OCTOBER, NOVEMBER, DECEMBER)
OF = {
    "p": Status.PENDING,
    "a": Status.APPROVED,
    "s": Status.SETTLED,
    "r": Status.REJECTED,
}


def standing(text: str) -> list[Standing]:
    """
    Statements of these months: a letter for the status, and cents.
    """
    return [
        Standing(month, Money(int(word[1:]), "USD"), OF[word[0]])
        for month, word in zip(MONTHS, text.split(), strict=False)
    ]


@pytest.mark.requirement("R-COM-6")
def test_earnings_wait_for_the_hold_days_and_debts_do_not() -> None:
    statements = standing("a100 a-50 a70")
    october_over = datetime(2026, 11, 15, tzinfo=UTC)

    waiting = past_hold(statements, 14, october_over - SECOND)
    over = past_hold(statements, 14, october_over)

    assert [one.total.minor for one in waiting] == [-50]
    assert [one.total.minor for one in over] == [100, -50]


@pytest.mark.requirement("R-COM-3")
@pytest.mark.parametrize(
    ("written", "due"),
    [
        # The day of the event is day 0, also where nobody works.
        ("2026-11-02T06:00", "2026-11-09"),
        ("2026-10-30T06:00", "2026-11-06"),
        ("2026-10-31T06:00", "2026-11-06"),
        ("2026-11-01T06:00", "2026-11-06"),
        # In Kampala it is the 2nd already.
        ("2026-11-01T21:00", "2026-11-09"),
        ("2026-11-01T20:59", "2026-11-06"),
        # Christmas is a Friday.
        ("2026-12-18T06:00", "2026-12-28"),
    ],
)
def test_a_statement_is_approved_within_five_business_days_of_the_operators_zone(
    written: str, due: str
) -> None:
    calendar = BusinessCalendar(KAMPALA, CHRISTMAS)
    written_at = datetime.fromisoformat(f"{written}:00+00:00")

    last = date.fromisoformat(due)

    assert business_day_after(written_at, 5, calendar) == last
    assert approve_by(written_at, calendar) == datetime(
        last.year, last.month, last.day, 21, tzinfo=UTC
    )


@pytest.mark.requirement("R-COM-3")
def test_it_is_paid_within_ten_business_days_of_its_approval() -> None:
    monday = datetime(2026, 11, 2, 6, tzinfo=UTC)

    assert pay_by(monday, BusinessCalendar(UTC)) == datetime(2026, 11, 17, tzinfo=UTC)
    friday_off = BusinessCalendar(UTC, weekend=frozenset({4}))
    assert pay_by(monday, friday_off) == datetime(2026, 11, 15, tzinfo=UTC)


@pytest.mark.requirement("R-COM-8")
@pytest.mark.parametrize(
    ("owner", "reseller", "signs"),
    [
        ("ama@acme.example", "kofi@shop.example", ""),
        ("ama@acme.example", "kofi@ACME.example", "same_domain"),
        ("ama@acme.example", " Ama@Acme.Example", "same_domain same_email"),
        ("ama+shop@acme.example", "ama@acme.example", "same_domain same_email"),
        ("ama@gmail.com", "kofi@gmail.com", ""),
        ("a.ma+x@googlemail.com", "ama@gmail.com", "same_email"),
        ("a.ma@acme.example", "ama@acme.example", "same_domain"),
        ("ama@mail.acme.example", "ama@acme.example", ""),
    ],
)
def test_the_same_box_or_the_same_company_is_a_sign_of_self_dealing(
    owner: str, reseller: str, signs: str
) -> None:
    found = signs_of([owner, "other@elsewhere.example"], ["nobody@none.example", reseller])

    assert found == {Sign(one) for one in signs.split()}
