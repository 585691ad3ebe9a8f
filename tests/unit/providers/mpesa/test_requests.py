"""
What we ask of M-Pesa, over HTTP: prompts, once each, and tokens that lapse.
"""

from dataclasses import replace

import pytest

from infra.local.mpesa.player import Player
from tenantry.errors import Invalid
from tenantry.money import Money
from tenantry.providers.model import (
    NotOffered,
    Payer,
    PaymentProvider,
    ProviderRefused,
    ProviderUnavailable,
)
from tenantry.providers.mpesa.client import Provider
from tests.unit.providers.mpesa.asking import ORDER, PHONE, PROMPT

pytestmark = [
    pytest.mark.requirement("R-BIL-1"),
    pytest.mark.requirement("R-BIL-6"),
]


def test_it_is_a_payment_provider() -> None:
    provider: PaymentProvider = Provider()

    assert provider.prompts
    assert provider.currencies == {"KES"}
    assert provider.largest("KES") == 25_000_000


def test_a_charge_prompts_its_payer(mpesa: Provider, player: Player) -> None:
    requested = mpesa.request(ORDER)

    [prompt] = player.prompts()
    assert (requested.request_id, requested.url) == (prompt["CheckoutRequestID"], None)
    assert (prompt["PhoneNumber"], prompt["Amount"]) == (PHONE, 2500)
    assert (prompt["AccountReference"], prompt["TransactionDesc"]) == ("ACME01", "Business plan")
    assert prompt["CallBackURL"].startswith("https://partners.example.com/v1/notices/6368675f")


WRONG = {
    "cents": {"amount": Money(250_050, "KES")},
    "nothing": {"amount": Money(0, "KES")},
    "no phone": {"payer": Payer(email="ada@example.com")},
    "another country's phone": {"payer": Payer(phone="255712345678")},
    "a plus sign": {"payer": Payer(phone="+254712345678")},
    "a short phone": {"payer": Payer(phone="25471234567")},
    "a long reference": {"billing_reference": "A" * 13},
    "no reference": {"billing_reference": ""},
}


@pytest.mark.parametrize("what", WRONG)
def test_what_a_phone_cannot_be_asked_for_is_refused_before(
    mpesa: Provider, player: Player, what: str
) -> None:
    with pytest.raises(Invalid):
        mpesa.request(replace(ORDER, **WRONG[what]))  # type: ignore[arg-type]

    assert player.prompts() == []


def test_another_currency_is_not_offered(mpesa: Provider) -> None:
    with pytest.raises(NotOffered):
        mpesa.request(replace(ORDER, amount=Money(2_500, "USD")))


def test_more_than_the_most_is_refused(mpesa: Provider) -> None:
    with pytest.raises(ProviderRefused):
        mpesa.request(replace(ORDER, amount=Money(25_000_100, "KES")))


@pytest.mark.parametrize("fault", ["lose_answers", "refuse_next"])
def test_a_prompt_whose_answer_is_lost_is_not_sent_again(
    mpesa: Provider, player: Player, fault: str
) -> None:
    getattr(player, fault)(1, PROMPT)

    with pytest.raises(ProviderUnavailable):
        mpesa.request(ORDER)

    assert len(player.prompts()) == (1 if fault == "lose_answers" else 0)
