"""
Who is mailed what: a way in for people, in their language and under the right name.
"""

import pytest

from tests.calling import call
from tests.functions import cast
from tests.functions.cast import Json, a_reseller, an_address, an_invite, expect
from tests.functions.lambdas import (
    mail_of,
    mail_what_happened,
)
from tests.reading import snapshot


@pytest.fixture
def reseller(operator: str) -> Json:
    return a_reseller(
        operator, branding={"display_name": "Savanna", "support_email": "s@s.example"}
    )


def test_accepting_mails_the_owner_a_way_in_and_tells_the_reseller(
    operator: str, reseller: Json
) -> None:
    invite = an_invite(operator, reseller)
    before = snapshot()
    expect(cast.accept(invite, address=an_address()), 200)

    mails = {mail.to: mail for mail in mail_what_happened(before)}

    assert mails.keys() == {invite["email"], reseller["personal"]["email"]}
    link = mails[invite["email"]].links[0]
    token = link.rpartition("/")[2]
    signed_in = call("POST", link.rpartition("/")[0], form={"token": token}, address=an_address())
    assert (call("GET", link).status, signed_in.headers["location"]) == (410, "/workspace")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/operators", {"email": "new@platform.example", "name": "Nia"}),
        (
            "/v1/resellers/{}/members",
            {"email": "new@partner.example", "name": "Nia", "role": "reseller_billing"},
        ),
        (
            "/v1/resellers/{}/tenants",
            {
                "name": "Shop",
                "plan_code": "growth",
                "owner_email": "new@shop.example",
                "owner_name": "Nia",
            },
        ),
        ("/v1/resellers", cast.a_form(personal={"name": "Nia", "email": "new@new.example"})),
    ],
)
def test_whoever_is_added_is_mailed_a_link_that_signs_them_in(
    operator: str, reseller: Json, path: str, body: Json
) -> None:
    before = snapshot()
    expect(call("POST", path.format(reseller["id"]), body=body, secret=operator), 201)

    mail = mail_of(before)

    assert mail.to.startswith("new@")
    _, _, link_id, token = mail.links[0].split("/")
    session = call("POST", "/v1/sessions", body={"link_id": link_id, "token": token})
    assert session.status == 201


def test_a_link_to_sign_in_is_mailed_while_it_can_be_used(reseller: Json) -> None:
    before = snapshot()
    cast.a_sign_in_link(reseller["personal"]["email"])

    mail = mail_of(before)

    assert mail.to == reseller["personal"]["email"]
    assert call("GET", mail.links[0]).status == 200


def test_a_used_link_to_sign_in_is_not_mailed(reseller: Json) -> None:
    before = snapshot()
    link_id, token = cast.a_sign_in_link(reseller["personal"]["email"])
    expect(call("POST", "/v1/sessions", body={"link_id": link_id, "token": token}), 201)

    assert mail_what_happened(before) == []


@pytest.mark.parametrize("locale", ["en", "fr", "pt", "ar", "sw"])
def test_an_invite_is_mailed_in_its_language(operator: str, reseller: Json, locale: str) -> None:
    before = snapshot()
    an_invite(operator, reseller, locale=locale, tenant_name="متجر 咖啡 ☕")

    mail = mail_of(before)

    assert f'lang="{locale}"' in mail.html
    assert "متجر 咖啡 ☕" in mail.html


def test_a_brand_of_any_script_cannot_bend_the_senders_address(operator: str) -> None:
    reseller = a_reseller(operator, company={"legal_name": 'شركة "الأمل" <x@evil.example>, Ltd'})
    before = snapshot()
    an_invite(operator, reseller)

    mail = mail_of(before)

    assert mail.sender.isascii()
    assert mail.sender.endswith("<no-reply@example.com>")
    assert "evil" not in mail.sender
