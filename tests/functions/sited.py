"""
Partners' hosts in function tests: names that no other test has, since handlers remember sites.
"""

from itertools import count
from typing import Any

from tenantry.ids import TenantId
from tests import hosting
from tests.calling import Answer, call
from tests.functions.cast import Json, a_reseller, expect

_numbers = count(1)

BRAND = {
    "display_name": "Savanna",
    "primary_color": "#0b5d4e",
    "logo_url": "https://cdn.savanna.example/logo.png",
    "support_email": "help@savanna.example",
}


def a_name() -> str:
    """
    A root domain that nobody has used yet.
    """
    return f"partner{next(_numbers)}.example"


def a_partner(operator: str, **form: Any) -> tuple[Json, str]:
    """
    A reseller with a look of its own, and its proven domain.
    """
    reseller = a_reseller(operator, **{"branding": BRAND, **form})
    name = a_name()
    hosting.prove(TenantId(reseller["id"]), name)
    return reseller, name


def at(host: str, method: str, target: str, **request: Any) -> Answer:
    """
    A request that came through the edge, which tells what host was asked for.
    """
    headers = {"x-forwarded-host": host, **request.pop("headers", {})}
    return call(method, target, headers=headers, **request)


def put(secret: str, reseller: Json, host: str, tenant: Json | None = None) -> Answer:
    """
    Give a host to a tenant, or to the reseller itself.
    """
    path = f"/v1/resellers/{reseller['id']}/hosts/{host}"
    body = {"tenant_id": None if tenant is None else tenant["id"]}
    return call("PUT", path, body=body, secret=secret)


def given(secret: str, reseller: Json, host: str, tenant: Json | None = None) -> Json:
    """
    A host that was given.
    """
    body: Json = expect(put(secret, reseller, host, tenant), 200).json
    return body


def ids(operator: str, reseller: Json, tenant: Json) -> dict[str, str]:
    """
    A host of a reseller's tenant, as it stands in paths.
    """
    name = a_name()
    hosting.prove(TenantId(reseller["id"]), name)
    return {"host": str(given(operator, reseller, f"shop.{name}", tenant)["host"])}


def fill(operator: str, reseller: Json) -> None:
    """
    Three hosts of a reseller.
    """
    name = a_name()
    hosting.prove(TenantId(reseller["id"]), name)
    for label in ("a", "b", "c"):
        given(operator, reseller, f"{label}.{name}")
