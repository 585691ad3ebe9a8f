"""
Domains in function tests: claimed by their partners, proven by a record that stands in the test.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from domains import crew
from tenantry.acts import Act
from tenantry.clock import moment
from tenantry.domains import store
from tenantry.domains.following import Follower, Found
from tenantry.domains.model import Domain
from tenantry.errors import TenantryError
from tenantry.ids import TenantId
from tests.acting import SECOND
from tests.calling import call
from tests.claiming import proof
from tests.claiming import proven as found
from tests.functions.cast import Json, an_address, made

_DOMAIN = "/v1/resellers/{reseller_id}/domains/{domain}"

PARTS: dict[str, Callable[[Mapping[str, str]], dict[str, Any]]] = {
    "GET /v1/domains": lambda _: {"query": "?state=proven"},
    "POST /v1/resellers/{reseller_id}/domains": lambda _: {"body": {"domain": "new.example"}},
    f"POST {_DOMAIN}/release": lambda _: {"body": {"reason": "a court has decided so"}},
}
"""What a good request to each route needs besides its path."""


def follow_nothing(patch: pytest.MonkeyPatch) -> None:
    """
    Let nothing follow domains: what does is tested with stand-ins of its own.
    """
    patch.setattr(crew, "FOLLOWERS", ())


def follow_in_vain(patch: pytest.MonkeyPatch, *troubles: TenantryError) -> None:
    """
    Let somebody follow domains for each trouble, and meet it.
    """

    def meeting(trouble: TenantryError) -> Follower:
        def follows(domain: Domain, found: Found, act: Act) -> None:
            del domain, found, act
            raise trouble

        return Follower(trouble.code, follows=follows)

    patch.setattr(crew, "FOLLOWERS", tuple(meeting(trouble) for trouble in troubles))


def at(domain: Json, rest: str = "") -> str:
    """
    Where a domain is.
    """
    return f"/v1/resellers/{domain['reseller_id']}/domains/{domain['domain']}{rest}"


def a_claim(secret: str, reseller: Json, name: str = "") -> Json:
    """
    A domain that a reseller claims; one of its own unless it is named.
    """
    body = {"domain": name or f"{reseller['slug']}.example"}
    path = f"/v1/resellers/{reseller['id']}/domains"
    return made(call("POST", path, body=body, secret=secret, address=an_address()))


def proven(domain: Json) -> Json:
    """
    A claimed domain whose record has been found, a second after it was claimed.
    """
    claim = store.get_domain(TenantId(domain["reseller_id"]), domain["domain"])
    assert claim is not None, "it was claimed"
    assert proof(claim), "and says which record proves it"
    found(claim, moment(domain["claimed_at"]) + SECOND)
    return domain
