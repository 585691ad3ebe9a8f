"""
How much partners are paid: minimum, parts, rests and other currencies.
"""

from collections.abc import Iterator

import pytest

from tenantry.clock import Month
from tenantry.commissions.model import Status
from tenantry.disbursements import commands
from tenantry.disbursements.following import follow_all
from tenantry.disbursements.model import PartState
from tenantry.disbursements.model import Status as Standing
from tenantry.money import Money
from tenantry.providers.payouts import PayoutState
from tenantry.resellers.model import Reseller
from tests.acting import DAY, NOON, a_job, an_act
from tests.builders import refusal_of
from tests.paying_out import (
    OCTOBER,
    PretendBank,
    a_partner,
    an_approved,
    balance,
    carried,
    pay,
    paying,
    publish,
    statement,
    stored,
)
from tests.reading import items_of

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-6")]

SEPTEMBER = Month("2026-09")


@pytest.fixture
def bank() -> Iterator[PretendBank]:
    with paying(PretendBank()) as bank:
        yield bank


@pytest.fixture
def partner(bank: PretendBank) -> Reseller:
    del bank
    return a_partner()


@pytest.mark.parametrize("minor", [49_99, 0, -100_00])
def test_less_than_the_minimum_is_carried(partner: Reseller, minor: int) -> None:
    an_approved(partner, minor=minor)

    assert refusal_of(lambda: pay(partner)) == "disbursement.below_minimum"
    assert balance(partner) == minor


@pytest.mark.parametrize("minor", [0, -1])
def test_without_a_minimum_nothing_is_paid_at_zero_or_below(bank: PretendBank, minor: int) -> None:
    partner = a_partner(minimum=Money(0, "USD"))
    an_approved(partner, minor=minor)

    assert refusal_of(lambda: pay(partner)) == "disbursement.below_minimum"
    assert bank.transfers == {}


def test_more_than_one_transfer_takes_is_paid_in_parts(bank: PretendBank) -> None:
    partner = a_partner()
    bank.largest_minor = 40_00
    header = an_approved(partner)

    made = pay(partner)
    assert [part.state for part in stored(made).parts] == [
        PartState.PAID,
        PartState.PAID,
        PartState.WAITING,
    ]
    follow_all(a_job(NOON + DAY))

    assert sorted(order.amount.minor for order in bank.transfers.values()) == [20_00, 40_00, 40_00]
    assert statement(header).status is Status.SETTLED
    assert str(statement(header).reference).count("ref-pat_") == 3


def test_what_parts_were_paid_is_settled_and_the_rest_stays_in_the_balance(
    bank: PretendBank,
) -> None:
    partner = a_partner()
    bank.largest_minor = 60_00
    header = an_approved(partner)
    bank.says = [PayoutState.PAID, PayoutState.FAILED]
    made = pay(partner)

    commands.give_up(partner.id, made.id, "account closed", an_act())

    assert stored(made).status is Standing.PAID
    assert statement(header).status is Status.SETTLED
    assert (bank.paid_minor, carried(partner), balance(partner)) == (60_00, 40_00, 40_00)


def test_a_rest_is_paid_with_the_next_statements_by_none_of_its_approvers(
    bank: PretendBank,
) -> None:
    partner = a_partner()
    bank.step_minor = 100
    an_approved(partner, SEPTEMBER, 100_50)
    pay(partner)
    assert carried(partner) == 50
    an_approved(partner, OCTOBER, 100_50)

    made = pay(partner)

    assert (made.carried.minor, made.amount.minor) == (50, 101_00)
    assert (bank.paid_minor, balance(partner)) == (201_00, 0)


def test_another_currency_is_paid_at_a_rate_that_is_fixed_then(bank: PretendBank) -> None:
    publish(KES="129.5")
    partner = a_partner(currency="KES")
    bank.step_minor = 100
    an_approved(partner, minor=100_01)

    made = pay(partner)

    # 100.01 USD are 12,951.295 KES: 12,951 are paid, and of the rest of 0.2 cents nothing stays.
    assert made.amount == Money(12_951_00, "KES")
    assert (made.remainder.minor, made.fx_day) == (0, NOON.date())
    assert {quote.currency for quote in made.quotes} == {"USD", "KES"}


def test_a_currency_without_a_rate_is_not_paid(bank: PretendBank) -> None:
    partner = a_partner(currency="KES")
    an_approved(partner)

    assert refusal_of(lambda: pay(partner)) == "fx.rate_missing"
    assert (bank.transfers, items_of("Disbursement")) == ({}, [])
