"""
Certificates in function tests: asked for at the edge of tests, and sent by partners.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from tests.acting import NOON
from tests.calling import call
from tests.certifying import Leaf, a_leaf
from tests.functions.cast import Json, an_address, made

CERTIFICATE = "/v1/resellers/{reseller_id}/domains/{domain}/certificate"
YEARS = timedelta(days=10_000)


def a_lasting_leaf(domain: str = "partner.example", **changes: Any) -> Leaf:
    """
    A partner's own certificate that is valid by the clock of whoever serves.
    """
    names = changes.pop("names", (domain, f"*.{domain}"))
    return a_leaf(names, begins=NOON - YEARS, ends=NOON + YEARS, **changes)


def body_of(leaf: Leaf, **changes: object) -> Json:
    """
    What a partner sends of it.
    """
    parts = {"certificate": leaf.pem, "chain": leaf.chain_pem, "private_key": leaf.key_pem}
    return {**parts, **changes}


PARTS: dict[str, Callable[[Mapping[str, str]], dict[str, Any]]] = {
    f"PUT {CERTIFICATE}": lambda ids: {"body": body_of(a_lasting_leaf(ids["domain"]))},
}
"""What a good request to each route needs besides its path."""


def asked_for(secret: str, domain: Json) -> Json:
    """
    A proven domain whose certificate was asked for.
    """
    path = CERTIFICATE.format(**domain)
    made(call("POST", path, secret=secret, address=an_address()), 200)
    return domain
