"""
Exchange rates, as they are asked for.
"""

from typing import Any

import pytest

from tenantry.fx import store
from tests.calling import Answer, call
from tests.functions.cast import a_reseller, a_tenant, a_tenant_owner, an_owner, made
from tests.quoting import RATES, SATURDAY, a_quote

pytestmark = pytest.mark.requirement("R-FX-1")

FRIDAYS = "/v1/fx-rates/2026-10-30"


@pytest.fixture(autouse=True)
def _rates(operator: str) -> None:
    del operator
    store.put_rates(RATES.day, RATES.quotes)


def convert(secret: str, /, *, day: str = "2026-10-30", **changes: object) -> Answer:
    asked = {"amount_minor": 12_950_000, "currency": "KES", "to": "USD"} | changes
    query = "&".join(f"{name}={value}" for name, value in asked.items() if value is not None)
    return call("GET", f"/v1/fx-rates/{day}/conversion?{query}", secret=secret)


def test_a_days_rates_are_shown_by_currency(operator: str) -> None:
    shown = made(call("GET", FRIDAYS, secret=operator), 200)

    assert shown["day"] == "2026-10-30"
    assert [quote["currency"] for quote in shown["quotes"]] == ["BHD", "JPY", "KES", "UGX", "USD"]
    assert shown["quotes"][2] == {
        "currency": "KES",
        "base": "USD",
        "rate": "129.5",
        "published": "2026-10-30",
        "source": "ecb",
    }


@pytest.mark.requirement("R-FX-2")
def test_a_weekend_shows_when_its_rates_were_published(operator: str) -> None:
    store.put_rates(SATURDAY, {"USD": a_quote()})

    [quote] = made(call("GET", "/v1/fx-rates/2026-10-31", secret=operator), 200)["quotes"]

    assert quote["published"] == "2026-10-30"


def test_an_amount_is_converted_with_the_quotes_that_made_it(operator: str) -> None:
    answer = made(convert(operator, to="EUR"), 200)

    assert (answer["amount_minor"], answer["currency"]) == (12_950_000, "KES")
    assert (answer["converted_minor"], answer["converted_currency"]) == (89_509, "EUR")
    assert [(quote["currency"], quote["rate"]) for quote in answer["quotes"]] == [
        ("KES", "129.5"),
        ("USD", "1.1172"),
    ]


def test_partners_see_rates_and_customers_do_not(operator: str) -> None:
    reseller = a_reseller(operator)
    customer = a_tenant_owner(a_tenant(operator, reseller))

    answers = [call("GET", FRIDAYS, secret=who) for who in (an_owner(reseller), customer)]

    assert [answer.status for answer in answers] == [200, 403]


@pytest.mark.requirement("R-FX-3")
@pytest.mark.parametrize("day", ["2026-10-29", "2026-10-31", "0001-01-01", "9999-12-31"])
def test_a_day_that_was_not_taken_over_has_no_rates(operator: str, day: str) -> None:
    shown, converted = (
        call("GET", f"/v1/fx-rates/{day}", secret=operator),
        convert(operator, day=day),
    )

    for answer in (shown, converted):
        assert (answer.status, answer.json["code"]) == (404, "fx.no_rates")
        assert answer.json["day"] == day


@pytest.mark.requirement("R-FX-3")
@pytest.mark.parametrize("changes", [{"to": "ZAR"}, {"currency": "ZAR"}, {"to": "CHF"}])
def test_a_rate_that_is_missing_is_named(operator: str, changes: dict[str, str]) -> None:
    answer = convert(operator, **changes)

    assert (answer.status, answer.json["code"]) == (409, "fx.rate_missing")
    assert (answer.json["day"], answer.json["currency"]) == ("2026-10-30", *changes.values())


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "0000-01-01", "2026-00-10"])
def test_what_is_no_day_is_refused(operator: str, day: str) -> None:
    answer = call("GET", f"/v1/fx-rates/{day}", secret=operator)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "day")


@pytest.mark.parametrize("day", ["tomorrow", "2026-W44-5", "20261030", "2026-10-3", "٢٠٢٦-10-30"])
def test_what_has_not_a_days_form_names_nothing(operator: str, day: str) -> None:
    assert call("GET", f"/v1/fx-rates/{day}", secret=operator).status == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount_minor", None),
        ("amount_minor", "1.5"),
        ("amount_minor", 10**15 + 1),
        ("currency", "HRK"),
        ("currency", "kes"),
        ("to", None),
        ("to", "XQX"),
    ],
)
def test_a_wrong_parameter_is_named(operator: str, field: str, value: object) -> None:
    asked: dict[str, Any] = {field: value}

    answer = convert(operator, **asked)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, field)
