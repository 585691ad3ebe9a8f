"""
Many invites from one file: each row stands or falls alone.
"""

import pytest

from tests.calling import call
from tests.functions.cast import Json, a_reseller, expect, link_of, made

pytestmark = pytest.mark.requirement("R-INV-4")

HEADING = "email,tenant_name,plan_code,locale"


def send(operator: str, reseller: Json, *rows: str, heading: str = HEADING) -> Json:
    path = f"/v1/resellers/{reseller['id']}/invites/bulk"
    file = "\r\n".join([heading, *rows, ""]).encode()
    return made(
        call("POST", path, raw=file, headers={"content-type": "text/csv"}, secret=operator), 200
    )


def test_good_rows_are_minted_and_bad_ones_say_why(operator: str) -> None:
    expect(call("POST", "/v1/plans", body={"code": "gone", "name": "G"}, secret=operator), 201)
    expect(call("PATCH", "/v1/plans/gone", body={"is_active": False}, secret=operator), 200)

    answer = send(
        operator,
        a_reseller(operator),
        "a@shop.example,A,growth,en",
        "b,B,growth,en",
        "c@shop.example,,growth,en",
        "d@shop.example,D,none,en",
        "e@shop.example,E,gone,en",
        "f@shop.example,F,growth,de",
        "A@Shop.example,a,growth,en",
        "g@shop.example,G,growth,",
    )

    assert (answer["minted"], answer["refused"]) == (2, 6)
    assert [(row["row"], row["status"], row["code"], row["field"]) for row in answer["rows"]] == [
        (1, "minted", None, None),
        (2, "refused", "request.invalid", "email"),
        (3, "refused", "request.invalid", "tenant_name"),
        (4, "refused", "plan.not_found", "plan_code"),
        (5, "refused", "plan.not_offered", "plan_code"),
        (6, "refused", "request.invalid", "locale"),
        (7, "refused", "request.invalid", "email"),
        (8, "minted", None, None),
    ]


def test_a_minted_row_is_an_invite_like_any_other(operator: str) -> None:
    reseller = a_reseller(operator)
    answer = send(operator, reseller, '"noor@shop.example","متجر, الأمل",growth,ar')

    path = f"/v1/resellers/{reseller['id']}/invites/{answer['rows'][0]['invite_id']}"
    invite = made(call("GET", path, secret=operator), 200)

    assert (invite["tenant_name"], invite["locale"]) == ("متجر, الأمل", "ar")
    assert (invite["email"], invite["status"]) == ("noor@shop.example", "open")
    assert call("GET", link_of(invite)).status == 200


@pytest.mark.parametrize(
    "heading",
    [
        "\ufeffemail,tenant_name,plan_code,locale",
        "EMAIL, Tenant_Name ,plan_code,locale",
        '"email","tenant_name","plan_code","locale"',
    ],
)
def test_headings_are_read_as_spreadsheets_write_them(operator: str, heading: str) -> None:
    answer = send(operator, a_reseller(operator), "a@shop.example,A,growth,fr", heading=heading)

    assert answer["minted"] == 1


def test_columns_may_stand_in_any_order_and_locale_may_be_left_out(operator: str) -> None:
    heading = "plan_code,email,tenant_name"

    answer = send(operator, a_reseller(operator), "growth,a@shop.example,A", heading=heading)

    assert answer["minted"] == 1


def test_rows_that_are_all_bad_mint_nothing_and_are_no_error(operator: str) -> None:
    reseller = a_reseller(operator)

    answer = send(operator, reseller, "x,y,z,en", "x")

    assert (answer["minted"], answer["refused"]) == (0, 2)
    path = f"/v1/resellers/{reseller['id']}/invites"
    assert call("GET", path, secret=operator).json["items"] == []


def test_the_same_person_may_be_invited_to_two_tenants(operator: str) -> None:
    answer = send(
        operator, a_reseller(operator), "a@shop.example,A,growth,en", "a@shop.example,B,growth,en"
    )

    assert answer["minted"] == 2
