"""
Names in any script, addresses, slugs and amounts: what is kept unharmed, and what is refused.
"""

import pytest

from tests.calling import call
from tests.functions.cast import (
    a_form,
    a_reseller,
    a_tenant,
    an_invite,
    an_offer,
    an_owner,
    link_of,
    made,
)

NAMES = [
    "Ama",
    "متجر كوفي",
    "咖啡店有限公司",
    "Cửa hàng Phở",
    "é",
    "e\u0301 and e\u0301",
    "👩🏾‍💻 & sons",
    'O\'Brien <b>"quoted"</b>',
    "{name} %s ${x} {{x}}",
    "\U0001d4a6\U0001d45c\U0001d4bb\U0001d4be",
    "नमस्ते दुकान",
    "ᚠᛇᚻ",
    "x" * 200,
    "👨‍👩‍👧‍👦" * 28,
    "a" + "\u0301" * 199,
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_comes_back_as_it_was_sent(operator: str, name: str) -> None:
    reseller = a_reseller(operator, company={"legal_name": name})

    invite = an_invite(operator, reseller, tenant_name=name)

    read = call("GET", f"/v1/resellers/{reseller['id']}", secret=operator).json
    assert read["company"]["legal_name"] == name
    assert invite["tenant_name"] == name
    assert call("GET", link_of(invite)).status == 200


@pytest.mark.parametrize(
    "name", ["", " ", "\t", "x" * 201, "a\u0000b", "a\nb", "a\u0007b", "a\u0085b", "\u009b0m"]
)
def test_a_name_that_cannot_be_shown_is_refused(operator: str, name: str) -> None:
    form = a_form(company={"legal_name": name})

    answer = call("POST", "/v1/resellers", body=form, secret=operator)

    assert answer.status == 422
    assert [error["field"] for error in answer.json["errors"]] == ["company.legal_name"]


def test_spaces_around_a_name_do_not_count(operator: str) -> None:
    reseller = a_reseller(operator, company={"legal_name": f"  {'x' * 200}  "})

    assert reseller["company"]["legal_name"] == "x" * 200


def test_signatures_keep_their_lines(operator: str) -> None:
    signature = "Asante,\n\tTimu ya mauzo\r\nمع التحية"

    reseller = a_reseller(operator, signatures={"sales": signature})

    assert reseller["signatures"] == {"sales": signature}


GOOD_SLUGS = ["abc", "a-b", "1-2", "acme-corp", "x" * 48, "a1b2c3"]
BAD_SLUGS = [
    "ab",
    "x" * 49,
    "Acme",
    "acme_corp",
    "-acme",
    "acme-",
    "ac--me",
    "acme corp",
    "acmé",
    "акме",
    "acme.corp",
    "acme-corp\n",
    "acme/corp",
    "",
]


@pytest.mark.requirement("R-RES-2")
@pytest.mark.parametrize("slug", GOOD_SLUGS)
def test_a_good_slug_is_taken_once(operator: str, slug: str) -> None:
    first = call("POST", "/v1/resellers", body=a_form(slug=slug), secret=operator)

    second = call("POST", "/v1/resellers", body=a_form(slug=slug), secret=operator)

    assert (first.status, first.json["slug"]) == (201, slug)
    assert (second.status, second.json["code"]) == (409, "reseller.slug_taken")
    assert second.json["field"] == "slug"


@pytest.mark.requirement("R-RES-2")
@pytest.mark.parametrize("slug", BAD_SLUGS)
def test_a_bad_slug_is_refused(operator: str, slug: str) -> None:
    answer = call("POST", "/v1/resellers", body=a_form(slug=slug), secret=operator)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "slug")


def test_upper_and_lower_case_of_an_address_are_one_person(operator: str) -> None:
    person = {"name": "Zuri", "email": "Zuri.K@Partner.Example"}
    first = a_reseller(operator, personal=person)

    second = a_reseller(operator, personal={**person, "email": "ZURI.k@partner.EXAMPLE"})

    assert first["owner_id"] == second["owner_id"]


def test_the_same_person_cannot_be_added_twice_under_another_case(operator: str) -> None:
    reseller = a_reseller(operator)
    path = f"/v1/resellers/{reseller['id']}/members"
    shouted = reseller["personal"]["email"].upper()
    body = {"email": shouted, "name": "Ama", "role": "reseller_billing"}

    answer = call("POST", path, body=body, secret=operator)

    assert (answer.status, answer.json["code"]) == (409, "member.exists")
    assert answer.json["field"] == "email"


def test_an_invited_owner_is_known_whatever_the_case(operator: str) -> None:
    reseller = a_reseller(operator)
    first = a_tenant(operator, reseller, email="Binta@Shop.example")

    second = a_tenant(operator, reseller, email="bINTA@shop.EXAMPLE")

    assert first["owner_id"] == second["owner_id"]


@pytest.mark.parametrize(
    "email",
    ["kofi", "@shop.example", "kofi@", "kofi@shop", "ko fi@shop.example", "kofi@shop..example"],
)
def test_what_is_no_address_is_refused(operator: str, email: str) -> None:
    owner = an_owner(reseller := a_reseller(operator))
    path = f"/v1/resellers/{reseller['id']}/invites"

    answer = call("POST", path, body=an_offer(email=email), secret=owner)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "email")


@pytest.mark.parametrize(
    ("currency", "amount_minor"),
    [("JPY", 1_200), ("UGX", 0), ("KES", 10**12), ("BHD", 12_345), ("USD", 1), ("XOF", 500)],
)
def test_a_price_is_kept_in_minor_units_whatever_the_currency(
    operator: str, currency: str, amount_minor: int
) -> None:
    price = {"currency": currency, "amount_minor": amount_minor}
    plan = {"code": f"plan-{currency.lower()}", "name": "Plan", "wholesale_prices": [price]}

    made(call("POST", "/v1/plans", body=plan, secret=operator))

    read = call("GET", f"/v1/plans/{plan['code']}", secret=operator).json
    assert read["wholesale_prices"] == [price | {"yearly_amount_minor": 12 * amount_minor}]


@pytest.mark.parametrize(
    "price",
    [
        {"currency": "JPY", "amount_minor": 12.5},
        {"currency": "JPY", "amount_minor": 12.0},
        {"currency": "USD", "amount_minor": "12"},
        {"currency": "USD", "amount_minor": -1},
        {"currency": "USD", "amount_minor": 10**12 + 1},
        {"currency": "USD", "amount_minor": True},
        {"currency": "USD"},
        {"currency": "XXX", "amount_minor": 1},
        {"currency": "usd", "amount_minor": 1},
        {"currency": "US", "amount_minor": 1},
        {"currency": None, "amount_minor": 1},
        {"currency": "USD", "amount_minor": 1, "amount": 1},
    ],
)
def test_a_price_that_is_none_is_refused(operator: str, price: dict[str, object]) -> None:
    plan = {"code": "odd", "name": "Odd", "wholesale_prices": [price]}

    answer = call("POST", "/v1/plans", body=plan, secret=operator)

    assert answer.status == 422
    assert answer.json["errors"][0]["field"].startswith("wholesale_prices.0.")


def test_a_plan_has_one_price_for_each_currency(operator: str) -> None:
    price = {"currency": "USD", "amount_minor": 1}
    plan = {"code": "twice", "name": "Twice", "wholesale_prices": [price, price]}

    answer = call("POST", "/v1/plans", body=plan, secret=operator)

    assert answer.json["errors"][0]["field"] == "wholesale_prices"
