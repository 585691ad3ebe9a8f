"""
Tokens by which tenants move, in function tests.
"""

from tests.calling import call
from tests.functions.cast import Json, a_reseller, a_tenant, a_tenant_owner, expect, made


def a_transfer(tenant: Json) -> Json:
    """
    The answer to a tenant's owner who makes a token: `transfer`, and `token`.
    """
    path = f"/v1/tenants/{tenant['id']}/transfers"
    return made(call("POST", path, secret=a_tenant_owner(tenant)))


def a_revoked_transfer(tenant: Json) -> Json:
    """
    A transfer whose token is good for nothing any more.
    """
    transfer: Json = a_transfer(tenant)["transfer"]
    path = f"/v1/tenants/{tenant['id']}/transfers/{transfer['id']}"
    return made(call("DELETE", path, secret=a_tenant_owner(tenant)), 200)


def ids(operator: str, tenant: Json) -> dict[str, str]:
    """
    What moves need: a transfer of the tenant, another reseller, and a token of its customer.
    """
    third = a_reseller(operator, type="commission")
    return {
        "transfer_id": a_revoked_transfer(tenant)["id"],
        "transfer_token": a_transfer(a_tenant(operator, third))["token"],
        "receiver_id": third["id"],
    }


def a_move(operator: str, reseller: Json) -> tuple[str, Json]:
    """
    A good request to move a customer to another reseller: its path and its body.
    """
    tenant, receiver = a_tenant(operator, reseller), a_reseller(operator)
    body = {"reseller_id": receiver["id"], "comment": "by phone"}
    return f"/v1/tenants/{tenant['id']}/move", body


def move(secret: str, tenant: Json, to: Json) -> Json:
    """
    An operator moves a tenant.
    """
    body = {"reseller_id": to["id"], "comment": "agreed by both"}
    path = f"/v1/tenants/{tenant['id']}/move"
    answer: Json = expect(call("POST", path, body=body, secret=secret), 200).json
    return answer
