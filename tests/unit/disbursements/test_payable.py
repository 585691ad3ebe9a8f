"""
What a partner is owed, and how much of it is paid at once.
"""

from dataclasses import replace

import pytest

from tenantry.clock import Month
from tenantry.commissions.balances import balance
from tenantry.commissions.model import STANDARD, Status
from tenantry.disbursements.amounts import claimable, payable
from tenantry.disbursements.model import BelowMinimum, Carried
from tenantry.money import CurrencyMismatch, Money
from tenantry.statements.model import StatementHeader
from tests.acting import NOON
from tests.unit.disbursements.books import RESELLER

MONTHS = (Month("2026-01"), Month("2026-02"), Month("2026-03"))
NOTHING = Carried(RESELLER, Money(0, "USD"))
OF = {
    "p": Status.PENDING,
    "a": Status.APPROVED,
    "s": Status.SETTLED,
    "r": Status.REJECTED,
}

# Statements (a letter for the status, and cents), what is owed, what is paid, and for how many.
SUMS = """
a5000             5000  5000  1
a4999             4999  -     0
a2000 a3000       5000  5000  2
a7000 a-1000      6000  6000  2
a7000 a-2001      4999  -     0
a-100 a5100 a1    5001  5001  3
p9000             9000  -     0
a5000 p-4000      1000  5000  1
s9000 a5000       5000  5000  1
s9000 s-100       0     -     0
a2000 r4000       2000  -     0
p9000 r-4000      9000  -     0
"""


def headers(text: str) -> list[StatementHeader]:
    return [
        StatementHeader(
            RESELLER,
            month,
            "1",
            NOON,
            NOON,
            Money(int(word[1:]), "USD"),
            1,
            1,
            "0",
            OF[word[0]],
            1,
            NOON,
        )
        for month, word in zip(MONTHS, text.split(), strict=False)
    ]


@pytest.mark.requirement("R-COM-6")
@pytest.mark.parametrize("row", SUMS.strip().splitlines())
def test_all_that_is_approved_is_paid_at_once_when_it_reaches_the_minimum(row: str) -> None:
    *words, owed, paid, count = row.split()
    statements = headers(" ".join(words))
    claimed = claimable(statements, 0, NOON)

    assert balance([one.standing for one in statements], "USD") == Money(int(owed), "USD")
    if paid == "-":
        with pytest.raises(BelowMinimum):
            payable(claimed, NOTHING, STANDARD)
    else:
        assert payable(claimed, NOTHING, STANDARD) == Money(int(paid), "USD")
        assert len(claimed) == int(count)


def test_without_a_minimum_nothing_is_paid_at_zero() -> None:
    agreed = replace(STANDARD, minimum=Money(0, "USD"))

    with pytest.raises(BelowMinimum):
        payable(headers("a100 a-100"), NOTHING, agreed)
    assert payable(headers("a100 a-99"), NOTHING, agreed) == Money(1, "USD")


@pytest.mark.requirement("R-COM-6")
def test_earn_20_claw_back_100_owes_80_and_pays_nothing() -> None:
    # A balance may be negative, and nothing is paid out below zero.
    statements = headers("a2000 a-10000")

    assert balance([one.standing for one in statements], "USD") == Money(-80_00, "USD")
    with pytest.raises(BelowMinimum):
        payable(statements, NOTHING, replace(STANDARD, minimum=Money(0, "USD")))


def test_two_currencies_are_never_added() -> None:
    euros = replace(NOTHING, amount=Money(0, "EUR"))

    with pytest.raises(CurrencyMismatch):
        payable(headers("a100"), euros, STANDARD)
