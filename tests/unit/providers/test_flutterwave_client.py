"""
What we ask of Flutterwave's version 3 and hear from it, over HTTP: of the stand-in.
"""

from dataclasses import replace

import pytest

from infra.local.flutterwave.player import Player
from infra.local.flutterwave.server import StandIn
from tenantry.errors import Invalid
from tenantry.money import Money
from tenantry.payments.model import Payment
from tenantry.providers import secrets
from tenantry.providers.facts import ChargeEnded, ChargePaid, ProviderEvent
from tenantry.providers.flutterwave.client import Provider
from tenantry.providers.flutterwave.events import read
from tenantry.providers.flutterwave.signature import judge
from tenantry.providers.model import (
    ChargeOrder,
    NotConfirmed,
    NotOffered,
    Payer,
    PaymentProvider,
    ProviderRefused,
    ProviderUnavailable,
    RefundOrder,
)
from tenantry.providers.secrets import NotConfigured
from tenantry.providers.webhook import Trust, Webhook
from tests.acting import DAY, NOON, SECOND
from tests.unit.providers.charging import ASKED, ORDER, REFUND_ID, listed
from tests.unit.providers.introducing import Clock, hearing, introduce

pytestmark = [
    pytest.mark.requirement("R-BIL-1"),
    pytest.mark.requirement("R-BIL-6"),
]


@pytest.fixture
def player(flutterwave_here: StandIn) -> Player:
    return flutterwave_here.player


@pytest.fixture
def flutterwave(flutterwave_here: StandIn) -> PaymentProvider:
    del flutterwave_here
    return Provider()


def a_payment(
    flutterwave: PaymentProvider, player: Player, order: ChargeOrder = ORDER
) -> RefundOrder:
    """
    A charge that was paid, and what is to go back of it.
    """
    flutterwave.request(order)
    reference = str(player.pay(order.id)["number"])
    return RefundOrder(REFUND_ID, reference, Money(5_050, "KES"), is_whole=False)


def test_a_charge_is_a_page_on_which_it_is_paid(
    flutterwave: PaymentProvider, player: Player
) -> None:
    requested = flutterwave.request(ORDER)
    assert requested.url is not None

    paid = player.pay(requested.url)

    assert requested.request_id == paid["reference"] == ORDER.id
    assert (paid["amount"], paid["currency"]) == ("2500.5", "KES")


def test_without_an_address_or_in_another_currency_nothing_is_asked(
    flutterwave: PaymentProvider, player: Player
) -> None:
    with pytest.raises(Invalid):
        flutterwave.request(replace(ORDER, payer=Payer()))
    with pytest.raises(NotOffered):
        flutterwave.request(replace(ORDER, amount=Money(500, "JPY")))

    assert player.pages() == []


@pytest.mark.parametrize("fault", ["lose_answers", "refuse_next"])
def test_a_page_is_asked_for_once(flutterwave: PaymentProvider, player: Player, fault: str) -> None:
    getattr(player, fault)(1, "POST /v3/payments")

    with pytest.raises(ProviderUnavailable):
        flutterwave.request(ORDER)

    assert len(player.pages()) == (1 if fault == "lose_answers" else 0)
    assert flutterwave.find(ASKED, NOON) is None


def test_an_account_without_a_version_is_not_set_up(
    flutterwave_here: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    introduce("flutterwave", flutterwave_here.base_url, '{"api_key": "x"}', monkeypatch)

    with pytest.raises(NotConfigured):
        Provider().find(ASKED, NOON)


def test_a_key_that_is_not_the_accounts_is_refused(
    flutterwave_here: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = '{"version": "v3", "api_key": "FLWSECK_TEST-other"}'
    introduce("flutterwave", flutterwave_here.base_url, other, monkeypatch)

    with pytest.raises(ProviderRefused):
        Provider().find(ASKED, NOON)


def test_what_became_of_a_charge_is_found(flutterwave: PaymentProvider, player: Player) -> None:
    flutterwave.request(ORDER)
    untried = [flutterwave.find(ASKED, NOON + age) for age in (DAY - SECOND, DAY)]
    player.fail(ORDER.id)
    failed = flutterwave.find(ASKED, NOON)
    number = player.pay(ORDER.id)["number"]

    paid = flutterwave.find(ASKED, NOON + 9 * DAY)

    assert untried[0] is None
    ended = [event and event.fact for event in (untried[1], failed)]
    assert ended == [ChargeEnded(ORDER.id, "expired"), ChargeEnded(ORDER.id, "failed")]
    assert paid is not None
    assert paid.fact == ChargePaid(Payment(str(number), ORDER.amount, 250_050), NOON, ORDER.id)
    assert paid.is_live is False


@pytest.mark.requirement("R-BIL-2")
def test_a_webhook_is_a_hint_until_flutterwave_says_the_same(
    flutterwave_here: StandIn, flutterwave: PaymentProvider, player: Player
) -> None:
    with hearing(flutterwave_here.deliver_to) as heard:
        a_payment(flutterwave, player)
        [request] = heard(1)

    webhook = Webhook(request.body.encode(), request.headers)
    told = read(request.body, {})
    assert judge(webhook, secrets.provider_secrets("flutterwave"), NOON) is Trust.HINT
    assert told is not None
    confirmed = flutterwave.confirm(told, NOON)
    assert (confirmed.id, confirmed.fact, confirmed.is_live) == (told.id, told.fact, False)
    assert listed(flutterwave, NOON, NOON + DAY) == [flutterwave.find(ASKED, NOON)] == [confirmed]


@pytest.mark.requirement("R-BIL-2")
@pytest.mark.parametrize(
    "payment",
    [
        {"reference": "999"},
        {"subtotal": Money(250_051, "KES"), "total_minor": 250_051},
        {"subtotal": Money(250_050, "NGN")},
    ],
    ids=["unknown", "more", "other currency"],
)
def test_what_flutterwave_does_not_say_is_not_confirmed(
    flutterwave: PaymentProvider, player: Player, payment: dict[str, object]
) -> None:
    a_payment(flutterwave, player)
    found = flutterwave.find(ASKED, NOON)
    assert found is not None
    assert isinstance(found.fact, ChargePaid)

    forged = replace(found.fact, payment=replace(found.fact.payment, **payment))  # type: ignore[arg-type]
    event_id = f"charge:{forged.payment.reference}:successful"
    with pytest.raises(NotConfirmed):
        flutterwave.confirm(replace(found, id=event_id, fact=forged), NOON)


@pytest.mark.requirement("R-BIL-2")
def test_a_payment_for_another_charge_is_not_confirmed(
    flutterwave: PaymentProvider, player: Player
) -> None:
    a_payment(flutterwave, player)
    found = flutterwave.find(ASKED, NOON)
    assert found is not None
    assert isinstance(found.fact, ChargePaid)

    forged = replace(found.fact, charge_id="chg_01M7XPE6000000000000000009")
    with pytest.raises(NotConfirmed):
        flutterwave.confirm(replace(found, fact=forged), NOON)


def test_a_payment_under_way_is_asked_about_again(
    flutterwave: PaymentProvider, player: Player
) -> None:
    flutterwave.request(ORDER)
    number = player.pay_later(ORDER.id)["number"]
    fact = ChargePaid(Payment(str(number), ORDER.amount, 250_050), NOON, ORDER.id)
    told = ProviderEvent(
        "flutterwave", f"charge:{number}:successful", "charge.completed", fact, is_live=None
    )

    with pytest.raises(ProviderUnavailable):
        flutterwave.confirm(told, NOON)
    assert flutterwave.find(ASKED, NOON) is None
    player.arrive(number)

    assert flutterwave.confirm(told, NOON).fact == fact


def test_the_list_goes_on_behind_a_page_and_ends(
    flutterwave: PaymentProvider, player: Player
) -> None:
    for number in range(45):
        a_payment(flutterwave, player, replace(ORDER, id=f"{ORDER.id[:-3]}{number:03}"))

    events = listed(flutterwave, NOON, NOON + DAY)

    assert len({event.id for event in events}) == len(events) == 45


def test_the_list_knows_what_arrived_late_and_nothing_of_tomorrow(
    flutterwave: PaymentProvider, player: Player, clock: Clock
) -> None:
    flutterwave.request(ORDER)
    number = player.pay_later(ORDER.id)["number"]
    clock.now = NOON + DAY
    before = listed(flutterwave, NOON, NOON + DAY)
    player.arrive(number)
    a_payment(flutterwave, player, replace(ORDER, id="chg_01M7XPE6000000000000000001"))

    after = listed(flutterwave, NOON + DAY - SECOND, NOON + DAY)

    assert before == []
    assert [event.id for event in after] == [f"charge:{number}:successful"]
