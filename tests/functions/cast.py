"""
Who appears in function tests: people with credentials, resellers, invites and tenants.

All of it is made over HTTP, credentials aside: a person gets theirs by mail.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from typing import Any

from api_keys import bootstrap
from tenantry.clock import stamp
from tenantry.credentials import commands as credentials
from tenantry.credentials.tokens import link_token
from tenantry.ids import InviteId, TenantId, UserId
from tenantry.invites import tokens
from tenantry.principals import Principal, Role
from tests.acting import DAY, an_act
from tests.calling import CONTEXT, Answer, call
from tests.functions.stored import everything

LONG_AGO = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - 60 * DAY
"""
Before anything that a test does, and not so long that no payment of then is taken any more:
handlers read the real clock.
"""

type Json = dict[str, Any]

_numbers = count(1)


def an_operator() -> str:
    """
    The API key of a fresh deployment's first operator.
    """
    asked = {"email": "olu@platform.example", "name": "Olu Operator"}
    return bootstrap.handler(asked, CONTEXT)["api_key"]


def a_plan(operator: str, code: str = "growth", **changes: object) -> Json:
    """
    A plan of the catalogue.
    """
    body = {"code": code, "name": "Growth"} | changes
    return made(call("POST", "/v1/plans", body=body, secret=operator))


def price_plan(operator: str, code: str = "growth", amount_minor: int = 1_000) -> None:
    """
    Set what a plan costs at wholesale from now on, in dollars.
    """
    body = {"wholesale_prices": [{"amount_minor": amount_minor, "currency": "USD"}]}
    expect(call("PATCH", f"/v1/plans/{code}", body=body, secret=operator), 200)


def a_list_price(
    secret: str, reseller: Json, amount_minor: int = 1_500, place: str = "growth/USD/month"
) -> Json:
    """
    What a reseller's customers pay for a plan.
    """
    path = f"/v1/resellers/{reseller['id']}/list-prices/{place}"
    return made(call("PUT", path, body={"amount_minor": amount_minor}, secret=secret), 200)


def agreement_terms(**changes: object) -> Json:
    """
    A quarter of what customers pay, from 20 dollars on.
    """
    minimum = {"amount_minor": 20_00, "currency": "USD"}
    return {"rate": "0.25", "minimum_payout": minimum} | changes


def an_agreement(operator: str, reseller: Json, month: str, **changes: object) -> Json:
    """
    What a reseller earns from a month on.
    """
    path = f"/v1/resellers/{reseller['id']}/agreements/{month}"
    return made(call("PUT", path, body=agreement_terms(**changes), secret=operator), 200)


def a_receipt(**changes: object) -> Json:
    """
    What a reseller was paid long ago, under a reference of its own: 100 dollars, in shillings.
    """
    return {
        "reference": f"R-{next(_numbers)}",
        "amount_minor": 1_295_000,
        "currency": "KES",
        "covers_from": stamp(LONG_AGO),
        "covers_until": stamp(LONG_AGO + 30 * DAY),
        "occurred_at": stamp(LONG_AGO),
    } | changes


def bill_by_hand(operator: str, reseller: Json, mode: str = "manual") -> None:
    """
    Let a reseller bill its tenants itself.
    """
    path = f"/v1/resellers/{reseller['id']}/billing"
    expect(call("PUT", path, body={"mode": mode}, secret=operator), 200)


def a_payment(secret: str, tenant: Json, **changes: object) -> Json:
    """
    A payment of a tenant that its reseller bills itself.
    """
    path = f"/v1/tenants/{tenant['id']}/payments"
    return made(call("POST", path, body=a_receipt(**changes), secret=secret))


def a_form(**changes: object) -> Json:
    """
    A new reseller's form, with a slug and an owner of its own.
    """
    number = next(_numbers)
    return {
        "slug": f"partner-{number}",
        "type": "subscription",
        "personal": {"name": "Ama Owusu", "email": f"ama{number}@partner.example"},
        "company": {"legal_name": f"Partner {number} Ltd"},
        "initial_licenses": 50,
    } | changes


def a_reseller(operator: str, **changes: object) -> Json:
    """
    A reseller.
    """
    return made(call("POST", "/v1/resellers", body=a_form(**changes), secret=operator))


def a_key(
    person_id: str,
    role: Role,
    workspace_id: str,
    *,
    scopes: Iterable[str] = ("*",),
    expires_at: datetime | None = None,
) -> str:
    """
    An API key of a person who is a member of the workspace already.
    """
    workspace = TenantId(workspace_id)
    issued = credentials.create_api_key(
        "a test's key",
        frozenset(scopes),
        an_act(Principal(UserId(person_id), role, workspace, workspace), LONG_AGO),
        expires_at=expires_at,
        secret_entropy=sha256(f"secret {next(_numbers)}".encode()).digest(),
    )
    return issued.secret


def an_owner(reseller: Json, **key: Any) -> str:
    """
    An API key of a reseller's owner.
    """
    return a_key(reseller["owner_id"], Role.RESELLER_OWNER, reseller["id"], **key)


def a_member(operator: str, reseller: Json, role: Role, tenant_ids: list[str] | None = None) -> str:
    """
    An API key of a new member of a reseller.
    """
    member = add_member(operator, reseller, role, tenant_ids)
    return a_key(member["user_id"], role, reseller["id"])


def add_member(
    operator: str, reseller: Json, role: Role, tenant_ids: list[str] | None = None
) -> Json:
    """
    A new member of a reseller.
    """
    email = f"member{next(_numbers)}@partner.example"
    body = {"email": email, "name": "Mia Member", "role": role.value, "tenant_ids": tenant_ids}
    path = f"/v1/resellers/{reseller['id']}/members"
    return made(call("POST", path, body=body, secret=operator))


def an_offer(**changes: object) -> Json:
    """
    What a customer is invited to.
    """
    number = next(_numbers)
    return {
        "email": f"kofi{number}@shop.example",
        "tenant_name": f"Kofi's Shop {number}",
        "plan_code": "growth",
    } | changes


def an_invite(secret: str, reseller: Json, **changes: object) -> Json:
    """
    A minted invite.
    """
    path = f"/v1/resellers/{reseller['id']}/invites"
    return made(call("POST", path, body=an_offer(**changes), secret=secret))


def token_of(invite: Json, generation: int = 1) -> str:
    """
    The token in an invite's mailed link.
    """
    return tokens.token(TenantId(invite["reseller_id"]), InviteId(invite["id"]), generation)


def link_of(invite: Json, generation: int = 1) -> str:
    """
    The path of an invite's mailed link.
    """
    return f"/invites/{invite['reseller_id']}/{invite['id']}/{token_of(invite, generation)}"


def accept(invite: Json, name: str = "Kofi Mensah", **request: Any) -> Answer:
    """
    Accept an invite over the API.
    """
    path = f"/v1/resellers/{invite['reseller_id']}/invites/{invite['id']}/accept"
    return call("POST", path, body={"token": token_of(invite), "name": name}, **request)


def a_tenant(secret: str, reseller: Json, **changes: object) -> Json:
    """
    The tenant of an accepted invite, with `owner_id`: its owner has let the reseller in.
    """
    invite = an_invite(secret, reseller, **changes)
    accepted = made(accept(invite, address=an_address()), 200)
    path = f"/v1/tenants/{accepted['tenant_id']}/consent"
    consent = made(call("GET", path, secret=secret), 200)
    return {
        "id": accepted["tenant_id"],
        "name": accepted["tenant_name"],
        "owner_id": consent["granted_by"],
        "invite_id": invite["id"],
    }


def a_tenant_owner(tenant: Json, **key: Any) -> str:
    """
    An API key of a tenant's owner.
    """
    return a_key(tenant["owner_id"], Role.TENANT_OWNER, tenant["id"], **key)


def a_revoked_key(reseller: Json) -> str:
    """
    An API key of a reseller's owner that was revoked before anybody used it.
    """
    secret, remover = an_owner(reseller), an_owner(reseller)
    keys = call("GET", "/v1/api-keys", secret=remover).json["items"]
    key_id = next(key["id"] for key in keys if key["last_four"] == secret[-4:])
    expect(call("DELETE", f"/v1/api-keys/{key_id}", secret=remover), 204)
    return secret


def a_sign_in_link(email: str) -> tuple[str, str]:
    """
    The id and the token of the link that is mailed to somebody who asks to sign in.
    """
    before = everything()
    asked = call("POST", "/v1/sign-in-links", body={"email": email}, address=an_address())
    expect(asked, 202)
    new = everything().keys() - before.keys()
    [link_id] = [pk.removeprefix("SIGN_IN_LINK#") for pk, sk in new if sk == "SIGN_IN_LINK"]
    return link_id, link_token(link_id)


def an_address() -> str:
    """
    An address that nobody has called from yet, so that no limit is near.
    """
    number = next(_numbers)
    return f"198.51.{number // 250}.{number % 250}"


def expect(answer: Answer, status: int) -> Answer:
    """
    The answer, when it has this status: anything else is no ground to test on.
    """
    assert answer.status == status, answer.text
    return answer


def made(answer: Answer, status: int = 201) -> Json:
    """
    What was made, or read.
    """
    body: Json = expect(answer, status).json
    return body
