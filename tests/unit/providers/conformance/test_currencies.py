"""
Of every provider: amounts in its own convention, and back.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.money import EXPONENTS, Money
from tests.unit.providers.conformance.case import Case
from tests.unit.providers.conformance.cases import CASES, each

pytestmark = pytest.mark.requirement("R-BIL-6")

rows = pytest.mark.parametrize(
    ("case", "row"),
    [
        pytest.param(case, row, id=f"{case.name} {' '.join(row.split())}")
        for case in CASES
        for row in case.units.strip().splitlines()
    ],
)


@rows
def test_an_amount_has_the_providers_own_figure(case: Case, row: str) -> None:
    currency, minor, sent = row.split()
    money = Money(int(minor), currency)

    assert Decimal(str(case.to_provider(money))) == Decimal(sent)
    assert case.from_provider(case.to_provider(money), currency) == money


@each
def test_it_charges_in_currencies_that_there_are(case: Case) -> None:
    listed = {row.split()[0] for row in case.units.strip().splitlines()}

    assert listed <= case.currencies <= EXPONENTS.keys()
    assert case.usual.currency in case.currencies


@each
def test_every_currency_goes_there_and_back(case: Case) -> None:
    for currency in case.currencies:
        money = Money(123_400, currency)

        assert case.from_provider(case.to_provider(money), currency) == money


@each
@given(st.data())
def test_an_amount_arrives_whole_or_is_refused(case: Case, data: st.DataObject) -> None:
    money = Money(
        data.draw(st.integers(1, 10**10)), data.draw(st.sampled_from(sorted(case.currencies)))
    )

    try:
        sent = case.to_provider(money)
    except ValueError:
        return

    assert case.from_provider(sent, money.currency) == money


@each
def test_what_is_too_fine_for_it_is_refused(case: Case) -> None:
    for money in case.refused:
        with pytest.raises(ValueError, match=r"."):
            case.to_provider(money)
