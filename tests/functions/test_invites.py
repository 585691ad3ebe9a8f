"""
Invites over the API: the link is mailed and never shown, and each step says what stands in its way.
"""

import pytest

from tests.calling import Answer, call
from tests.functions.cast import (
    Json,
    a_reseller,
    accept,
    an_address,
    an_invite,
    an_offer,
    an_owner,
    expect,
    made,
    token_of,
)


def path_of(invite: Json, rest: str = "") -> str:
    return f"/v1/resellers/{invite['reseller_id']}/invites/{invite['id']}{rest}"


def refusal(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


@pytest.mark.requirement("R-INV-1")
def test_an_invite_is_shown_without_its_link(operator: str) -> None:
    reseller = a_reseller(operator)
    owner = an_owner(reseller)
    look = {"display_name": "Kofi", "primary_color": "#0F766E", "logo_url": ""}

    minted = an_invite(owner, reseller, locale="sw", branding=look)

    read = made(call("GET", path_of(minted), secret=owner), 200)
    assert read == minted
    assert (minted["locale"], minted["branding"]["primary_color"]) == ("sw", "#0f766e")
    assert (minted["status"], minted["minted_by"]) == ("open", reseller["owner_id"])
    assert "token" not in str(minted)
    assert token_of(minted) not in str(minted)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("tenant_name", "x" * 201),
        ("tenant_name", "a\u0000b"),
        ("plan_code", "Growth"),
        ("plan_code", ""),
        ("locale", "de"),
        ("branding", {"primary_color": "red"}),
        ("branding", {"website_url": "http://a.example"}),
        ("branding", {"motto": "x"}),
        ("token", "x"),
    ],
)
def test_a_wrong_offer_is_named(operator: str, field: str, value: object) -> None:
    path = f"/v1/resellers/{a_reseller(operator)['id']}/invites"

    answer = call("POST", path, body=an_offer(**{field: value}), secret=operator)

    assert answer.status == 422
    assert answer.json["errors"][0]["field"].startswith(field)


def test_an_unknown_plan_is_named(operator: str) -> None:
    path = f"/v1/resellers/{a_reseller(operator)['id']}/invites"

    answer = call("POST", path, body=an_offer(plan_code="none"), secret=operator)

    assert refusal(answer) == (404, "plan.not_found")
    assert answer.json["field"] == "plan_code"


@pytest.mark.requirement("R-INV-3")
def test_a_revoked_invite_is_neither_accepted_nor_sent_again(operator: str) -> None:
    invite = an_invite(operator, a_reseller(operator))

    revoked = [made(call("POST", path_of(invite, "/revoke"), secret=operator), 200) for _ in "12"]

    assert [one["status"] for one in revoked] == ["revoked", "revoked"]
    assert refusal(accept(invite, address=an_address())) == (409, "invite.revoked")
    assert refusal(call("POST", path_of(invite, "/resend"), secret=operator)) == (
        409,
        "invite.revoked",
    )


@pytest.mark.requirement("R-INV-3")
def test_an_accepted_invite_is_neither_revoked_nor_sent_again(operator: str) -> None:
    invite = an_invite(operator, a_reseller(operator))
    tenant_id = made(accept(invite, address=an_address()), 200)["tenant_id"]

    answers = [
        call("POST", path_of(invite, step), secret=operator) for step in ("/revoke", "/resend")
    ]

    assert [refusal(answer) for answer in answers] == [(409, "invite.accepted")] * 2
    assert {answer.json["tenant_id"] for answer in answers} == {tenant_id}


@pytest.mark.requirement("R-INV-3")
def test_only_the_newest_link_accepts(operator: str) -> None:
    invite = an_invite(operator, a_reseller(operator))
    resent = made(call("POST", path_of(invite, "/resend"), secret=operator), 200)
    body = {"token": token_of(invite, 2), "name": "Kofi"}

    old = accept(invite, address=an_address())
    new = call("POST", path_of(invite, "/accept"), body=body, address=an_address())

    assert resent["expires_at"] > invite["expires_at"]
    assert (refusal(old), new.status) == ((404, "invite.not_found"), 200)


@pytest.mark.parametrize(
    ("field", "body"),
    [
        ("token", {"name": "Kofi"}),
        ("token", {"name": "Kofi", "token": "short"}),
        ("name", {"token": "A" * 43}),
        ("name", {"token": "A" * 43, "name": " "}),
        ("email", {"token": "A" * 43, "name": "Kofi", "email": "other@shop.example"}),
    ],
)
def test_what_accepts_nothing_is_named(operator: str, field: str, body: Json) -> None:
    invite = an_invite(operator, a_reseller(operator))

    answer = call("POST", path_of(invite, "/accept"), body=body, address=an_address())

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, field)


def test_an_expired_invite_can_be_sent_again(operator: str) -> None:
    reseller = a_reseller(operator)
    invite = an_invite(operator, reseller)
    expect(call("POST", path_of(invite, "/resend"), secret=operator), 200)

    listed = call("GET", f"/v1/resellers/{reseller['id']}/invites?status=open", secret=operator)

    assert [one["id"] for one in listed.json["items"]] == [invite["id"]]
