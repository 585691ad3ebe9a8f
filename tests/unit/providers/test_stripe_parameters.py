"""
Every parameter that we send to Stripe is one that its library declares.
"""

import pytest
from stripe._request_options import RequestOptions
from stripe.params import RefundCreateParams, RefundListParams
from stripe.params.checkout import SessionCreateParams

from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.providers.model import Order
from tenantry.providers.stripe.licenses import checkout_parameters
from tenantry.providers.stripe.parameters import refund_parameters
from tests.unit.providers.parameters import faults

pytestmark = pytest.mark.requirement("R-BIL-2")

RETURN = "https://partners.example.com/workspace"


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TENANTRY_BASE_URL", "https://partners.example.com")


def an_order(unit_price: Money | None = None) -> Order:
    price = unit_price or Money(2_000, "USD")
    return Order("lic_1", TenantId("ten_1"), 10, price)


@pytest.mark.parametrize("automatic_tax", ["true", "false", ""])
@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD", "UGX"])
def test_a_checkout_is_asked_for_in_the_librarys_form(
    monkeypatch: pytest.MonkeyPatch, automatic_tax: str, currency: str
) -> None:
    monkeypatch.setenv("TENANTRY_STRIPE_AUTOMATIC_TAX", automatic_tax)

    asked = checkout_parameters(an_order(Money(2_000, currency)))

    assert list(faults(asked, SessionCreateParams)) == []
    assert asked["automatic_tax"] == {"enabled": automatic_tax == "true"}


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD", "ISK"])
def test_a_refund_is_asked_for_in_the_librarys_form(currency: str) -> None:
    asked = refund_parameters("ret_1", "pi_1", Money(500, currency))

    assert list(faults(asked, RefundCreateParams)) == []
    assert asked.keys() & RequestOptions.__annotations__.keys() == set()


def test_refunds_are_looked_for_in_the_librarys_form() -> None:
    assert list(faults({"payment_intent": "pi_1", "limit": 100}, RefundListParams)) == []


def test_a_checkout_costs_what_was_quoted() -> None:
    asked = checkout_parameters(an_order(Money(75_000, "UGX")))

    [line] = asked["line_items"]
    assert (line["quantity"], line["price_data"]["unit_amount"]) == (10, 7_500_000)
    assert (line["price_data"]["currency"], asked["mode"]) == ("ugx", "payment")
    assert line["price_data"]["tax_behavior"] == "exclusive"
    assert asked["adaptive_pricing"] == {"enabled": False}


def test_a_checkout_and_its_payment_both_say_whose_they_are() -> None:
    asked = checkout_parameters(an_order())

    known = {"purchase_id": "lic_1", "reseller_id": "ten_1"}
    assert asked["metadata"] == asked["payment_intent_data"]["metadata"] == known
    assert asked["client_reference_id"] == "lic_1"


def test_a_buyer_comes_back_to_the_workspace_or_where_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = checkout_parameters(an_order())
    monkeypatch.setenv("TENANTRY_CHECKOUT_RETURN_URL", "https://app.example/licences")

    said = checkout_parameters(an_order())

    assert usual["success_url"] == f"{RETURN}?paid={{CHECKOUT_SESSION_ID}}"
    assert usual["cancel_url"] == RETURN
    assert said["success_url"] == "https://app.example/licences?paid={CHECKOUT_SESSION_ID}"
    assert said["cancel_url"] == "https://app.example/licences"


WRONG = {
    "unknown": ({"colour": "red"}, ".colour: is unknown"),
    "unknown deeper": (
        {"automatic_tax": {"enabled": True, "x": 1}},
        ".automatic_tax.x: is unknown",
    ),
    "missing": ({"automatic_tax": {}}, ".automatic_tax.enabled: is missing"),
    "of another type": ({"cancel_url": 5}, ".cancel_url: 5 is no <class 'str'>"),
    "yes for a number": (
        {"line_items": [{"quantity": True}]},
        ".line_items[0].quantity: True is no <class 'int'>",
    ),
    "of another word": ({"mode": "gift"}, ".mode: 'gift' is none of"),
}


@pytest.mark.parametrize(("asked", "fault"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_parameter_is_found(asked: dict[str, object], fault: str) -> None:
    [found] = faults(asked, SessionCreateParams)

    assert found.startswith(fault)
