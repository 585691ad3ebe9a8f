"""
What providers tell: believed when it is signed, asked about when it is not, in any order.
"""

import json
from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest

from tenantry.charges.model import Charge, Status
from tenantry.intervals import months_after
from tenantry.ledger import facts
from tenantry.ledger.model import TenantPayment
from tenantry.payments import store as payments
from tenantry.payments.model import DisputeStatus, Payment, RefundStatus
from tenantry.providers import registry
from tenantry.providers.facts import ChargePaid, Fact, ProviderEvent
from tenantry.providers.model import ProviderUnavailable
from tenantry.providers.webhook import Trust
from tenantry.receiving import commands
from tenantry.subscriptions.covering import paid_until
from tenantry.tenants.model import Tenant
from tests import charging, pretending
from tests.acting import NOON, a_job
from tests.builders import refusal_of
from tests.charging import (
    PAY_DAY,
    PRICE,
    an_event,
    ask,
    disputed,
    paid,
    payment_of,
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


def receive(event: ProviderEvent, trust: Trust, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Take a webhook from the queue that says *event*.
    """
    monkeypatch.setattr(registry, "read", lambda *_: event)
    message: dict[str, Any] = {
        "provider": event.provider,
        "trust": trust.value,
        "path": {},
        "sent_from": "",
    }
    commands.receive({**message, "body": "{}"}, a_job(PAY_DAY))


def test_what_is_signed_is_believed(charge: Charge, monkeypatch: pytest.MonkeyPatch) -> None:
    receive(an_event(paid(charge)), Trust.SIGNED, monkeypatch)

    assert stored(charge).status is Status.PAID


def test_what_nothing_signed_is_asked_about(
    provider: PretendProvider, charge: Charge, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = an_event(paid(charge))
    provider.listed.append(event)

    receive(event, Trust.HINT, monkeypatch)

    assert (provider.confirmed, stored(charge).status) == ([event], Status.PAID)


@pytest.mark.usefixtures("provider")
def test_what_the_provider_knows_nothing_of_has_no_effect(
    charge: Charge, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = an_event(paid(charge))

    refused = refusal_of(lambda: receive(event, Trust.HINT, monkeypatch))

    assert refused == "provider_event.not_confirmed"
    assert (stored(charge), suspended(), items_of("ProviderEvent")) == (charge, [], [])


def test_a_silent_provider_is_asked_again(
    provider: PretendProvider, charge: Charge, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = an_event(paid(charge))
    provider.listed.append(event)
    provider.is_silent = True

    with pytest.raises(ProviderUnavailable):
        receive(event, Trust.HINT, monkeypatch)
    before = stored(charge)
    provider.is_silent = False
    receive(event, Trust.HINT, monkeypatch)

    assert (before, stored(charge).status) == (charge, Status.PAID)


@pytest.mark.requirement("R-BIL-7")
@pytest.mark.parametrize("is_live", [True, False])
@pytest.mark.parametrize("stage", ["prod", "dev", "local"])
def test_test_and_live_never_mix(
    charge: Charge, monkeypatch: pytest.MonkeyPatch, stage: str, is_live: bool
) -> None:
    monkeypatch.setenv("TENANTRY_STAGE", stage)
    event = an_event(paid(charge))
    event = ProviderEvent(event.provider, event.id, event.type, event.fact, is_live)

    refused = refusal_of(lambda: commands.apply(event, a_job(PAY_DAY)))

    mixes = is_live is not (stage == "prod")
    assert refused == ("provider_event.wrong_mode" if mixes else None)
    assert len(payments_of(charge.tenant_id)) == (not mixes)


def known_of(payment: TenantPayment) -> set[tuple[str, str, int]]:
    """
    Every fact that is known of a payment's money.
    """
    told: list[tuple[str, facts.Fact]] = [
        *facts.refunds_of(payment, None, None),
        *facts.disputes_of(payment, None, None),
    ]
    return {(fact.id, fact.status.value, fact.amount.minor) for _, fact in told}


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_a_refund_and_a_dispute_may_come_before_their_payment(
    charge: Charge, order: tuple[int, ...]
) -> None:
    history: list[Fact] = [
        paid(charge),
        refunded(charge, 5_00),
        disputed(charge, 10_00, DisputeStatus.LOST),
    ]

    for number in order:
        tell(history[number])

    assert payment_of(charge).left_minor == 0
    assert known_of(payment_of(charge)) == {("re_1", "succeeded", 5_00), ("du_1", "lost", 10_00)}
    assert paid_until(subscription_of(charge.tenant_id)) is None


def test_what_goes_back_of_an_unknown_payment_waits(charge: Charge) -> None:
    tell(refunded(charge, 5_00, RefundStatus.PENDING))
    tell(refunded(charge, 5_00))
    tell(refunded(charge, 5_00))

    waits = payments.get_unless_applied("paystack", "evt", charging.reference_of(charge))
    assert waits.paid_for is None
    assert [one.status.value for one in waits.refunds] == ["pending", "succeeded", "succeeded"]
    assert events_written().count("payment.waits_for_purchase") == 3


@pytest.mark.parametrize(("first", "left"), [(0, 10_00), (1, 9_99)])
def test_tellings_that_differ_of_one_refund_before_its_payment_do_no_harm(
    charge: Charge, first: int, left: int
) -> None:
    told = [refunded(charge, 5_00), refunded(charge, 5_01)]
    tell(told[first])
    tell(told[1 - first])

    tell(paid(charge))

    assert payment_of(charge).left_minor == left
    assert known_of(payment_of(charge)) == {("re_1", "succeeded", 15_00 - left)}


def test_an_event_of_nobodys_is_kept_for_audit(charge: Charge) -> None:
    tell(refunded(charge, 5_00), "evt_early")

    [raw] = items_of("RawEvent")
    assert json.loads(raw["kept"]) == {"id": "evt_early"}


def mpesa_tellings(charge: Charge) -> dict[str, ProviderEvent]:
    """
    One receipt as M-Pesa tells of it: as a prompt that was paid, and as money to the paybill.
    """
    payment = Payment("SLU1RECEIPT", PRICE, PRICE.minor)
    prompt = ChargePaid(payment, NOON, charge.id, charge.request_id)
    paybill = ChargePaid(payment, NOON, payer_reference=charge.reference)
    nameless = ChargePaid(payment, NOON, payer_reference=None)
    return {
        "prompt": an_event(prompt, "stk-1-0", "mpesa"),
        "paybill": an_event(paybill, "c2b-SLU1RECEIPT", "mpesa"),
        "nameless": an_event(nameless, "c2b-SLU1RECEIPT", "mpesa"),
    }


@pytest.mark.parametrize(
    "order",
    [
        *permutations(["prompt", "paybill"]),
        *permutations(["prompt", "nameless"]),
        ["paybill", "paybill", "prompt", "prompt"],
    ],
)
def test_a_receipt_that_mpesa_tells_of_in_two_ways_is_one_payment(
    tenant: Tenant, order: list[str]
) -> None:
    charge = ask(tenant, provider="mpesa")

    for kind in order:
        commands.apply(mpesa_tellings(charge)[kind], a_job(PAY_DAY))

    assert (payment_of(charge).reference, suspended()) == ("SLU1RECEIPT", [])
    assert stored(charge).payment_ids == (payment_of(charge).id,)
    assert paid_until(subscription_of(tenant.id)) == months_after(NOON, 1)
