"""
Amounts in Stripe's units, and back.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.money import EXPONENTS, Money
from tenantry.payments.model import RefundStatus
from tenantry.providers.stripe.amounts import from_stripe, refund_status, to_stripe

AS_STRIPE_COUNTS = """
USD   1250   1250
KES 150000 150000
JPY    500    500
KRW    500    500
RWF    500    500
XOF    500    500
UGX      5    500
ISK      5    500
KWD   1250   1250
TND   1250   1250
MGA  50000    500
HUF  50000  50000
"""


@pytest.mark.parametrize("row", AS_STRIPE_COUNTS.strip().splitlines())
def test_an_amount_goes_to_stripe_and_comes_back(row: str) -> None:
    currency, minor, sent = row.split()
    amount = Money(int(minor), currency)

    assert to_stripe(amount) == int(sent)
    assert from_stripe(int(sent), currency) == amount


@given(st.integers(0, 10**12), st.sampled_from(sorted(EXPONENTS.keys() - {"MGA"})))
def test_no_amount_changes_on_its_way(minor: int, currency: str) -> None:
    amount = Money(minor, currency)

    assert from_stripe(to_stripe(amount), currency) == amount


@pytest.mark.parametrize("currency", ["UGX", "ISK"])
@pytest.mark.parametrize("amount", [1, 99, 150, 501])
def test_a_fraction_of_what_has_none_is_refused(currency: str, amount: int) -> None:
    with pytest.raises(ValueError, match=f"{amount} hundredths are no whole amount of {currency}"):
        from_stripe(amount, currency)


@pytest.mark.parametrize("minor", [1, 99, 501])
def test_stripe_takes_no_part_of_an_ariary(minor: int) -> None:
    with pytest.raises(ValueError, match=f"{minor} hundredths are no whole amount of MGA"):
        to_stripe(Money(minor, "MGA"))


REFUNDS = """
succeeded        succeeded
failed           failed
canceled         failed
pending          pending
requires_action  pending
something_new    pending
"""


@pytest.mark.parametrize("row", REFUNDS.strip().splitlines())
def test_a_refund_has_ended_only_when_stripe_says_so(row: str) -> None:
    word, status = row.split()

    assert refund_status(word) is RefundStatus(status)
    assert refund_status(None) is RefundStatus.PENDING
