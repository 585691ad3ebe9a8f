"""
Moves of tenants over HTTP: by operators, and by a token that the owner hands over.
"""

import pytest

from tests.calling import call
from tests.functions.cast import (
    Json,
    a_reseller,
    a_tenant,
    a_tenant_owner,
    an_owner,
    expect,
    made,
)
from tests.functions.lambdas import mail_of, mail_what_happened
from tests.functions.moved import a_transfer, move
from tests.functions.stored import everything
from tests.reading import snapshot

pytestmark = pytest.mark.requirement("R-RES-14")


def redeem(secret: str, reseller: Json, token: str) -> tuple[int, Json]:
    path = f"/v1/resellers/{reseller['id']}/transfers"
    body = {"token": token, "comment": "welcome"}
    answer = call("POST", path, body=body, secret=secret)
    return answer.status, answer.json


def test_an_operator_moves_a_tenant_with_a_comment(operator: str) -> None:
    old, new = a_reseller(operator), a_reseller(operator)
    tenant = a_tenant(operator, old)

    moved = move(operator, tenant, new)

    assert (moved["reseller_id"], moved["holds_license"]) == (new["id"], True)
    path = f"/v1/tenants/{tenant['id']}"
    assert call("GET", path, secret=an_owner(old)).status == 404
    assert made(call("GET", path, secret=an_owner(new)), 200)["parent_tenant_id"] == new["id"]


def test_the_owner_hands_a_token_over_and_the_other_reseller_redeems_it(operator: str) -> None:
    old, new = a_reseller(operator), a_reseller(operator)
    tenant = a_tenant(operator, old)
    issued = a_transfer(tenant)

    status, moved = redeem(an_owner(new), new, issued["token"])

    assert (status, moved["tenant_id"], moved["reseller_id"]) == (200, tenant["id"], new["id"])
    consent = call("GET", f"/v1/tenants/{tenant['id']}/consent", secret=an_owner(new)).json
    assert consent["reseller_id"] == new["id"]
    assert consent["ends_at"] == issued["transfer"]["access_ends_at"]


def test_a_repeated_request_shows_the_token_once(operator: str) -> None:
    tenant = a_tenant(operator, a_reseller(operator))
    path, owner = f"/v1/tenants/{tenant['id']}/transfers", a_tenant_owner(tenant)
    first = call("POST", path, secret=owner, key="token")

    repeat = call("POST", path, secret=owner, key="token")

    assert repeat.json == {
        "transfer": first.json["transfer"],
        "token": None,
        "token_was_shown": True,
    }
    assert all(first.json["token"] not in str(item) for item in everything().values())


def test_transfers_are_listed_without_their_tokens(operator: str) -> None:
    tenant = a_tenant(operator, a_reseller(operator))
    issued = a_transfer(tenant)

    path = f"/v1/tenants/{tenant['id']}/transfers"
    listed = call("GET", path, secret=a_tenant_owner(tenant)).json

    assert listed["items"] == [issued["transfer"]]
    assert issued["token"].rpartition(".")[2] not in str(listed)


def test_a_repeated_redemption_gets_the_first_answer(operator: str) -> None:
    old, new = a_reseller(operator), a_reseller(operator)
    issued, owner = a_transfer(a_tenant(operator, old)), an_owner(new)
    path = f"/v1/resellers/{new['id']}/transfers"
    body = {"token": issued["token"], "comment": "welcome"}
    first = expect(call("POST", path, body=body, secret=owner, key="once"), 200)

    repeat = call("POST", path, body=body, secret=owner, key="once")

    assert (repeat.status, repeat.text) == (200, first.text)


def test_whoever_guesses_tokens_is_stopped(operator: str) -> None:
    new = a_reseller(operator)
    owner = an_owner(new)

    answers = [redeem(owner, new, f"guess {number}") for number in range(41)]

    codes = [answer["code"] for _, answer in answers]
    assert codes[0] == "transfer.not_found"
    assert "limit.exceeded" in codes


@pytest.mark.parametrize("comment", [None, "", " "])
def test_a_move_needs_a_comment(operator: str, comment: str | None) -> None:
    tenant = a_tenant(operator, a_reseller(operator))
    body = {"reseller_id": a_reseller(operator)["id"], "comment": comment}

    answer = call("POST", f"/v1/tenants/{tenant['id']}/move", body=body, secret=operator)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "comment")


def test_the_owner_is_mailed_who_looks_after_the_workspace_now(operator: str) -> None:
    brand = {"display_name": "Savanna"}
    old, new = a_reseller(operator), a_reseller(operator, branding=brand)
    tenant = a_tenant(operator, old)
    before = snapshot()
    move(operator, tenant, new)

    mail = mail_of(before)

    assert mail.subject == f"Savanna now looks after {tenant['name']}"
    assert mail.links[-1].endswith("/workspace")


def test_a_mail_that_another_move_has_overtaken_is_not_sent(operator: str) -> None:
    old, new = a_reseller(operator), a_reseller(operator)
    tenant = a_tenant(operator, old)
    before = snapshot()
    move(operator, tenant, new)
    move(operator, tenant, a_reseller(operator, company={"legal_name": "Third Ltd"}))

    mails = [mail for mail in mail_what_happened(before) if "looks after" in mail.subject]

    assert [mail.subject for mail in mails] == [f"Third Ltd now looks after {tenant['name']}"]
