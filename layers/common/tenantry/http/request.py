"""
A request as a route sees it: who asks, when, with what.
"""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite
from typing import Any
from urllib.parse import parse_qs

from pydantic import BaseModel, ValidationError

from tenantry.acts import Act, Once
from tenantry.errors import Invalid, TooLarge, invalid_field, invalid_fields
from tenantry.hosts.model import Site
from tenantry.ids import TenantId
from tenantry.principals import Principal

BODY_BYTES_MAX = 1_048_576
"""One mebibyte: more than any of our bodies needs, less than the gateway lets through."""
DEPTH_MAX = 32
_OWN = "Value error, "


@dataclass(frozen=True, slots=True)
class Request:
    """
    One HTTP request, authenticated and authorised.

    Args:
        route: As in the policy table, `GET /v1/tenants/{tenant_id}`; logs hold it, never the raw
            path.
        entropy: 64 random bytes; ids and secrets of this request follow from it.
        address: The caller's address, as the gateway saw it.
        site: Whose look the answer wears; None at the platform's own address. Never a reason to
            let somebody in, or not to: see docs/decisions/0029.
    """

    route: str
    principal: Principal
    now: datetime
    entropy: bytes
    correlation_id: str
    address: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    raw_body: bytes
    cookies: Mapping[str, str]
    site: Site | None = None
    once: Once | None = None

    @property
    def act(self) -> Act:
        """
        What a command takes from this request.
        """
        return Act(self.principal, self.now, self.entropy[:32], self.correlation_id, self.once)

    @property
    def workspace_id(self) -> TenantId:
        """
        The workspace that the principal acts in; routes for anybody have none.
        """
        assert self.principal.workspace_id is not None, "a route for anybody has no workspace"
        return self.principal.workspace_id

    @property
    def asked_at(self) -> str | None:
        """
        The partner's host that the request came to, as it was found; None at the platform's own.
        """
        return None if self.site is None else self.site.host

    @property
    def secret_entropy(self) -> bytes:
        """
        Randomness for a secret, apart from that of the ids, which are shown.
        """
        return self.entropy[32:]

    def with_once(self, once: Once) -> "Request":
        """
        The request as one that takes effect once.
        """
        return replace(self, once=once)

    def form(self) -> dict[str, str]:
        """
        The fields of an HTML form; of a field that came twice, the first.
        """
        try:
            fields = parse_qs(self.raw_body.decode(), keep_blank_values=True, max_num_fields=20)
        except ValueError:
            raise invalid_field("body", "must be an HTML form in UTF-8") from None
        return {name: values[0] for name, values in fields.items()}


def raw_body(event: Mapping[str, Any]) -> bytes:
    """
    The body, byte for byte as it was sent.

    Raises:
        TooLarge: It has more than `BODY_BYTES_MAX` bytes.
        Invalid: The gateway said base64, and it is none.
    """
    text = event.get("body") or ""
    try:
        body = b64decode(text, validate=True) if event.get("isBase64Encoded") else text.encode()
    except (NotBase64, ValueError):
        raise invalid_field("body", "must be base64 when the event says so") from None
    if len(body) > BODY_BYTES_MAX:
        message = f"the body has more than {BODY_BYTES_MAX} bytes"
        raise TooLarge(message)
    return body


def parse_json[B: BaseModel](model: type[B], body: bytes) -> B:
    """
    Read a JSON body as *model*.

    Raises:
        Invalid: Every field that breaks a rule is named in `errors`.
    """
    try:
        document = json.loads(body or b"{}", parse_constant=_no_constant, parse_float=_finite)
    except (ValueError, RecursionError):
        raise invalid_field("body", "must be JSON, in UTF-8") from None
    if not isinstance(document, dict):
        raise invalid_field("body", "must be a JSON object")
    if _depth(document) > DEPTH_MAX:
        raise invalid_field("body", f"must be nested no deeper than {DEPTH_MAX}")
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        # Half a surrogate pair is legal JSON, and no text that can be stored.
        raise invalid_field("body", "must hold only whole Unicode characters") from None
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise _field_errors(error) from error


def parse_query[B: BaseModel](model: type[B], query: Mapping[str, str]) -> B:
    """
    Read a query string as *model*.

    Raises:
        Invalid: Every parameter that breaks a rule is named in `errors`.
    """
    try:
        return model.model_validate(dict(query))
    except ValidationError as error:
        raise _field_errors(error) from error


def _field_errors(error: ValidationError) -> Invalid:
    faults = [
        # What our own validators say stands behind a prefix of pydantic's.
        (".".join(str(part) for part in fault["loc"]) or "body", fault["msg"].removeprefix(_OWN))
        for fault in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    return invalid_fields(faults)


def _no_constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise ValueError(message)


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        message = f"{text} is greater than any number that can be kept"
        raise ValueError(message)
    return number


def _depth(value: object) -> int:
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return depth
