"""
What we ask of Flutterwave's version 4 and hear from it, over HTTP: of the stand-in.
"""

import json
from dataclasses import replace
from datetime import datetime

import pytest

from infra.local.flutterwave.player import Player
from infra.local.flutterwave.server import StandIn
from tenantry.money import Money
from tenantry.payments.model import Dispute, DisputeStatus, Payment, Refund, RefundStatus
from tenantry.providers import secrets
from tenantry.providers.facts import (
    ChargeEnded,
    ChargePaid,
    PaymentDisputed,
    PaymentRefunded,
    ProviderEvent,
)
from tenantry.providers.flutterwave.client import Provider
from tenantry.providers.flutterwave.events import read
from tenantry.providers.flutterwave.signature import judge
from tenantry.providers.model import (
    ChargeOrder,
    NotConfirmed,
    NotOffered,
    PaymentProvider,
    ProviderRefused,
    ProviderUnavailable,
    RefundOrder,
)
from tenantry.providers.webhook import Trust, Webhook
from tests.acting import DAY, NOON, SECOND
from tests.unit.providers.charging import ASKED, ORDER
from tests.unit.providers.introducing import hearing, introduce

pytestmark = [
    pytest.mark.requirement("R-BIL-1"),
    pytest.mark.requirement("R-BIL-6"),
]


@pytest.fixture
def player(flutterwave4_here: StandIn) -> Player:
    return flutterwave4_here.player


@pytest.fixture
def flutterwave(flutterwave4_here: StandIn) -> PaymentProvider:
    del flutterwave4_here
    return Provider()


def a_payment(flutterwave: PaymentProvider, player: Player, order: ChargeOrder = ORDER) -> int:
    flutterwave.request(order)
    return int(player.pay(order.id)["number"])


def listed(flutterwave: PaymentProvider, since: datetime = NOON) -> list[ProviderEvent]:
    return list(flutterwave.list_since(since, since + DAY))


def test_a_charge_is_one_page_however_often_it_is_asked_for(
    flutterwave: PaymentProvider, player: Player
) -> None:
    player.lose_answers(1, "POST /checkout")

    requested = [flutterwave.request(ORDER) for _ in range(2)]

    assert requested[0] == requested[1]
    [page] = player.pages()
    assert (page["reference"], page["amount"], page["currency"]) == (ORDER.id, "2500.5", "KES")
    assert str(requested[0].url).endswith(page["code"])


def test_a_token_that_has_lapsed_is_asked_for_anew(
    flutterwave: PaymentProvider, player: Player
) -> None:
    a_payment(flutterwave, player)
    player.forget_tokens()
    found = flutterwave.find(ASKED, NOON)
    player.forget_tokens()

    again = flutterwave.request(replace(ORDER, id="chg_01M7XPE6000000000000000001"))

    assert found is not None
    assert again.url


def test_a_secret_that_is_not_the_accounts_is_refused(
    flutterwave4_here: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = json.loads(flutterwave4_here.secret()) | {"client_secret": "other"}
    introduce("flutterwave", flutterwave4_here.base_url, json.dumps(other), monkeypatch)

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
    payment = Payment(f"chg_{number}", ORDER.amount, 250_050)
    assert paid.fact == ChargePaid(payment, NOON, ORDER.id)


def test_a_payment_is_found_behind_sixty_others(
    flutterwave: PaymentProvider, player: Player
) -> None:
    a_payment(flutterwave, player)
    for number in range(1, 61):
        a_payment(flutterwave, player, replace(ORDER, id=f"{ORDER.id[:-3]}{number:03}"))

    found = flutterwave.find(ASKED, NOON)

    assert found is not None
    assert len({event.id for event in listed(flutterwave)}) == 61
    assert listed(flutterwave, NOON + 9 * DAY) == []


@pytest.mark.requirement("R-BIL-2")
def test_a_signed_webhook_is_believed_and_the_list_says_the_same(
    flutterwave4_here: StandIn, flutterwave: PaymentProvider, player: Player
) -> None:
    with hearing(flutterwave4_here.deliver_to) as heard:
        a_payment(flutterwave, player)
        [request] = heard(1)

    webhook = Webhook(request.body.encode(), request.headers)
    told = read(request.body, {})
    assert judge(webhook, secrets.provider_secrets("flutterwave"), NOON) is Trust.SIGNED
    [found] = listed(flutterwave)
    assert told is not None
    assert (told.id, told.fact, told.is_live, found.is_live) == (found.id, found.fact, None, False)
    assert flutterwave.confirm(told, NOON) is told


def test_refunds_are_made_in_the_dashboard(flutterwave: PaymentProvider, player: Player) -> None:
    number = a_payment(flutterwave, player)
    back = RefundOrder("rfd_1", f"chg_{number}", Money(5_050, "KES"), is_whole=False)

    with pytest.raises(NotOffered):
        flutterwave.refund(back)

    assert player.refunds() == []
    assert flutterwave.find_refund(back) is None


@pytest.mark.requirement("R-BIL-2")
def test_hints_of_refunds_and_chargebacks_are_completed_by_asking(
    flutterwave4_here: StandIn, flutterwave: PaymentProvider, player: Player
) -> None:
    with hearing(flutterwave4_here.deliver_to) as heard:
        number = a_payment(flutterwave, player)
        refund = player.refund(number, "50.50")["number"]
        disputed = player.dispute(number)["number"]
        hints = heard(3)[1:]

    told = [read(request.body, {}) for request in hints]
    confirmed = [flutterwave.confirm(event, NOON) for event in told if event is not None]

    assert [event.fact for event in confirmed] == [
        PaymentRefunded(
            f"chg_{number}", Refund(f"flutterwave-rfd_{refund}", 5_050, RefundStatus.SUCCEEDED)
        ),
        PaymentDisputed(
            f"chg_{number}", Dispute(f"flutterwave-chb_{disputed}", 250_050, DisputeStatus.OPEN)
        ),
    ]
    assert confirmed == listed(flutterwave)[1:]


@pytest.mark.requirement("R-BIL-2")
def test_a_refund_that_flutterwave_does_not_know_is_not_confirmed(
    flutterwave: PaymentProvider,
) -> None:
    refund = Refund("flutterwave-rfd_1", 0, RefundStatus.PENDING)
    fact = PaymentRefunded("chg_1", refund)
    told = ProviderEvent("flutterwave", "refund:rfd_1:completed", "refund", fact, is_live=None)

    with pytest.raises(NotConfirmed):
        flutterwave.confirm(told, NOON)


def test_a_list_that_does_not_come_is_said(flutterwave: PaymentProvider, player: Player) -> None:
    player.refuse_next(3, "GET /charges")

    with pytest.raises(ProviderUnavailable):
        listed(flutterwave)
