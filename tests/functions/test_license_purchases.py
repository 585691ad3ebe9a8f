"""
Buying packs of licences over HTTP, with a payment provider of this process.
"""

import csv
from io import StringIO

import pytest

from tenantry.clock import stamp
from tenantry.ids import TenantId
from tenantry.license_prices import commands as prices
from tenantry.resellers import commands as resellers
from tests import stripe_events
from tests.acting import an_act
from tests.calling import Answer, call
from tests.functions.cast import LONG_AGO, Json, a_reseller, an_owner, made
from tests.functions.packs import (
    a_paid_purchase,
    a_purchase,
    a_quote,
    at,
    pool_of,
    read,
    set_prices,
    tell,
)
from tests.licensing import PretendProvider
from tests.reading import kinds

pytestmark = pytest.mark.requirement("R-LIC-3")


@pytest.fixture
def reseller(operator: str, provider: PretendProvider) -> Json:
    """
    A prepaid reseller without licences, where the provider stands in.
    """
    del provider
    return a_reseller(operator, initial_licenses=0)


@pytest.fixture
def owner(reseller: Json) -> str:
    return an_owner(reseller)


def buy(owner: str, reseller: Json, quote_id: str, key: str | None = None) -> Answer:
    return call("POST", at(reseller), body={"quote_id": quote_id}, secret=owner, key=key)


def test_a_purchase_names_the_page_on_which_to_pay(
    owner: str, reseller: Json, provider: PretendProvider
) -> None:
    purchase = a_purchase(owner, reseller, 10)

    [order] = provider.checkouts.values()
    assert purchase["checkout_url"] == f"https://pay.example/{purchase['id']}"
    assert (purchase["status"], purchase["total_minor"]) == ("open", 20_000)
    assert (order.quantity, order.unit_price.minor) == (10, 2_000)
    assert pool_of(owner, reseller)["total"] == 0


def test_a_purchase_is_read_as_it_was_answered(owner: str, reseller: Json) -> None:
    purchase = a_purchase(owner, reseller)

    assert read(owner, reseller, purchase) == purchase


@pytest.mark.requirement("R-API-1")
def test_a_repeat_gets_the_same_checkout(
    owner: str, reseller: Json, provider: PretendProvider
) -> None:
    quote_id = a_quote(owner, reseller)["id"]
    first = buy(owner, reseller, quote_id, "buy")
    before = kinds()

    repeat = buy(owner, reseller, quote_id, "buy")

    assert (repeat.status, repeat.text) == (first.status, first.text) == (201, first.text)
    assert len(provider.asked) == 1
    assert kinds() == before


@pytest.mark.requirement("R-API-1")
def test_a_repeat_after_no_answer_finishes_the_same_purchase(
    owner: str, reseller: Json, provider: PretendProvider
) -> None:
    quote_id = a_quote(owner, reseller)["id"]
    provider.is_silent = True
    unanswered = buy(owner, reseller, quote_id, "buy")
    provider.is_silent = False

    repeat = buy(owner, reseller, quote_id, "buy")

    assert (unanswered.status, unanswered.json["code"]) == (503, "provider.unavailable")
    assert repeat.status == 201
    assert provider.asked == [("open_checkout", repeat.json["id"])] * 2
    assert kinds()["LicensePurchase"] == 1


@pytest.mark.requirement("R-API-1")
def test_a_key_is_good_for_one_quote(owner: str, reseller: Json) -> None:
    buy(owner, reseller, a_quote(owner, reseller)["id"], "buy")

    answer = buy(owner, reseller, a_quote(owner, reseller)["id"], "buy")
    keyless = buy(owner, reseller, a_quote(owner, reseller)["id"], "")

    assert (answer.status, answer.json["code"]) == (422, "idempotency.key_reused")
    assert (keyless.status, keyless.json["errors"][0]["field"]) == (422, "Idempotency-Key")


def test_one_quote_can_be_bought_twice_with_two_keys(owner: str, reseller: Json) -> None:
    quote_id = a_quote(owner, reseller)["id"]

    ids = {buy(owner, reseller, quote_id, key).json["id"] for key in ("one", "two")}

    assert len(ids) == 2


def test_a_quote_of_another_reseller_is_not_found(
    operator: str, owner: str, reseller: Json
) -> None:
    theirs = a_quote(operator, a_reseller(operator))["id"]

    answers = [buy(owner, reseller, quote_id) for quote_id in (theirs, "quo_1", "x" * 200)]

    assert [answer.status for answer in answers] == [404, 404, 404]
    assert {answer.json["code"] for answer in answers} == {"license_quote.not_found"}


def test_a_quote_that_has_expired_buys_nothing(
    owner: str, reseller: Json, provider: PretendProvider
) -> None:
    reseller_id = TenantId(reseller["id"])
    quote = prices.quote(resellers.get(reseller_id), 10, an_act(now=LONG_AGO))

    answer = buy(owner, reseller, quote.id)

    assert (answer.status, answer.json["code"]) == (409, "license_quote.expired")
    assert provider.asked == []


def test_a_pack_that_costs_more_than_the_provider_takes_is_refused(
    owner: str, reseller: Json, provider: PretendProvider
) -> None:
    quote_id = a_quote(owner, reseller, 10)["id"]
    provider.minor_max = 19_999

    answer = buy(owner, reseller, quote_id)

    assert (answer.status, answer.json["code"]) == (409, "license_purchase.too_expensive")
    assert answer.json["most_minor"] == 19_999
    assert provider.asked == []


def test_a_payment_adds_the_pack(owner: str, reseller: Json) -> None:
    purchase = a_paid_purchase(owner, reseller, 10, amount_total=21_600)

    now = read(owner, reseller, purchase)

    assert (now["status"], now["licenses_left"], now["checkout_url"]) == ("paid", 10, None)
    assert (now["paid_minor"], now["tax_minor"], now["paid_currency"]) == (20_000, 1_600, "USD")
    assert pool_of(owner, reseller)["available"] == 10


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("completed", "processing"),
        ("async_payment_failed", "failed"),
        ("expired", "expired"),
        ("async_payment_succeeded", "paid"),
    ],
)
def test_a_checkout_may_end_later_or_never(
    owner: str, reseller: Json, kind: str, status: str
) -> None:
    purchase = a_purchase(owner, reseller)

    told = stripe_events.session_of(purchase, payment_status="unpaid")
    tell(stripe_events.event(f"checkout.session.{kind}", told))

    assert read(owner, reseller, purchase)["status"] == status
    assert pool_of(owner, reseller)["total"] == (10 if status == "paid" else 0)


@pytest.mark.requirement("R-LIC-2")
def test_a_purchase_is_priced_by_its_quote(operator: str, owner: str, reseller: Json) -> None:
    quote = a_quote(owner, reseller, 1)
    set_prices(operator, "2099-01-01T00:00:00Z")

    bought = made(buy(owner, reseller, quote["id"]))

    assert bought["total_minor"] == quote["offer"]["total_minor"] == 2_500


@pytest.mark.requirement("R-LIC-5")
def test_purchases_are_listed_newest_first(owner: str, reseller: Json) -> None:
    bought = [a_purchase(owner, reseller)["id"] for _ in range(3)]

    first = call("GET", f"{at(reseller)}?limit=2", secret=owner).json
    rest = call("GET", f"{at(reseller)}?limit=2&cursor={first['next_cursor']}", secret=owner).json

    listed = [purchase["id"] for page in (first, rest) for purchase in page["items"]]
    assert listed == bought[::-1]


def test_a_purchase_of_another_reseller_is_not_found(
    operator: str, owner: str, reseller: Json
) -> None:
    other = a_reseller(operator)
    theirs = a_purchase(an_owner(other), other)

    answers = [
        call("GET", at(reseller, theirs), secret=owner),
        call("GET", at(other, theirs), secret=owner),
        call("GET", at(reseller, theirs), secret=operator),
    ]

    assert [answer.status for answer in answers] == [404, 404, 404]


@pytest.mark.requirement("R-LIC-5")
def test_accounting_gets_major_units(owner: str, reseller: Json) -> None:
    bought = a_paid_purchase(owner, reseller, 10, amount_total=21_650)
    tell(stripe_events.refunded(bought, 5))

    answer = call("GET", f"{at(reseller)}.csv", secret=owner)

    [line] = csv.DictReader(StringIO(answer.text))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    money = {"unit_price": "20.00", "total": "200.00", "paid": "200.00", "tax": "16.50"}
    money |= {"refunded": "0.05", "currency": "USD"}
    assert {name: line[name] for name in money} == money
    assert (line["purchase"], line["status"]) == (bought["id"], "partly_refunded")


def test_what_nobody_paid_has_no_sums_in_the_accounting(owner: str, reseller: Json) -> None:
    purchase = a_purchase(owner, reseller)

    [line] = csv.DictReader(StringIO(call("GET", f"{at(reseller)}.csv", secret=owner).text))

    assert {line[name] for name in ("paid", "tax", "refunded", "paid_currency")} == {""}
    assert (line["created_at"], line["licenses_left"]) == (purchase["created_at"], "0")


def test_a_currency_without_cents_has_none_in_the_accounting(owner: str, reseller: Json) -> None:
    a_paid_purchase(owner, reseller, 10, currency="jpy", amount_total=21_600)

    [line] = csv.DictReader(StringIO(call("GET", f"{at(reseller)}.csv", secret=owner).text))

    assert (line["paid"], line["tax"], line["paid_currency"]) == ("20000", "1600", "JPY")
    assert (line["total"], line["currency"]) == ("200.00", "USD")


def test_the_accounting_answers_head_as_get(owner: str, reseller: Json) -> None:
    answers = [call(method, f"{at(reseller)}.csv", secret=owner) for method in ("GET", "HEAD")]

    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].headers == answers[1].headers


def test_a_purchase_says_when_it_was_made(owner: str, reseller: Json) -> None:
    purchase = a_purchase(owner, reseller)

    assert stamp(LONG_AGO) < purchase["created_at"] < "2100"
