"""
What is agreed with partners, and from which month on.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from tenantry.clock import Month
from tenantry.commissions import commands, store
from tenantry.commissions.model import Agreement, Basis, Method
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.resellers.model import Reseller
from tests.acting import NOON, an_act
from tests.builders import make_reseller, refusal_of
from tests.commands.faults import Call, tapped
from tests.reading import events_written, snapshot

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-1")]

OCTOBER, NOVEMBER, DECEMBER = Month("2026-10"), Month("2026-11"), Month("2026-12")
A_QUARTER = Decimal("0.25")


@pytest.fixture
def reseller() -> Reseller:
    return make_reseller()


def agree(
    reseller: Reseller, month: Month = DECEMBER, now: datetime = NOON, **said: Any
) -> Agreement:
    return commands.agree(reseller.id, Agreement(month, **said), an_act(now=now)).agreement


def agreed_with(reseller_id: TenantId) -> list[Agreement]:
    return [one.agreement for _, one in store.agreements_of(reseller_id, None, None)]


def test_an_agreement_is_kept_as_it_was_made(reseller: Reseller) -> None:
    made = Agreement(
        DECEMBER,
        rate=Decimal("0.125"),
        basis=Basis.WHOLESALE,
        minimum=Money(6_000_00, "KES"),
        hold_days=30,
        method=Method.MPESA_B2C,
        currency="KES",
    )

    agreed = commands.agree(reseller.id, made, an_act())

    assert (agreed.agreement, agreed.agreed_at, agreed.version) == (made, NOON, 1)
    assert store.get_agreement(reseller.id, DECEMBER) == agreed
    assert events_written().count("agreement.set") == 1


def test_agreements_are_listed_by_month(reseller: Reseller) -> None:
    for month in (DECEMBER, NOVEMBER, Month("2027-03")):
        agree(reseller, month)

    months = [one.effective_from for one in agreed_with(reseller.id)]

    assert months == [NOVEMBER, DECEMBER, "2027-03"]


def test_a_month_that_is_to_come_is_agreed_anew(reseller: Reseller) -> None:
    agree(reseller)

    agree(reseller, rate=A_QUARTER)

    [agreement] = agreed_with(reseller.id)
    assert agreement.rate == A_QUARTER
    assert events_written().count("agreement.set") == 2


def test_the_same_agreement_once_more_changes_nothing(reseller: Reseller) -> None:
    agree(reseller)
    before = snapshot()

    agree(reseller)

    assert snapshot() == before


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (datetime(2026, 11, 30, 23, 59, 59, 999_999, UTC), None),
        (datetime(2026, 12, 1, tzinfo=UTC), "agreement.begun"),
        (datetime(2026, 12, 31, 23, 59, 59, 999_999, UTC), "agreement.begun"),
        (datetime(2027, 1, 1, tzinfo=UTC), "request.invalid"),
    ],
)
def test_an_agreement_stands_from_the_instant_that_its_month_begins(
    reseller: Reseller, now: datetime, code: str | None
) -> None:
    agree(reseller)

    assert refusal_of(lambda: agree(reseller, now=now, rate=A_QUARTER)) == code

    [agreement] = agreed_with(reseller.id)
    assert agreement.rate == (Decimal("0.20") if code else A_QUARTER)


def test_a_month_that_runs_may_be_agreed_once_and_one_that_is_over_never(
    reseller: Reseller,
) -> None:
    agree(reseller, NOVEMBER)

    assert refusal_of(lambda: agree(reseller, NOVEMBER, rate=A_QUARTER)) == "agreement.begun"
    assert refusal_of(lambda: agree(reseller, OCTOBER)) == "request.invalid"
    assert [one.effective_from for one in agreed_with(reseller.id)] == [NOVEMBER]


@pytest.mark.parametrize(
    "said",
    [
        {"rate": Decimal("1.01")},
        {"rate": Decimal("-0.01")},
        {"hold_days": 366},
        {"minimum": Money(0, "BHD"), "currency": "BHD"},
        {"minimum": Money(0, "KES")},
    ],
)
def test_an_agreement_that_cannot_be_is_refused(reseller: Reseller, said: dict[str, Any]) -> None:
    before = snapshot()

    assert refusal_of(lambda: agree(reseller, **said)) == "request.invalid"

    assert snapshot() == before


def test_nobody_agrees_with_a_reseller_that_is_not_there() -> None:
    made = Agreement(DECEMBER)

    code = refusal_of(lambda: commands.agree(TenantId("ten_NOBODY"), made, an_act()))

    assert code == "reseller.not_found"


@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_who_agree_at_once_one_is_refused(reseller: Reseller, *, is_first: bool) -> None:
    if not is_first:
        agree(reseller)

    def meanwhile(call: Call) -> dict[str, Any]:
        agree(reseller, hold_days=7)
        return call.proceed()

    with tapped() as line:
        agree(reseller, Month("2027-01"))
    write = line.calls.index("TransactWriteItems")
    with tapped({write: meanwhile}):
        code = refusal_of(lambda: agree(reseller, rate=A_QUARTER))

    assert code == "agreement.changed_meanwhile"
    assert store.get_agreement(reseller.id, DECEMBER).agreement.hold_days == 7  # type: ignore[union-attr]
