"""
What became of a prompt, asked over HTTP of the stand-in.
"""

from dataclasses import replace

import pytest

from infra.local.mpesa.player import Player
from infra.local.mpesa.server import StandIn
from tenantry.money import Money
from tenantry.providers.facts import ChargeEnded, ChargePaid
from tenantry.providers.model import ProviderUnavailable
from tenantry.providers.mpesa.client import Provider
from tests.acting import DAY, NOON, SECOND
from tests.unit.providers.mpesa.asking import (
    MINUTE,
    ORDER,
    PHONE,
    PROMPT,
    QUERY,
    Clock,
    asked,
    hints,
)

pytestmark = [
    pytest.mark.requirement("R-BIL-1"),
    pytest.mark.requirement("R-BIL-6"),
]


def test_a_prompt_without_an_answer_is_found_when_it_was_paid(
    mpesa: Provider, player: Player
) -> None:
    player.lose_answers(1, PROMPT)
    with pytest.raises(ProviderUnavailable):
        mpesa.request(ORDER)
    assert mpesa.find(asked(None), NOON) is None

    paid = player.pay(PHONE)

    found = mpesa.find(asked(None), NOON)
    assert found is not None
    assert found.id == f"c2b-{paid['receipt']}"
    assert isinstance(found.fact, ChargePaid)
    assert (found.fact.charge_id, found.fact.payment.reference) == (ORDER.id, paid["receipt"])


@pytest.mark.parametrize("zoned", [True, False])
def test_a_paid_prompt_is_found_with_its_receipt(
    mpesa: Provider, player: Player, stand_in: StandIn, zoned: bool
) -> None:
    player.settle(zoned=zoned)
    request_id = mpesa.request(ORDER).request_id
    paid = player.pay(PHONE)

    found = mpesa.find(asked(request_id), NOON)

    [told] = hints(stand_in)
    assert found is not None
    assert isinstance(found.fact, ChargePaid)
    assert isinstance(told.fact, ChargePaid)
    assert found.id == told.id == f"stk-{request_id}-0"
    assert replace(found.fact, payer_reference=None) == told.fact
    assert (told.fact.payment.reference, told.fact.occurred_at) == (paid["receipt"], NOON)


@pytest.mark.parametrize("thinks_aloud", [True, False])
def test_nothing_is_known_of_a_prompt_that_nobody_has_answered(
    mpesa: Provider, player: Player, thinks_aloud: bool
) -> None:
    player.settle(thinks_aloud=thinks_aloud)
    request_id = mpesa.request(ORDER).request_id

    if thinks_aloud:
        with pytest.raises(ProviderUnavailable):
            mpesa.find(asked(request_id), NOON)
    else:
        assert mpesa.find(asked(request_id), NOON) is None


@pytest.mark.parametrize("is_paid", [True, False])
def test_a_prompt_that_mpesa_has_forgotten_was_paid_if_its_payment_is_listed(
    mpesa: Provider, player: Player, is_paid: bool
) -> None:
    request_id = mpesa.request(ORDER).request_id
    if is_paid:
        player.pay(PHONE)
    player.refuse_next(2, QUERY)

    with pytest.raises(ProviderUnavailable):
        mpesa.find(asked(request_id), NOON + 59 * MINUTE)
    found = mpesa.find(asked(request_id), NOON + 60 * MINUTE)

    assert (found is not None) is is_paid


ENDS = {"1032": "failed", "1": "failed", "2001": "failed", "1019": "expired", "1037": None}


@pytest.mark.parametrize("code", ENDS)
def test_a_prompt_ends_as_its_notice_says(
    mpesa: Provider, player: Player, stand_in: StandIn, code: str
) -> None:
    request_id = mpesa.request(ORDER).request_id
    player.end(PHONE, code)

    found, told = mpesa.find(asked(request_id), NOON), hints(stand_in)

    ended = [] if ENDS[code] is None else [ChargeEnded(ORDER.id, ENDS[code])]  # type: ignore[arg-type]
    assert [event.fact for event in told] == ended
    assert [event.fact for event in [found] if event] == ended
    assert [event.id for event in told] == [event.id for event in [found] if event]


def test_a_prompt_that_was_not_answered_can_be_paid_late(mpesa: Provider, player: Player) -> None:
    request_id = mpesa.request(ORDER).request_id
    player.leave_unanswered(PHONE)
    assert mpesa.find(asked(request_id), NOON) is None

    player.pay(PHONE)

    found = mpesa.find(asked(request_id), NOON)
    assert found is not None
    assert isinstance(found.fact, ChargePaid)


def test_a_payment_whose_receipt_is_not_listed_is_asked_for_later(
    mpesa: Provider, player: Player
) -> None:
    request_id = mpesa.request(ORDER).request_id
    player.pay(PHONE)

    for charge in (
        asked(request_id, billing_reference="OTHER"),
        asked(request_id, billing_reference=None),
        asked(request_id, amount=Money(100, "KES")),
        asked(request_id, asked_at=NOON + 2 * MINUTE),
        asked(request_id, asked_at=NOON - DAY),
    ):
        with pytest.raises(ProviderUnavailable):
            mpesa.find(charge, NOON)


def test_of_two_like_payments_the_first_is_the_prompts(
    mpesa: Provider, player: Player, clock: Clock
) -> None:
    player.pay_unasked("ACME01", "2500")
    clock.now += 5 * MINUTE
    request_id = mpesa.request(ORDER).request_id
    clock.now += SECOND
    paid = player.pay(PHONE)
    clock.now += SECOND
    player.pay_unasked("acme01", "2500")

    found = mpesa.find(asked(request_id, asked_at=NOON + 5 * MINUTE), NOON)

    assert found is not None
    assert isinstance(found.fact, ChargePaid)
    assert found.fact.payment.reference == paid["receipt"]
