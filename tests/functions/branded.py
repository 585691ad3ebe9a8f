"""
Pictures in function tests: sent with the form that was asked for, and accepted.
"""

from collections.abc import Callable, Mapping
from typing import Any

import requests

from tests.calling import Answer, call
from tests.functions.cast import Json, an_address, expect, made
from tests.picturing import a_picture, need_bucket

A_LOGO: Json = {"use": "logo", "content_type": "image/png"}

_OF_RESELLER = "/v1/resellers/{reseller_id}/branding"
_OF_TENANT = "/v1/tenants/{tenant_id}/branding"

PARTS: dict[str, Callable[[Mapping[str, str]], dict[str, Any]]] = {
    f"{method} {at}{path}": lambda _, body=body: {"body": body}  # type: ignore[misc] # mypy infers no defaults
    for at in (_OF_RESELLER, _OF_TENANT)
    for method, path, body in (
        ("PATCH", "", {"secondary_color": "#ffdd00"}),
        ("POST", "/uploads", A_LOGO),
        ("POST", "/preview", {"primary_color": "#0b5d4e", "locale": "sw"}),
    )
}
"""What a good request to each route needs besides its path."""


def at_reseller(reseller: Json) -> str:
    """
    Where a reseller's branding is.
    """
    return _OF_RESELLER.format(reseller_id=reseller["id"])


def at_tenant(tenant: Json) -> str:
    """
    Where a tenant's branding is.
    """
    return _OF_TENANT.format(tenant_id=tenant["id"])


def ask(secret: str, at: str, **changes: object) -> Json:
    """
    A form for a picture: a logo as PNG, unless something else is said.
    """
    asked = call("POST", f"{at}/uploads", body=A_LOGO | changes, secret=secret)
    return made(asked)


def asking(reseller: Json, tenant: Json) -> list[tuple[str, Json | None]]:
    """
    Requests for a form, for each that has a branding: their paths and their bodies.
    """
    return [(f"{at}/uploads", A_LOGO) for at in (at_reseller(reseller), at_tenant(tenant))]


def send(upload: Json, content: bytes, **fields: str) -> int:
    """
    Send a file as a browser does with a form; the status of the bucket's answer.
    """
    form = upload["form"]
    answer = requests.post(
        form["url"], data=form["fields"] | fields, files={"file": content}, timeout=5
    )
    return answer.status_code


def accept(secret: str, at: str, upload: Json) -> Answer:
    """
    Have the file of an upload shown.
    """
    path = f"{at}/uploads/{upload['id']}/accept"
    return call("POST", path, secret=secret, address=an_address())


def a_shown_picture(secret: str, at: str, content: bytes, **changes: object) -> tuple[Json, Json]:
    """
    The upload of a picture, and the branding that shows it.
    """
    upload = ask(secret, at, **changes)
    send(upload, content)
    return upload, expect(accept(secret, at, upload), 200).json


def ids(secret: str, reseller: Json, tenant: Json) -> dict[str, str]:
    """
    Pictures of a reseller and of its tenant, by the names that paths give their parts.
    """
    need_bucket()
    logo = a_picture((100, 50))
    upload, branding = a_shown_picture(secret, at_reseller(reseller), logo)
    tenants, _ = a_shown_picture(secret, at_tenant(tenant), logo)
    _, _, owner_id, digest, file = branding["own"]["logo_url"].split("/")
    return {
        "upload_id": upload["id"],
        "tenant_upload_id": tenants["id"],
        "owner_id": owner_id,
        "digest": digest,
        "file": file,
    }
