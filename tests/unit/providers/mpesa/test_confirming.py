"""
Notices, which nothing signs, and what M-Pesa, asked, says of them.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from infra.local.mpesa.player import Player
from infra.local.mpesa.server import StandIn
from tenantry.money import Money
from tenantry.providers.facts import ChargeEnded, ChargePaid, ProviderEvent
from tenantry.providers.model import NotConfirmed, ProviderUnavailable
from tenantry.providers.mpesa.client import Provider
from tests.acting import NOON
from tests.unit.providers.mpesa.asking import MINUTE, ORDER, PHONE, Clock, hints

pytestmark = [
    pytest.mark.requirement("R-BIL-1"),
    pytest.mark.requirement("R-BIL-6"),
]


@pytest.mark.parametrize("end", [None, "1032"])
def test_what_became_of_a_prompt_is_confirmed(
    mpesa: Provider, player: Player, stand_in: StandIn, end: str | None
) -> None:
    mpesa.request(ORDER)
    if end:
        player.end(PHONE, end)
    else:
        player.pay(PHONE)

    [told] = hints(stand_in)

    assert mpesa.confirm(told, NOON) == told


def test_a_notice_of_something_else_than_happened_is_not_confirmed(
    mpesa: Provider, player: Player, stand_in: StandIn
) -> None:
    mpesa.request(ORDER)
    player.pay(PHONE)
    [paid] = hints(stand_in)
    request_id = mpesa.request(ORDER).request_id
    forged = replace(paid, id=f"stk-{request_id}-0")

    with pytest.raises(ProviderUnavailable):
        mpesa.confirm(forged, NOON)
    player.cancel(PHONE)

    with pytest.raises(NotConfirmed):
        mpesa.confirm(forged, NOON)


@pytest.mark.parametrize(
    ("changes", "age", "refusal"),
    [
        ({"reference": "SHK7FORGED"}, timedelta(0), ProviderUnavailable),
        ({"reference": "SHK7FORGED"}, timedelta(hours=2), NotConfirmed),
        ({"total_minor": 1}, timedelta(0), NotConfirmed),
    ],
)
def test_a_prompts_payment_is_not_confirmed_with_another_receipt_or_amount(
    stand_in: StandIn,
    clock: Clock,
    *,
    changes: dict[str, Any],
    age: timedelta,
    refusal: type[Exception],
) -> None:
    mpesa = Provider(clock)
    mpesa.request(ORDER)
    stand_in.player.pay(PHONE)
    [told] = hints(stand_in)
    assert isinstance(told.fact, ChargePaid)
    forged = replace(told.fact, payment=replace(told.fact.payment, **changes))

    with pytest.raises(refusal):
        mpesa.confirm(replace(told, fact=forged), NOON + age)


def test_an_end_is_not_confirmed_of_a_prompt_that_was_paid(mpesa: Provider, player: Player) -> None:
    request_id = mpesa.request(ORDER).request_id
    player.pay(PHONE)
    fact = ChargeEnded(ORDER.id, "failed")

    with pytest.raises(NotConfirmed):
        mpesa.confirm(
            ProviderEvent("mpesa", f"stk-{request_id}-1032", "stkCallback", fact, None), NOON
        )


def test_a_payment_unasked_is_confirmed(mpesa: Provider, player: Player, stand_in: StandIn) -> None:
    player.pay_unasked(" acme01", "1250.50")

    [told] = hints(stand_in)

    assert mpesa.confirm(told, NOON) == told
    assert isinstance(told.fact, ChargePaid)
    assert told.fact.payer_reference == "ACME01"
    assert told.fact.payment.subtotal == Money(125_050, "KES")


def test_a_payment_unasked_is_not_confirmed_where_anything_differs(
    mpesa: Provider, player: Player, stand_in: StandIn
) -> None:
    player.pay_unasked("ACME01", "1250")
    [told] = hints(stand_in)
    assert isinstance(told.fact, ChargePaid)
    payment = replace(told.fact.payment, subtotal=Money(999, "KES"), total_minor=999)

    for forged in (
        replace(told.fact, payment=payment),
        replace(told.fact, payer_reference="OTHER"),
        replace(told.fact, payer_reference=None),
    ):
        with pytest.raises(NotConfirmed):
            mpesa.confirm(replace(told, fact=forged), NOON)


@pytest.mark.parametrize(
    ("age", "refusal"),
    [
        (timedelta(0), ProviderUnavailable),
        (59 * MINUTE, ProviderUnavailable),
        (60 * MINUTE, NotConfirmed),
        (-2 * MINUTE, NotConfirmed),
    ],
)
def test_a_payment_that_is_not_listed_is_waited_for_an_hour(
    mpesa: Provider, stand_in: StandIn, age: timedelta, refusal: type[Exception]
) -> None:
    stand_in.player.pay_unasked("ACME01", "1250")
    [told] = hints(stand_in)

    with pytest.raises(refusal):
        mpesa.confirm(replace(told, id="c2b-FORGED1"), NOON + age)
