"""
What we ask of Paystack and hear from it, over HTTP: of the stand-in, with what goes wrong.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from infra.local.paystack.player import Player
from infra.local.paystack.server import StandIn
from tenantry.errors import Invalid
from tenantry.money import Money
from tenantry.providers import secrets
from tenantry.providers.facts import ChargeEnded, ChargePaid
from tenantry.providers.model import (
    ChargeOrder,
    NotOffered,
    Payer,
    PaymentProvider,
    ProviderRefused,
    ProviderUnavailable,
)
from tenantry.providers.paystack.client import Provider
from tenantry.providers.paystack.events import read
from tenantry.providers.paystack.signature import judge
from tenantry.providers.webhook import Trust, Webhook
from tests.acting import DAY, NOON, SECOND
from tests.unit.providers.charging import ASKED, ORDER, listed
from tests.unit.providers.introducing import Clock, hearing, introduce

pytestmark = [
    pytest.mark.requirement("R-BIL-1"),
    pytest.mark.requirement("R-BIL-6"),
]

REFERENCE = "chg-01M7XPE6000000000000000000"
INITIALISE = "POST /transaction/initialize"


@pytest.fixture
def player(paystack_here: StandIn) -> Player:
    return paystack_here.player


@pytest.fixture
def paystack(paystack_here: StandIn) -> PaymentProvider:
    del paystack_here
    return Provider()


def a_payment(paystack: PaymentProvider, player: Player, order: ChargeOrder = ORDER) -> None:
    paystack.request(order)
    player.pay(order.id.replace("_", "-"))


def test_a_charge_is_a_page_on_which_it_is_paid(paystack: PaymentProvider, player: Player) -> None:
    requested = paystack.request(ORDER)
    assert requested.url is not None

    paid = player.pay(requested.url)

    assert requested.request_id == paid["reference"] == REFERENCE
    assert (paid["amount"], paid["currency"]) == (250_050, "KES")


def test_money_without_minor_unit_is_asked_for_in_hundredths(
    paystack: PaymentProvider, player: Player
) -> None:
    a_payment(paystack, player, replace(ORDER, amount=Money(700, "XOF")))

    found = paystack.find(ASKED, NOON)

    assert [one["amount"] for one in player.transactions()] == [70_000]
    assert found is not None
    assert isinstance(found.fact, ChargePaid)
    assert found.fact.payment.subtotal == Money(700, "XOF")


def test_without_an_address_or_in_another_currency_nothing_is_asked(
    paystack: PaymentProvider, player: Player
) -> None:
    with pytest.raises(Invalid):
        paystack.request(replace(ORDER, payer=Payer(phone="254712345678")))
    with pytest.raises(NotOffered):
        paystack.request(replace(ORDER, amount=Money(500, "EUR")))

    assert player.transactions() == []


def test_a_failure_that_passes_is_not_noticed(paystack: PaymentProvider, player: Player) -> None:
    player.refuse_next(2, INITIALISE)

    assert paystack.request(ORDER).url

    assert len(player.transactions()) == 1


def test_a_page_whose_address_was_lost_is_refused_and_never_opened_twice(
    paystack: PaymentProvider, player: Player
) -> None:
    player.lose_answers(1, INITIALISE)

    for _ in range(2):
        with pytest.raises(ProviderRefused, match="does not say its address again"):
            paystack.request(ORDER)

    assert len(player.transactions()) == 1
    assert paystack.find(ASKED, NOON) is None


def test_an_outcome_that_is_not_clear_is_found_out_by_asking(
    paystack: PaymentProvider, player: Player
) -> None:
    player.refuse_next(3, INITIALISE)
    with pytest.raises(ProviderUnavailable):
        paystack.request(ORDER)

    assert paystack.find(ASKED, NOON) is None
    assert paystack.request(ORDER).url


def test_a_key_that_is_not_the_accounts_is_refused(
    paystack_here: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    introduce("paystack", paystack_here.base_url, '{"api_key": "sk_test_other"}', monkeypatch)

    with pytest.raises(ProviderRefused) as refused:
        Provider().find(ASKED, NOON)

    assert "sk_test_other" not in str(refused.value) + str(refused.value.context)


def test_what_became_of_a_charge_is_found(paystack: PaymentProvider, player: Player) -> None:
    paystack.request(ORDER)
    unpaid = [paystack.find(ASKED, NOON + age) for age in (DAY - SECOND, DAY)]
    player.fail(REFERENCE)
    failed = paystack.find(ASKED, NOON)
    player.pay(REFERENCE)
    paid = paystack.find(ASKED, NOON + 9 * DAY)

    assert unpaid[0] is None
    ended = [event and event.fact for event in (unpaid[1], failed)]
    assert ended == [ChargeEnded(ORDER.id, "expired"), ChargeEnded(ORDER.id, "failed")]
    assert paid is not None
    assert isinstance(paid.fact, ChargePaid)
    assert (paid.fact.charge_id, paid.fact.occurred_at, paid.is_live) == (ORDER.id, NOON, False)


@pytest.mark.requirement("R-BIL-2")
def test_a_webhook_a_look_and_the_list_say_the_same(
    paystack_here: StandIn, paystack: PaymentProvider, player: Player
) -> None:
    with hearing(paystack_here.deliver_to) as heard:
        a_payment(paystack, player)
        [request] = heard(1)

    webhook = Webhook(request.body.encode(), request.headers)
    told = read(request.body, {})
    assert judge(webhook, secrets.provider_secrets("paystack"), NOON) is Trust.SIGNED
    [found] = listed(paystack, NOON, NOON + SECOND)
    assert told is not None
    assert (told.id, told.fact) == (found.id, found.fact)
    assert paystack.find(ASKED, NOON) == found
    assert paystack.confirm(told, NOON) is told


def test_the_list_goes_on_behind_a_page_and_ends(paystack: PaymentProvider, player: Player) -> None:
    for number in range(120):
        a_payment(paystack, player, replace(ORDER, id=f"{ORDER.id[:-3]}{number:03}"))

    events = listed(paystack, NOON, NOON + DAY)

    assert len({event.id for event in events}) == len(events) == 120


def test_the_list_is_of_its_span_and_knows_what_was_paid_late(
    paystack: PaymentProvider, player: Player, clock: Clock
) -> None:
    paystack.request(ORDER)
    clock.now = NOON + 2 * DAY
    player.pay(REFERENCE)

    spans = [(NOON, 2 * DAY), (NOON + 2 * DAY, DAY), (NOON + 2 * DAY + SECOND, DAY)]
    counts = [len(listed(paystack, since, since + length)) for since, length in spans]

    assert counts == [0, 1, 0]


def test_a_list_that_is_none_is_said(paystack: PaymentProvider, player: Player) -> None:
    player.refuse_next(3, "GET /transaction")

    with pytest.raises(ProviderUnavailable):
        listed(paystack, NOON, NOON + timedelta(hours=1))
