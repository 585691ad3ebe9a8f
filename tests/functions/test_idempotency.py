"""
A request with an `Idempotency-Key` takes effect once, and is answered alike however often it comes.
"""

from itertools import count
from typing import Any

import pytest

from tenantry.principals import Role
from tests.calling import Answer, call
from tests.functions import branded, deciding, paid_out, stated
from tests.functions.cast import (
    Json,
    a_form,
    a_list_price,
    a_member,
    a_payment,
    a_receipt,
    a_reseller,
    a_tenant,
    an_invite,
    an_offer,
    an_owner,
    bill_by_hand,
    expect,
    price_plan,
)
from tests.functions.charged import a_charge, a_suspended_payment, an_upgrade
from tests.functions.composed import a_composition
from tests.functions.moved import a_move
from tests.functions.stored import everything
from tests.pretending import PretendProvider, standing_in
from tests.reading import kinds

pytestmark = pytest.mark.requirement("R-API-1")

KEY = "6f0c7d4e"
TENANT = {
    "name": "Shop",
    "plan_code": "growth",
    "owner_email": "o@shop.example",
    "owner_name": "Ola",
}
PERSON = {"email": "new@partner.example", "name": "Nia"}
PRICES = {"currency": "USD", "tiers": [{"first": 1, "unit_price_minor": 2_000}]}

_years = count(2050)


def is_replay_of(repeat: Answer, first: Answer) -> bool:
    """
    Whether *repeat* is the first answer again, and says so.
    """
    same = (repeat.status, repeat.text) == (first.status, first.text)
    return same and repeat.headers.get("idempotent-replayed") == "true"


def _prices() -> list[tuple[str, Json | None]]:
    return [
        (
            "/v1/plans/growth/prices",
            {
                "starts_at": f"{next(_years)}-01-01T00:00:00Z",
                "prices": [{"amount_minor": 9, "currency": "USD"}],
            },
        ),
        ("/v1/license-prices", {**PRICES, "starts_at": f"{next(_years)}-01-01T00:00:00Z"}),
    ]


def creating(operator: str) -> list[tuple[str, Json | None]]:
    """
    Every POST that makes something, with a good body.
    """
    reseller = a_reseller(operator)
    tenant, invite = a_tenant(operator, reseller), an_invite(operator, reseller)
    at = f"/v1/resellers/{reseller['id']}"
    order = {"kind": "sales_order", "reference": f"SO-{tenant['id']}"}
    price_plan(operator)
    a_list_price(operator, reseller)
    decided = {"comment": "by phone"}
    with standing_in(PretendProvider()):
        charge = a_charge(operator, tenant, upgrade=an_upgrade())
    matched, returned = (a_suspended_payment(operator)["id"] for _ in range(2))
    bill_by_hand(operator, reseller)
    paid = f"/v1/tenants/{tenant['id']}/payments"
    payment = a_payment(operator, tenant, **deciding.this_month())["id"]
    back = f"{paid}/{payment}/refunds"
    return [
        ("/v1/plans", {"code": f"plan-{reseller['slug']}", "name": "Plan"}),
        ("/v1/operators", {**PERSON, "email": f"{reseller['slug']}@platform.example"}),
        ("/v1/resellers", a_form()),
        (f"{at}/members", {**PERSON, "role": "reseller_support"}),
        (f"{at}/invites", an_offer()),
        (f"{at}/invites/{invite['id']}/resend", None),
        (f"{at}/tenants", TENANT),
        (f"/v1/tenants/{tenant['id']}/records", order),
        (paid, a_receipt()),
        (back, {"reference": "B-1", "amount_minor": 1}),
        (f"/v1/suspended-payments/{matched}/match", decided | {"charge_id": charge["id"]}),
        (f"/v1/suspended-payments/{returned}/return", decided),
        (f"{at}/corrections", deciding.a_first_proposal(reseller, tenant, payment)),
        (f"{at}/product-plans", a_composition()),
        *paid_out.creating(operator),
        (f"{at}/services", {"plan_code": "growth", "currency": "USD"}),
        a_move(operator, reseller),
        stated.asking(reseller),
        *branded.asking(reseller, tenant),
        (f"{at}/licenses/grants", {"quantity": 5, "reason": "a gift"}),
        (f"{at}/license-quotes", {"quantity": 10}),
        *_prices(),
    ]


def test_a_repeat_gets_the_first_answer_and_makes_nothing(operator: str) -> None:
    for number, (path, body) in enumerate(creating(operator)):
        key = f"repeat {number}"
        first = call("POST", path, body=body, secret=operator, key=key)
        before = everything()

        repeat = call("POST", path, body=body, secret=operator, key=key)

        assert first.status in {200, 201, 202}, first.text
        assert "idempotent-replayed" not in first.headers
        assert is_replay_of(repeat, first), path
        assert everything() == before, path


def test_the_same_key_with_another_body_is_refused(operator: str) -> None:
    for number, (path, body) in enumerate(creating(operator)):
        key = f"other {number}"
        expect(call("POST", "/v1/plans", body=a_plan_body(key), secret=operator, key=key), 201)
        before = everything()

        answer = call("POST", path, body=body, secret=operator, key=key)

        assert (answer.status, answer.json["code"]) == (422, "idempotency.key_reused"), path
        assert answer.json["field"] == "Idempotency-Key"
        assert everything() == before, path


def a_plan_body(name: str) -> dict[str, Any]:
    return {"code": name.replace(" ", "-"), "name": "Plan"}


def test_every_creating_request_needs_a_key(operator: str) -> None:
    bulk = f"/v1/resellers/{a_reseller(operator)['id']}/invites/bulk"
    asked = [*creating(operator), ("/v1/api-keys", {"name": "k", "scopes": ["*"]})]
    before = everything()

    answers = [call("POST", path, body=body, secret=operator, key="") for path, body in asked]
    answers.append(call("POST", bulk, raw=b"email\n", secret=operator, key=""))

    assert {answer.status for answer in answers} == {422}
    assert {answer.json["errors"][0]["field"] for answer in answers} == {"Idempotency-Key"}
    assert everything() == before


def test_a_quoted_key_is_the_same_as_a_bare_one(operator: str) -> None:
    body = a_plan_body("quoted")
    first = call("POST", "/v1/plans", body=body, secret=operator, key=f'"{KEY}"')

    repeat = call("POST", "/v1/plans", body=body, secret=operator, key=KEY)

    assert is_replay_of(repeat, first)


def test_a_repeat_is_answered_after_the_state_has_moved_on(operator: str) -> None:
    reseller = a_reseller(operator, initial_licenses=1)
    at, owner = f"/v1/resellers/{reseller['id']}", an_owner(reseller)
    minted = call("POST", f"{at}/invites", body=(offer := an_offer()), secret=owner, key="mint")
    made = call("POST", f"{at}/tenants", body=TENANT, secret=owner, key="make")
    expect(call("POST", f"{at}/deactivate", secret=operator), 200)
    expect(call("PATCH", "/v1/plans/growth", body={"is_active": False}, secret=operator), 200)

    minted_again = call("POST", f"{at}/invites", body=offer, secret=owner, key="mint")
    made_again = call("POST", f"{at}/tenants", body=TENANT, secret=owner, key="make")

    expect(call("PATCH", "/v1/plans/growth", body={"is_active": True}, secret=operator), 200)
    assert is_replay_of(minted_again, minted)
    assert is_replay_of(made_again, made)


def test_a_repeat_of_the_last_licence_gets_the_tenant_that_has_it(operator: str) -> None:
    reseller = a_reseller(operator, initial_licenses=1)
    path, owner = f"/v1/resellers/{reseller['id']}/tenants", an_owner(reseller)
    first = call("POST", path, body=TENANT, secret=owner, key="last")

    repeat = call("POST", path, body=TENANT, secret=owner, key="last")
    another = call("POST", path, body=TENANT, secret=owner, key="one more")

    assert is_replay_of(repeat, first)
    assert (another.status, another.json["code"]) == (409, "license.none_available")


def test_a_taken_slug_is_no_reason_to_refuse_the_repeat(operator: str) -> None:
    form = a_form()
    first = call("POST", "/v1/resellers", body=form, secret=operator, key="slug")

    repeat = call("POST", "/v1/resellers", body=form, secret=operator, key="slug")

    assert is_replay_of(repeat, first)


def test_a_refused_request_can_be_sent_again_with_its_key(operator: str) -> None:
    body = a_plan_body("later") | {"name": ""}
    refused = call("POST", "/v1/plans", body=body, secret=operator, key="later")

    answer = call("POST", "/v1/plans", body=a_plan_body("later"), secret=operator, key="later")

    assert (refused.status, answer.status) == (422, 201)


def test_a_repeated_key_shows_its_secret_once(operator: str) -> None:
    body = {"name": "build server", "scopes": ["plans:read"]}
    first = call("POST", "/v1/api-keys", body=body, secret=operator, key="secret")

    repeat = call("POST", "/v1/api-keys", body=body, secret=operator, key="secret")

    assert first.json["secret"].startswith("tnt_test_")
    assert first.json["secret_was_shown"] is False
    assert repeat.json == {"key": first.json["key"], "secret": None, "secret_was_shown": True}
    assert repeat.headers["idempotent-replayed"] == "true"
    assert all(first.json["secret"] not in str(item) for item in everything().values())


def test_keys_of_different_people_do_not_meet(operator: str) -> None:
    reseller = a_reseller(operator)
    path, offer = f"/v1/resellers/{reseller['id']}/invites", an_offer()
    support = a_member(operator, reseller, Role.RESELLER_SUPPORT)
    secrets = [operator, an_owner(reseller), support]

    answers = [call("POST", path, body=offer, secret=secret, key=KEY + "p") for secret in secrets]

    assert [answer.status for answer in answers] == [201, 201, 201]
    assert len({answer.json["id"] for answer in answers}) == 3


def test_a_person_of_two_resellers_has_keys_of_their_own_in_each(operator: str) -> None:
    person = {"name": "Zuri", "email": "zuri@both.example"}
    resellers = [a_reseller(operator, personal=person) for _ in range(2)]
    offer = an_offer()

    answers = [
        call(
            "POST", f"/v1/resellers/{one['id']}/invites", body=offer, secret=an_owner(one), key="z"
        )
        for one in resellers
    ]

    assert [answer.status for answer in answers] == [201, 201]


def test_files_of_different_people_do_not_meet(operator: str) -> None:
    reseller = a_reseller(operator)
    path = f"/v1/resellers/{reseller['id']}/invites/bulk"
    files = [f"email,tenant_name,plan_code\n{name}@shop.example,Shop,growth\n" for name in "ab"]

    answers = [
        call("POST", path, raw=file.encode(), secret=secret, key="one key")
        for file, secret in zip(files, (operator, an_owner(reseller)), strict=True)
    ]

    assert [answer.status for answer in answers] == [200, 200]
    minted = {answer.json["rows"][0]["invite_id"] for answer in answers}
    assert len(minted) == 2


def test_a_file_sent_again_mints_no_row_twice(operator: str) -> None:
    path = f"/v1/resellers/{a_reseller(operator)['id']}/invites/bulk"
    rows = "".join(f"kofi{number}@shop.example,Shop {number},growth\n" for number in range(4))
    file = f"email,tenant_name,plan_code\n{rows}bad,Shop,growth\n".encode()
    first = call("POST", path, raw=file, secret=operator, key="file")
    before = kinds()

    repeat = call("POST", path, raw=file, secret=operator, key="file")

    assert (first.json["minted"], first.json["refused"]) == (4, 1)
    assert repeat.json == first.json
    assert kinds() == before


def test_a_key_of_a_file_is_not_good_for_another_file(operator: str) -> None:
    path = f"/v1/resellers/{a_reseller(operator)['id']}/invites/bulk"
    file = b"email,tenant_name,plan_code\nkofi@shop.example,Shop,growth\n"
    expect(call("POST", path, raw=file, secret=operator, key="file 2"), 200)

    answer = call(
        "POST", path, raw=file + b"ama@shop.example,Ama,growth\n", secret=operator, key="file 2"
    )

    assert (answer.status, answer.json["code"]) == (422, "idempotency.key_reused")
