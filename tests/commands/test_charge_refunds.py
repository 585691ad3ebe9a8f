"""
Paying back through the provider: once, never more than is left, whatever answer gets lost.
"""

from collections.abc import Iterator

import pytest

from tenantry.charges.model import Charge
from tenantry.ledger import commands as ledger
from tenantry.payment_keys import commands as payment_keys
from tenantry.payments.model import RefundStatus
from tenantry.subscriptions.covering import paid_until
from tests import charging, pretending
from tests.acting import an_act, owner_of
from tests.builders import refusal_of
from tests.charging import ask, paid, payment_of, refunded, subscription_of, tell
from tests.commands.giving_back import give_back, settle, statuses, waiting
from tests.pretending import PretendProvider
from tests.reading import events_written

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


def test_all_that_was_paid_goes_back_with_its_tax(
    provider: PretendProvider, charge: Charge
) -> None:
    provider.refund_status = RefundStatus.SUCCEEDED

    refund = give_back(payment_of(charge), 18_00)

    [order] = provider.refunds.values()
    assert (order.id, order.is_whole, order.amount.minor) == (refund.id, True, 18_00)
    assert order.payment_reference == charging.reference_of(charge)
    assert (refund.status, payment_of(charge).left_minor) == (RefundStatus.SUCCEEDED, 0)
    assert paid_until(subscription_of(charge.tenant_id)) is None


@pytest.mark.parametrize(("minor", "left"), [(6_00, 10_00), (1, 14_99), (17_99, 1), (9_00, 7_50)])
def test_a_part_goes_back_with_its_share_of_the_tax(
    provider: PretendProvider, charge: Charge, minor: int, left: int
) -> None:
    give_back(payment_of(charge), minor)

    [order] = provider.refunds.values()
    assert (order.is_whole, payment_of(charge).left_minor) == (False, left)
    assert paid_until(subscription_of(charge.tenant_id)) is not None


def test_never_more_goes_back_than_is_left(provider: PretendProvider, charge: Charge) -> None:
    payment = payment_of(charge)
    give_back(payment, 10_00, "first")

    refused = [refusal_of(lambda m=m: give_back(payment, m, f"key {m}")) for m in (8_01, 18_00)]  # type: ignore[misc]
    give_back(payment, 8_00, "the rest")

    assert refused == ["refund.too_much"] * 2
    assert sum(order.amount.minor for order in provider.refunds.values()) == 18_00
    assert payment_of(charge).left_minor == 0


@pytest.mark.parametrize("minor", [0, -1])
def test_nothing_or_less_does_not_go_back(charge: Charge, minor: int) -> None:
    assert refusal_of(lambda: give_back(payment_of(charge), minor)) == "request.invalid"


def test_only_operators_pay_back_what_the_platform_has(
    provider: PretendProvider, charge: Charge
) -> None:
    payment = payment_of(charge)

    refused = refusal_of(lambda: give_back(payment, 1, principal=owner_of(payment.reseller_id)))

    assert refused == "refund.operators_only"
    assert (provider.refunds, payment_of(charge)) == ({}, payment)


@pytest.mark.requirement("R-API-1")
def test_a_request_that_comes_again_pays_back_once(
    provider: PretendProvider, charge: Charge
) -> None:
    payment = payment_of(charge)

    first, second = give_back(payment, 5_00), give_back(payment, 5_00)

    assert first == second
    assert (len(provider.refunds), len(waiting())) == (1, 1)
    assert refusal_of(lambda: give_back(payment, 6_00)) == "idempotency.key_reused"


def test_a_lost_answer_is_asked_for_and_not_paid_again(
    provider: PretendProvider, charge: Charge
) -> None:
    provider.is_silent = True
    refused = refusal_of(lambda: give_back(payment_of(charge), 5_00))
    provider.is_silent, provider.refund_status = False, RefundStatus.SUCCEEDED

    again = give_back(payment_of(charge), 5_00)

    assert refused == "provider.unavailable"
    assert (again.status, len(provider.refunds)) == (RefundStatus.SUCCEEDED, 1)


def test_the_sweep_pays_back_what_never_came_to_the_provider(
    provider: PretendProvider, charge: Charge
) -> None:
    provider.is_silent = True
    refusal_of(lambda: give_back(payment_of(charge), 5_00))
    provider.is_silent, lost = False, dict(provider.refunds)
    provider.refunds.clear()

    repeated = give_back(payment_of(charge), 5_00)
    provider.refund_status = RefundStatus.SUCCEEDED
    asked = dict(provider.refunds)
    settled = settle(repeated)

    assert (repeated.status, asked) == (RefundStatus.PENDING, {})
    assert (settled, waiting(), provider.refunds) == (True, [], lost)
    assert statuses(payment_of(charge)) == ["pending", "succeeded"]


def test_a_refund_that_is_still_on_its_way_stays_open(
    provider: PretendProvider, charge: Charge
) -> None:
    refund = give_back(payment_of(charge), 5_00)

    assert not settle(refund)
    provider.is_silent = True
    assert not settle(refund)
    assert (waiting(), len(provider.refunds)) == ([refund.id], 1)


def test_what_the_provider_refuses_leaves_the_money_whole(
    provider: PretendProvider, charge: Charge
) -> None:
    provider.refuses = True

    refused = refusal_of(lambda: give_back(payment_of(charge), 18_00))

    assert refused == "provider.refused"
    assert payment_of(charge).left_minor == 15_00
    assert paid_until(subscription_of(charge.tenant_id)) is not None
    assert statuses(payment_of(charge)) == ["failed", "pending"]


def test_a_question_that_is_refused_says_nothing_of_the_money(
    provider: PretendProvider, charge: Charge
) -> None:
    refund = give_back(payment_of(charge), 18_00)
    provider.refuses_questions = True

    settled = settle(refund)
    repeated = refusal_of(lambda: give_back(payment_of(charge), 18_00))

    assert (settled, repeated) == (False, "provider.refused")
    assert payment_of(charge).left_minor == 0
    assert payment_of(charge).refunds[refund.id].status is RefundStatus.PENDING


def test_what_was_told_twice_is_recorded_once(provider: PretendProvider, charge: Charge) -> None:
    provider.refund_status = RefundStatus.SUCCEEDED
    refund = give_back(payment_of(charge), 18_00)
    written = events_written()

    tell(refunded(charge, 18_00, RefundStatus.SUCCEEDED, refund.id))
    tell(refunded(charge, 18_00, RefundStatus.PENDING, refund.id))

    assert events_written() == written
    assert statuses(payment_of(charge)) == ["pending", "succeeded"]


def test_what_came_by_mpesa_goes_back_by_hand_only(provider: PretendProvider) -> None:
    charge = ask(charging.a_subscriber(), provider="mpesa")
    tell(paid(charge), provider="mpesa")
    payment = payment_of(charge)

    refused = refusal_of(lambda: give_back(payment, 15_00))
    ledger.give_back(payment.tenant_id, payment.id, an_act(), reference="REV1", minor=15_00)

    assert (refused, provider.refunds) == ("request.invalid", {})
    assert payment_of(charge).left_minor == 0


@pytest.mark.requirement("R-BIL-5")
def test_a_reseller_pays_back_what_its_own_account_has(provider: PretendProvider) -> None:
    tenant = charging.a_subscriber()
    key = charging.open_account(tenant.held_by)
    charge = ask(tenant, provider="stripe", own_account=True)
    tell(paid(charge), provider="stripe")
    provider.opened_with.clear()

    give_back(payment_of(charge), 15_00, principal=owner_of(tenant.held_by))

    assert provider.opened_with == [key] * len(provider.opened_with) != []
    assert (len(provider.refunds), payment_of(charge).left_minor) == (1, 0)


@pytest.mark.requirement("R-BIL-5")
def test_without_its_key_nothing_is_begun(provider: PretendProvider) -> None:
    tenant = charging.a_subscriber()
    charging.open_account(tenant.held_by)
    charge = ask(tenant, provider="stripe", own_account=True)
    tell(paid(charge), provider="stripe")
    payment_keys.remove_key(tenant.held_by, an_act())

    refused = refusal_of(lambda: give_back(payment_of(charge), 15_00))

    assert (refused, provider.refunds) == ("charge.no_own_account", {})
    assert (payment_of(charge).left_minor, waiting()) == (15_00, [])
