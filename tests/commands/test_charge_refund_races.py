"""
Paying back at the same moment, and in processes that die: never more than is left, and once.
"""

from collections.abc import Iterator
from functools import partial

import pytest

from tenantry.charges.model import Charge
from tenantry.payments.model import RefundStatus
from tests import charging, pretending
from tests.builders import refusal_of
from tests.charging import ask, paid, payment_of, refunded, tell
from tests.commands.faults import meanwhile, tapped
from tests.commands.giving_back import BACK_CALLS, give_back, settle, statuses, waiting
from tests.commands.packs import deaths, die_and_repeat
from tests.pretending import PretendProvider

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-BIL-2")]


@pytest.fixture
def provider() -> Iterator[PretendProvider]:
    with pretending.standing_in(PretendProvider()) as standing:
        yield standing


@pytest.fixture
def charge(provider: PretendProvider, catalogue: None) -> Charge:
    """
    A charge of 15.00 USD that was paid, with 3.00 of tax.
    """
    del provider, catalogue
    charge = ask(charging.a_subscriber())
    tell(paid(charge, tax_minor=3_00))
    return charge


@pytest.mark.parametrize("call", [7, 8])
@pytest.mark.parametrize("ended", [RefundStatus.SUCCEEDED, RefundStatus.FAILED])
def test_a_webhook_that_is_faster_than_our_outcome_has_the_last_word(
    provider: PretendProvider, charge: Charge, ended: RefundStatus, call: int
) -> None:
    provider.refund_status = RefundStatus.SUCCEEDED

    def told() -> None:
        [refund_id] = provider.refunds
        tell(refunded(charge, 18_00, ended, refund_id))

    with tapped({call: meanwhile(told)}):
        refund = give_back(payment_of(charge), 18_00)

    assert refund.status is ended
    assert statuses(payment_of(charge)) == sorted(["pending", ended.value])
    assert payment_of(charge).left_minor == (0 if ended is RefundStatus.SUCCEEDED else 15_00)


@pytest.mark.parametrize("call", range(6))
def test_of_two_refunds_at_once_not_more_goes_back_than_was_paid(
    provider: PretendProvider, charge: Charge, call: int
) -> None:
    payment, refusals = payment_of(charge), []

    def back(key: str) -> None:
        refusals.append(refusal_of(lambda: give_back(payment, 10_00, key)))

    with tapped({call: meanwhile(lambda: back("another"))}):
        back("one")

    assert sorted(refusals, key=str) == [None, "refund.too_much"]
    assert len(provider.refunds) == 1
    assert payment_of(charge).left_minor == round(8_00 * 15 / 18)


def test_a_process_that_dies_while_it_pays_back_pays_back_once(
    provider: PretendProvider, charge: Charge
) -> None:
    provider.refund_status = RefundStatus.SUCCEEDED
    for number, (call, dies) in enumerate(deaths(BACK_CALLS)):
        do = partial(give_back, payment_of(charge), 50, f"key {number}")

        refund, _ = die_and_repeat(do, call, dies)

        assert settle(refund)
        assert len(provider.refunds) == number + 1
    assert payment_of(charge).left_minor == 15_00 - round(50 * 2 * BACK_CALLS * 15 / 18)
    assert waiting() == []
