"""
Calling functions as API Gateway does: an event of payload format 2.0 in, an answer out.
"""

import base64
import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit
from uuid import uuid4

from infra.gateway import DEFAULT, handlers
from infra.local.places import TEMPLATE
from infra.local.template import load

CONTEXT = SimpleNamespace(
    function_name="test",
    aws_request_id="00000000-0000-0000-0000-000000000000",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:eu-west-1:000000000000:function:test",
)


@dataclass(frozen=True)
class Answer:
    """
    What came back.
    """

    status: int
    headers: Mapping[str, str]
    text: str
    content: bytes = b""
    """A body that is no text."""

    @property
    def json(self) -> Any:  # noqa: ANN401 - each route has a body of its own
        """
        The body as JSON.
        """
        return json.loads(self.text)


def call(
    method: str,
    target: str,
    *,
    body: object = None,
    raw: bytes | None = None,
    form: Mapping[str, str] | None = None,
    secret: str | None = None,
    key: str | None = None,
    headers: Mapping[str, str] | None = None,
    cookie: str | None = None,
    address: str = "192.0.2.1",
) -> Answer:
    """
    Send a request to the function that template.yaml routes it to.

    Args:
        body: Sent as JSON.
        raw: Sent as it is, instead of *body*.
        form: Sent as browsers send an HTML form, instead of *body*.
        secret: Sent as the bearer credential.
        key: Sent as `Idempotency-Key`; a new one for each POST when left out, none when empty.
        cookie: The one cookie that the browser has, `name=value`.
    """
    parts = urlsplit(target)
    route, handler = _route(method, parts.path)
    sent = {"content-type": "application/json", **(headers or {})}
    if secret is not None:
        sent["authorization"] = f"Bearer {secret}"
    if method == "POST" and key != "":
        sent["idempotency-key"] = key or str(uuid4())
    if form is not None:
        sent["content-type"] = "application/x-www-form-urlencoded"
        raw = urlencode(form).encode()
    content = raw if raw is not None else (b"" if body is None else json.dumps(body).encode())
    event = _event(method, target, route, sent, content, address)
    event["cookies"] = [] if cookie is None else [cookie]
    answer = handler(event, CONTEXT)
    headers_out = {name.lower(): value for name, value in (answer.get("headers") or {}).items()}
    for set_cookie in answer.get("cookies") or []:
        headers_out["set-cookie"] = set_cookie
    body = answer.get("body") or ""
    if answer.get("isBase64Encoded"):
        return Answer(answer["statusCode"], headers_out, "", base64.b64decode(body))
    return Answer(answer["statusCode"], headers_out, body)


def _event(  # noqa: PLR0917 - an event is what it says
    method: str, target: str, route: str, sent: Mapping[str, str], content: bytes, address: str
) -> dict[str, Any]:
    parts = urlsplit(target)
    return {
        "version": "2.0",
        "routeKey": route,
        "rawPath": parts.path,
        "rawQueryString": parts.query,
        "queryStringParameters": dict(parse_qsl(parts.query, keep_blank_values=True)) or None,
        "pathParameters": _path_parameters(route, parts.path),
        "headers": sent,
        "requestContext": {
            "requestId": str(uuid4()),
            "http": {"method": method, "path": parts.path, "sourceIp": address},
            "stage": "$default",
        },
        "body": base64.b64encode(content).decode(),
        "isBase64Encoded": True,
    }


def _path_parameters(route: str, path: str) -> dict[str, str] | None:
    if route == DEFAULT:
        return None
    pairs = zip(route.split(" ")[1].split("/"), path.split("/"), strict=True)
    # The gateway decodes them.
    return {name[1:-1]: unquote(part) for name, part in pairs if name.startswith("{")} or None


@cache
def routes() -> Mapping[str, str]:
    """
    Every route of template.yaml (`GET /v1/plans`, `$default`), and the handler that it leads to.
    """
    return handlers(load(TEMPLATE))


def _route(method: str, path: str) -> tuple[str, Any]:
    best, name = _named_route(method, path)
    module, _, function = name.rpartition(".")
    return best, getattr(importlib.import_module(module), function)


@cache
def _named_route(method: str, path: str) -> tuple[str, str]:
    given = path.split("/")
    best, handler = DEFAULT, routes()[DEFAULT]
    for name, candidate in routes().items():
        if name == DEFAULT:
            continue
        route_method, route_path = name.split(" ")
        pattern = route_path.split("/")
        has_form = route_method == method and len(pattern) == len(given)
        matches = has_form and all(
            part == there or (part.startswith("{") and there)
            for part, there in zip(pattern, given, strict=True)
        )
        # The gateway prefers the most specific route.
        if matches and (best == DEFAULT or name.count("{") < best.count("{")):
            best, handler = name, candidate
    return best, handler
