"""
What is M-Pesa's alone, against its stand-in.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.mpesa.server import StandIn
from tenantry.money import Money
from tenantry.providers.mpesa.payouts import Payouts
from tenantry.providers.mpesa.signature import PayoutSubject, judge, payout_of
from tenantry.providers.payouts import PayoutOrder, PayoutState
from tenantry.providers.secrets import NotConfigured
from tenantry.providers.webhook import Trust, Webhook
from tests.acting import NOON
from tests.unit.providers.introducing import Clock, known
from tests.unit.providers.payouts.case import ORDER_ID

pytestmark = pytest.mark.requirement("R-COM-6")

ORDER = PayoutOrder(ORDER_ID, Money(1_500_00, "KES"), {"phone": "254712345678"}, "Commission")


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[StandIn]:
    with (
        StandIn(tmp_path, clock=Clock()) as running,
        known("mpesa", running.base_url, running.secret()),
    ):
        yield running


def kinds(stand_in: StandIn) -> list[PayoutSubject]:
    """
    What was told so far, each at an address that is ours.
    """
    told = []
    for notice in stand_in.notices():
        _, _, _, subject, given = notice.path.split("/")
        path = {"subject": subject, "token": given}
        assert judge(Webhook(b"", path=path), json.loads(stand_in.secret()), NOON) is Trust.HINT
        about = payout_of(subject)
        assert about is not None
        told.append(about[1])
    return told


def test_results_and_answers_come_to_their_own_addresses(stand_in: StandIn) -> None:
    payouts = Payouts(Clock())

    payouts.send(ORDER)
    stand_in.player.time_out_payout(ORDER.id)
    asked = payouts.find(ORDER)

    expected = [PayoutSubject.RESULT, PayoutSubject.LATE, PayoutSubject.ASKED]
    assert kinds(stand_in) == expected
    assert asked.state is PayoutState.UNCLEAR


def test_whole_shillings_are_sent(stand_in: StandIn) -> None:
    Payouts(Clock()).send(ORDER)

    (payout,) = stand_in.payouts.payouts()
    assert payout["told"]["Amount"] == 1500
    assert payout["told"]["PartyB"] == "254712345678"
    assert payout["told"]["OriginatorConversationID"] == ORDER.id


@pytest.mark.parametrize("typed", ["0712 345 678", "+254712345678", "254 712-345-678"])
def test_a_phone_is_kept_with_its_countrys_code(typed: str) -> None:
    assert Payouts().check_destination({"phone": typed}) == {"phone": "254712345678"}


def test_the_limit_of_one_payout_is_a_setting(stand_in: StandIn) -> None:
    account = json.loads(stand_in.secret())
    assert Payouts().largest("KES") == Money(250_000_00, "KES")

    with known("mpesa", stand_in.base_url, json.dumps({**account, "payout_largest": 150_000})):
        assert Payouts().largest("KES") == Money(150_000_00, "KES")


def test_another_short_code_may_pay_out(stand_in: StandIn) -> None:
    account = json.loads(stand_in.secret())
    with known("mpesa", stand_in.base_url, json.dumps({**account, "payout_short_code": "600997"})):
        answer = Payouts(Clock()).send(ORDER)

    assert answer.state is PayoutState.FAILED
    assert answer.reason == "M-Pesa refuses the payout (400.002.02)"


def test_without_a_token_nothing_was_asked_for(stand_in: StandIn) -> None:
    stand_in.player.refuse_next(3, "GET /oauth")

    answer = Payouts(Clock()).send(ORDER)

    assert answer.state is PayoutState.FAILED
    assert stand_in.payouts.payouts() == []


def test_a_token_that_lapsed_meanwhile_sends_nothing_twice(stand_in: StandIn) -> None:
    payouts = Payouts(Clock())
    payouts.find(ORDER)
    stand_in.player.forget_tokens()

    answer = payouts.send(ORDER)

    assert answer.state is PayoutState.SENT
    assert len(stand_in.payouts.payouts()) == 1


def test_without_an_initiator_nothing_is_asked(stand_in: StandIn) -> None:
    account = json.loads(stand_in.secret())
    del account["initiator_name"]

    with (
        known("mpesa", stand_in.base_url, json.dumps(account)),
        pytest.raises(NotConfigured),
    ):
        Payouts(Clock()).send(ORDER)
