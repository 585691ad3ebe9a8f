"""
The stand-in for Stripe, met through Stripe's own library, without starting the local stack.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import stripe
from stripe import StripeClient

from infra.local.stripe.player import NotPossible, Player
from infra.local.stripe.server import StandIn
from tests.emulator.paying import a_checkout, client_of

PAID_AT_ONCE = ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]
REFUNDED = ["refund.created", "charge.refunded"]
DISPUTED = ["charge.dispute.created", "charge.dispute.funds_withdrawn"]

type Play = Callable[[Player, str], object]


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[StandIn]:
    with StandIn(tmp_path) as running:
        yield running


@pytest.fixture
def player(stand_in: StandIn) -> Player:
    return stand_in.player


@pytest.fixture
def client(player: Player) -> StripeClient:
    return client_of(player)


def a_payment(client: StripeClient, player: Player) -> str:
    intent_id: str = player.pay(a_checkout(client).url)["payment_intent"]
    return intent_id


def test_a_key_that_is_not_the_accounts_is_refused(player: Player) -> None:
    stranger = client_of(player, "sk_test_somebody_else")

    with pytest.raises(stripe.AuthenticationError, match="Invalid API Key"):
        a_checkout(stranger)


def test_an_unknown_parameter_is_refused_by_name(client: StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        a_checkout(client, payment_method_types=["card"])

    assert refused.value.code == "parameter_unknown"
    assert refused.value.param == "payment_method_types[0]"


def test_a_missing_parameter_is_named(client: StripeClient) -> None:
    line: Any = {"quantity": 1, "price_data": {"currency": "usd", "unit_amount": 5}}

    with pytest.raises(stripe.InvalidRequestError) as refused:
        a_checkout(client, line_items=[line])

    assert refused.value.code == "parameter_missing"
    assert refused.value.param == "line_items[0][price_data][product_data][name]"


def test_a_total_of_nine_digits_is_refused(client: StripeClient) -> None:
    price: Any = {"currency": "usd", "unit_amount": 10_000, "product_data": {"name": "Licence"}}

    with pytest.raises(stripe.InvalidRequestError) as refused:
        a_checkout(client, line_items=[{"quantity": 10_000, "price_data": price}])

    assert refused.value.code == "amount_too_large"


def test_a_repeat_with_the_same_key_opens_nothing_twice(client: StripeClient) -> None:
    first = a_checkout(client)

    again = a_checkout(client)

    assert again.id == first.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert len(client.v1.checkout.sessions.list().data) == 1


def test_the_same_key_with_other_parameters_is_refused(client: StripeClient) -> None:
    a_checkout(client)

    with pytest.raises(stripe.IdempotencyError):
        a_checkout(client, customer_email="other@example.com")


def test_a_lost_answer_is_given_to_the_repeat_with_its_key(
    client: StripeClient, player: Player
) -> None:
    player.lose_answers(1)
    with pytest.raises(stripe.APIConnectionError):
        a_checkout(client)

    again = a_checkout(client)

    assert [session.id for session in client.v1.checkout.sessions.list().data] == [again.id]


def test_a_refused_call_has_done_nothing(client: StripeClient, player: Player) -> None:
    player.refuse_next(1)

    with pytest.raises(stripe.APIError):
        a_checkout(client)

    assert client.v1.checkout.sessions.list().data == []


def test_tax_stands_on_top_of_the_subtotal(client: StripeClient, player: Player) -> None:
    player.tax("7.5")

    session = a_checkout(client)

    assert (session.amount_subtotal, session.amount_total) == (24000, 25800)
    assert session.total_details.amount_tax == 1800


def test_the_payment_has_the_metadata_that_it_was_given_itself(
    client: StripeClient, player: Player
) -> None:
    session = a_checkout(client, payment_intent_data={"metadata": {"of": "the payment"}})

    paid = client.v1.checkout.sessions.retrieve(player.pay(session.url)["id"])

    intent = client.v1.payment_intents.retrieve(str(paid.payment_intent))
    assert (session.payment_intent, paid.status, paid.payment_status) == (None, "complete", "paid")
    assert intent.metadata.to_dict() == {"of": "the payment"}
    assert session.metadata.to_dict() == {"purchase_id": "lic_1"}


@pytest.mark.parametrize(
    ("play", "told"),
    [
        (Player.pay, PAID_AT_ONCE),
        (Player.decline, []),
        (Player.expire, ["checkout.session.expired"]),
        (Player.pay_later, ["payment_intent.processing", "checkout.session.completed"]),
    ],
)
def test_what_the_buyer_does_is_told(
    client: StripeClient, player: Player, play: Play, told: list[str]
) -> None:
    play(player, a_checkout(client).url)

    assert [event["type"] for event in player.events()] == told


@pytest.mark.parametrize(
    "ending",
    [
        (Player.settle, "paid", "checkout.session.async_payment_succeeded"),
        (Player.fail, "unpaid", "checkout.session.async_payment_failed"),
    ],
)
def test_a_delayed_payment_is_settled_or_fails(
    client: StripeClient, player: Player, ending: tuple[Play, str, str]
) -> None:
    play, payment_status, told = ending
    session = player.pay_later(a_checkout(client).url)
    assert (session["status"], session["payment_status"]) == ("complete", "unpaid")

    play(player, session["id"])

    told_of = player.events(told)[0]["data"]["object"]
    assert (told_of["id"], told_of["payment_status"]) == (session["id"], payment_status)


def test_an_event_keeps_what_was_true_when_it_happened(
    client: StripeClient, player: Player
) -> None:
    session = player.pay_later(a_checkout(client).url)

    player.settle(session["id"])

    completed = player.events("checkout.session.completed")[0]["data"]["object"]
    assert completed["payment_status"] == "unpaid"


def test_what_is_over_cannot_be_paid(client: StripeClient, player: Player) -> None:
    session = a_checkout(client)
    client.v1.checkout.sessions.expire(session.id)

    with pytest.raises(NotPossible, match="is expired"):
        player.pay(session.url)


def test_no_more_is_refunded_than_was_paid(client: StripeClient, player: Player) -> None:
    intent = a_payment(client, player)
    client.v1.refunds.create({"payment_intent": intent, "amount": 23999})

    with pytest.raises(stripe.InvalidRequestError) as too_much:
        client.v1.refunds.create({"payment_intent": intent, "amount": 2})
    player.refund(intent)
    with pytest.raises(stripe.InvalidRequestError) as nothing_left:
        client.v1.refunds.create({"payment_intent": intent})

    assert too_much.value.param == "amount"
    assert nothing_left.value.code == "charge_already_refunded"
    refunds = client.v1.refunds.list({"payment_intent": intent}).data
    assert [refund.amount for refund in refunds] == [1, 23999]


def test_a_pending_refund_arrives_or_comes_back(client: StripeClient, player: Player) -> None:
    player.pending_refunds(on=True)
    intent = a_payment(client, player)
    arriving, failing = player.refund(intent, 100), player.refund(intent, 200)

    player.settle_refund(arriving["id"])
    player.fail_refund(failing["id"])

    told = [
        (event["type"], event["data"]["object"]["status"])
        for event in player.events()
        if event["type"].startswith("refund.") and event["type"] != "refund.created"
    ]
    assert arriving["status"] == failing["status"] == "pending"
    assert told == [
        ("refund.updated", "succeeded"),
        ("refund.updated", "failed"),
        ("refund.failed", "failed"),
    ]


@pytest.mark.parametrize(
    "ending",
    [
        (Player.win, "won", ["charge.dispute.closed", "charge.dispute.funds_reinstated"]),
        (Player.lose, "lost", ["charge.dispute.closed"]),
    ],
)
def test_a_dispute_is_opened_and_decided(
    client: StripeClient, player: Player, ending: tuple[Play, str, list[str]]
) -> None:
    play, status, told = ending
    dispute = player.dispute(a_payment(client, player), reason="fraudulent")

    play(player, dispute["id"])

    assert client.v1.disputes.retrieve(dispute["id"]).status == status
    assert [event["type"] for event in player.events()] == [*PAID_AT_ONCE, *DISPUTED, *told]


def test_events_are_listed_newest_first_page_by_page(client: StripeClient, player: Player) -> None:
    player.refund(a_payment(client, player))

    pages = client.v1.events.list({"limit": 2, "created": {"gte": 1}})

    assert pages.has_more
    listed = [event.type for event in pages.auto_paging_iter()]
    assert listed == [*PAID_AT_ONCE, *REFUNDED][::-1]
    assert len(client.v1.events.list({"type": "refund.created"}).data) == 1


def test_what_is_kept_is_there_at_the_next_start(tmp_path: Path) -> None:
    with StandIn(tmp_path, keeps=True) as first:
        session = first.player.pay(a_checkout(client_of(first.player)).url)

    with StandIn(tmp_path, keeps=True) as second:
        refund = second.player.refund(session["payment_intent"])

    assert refund["amount"] == 24000
    assert second.secret() == first.secret()
