"""
What comes of a charge: paid once, in any order, or held for an operator.
"""

import json
from collections.abc import Iterator

import pytest

from tenantry.charges import matching
from tenantry.charges.model import Charge
from tenantry.intervals import months_after
from tenantry.ledger.model import CollectedBy
from tenantry.payments.model import Payment, RefundStatus
from tenantry.providers.facts import ChargeEnded, ChargePaid
from tenantry.subscriptions.covering import paid_until
from tenantry.subscriptions.model import Status
from tenantry.suspense.model import Why
from tenantry.tenants.model import Tenant
from tests import charging, pretending
from tests.acting import NOON, OPERATOR, an_act
from tests.builders import once, refusal_of
from tests.charging import (
    PRICE,
    ask,
    paid,
    payments_of,
    refunded,
    stored,
    subscription_of,
    suspended,
    tell,
)
from tests.pretending import PretendProvider
from tests.reading import events_written, items_of

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-BIL-2")]


@pytest.fixture
def provider() -> Iterator[PretendProvider]:
    with pretending.standing_in(PretendProvider()) as standing:
        yield standing


@pytest.fixture
def tenant(provider: PretendProvider, catalogue: None) -> Tenant:
    del provider, catalogue
    return charging.a_subscriber()


@pytest.fixture
def charge(tenant: Tenant) -> Charge:
    return ask(tenant)


def test_a_paid_charge_is_a_payment_that_the_platform_collected(charge: Charge) -> None:
    tell(paid(charge))

    [payment] = payments_of(charge.tenant_id)
    assert (payment.net, payment.tax_minor, payment.left_minor) == (PRICE, 0, 15_00)
    assert payment.collected_by is CollectedBy.PLATFORM
    assert (payment.covers_from, payment.covers_until) == (NOON, months_after(NOON, 1))
    assert paid_until(subscription_of(charge.tenant_id)) == months_after(NOON, 1)
    assert events_written().count("payment.received") == 1


def test_an_event_that_comes_again_changes_nothing(charge: Charge) -> None:
    tell(paid(charge), "evt_same")
    written = events_written()

    tell(paid(charge), "evt_same")
    tell(paid(charge), "evt_another_type")

    assert len(payments_of(charge.tenant_id)) == 1
    assert events_written() == written


def test_a_pilot_is_upgraded_by_its_payment(provider: PretendProvider) -> None:
    del provider
    pilot = charging.a_pilot()
    charge = ask(pilot, upgrade=charging.an_upgrade(quantity=2))

    tell(paid(charge))

    subscription = subscription_of(pilot.id)
    assert (subscription.status, subscription.quantity) == (Status.ACTIVE, 2)
    assert paid_until(subscription) == months_after(charging.PAY_DAY, 1)
    assert payments_of(pilot.id)[0].net.minor == 30_00
    assert events_written().count("pilot.upgraded") == 1


def test_the_payment_of_an_upgrade_that_nobody_wants_any_more_is_held(
    provider: PretendProvider,
) -> None:
    del provider
    pilot = charging.a_pilot()
    older = ask(pilot, upgrade=charging.an_upgrade())
    newer = ask(pilot, upgrade=charging.an_upgrade(quantity=3))

    tell(paid(older))
    tell(paid(newer))

    assert [one.why for one in suspended()] == [Why.SUPERSEDED]
    assert subscription_of(pilot.id).quantity == 3


@pytest.mark.requirement("R-BIL-7")
@pytest.mark.parametrize(
    ("minor", "currency", "why"),
    [
        (14_99, "USD", Why.AMOUNT_DIFFERS),
        (15_01, "USD", Why.AMOUNT_DIFFERS),
        (0, "USD", Why.AMOUNT_DIFFERS),
        (15_00, "EUR", Why.CURRENCY_DIFFERS),
    ],
)
def test_too_little_too_much_and_other_money_are_held(
    charge: Charge, minor: int, currency: str, why: Why
) -> None:
    tell(paid(charge, minor, currency))

    [held] = suspended()
    assert (held.why, held.charge_id, held.payment.subtotal.minor) == (why, charge.id, minor)
    assert payments_of(charge.tenant_id) == []
    assert paid_until(subscription_of(charge.tenant_id)) is None


@pytest.mark.requirement("R-BIL-7")
def test_money_that_names_no_charge_is_held_once(charge: Charge) -> None:
    stray = ChargePaid(Payment("ref-stray", PRICE, PRICE.minor), NOON, payer_reference="rent march")

    tell(stray)
    tell(stray)

    assert [(one.why, one.typed) for one in suspended()] == [(Why.UNKNOWN, "rent march")]
    assert payments_of(charge.tenant_id) == []


@pytest.mark.requirement("R-BIL-7")
@pytest.mark.parametrize("spoil", [str.lower, lambda text: f" {text[:4]} {text[4:]} ", str])
def test_what_a_payer_types_finds_its_charge(charge: Charge, spoil: object) -> None:
    assert callable(spoil)
    typed = spoil(charge.reference)

    tell(ChargePaid(Payment("ref-typed", PRICE, PRICE.minor), NOON, payer_reference=typed))

    assert [payment.reference for payment in payments_of(charge.tenant_id)] == ["ref-typed"]


def test_two_payments_for_one_period_pay_the_next_one_too(charge: Charge) -> None:
    tell(paid(charge))
    tell(paid(charge, reference="ref-again"))

    assert len(payments_of(charge.tenant_id)) == 2
    assert paid_until(subscription_of(charge.tenant_id)) == months_after(NOON, 2)


def test_a_failed_charge_may_be_paid_late(charge: Charge) -> None:
    tell(ChargeEnded(charge.id, "failed"))
    tell(paid(charge))
    tell(ChargeEnded(charge.id, "expired"))

    assert stored(charge).status.value == "paid"
    assert len(payments_of(charge.tenant_id)) == 1


def test_what_is_paid_back_in_full_pays_for_nothing(charge: Charge) -> None:
    tell(paid(charge))
    tell(refunded(charge, 15_00))

    assert payments_of(charge.tenant_id)[0].left_minor == 0
    assert paid_until(subscription_of(charge.tenant_id)) is None


def test_a_refund_that_fails_late_leaves_the_payment_whole(charge: Charge) -> None:
    tell(paid(charge))
    tell(refunded(charge, 15_00))
    tell(refunded(charge, 15_00, RefundStatus.FAILED))

    assert payments_of(charge.tenant_id)[0].left_minor == 15_00
    assert paid_until(subscription_of(charge.tenant_id)) == months_after(NOON, 1)


@pytest.mark.requirement("R-BIL-7")
def test_an_operator_matches_what_was_held(charge: Charge) -> None:
    tell(paid(charge, 14_99))
    tell(refunded(charge, 99))
    [held] = suspended()

    matching.match(held.id, charge.id, "a cent lost by the bank", an_act(once=once()))

    [payment] = payments_of(charge.tenant_id)
    assert (payment.net.minor, payment.left_minor) == (14_99, 14_00)
    assert payment.recorded_by == OPERATOR.person_id
    assert suspended() == []
    assert paid_until(subscription_of(charge.tenant_id)) == months_after(NOON, 1)


@pytest.mark.requirement("R-BIL-7")
def test_what_was_decided_is_not_decided_again(charge: Charge) -> None:
    tell(paid(charge, 14_99))
    [held] = suspended()
    matching.give_back(held.id, "sent back", an_act())

    again = refusal_of(lambda: matching.match(held.id, charge.id, "no", an_act()))

    assert again == "suspended_payment.already_decided"
    assert payments_of(charge.tenant_id) == []


@pytest.mark.requirement("R-BIL-2")
def test_what_a_provider_sent_is_kept_without_names(charge: Charge) -> None:
    tell(paid(charge), "evt_kept")

    [raw] = items_of("RawEvent")
    assert json.loads(raw["kept"]) == {"id": "evt_kept"}
