"""
What was paid to our number, as M-Pesa lists it.
"""

import pytest

from infra.local.mpesa.player import Player
from infra.local.mpesa.server import StandIn
from tenantry.providers.facts import ChargePaid
from tenantry.providers.model import NotOffered, ProviderUnavailable, RefundOrder
from tenantry.providers.mpesa.client import Provider
from tests.acting import DAY, NOON, SECOND
from tests.unit.providers.mpesa.asking import ORDER, PHONE, PULL, Clock, hints

pytestmark = [
    pytest.mark.requirement("R-BIL-1"),
    pytest.mark.requirement("R-BIL-6"),
]


def test_everything_that_was_paid_is_listed_page_by_page(
    mpesa: Provider, player: Player, clock: Clock
) -> None:
    receipts = []
    for number in range(205):
        clock.now = NOON + number * SECOND
        receipts.append(player.pay_unasked(f"TENANT{number}", "100")["receipt"])

    listed = list(mpesa.list_since(NOON + SECOND, NOON + 203 * SECOND))

    assert [event.id for event in listed] == [f"c2b-{receipt}" for receipt in receipts[1:203]]


def test_a_listed_payment_is_what_its_notice_said(
    mpesa: Provider, player: Player, stand_in: StandIn
) -> None:
    player.pay_unasked("acme01", "1250")

    [listed] = mpesa.list_since(NOON - DAY, NOON + DAY)

    [told] = hints(stand_in)
    assert (listed.id, listed.fact, listed.type) == (told.id, told.fact, told.type)
    assert listed.kept["TransID"] == told.kept["TransID"]


def test_a_paid_prompt_is_one_payment_however_it_is_told(
    mpesa: Provider, player: Player, stand_in: StandIn
) -> None:
    player.settle(tells_twice=True)
    mpesa.request(ORDER)
    player.pay(PHONE)

    facts = [event.fact for event in (*hints(stand_in), *mpesa.list_since(NOON, NOON + DAY))]

    assert len(facts) == 3
    assert len({fact.payment for fact in facts if isinstance(fact, ChargePaid)}) == 1


def test_what_is_older_than_two_days_is_not_listed(
    mpesa: Provider, player: Player, clock: Clock
) -> None:
    player.pay_unasked("ACME01", "1250")

    clock.now += 2 * DAY + SECOND

    assert list(mpesa.list_since(NOON - DAY, NOON + 3 * DAY)) == []


def test_reading_is_tried_again(mpesa: Provider, player: Player) -> None:
    player.pay_unasked("ACME01", "1250")
    player.refuse_next(2, PULL)

    assert len(list(mpesa.list_since(NOON, NOON + DAY))) == 1


def test_a_list_that_does_not_come_is_said_to_be_missing(mpesa: Provider, player: Player) -> None:
    player.refuse_next(3, PULL)

    with pytest.raises(ProviderUnavailable):
        list(mpesa.list_since(NOON, NOON + DAY))


def test_money_goes_back_by_hand(mpesa: Provider) -> None:
    order = RefundOrder("rfd_01M7XPE6000000000000000000", "SKL0000001", ORDER.amount, is_whole=True)

    for call in (mpesa.refund, mpesa.find_refund):
        with pytest.raises(NotOffered):
            call(order)
