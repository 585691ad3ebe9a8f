"""
What licences cost, and what resellers are quoted.
"""

from datetime import UTC, datetime, timedelta

import pytest

from tenantry.clock import moment
from tenantry.license_prices import commands
from tenantry.license_prices.model import Tier
from tenantry.money import Money
from tests.acting import an_act
from tests.calling import Answer, call
from tests.functions.cast import LONG_AGO, Json, a_reseller, an_owner, made
from tests.functions.packs import a_quote, set_prices

LATER = "2099-01-01T00:00:00Z"


@pytest.fixture
def reseller(operator: str) -> Json:
    return a_reseller(operator)


def try_prices(operator: str, **changes: object) -> Answer:
    tiers = [{"first": 1, "unit_price_minor": 2_000}]
    body = {"starts_at": LATER, "currency": "USD", "tiers": tiers} | changes
    return call("POST", "/v1/license-prices", body=body, secret=operator)


def tiers_of(text: str) -> list[Json]:
    """
    Tiers from a line such as `1-9:2500 10-:2000`.
    """
    tiers = []
    for tier in text.split():
        span, price = tier.split(":")
        first, last = span.split("-")
        known = {"first": int(first), "unit_price_minor": int(price)}
        tiers.append(known if not last else known | {"last": int(last)})
    return tiers


@pytest.mark.requirement("R-LIC-2")
def test_prices_are_known_from_the_first_day(reseller: Json) -> None:
    [shown] = made(call("GET", "/v1/license-prices", secret=an_owner(reseller)), 200)["items"]

    tiers = [(tier["first"], tier["last"], tier["unit_price_minor"]) for tier in shown["tiers"]]
    assert tiers == [(1, 9, 2_500), (10, 49, 2_000), (50, 99, 1_750), (100, None, 1_500)]
    assert shown["currency"] == "USD"


@pytest.mark.requirement("R-LIC-2")
def test_prices_that_start_later_are_listed_and_hold_later(operator: str, reseller: Json) -> None:
    made_now = set_prices(operator, LATER)

    listed = made(call("GET", "/v1/license-prices", secret=operator), 200)["items"]
    quoted = a_quote(operator, reseller, 1)

    assert listed[1:] == [made_now]
    assert quoted["offer"]["total_minor"] == 2_500


def test_prices_of_a_moment_are_set_once(operator: str) -> None:
    set_prices(operator, LATER)

    answer = try_prices(operator, currency="KES")

    assert (answer.status, answer.json["code"]) == (409, "license_price.exists")
    assert answer.json["field"] == "starts_at"


BAD_TIERS = """
2-9:2500 10-:2000
1-9:2500 11-:2000
1-9:2500 9-:2000
1-:2500 10-:2000
1-9:2500 10-49:2000
10-:2000 1-9:2500
1-9:2500 10-5:2000 6-:1000
"""


@pytest.mark.requirement("R-LIC-2")
@pytest.mark.parametrize("row", BAD_TIERS.strip().splitlines())
def test_tiers_with_a_gap_or_an_overlap_are_refused(operator: str, row: str) -> None:
    answer = try_prices(operator, tiers=tiers_of(row))

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "tiers")


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("tiers", [], "tiers"),
        ("tiers", None, "tiers"),
        ("tiers", tiers_of("1-:0"), "tiers.0.unit_price_minor"),
        ("tiers", tiers_of("0-:5"), "tiers.0.first"),
        ("tiers", tiers_of("1-10001:5"), "tiers.0.last"),
        ("tiers", [{"first": 1, "unit_price_minor": 1.5}], "tiers.0.unit_price_minor"),
        ("currency", "XQX", "currency"),
        ("currency", "usd", "currency"),
        ("starts_at", "2026-01-01T00:00:00Z", "starts_at"),
        ("starts_at", "tomorrow", "starts_at"),
        ("name", "spring", "name"),
    ],
)
def test_a_wrong_field_of_a_price_list_is_named(
    operator: str, field: str, value: object, named: str
) -> None:
    answer = try_prices(operator, **{field: value})

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, named)


ADVICE = """
    1     2500  -
    8    20000  -
    9    22500  10
   10    20000  -
   43    86000  -
   44    88000  50
   49    98000  50
   85   148750  -
   86   150500  100
   99   173250  100
10000 15000000  -
"""


@pytest.mark.requirement("R-LIC-2")
@pytest.mark.parametrize("row", ADVICE.strip().splitlines())
def test_a_quote_names_the_larger_pack_that_costs_less(
    operator: str, reseller: Json, row: str
) -> None:
    quantity, total, better = row.split()

    quote = a_quote(operator, reseller, int(quantity))

    cheaper = quote["cheaper"]
    assert quote["offer"]["quantity"] == int(quantity)
    assert quote["offer"]["total_minor"] == int(total)
    assert (cheaper and cheaper["quantity"]) == (None if better == "-" else int(better))


@pytest.mark.requirement("R-LIC-2")
def test_advice_follows_the_tiers_of_the_day(operator: str, reseller: Json) -> None:
    tiers = (Tier(1, 2, Money(500, "KES")), Tier(3, None, Money(300, "KES")))
    commands.set_prices(LONG_AGO, tiers, an_act(now=LONG_AGO))

    quote = a_quote(operator, reseller, 2)

    assert quote["offer"]["total_minor"] == 1_000
    assert quote["cheaper"] == {
        "quantity": 3,
        "unit_price_minor": 300,
        "total_minor": 900,
        "currency": "KES",
    }


@pytest.mark.requirement("R-LIC-2")
def test_a_quote_holds_for_half_an_hour(operator: str, reseller: Json) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)

    quote = a_quote(operator, reseller)

    held = moment(quote["expires_at"]) - timedelta(minutes=30)
    assert before <= held <= datetime.now(UTC)


@pytest.mark.parametrize("quantity", [0, -1, 10_001, "9", 9.5, True, None])
def test_a_quantity_that_nobody_can_buy_is_named(
    operator: str, reseller: Json, quantity: object
) -> None:
    path = f"/v1/resellers/{reseller['id']}/license-quotes"

    answer = call("POST", path, body={"quantity": quantity}, secret=operator)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "quantity")


@pytest.mark.requirement("R-LIC-2")
def test_a_reseller_that_earns_commission_needs_no_licences(operator: str) -> None:
    path = f"/v1/resellers/{a_reseller(operator, type='commission')['id']}/license-quotes"

    answer = call("POST", path, body={"quantity": 10}, secret=operator)

    assert (answer.status, answer.json["code"]) == (409, "reseller.not_prepaid")
