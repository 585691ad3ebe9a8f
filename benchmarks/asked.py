"""
The requests that are measured, and the little world that they run in.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count

from api_keys import bootstrap
from tenantry.acts import Act
from tenantry.credentials.commands import create_api_key
from tenantry.ids import InviteId, TenantId
from tenantry.invites.tokens import token
from tenantry.principals import Principal
from tenantry.users.store import members_of
from tests.calling import CONTEXT, Answer, call

RESELLER = {
    "slug": "acme-corp",
    "type": "subscription",
    "personal": {"name": "Ama Owusu", "email": "ama@acme.example"},
    "company": {"legal_name": "Acme Corp"},
    "initial_licenses": 1000,
}

OFFER = {"tenant_name": "Shop", "plan_code": "growth"}

type Ask = Callable[[], Answer]


@dataclass(frozen=True)
class World:
    """
    What the requests need: an operator, a reseller, a tenant and their keys.
    """

    operator: str
    owner: str
    reseller_id: str
    tenant_id: str


def a_world() -> World:
    """
    Make an operator, a plan, a prepaid reseller, and a tenant that accepted an invite.
    """
    asked = {"email": "operator@example.com", "name": "Olu Operator"}
    operator = bootstrap.handler(asked, CONTEXT)["api_key"]
    call("POST", "/v1/plans", body={"code": "growth", "name": "Growth"}, secret=operator)
    reseller_id = call("POST", "/v1/resellers", body=RESELLER, secret=operator).json["id"]
    world = World(operator, _owner_key(reseller_id), reseller_id, "")
    path, link = _minted(world, "first@shop.example")
    accepted = call("POST", f"{path}/accept", body={"token": link, "name": "Kofi"})
    return replace(world, tenant_id=accepted.json["tenant_id"])


def _owner_key(reseller_id: str) -> str:
    owner = next(member for _, member in members_of(TenantId(reseller_id)))
    principal = Principal(owner.user_id, owner.role, owner.workspace_id, owner.workspace_id)
    act = Act(principal, datetime.now(UTC), os.urandom(32), "benchmark")
    return create_api_key(
        "owner", frozenset({"*"}), act, expires_at=None, secret_entropy=os.urandom(32)
    ).secret


def requests_of(world: World) -> dict[str, Ask]:
    """
    What is measured, by name; each can be sent any number of times.
    """
    at, numbers = f"/v1/resellers/{world.reseller_id}", count()
    tenant = f"/v1/tenants/{world.tenant_id}"
    links = [_minted(world, f"c{number}@shop.example") for number in range(2)]
    accepts = count()

    def mint() -> Answer:
        offer = {**OFFER, "email": f"m{next(numbers)}@shop.example"}
        return call("POST", f"{at}/invites", body=offer, secret=world.owner)

    def accept() -> Answer:
        # The first is to get warm; the second is measured, and sent again where it is recorded.
        path, link = links[min(next(accepts), 1)]
        return call("POST", f"{path}/accept", body={"token": link, "name": "Kofi"})

    def gate() -> Answer:
        order = {"kind": "sales_order", "reference": f"SO-{next(numbers)}", "content": {"a": 1}}
        return call("POST", f"{tenant}/records", body=order, secret=world.owner)

    def create_key() -> Answer:
        wanted = {"name": "measured", "scopes": ["*"]}
        return call("POST", "/v1/api-keys", body=wanted, secret=world.owner)

    return {
        "mint": mint,
        "accept": accept,
        "gate": gate,
        "create key": create_key,
        "read tenant": lambda: call("GET", tenant, secret=world.owner),
        "read reseller": lambda: call("GET", at, secret=world.owner),
        "list tenants": lambda: call("GET", f"{at}/tenants", secret=world.owner),
        "list plans": lambda: call("GET", "/v1/plans", secret=world.owner),
        "unknown path": lambda: call("GET", "/v1/unknown"),
    }


def _minted(world: World, email: str) -> tuple[str, str]:
    """
    A new invite's path in the API, and the token of its link.
    """
    path = f"/v1/resellers/{world.reseller_id}/invites"
    answer = call("POST", path, body={**OFFER, "email": email}, secret=world.operator)
    invite_id = answer.json["id"]
    return f"{path}/{invite_id}", token(TenantId(world.reseller_id), InviteId(invite_id), 1)
