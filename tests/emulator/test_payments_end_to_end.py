"""
What customers pay, on the whole stack: five providers, their webhooks, the sweep, the ledger.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from infra.local.paddle.server import signature
from infra.local.stack import eventually
from tenantry.providers.mpesa.signature import subject_of, token
from tests.emulator import searching
from tests.emulator.provisioned import Programme, provisioned
from tests.emulator.racing import Racers
from tests.emulator.requesting import Request
from tests.emulator.selling import (
    LIST,
    MARKETS,
    PAYER,
    PHONE,
    Customer,
    Seller,
    differences,
    matched,
    start_selling,
    suspended,
    sweep,
)
from tests.emulator.webhooks import apply_webhook

pytestmark = pytest.mark.emulator

RACERS = 16
PARTS = 4
"""Processes of their own that apply one webhook at the same instant."""

LOST = {"paystack": 1, "mpesa": 1, "flutterwave": 1, "paddle": 2}
"""How many notices a provider sends of one payment."""

type Json = Any


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    with provisioned(tmp_path_factory.mktemp("payments")) as programme:
        yield programme


@pytest.fixture(scope="module")
def seller(programme: Programme) -> Seller:
    return start_selling(programme)


@pytest.fixture
def customer(seller: Seller) -> Customer:
    return seller.new_customer()


@pytest.fixture(scope="module")
def racers(programme: Programme) -> Iterator[Racers]:
    with Racers(RACERS, programme.stack.environments()["BillingWebhooksApply"]) as racers:
        yield racers


def secret_of(programme: Programme, name: str) -> Json:
    stack = programme.stack
    answer = stack.client("secretsmanager").get_secret_value(SecretId=stack.physical_id(name))
    return json.loads(answer["SecretString"])


def lose(programme: Programme, provider: str) -> None:
    player = getattr(programme.stack, provider)
    lose_next = player.lose_webhooks if provider == "paddle" else player.lose_notices
    lose_next(LOST[provider])


def refused_so_far(programme: Programme, code: str) -> int:
    return sum(code in line for line in programme.stack.logs("BillingWebhooksApply"))


def notice_of(programme: Programme, charge: Json, path_secret: str) -> Request:
    """
    What M-Pesa would post if the newest prompt were paid.
    """
    asked = programme.stack.mpesa.prompts()[-1]
    items = [
        {"Name": "Amount", "Value": asked["Amount"]},
        {"Name": "MpesaReceiptNumber", "Value": "SKLFORGED1"},
        {"Name": "TransactionDate", "Value": 20261121120000},
        {"Name": "PhoneNumber", "Value": int(PHONE)},
    ]
    told = {name: asked[name] for name in ("MerchantRequestID", "CheckoutRequestID")}
    paid = {**told, "ResultCode": 0, "ResultDesc": "Done", "CallbackMetadata": {"Item": items}}
    subject = subject_of(charge["id"])
    path = f"/v1/notices/{subject}/{token(path_secret, subject)}"
    return programme.anybody.request("POST", path, {"Body": {"stkCallback": paid}})


@pytest.mark.requirement("R-BIL-1")
@pytest.mark.parametrize("provider", MARKETS)
def test_a_pilot_that_has_ended_goes_on_once_it_is_paid(customer: Customer, provider: str) -> None:
    assert customer.records("PO-1") == (409, "pilot.expired")
    charge = customer.asks(provider)

    customer.pays(charge)

    [payment] = eventually(customer.payments)
    paid = (payment["provider"], payment["amount_minor"], payment["currency"])
    assert paid == (provider, LIST[MARKETS[provider]], MARKETS[provider])
    assert payment["collected_by"] == "platform"
    assert customer.charge(charge["id"])["payment_ids"] == [payment["id"]]
    assert customer.records("PO-2") == (201, "")


@pytest.mark.requirement("R-BIL-6")
@pytest.mark.parametrize("provider", LOST)
def test_a_payment_that_nobody_told_of_is_found_by_the_sweep_once(
    programme: Programme, customer: Customer, provider: str
) -> None:
    charge = customer.asks(provider)
    lose(programme, provider)
    customer.pays(charge)
    assert customer.payments() == []

    assert sweep(programme)["missed"] >= 1

    [payment] = customer.payments()
    found = [one for one in differences(programme) if one["reference"] == payment["reference"]]
    assert {(one["difference"], one["refusal"]) for one in found} == {("missed", None)}
    assert sweep(programme)["missed"] == 0
    assert customer.payments() == [payment]
    assert customer.records("PO-1") == (201, "")


def taken(deliveries: list[Json]) -> set[str]:
    return {one["event"] for one in deliveries if one["status"] == 200}


@pytest.mark.requirement("R-BIL-6")
def test_a_webhook_that_comes_after_the_sweep_changes_nothing(
    programme: Programme, customer: Customer
) -> None:
    stripe, before = programme.stack.stripe, programme.queued("WebhookQueue")
    charge = customer.asks("stripe")
    stripe.hold(on=True)
    customer.pays(charge)
    told = {event["id"] for event in stripe.events("checkout.session.completed")}
    sweep(programme)
    found = customer.payments()

    stripe.hold(on=False)

    eventually(lambda: told <= taken(stripe.deliveries()))
    eventually(lambda: programme.queued("WebhookQueue") <= before)
    assert len(found) == 1
    assert customer.payments() == found


@pytest.mark.requirement("R-BIL-7")
def test_money_under_a_mistyped_reference_waits_until_an_operator_matches_it(
    programme: Programme, customer: Customer
) -> None:
    charge = customer.asks("mpesa")
    programme.stack.mpesa.cancel(PHONE)
    typed = charge["reference"][:-1] + "?"
    programme.stack.mpesa.pay_unasked(typed, str(LIST["KES"] // 100), PHONE)

    [waiting] = eventually(lambda: suspended(programme, typed))
    answer = matched(programme, waiting, charge)

    assert (waiting["why"], waiting["total_minor"]) == ("unknown", LIST["KES"])
    assert answer.status == 201
    assert customer.charge(charge["id"])["payment_ids"] == [answer.json["id"]]
    assert customer.records("PO-1") == (201, "")
    assert suspended(programme, typed) == []


@pytest.mark.requirement("R-BIL-2")
def test_what_goes_back_through_the_provider_ends_in_the_ledger(
    programme: Programme, customer: Customer
) -> None:
    customer.pays(customer.asks("paystack"))
    [payment] = eventually(customer.payments)
    path = f"{customer.path}/payments/{payment['id']}/refunds"

    programme.operator.made(path, {"amount_minor": 500_00})

    left = LIST["NGN"] - 500_00
    [payment] = eventually(
        lambda: [one for one in customer.payments() if one["left_minor"] == left]
    )
    # The provider tells of the end in a notice of its own.
    assert eventually(
        lambda: [one for one in programme.operator.listed(path) if one["status"] == "succeeded"]
    )
    assert [refund["amount"] for refund in programme.stack.paystack.refunds()][-1] == 500_00


@pytest.mark.requirement("R-BIL-2")
def test_a_forged_notice_of_mpesas_changes_nothing(
    programme: Programme, customer: Customer
) -> None:
    charge = customer.asks("mpesa")
    programme.stack.mpesa.lose_notices(1)
    programme.stack.mpesa.cancel(PHONE)
    [path_secret] = secret_of(programme, "MpesaSecret")["path_secrets"]
    before = refused_so_far(programme, "provider_event.not_confirmed")

    guessed = notice_of(programme, charge, "a guess")()
    forged = notice_of(programme, charge, path_secret)()

    assert guessed.outcome == (400, "webhook.not_authentic")
    assert forged.outcome == (200, "")
    eventually(lambda: refused_so_far(programme, "provider_event.not_confirmed") > before)
    assert customer.payments() == []
    assert customer.charge(charge["id"])["status"] == "open"
    assert customer.records("PO-1") == (409, "pilot.expired")


def paid_at_paddle(programme: Programme, customer: Customer) -> str:
    """
    A webhook that says so, and was never delivered.
    """
    charge = customer.asks("paddle")
    lose(programme, "paddle")
    customer.pays(charge)
    told = programme.stack.paddle.events("transaction.completed")[-1]
    return json.dumps({**told, "notification_id": "ntf_1"})


@pytest.mark.requirement("R-BIL-2")
@pytest.mark.parametrize("count", [4, pytest.param(RACERS, marks=pytest.mark.deep)])
def test_a_webhook_that_comes_many_times_at_once_is_one_payment(
    programme: Programme, customer: Customer, racers: Racers, count: int
) -> None:
    body = paid_at_paddle(programme, customer).encode()
    keys = secret_of(programme, "PaddleSecret")["webhook_secrets"]
    headers = {"paddle-signature": signature(body, keys, int(time.time()))}
    at = (programme.stack.base_url, "POST", "/v1/webhooks/paddle")
    # What was refused stays for operators.
    before = programme.queued("WebhookQueue")

    answers = racers.race([Request(*at, body, headers)] * count)

    assert Counter(answer.status for answer in answers) == {200: count}
    [payment] = eventually(customer.payments)
    eventually(lambda: programme.queued("WebhookQueue") <= before)
    assert customer.payments() == [payment]


@pytest.mark.requirement("R-BIL-2")
def test_a_webhook_that_processes_apply_at_the_same_instant_is_one_payment(
    programme: Programme, customer: Customer, racers: Racers
) -> None:
    body = paid_at_paddle(programme, customer)

    failed = racers.race([partial(apply_webhook, "paddle", body)] * PARTS)

    assert failed == [[]] * PARTS
    [payment] = customer.payments()
    assert payment["left_minor"] == LIST["EUR"]


@pytest.mark.requirement("R-CMP-4")
def test_nothing_written_down_names_a_payer_or_holds_a_providers_secret(
    programme: Programme, seller: Seller
) -> None:
    customers = [seller.new_customer() for _ in range(2)]
    for provider, customer in zip(("paystack", "mpesa"), customers, strict=True):
        customer.pays(customer.asks(provider))
    eventually(lambda: all(customer.payments() for customer in customers))
    names = ("StripeSecret", "PaystackSecret", "FlutterwaveSecret", "MpesaSecret", "PaddleSecret")
    told = json.dumps([secret_of(programme, name) for name in names])
    secrets = {text for text in told.split('"') if len(text) >= 32}
    assert len(secrets) > len(names)

    written = [*searching.table(programme.stack), *searching.logs(programme.stack)]

    assert any(customers[0].id in text for text in written), "the search finds what is there"
    for found in (*secrets, PHONE, PAYER):
        assert [text for text in written if found in text] == []
