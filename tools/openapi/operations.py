"""
One route as an operation of the document.
"""

import inspect
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from tenantry.access.model import Policy
from tenantry.http.api import IDEMPOTENCY_KEY_MAX
from tenantry.http.paths import FORMS
from tenantry.http.route import Route
from tenantry.idempotency import KEPT
from tenantry.ids import PREFIXES, new_id
from tools.openapi.routes import Served
from tools.openapi.schemas import Schema, Schemas, parameters_of

BEARER = "credential"
PRINTABLE = "^[!-~]([ -~]*[!-~])?$"
EXAMPLES: dict[str, Any] = json.loads((Path(__file__).parent / "examples.json").read_text("utf-8"))
CSV_EXAMPLE = "email,tenant_name,plan_code,locale\nkofi@shop.example,Kofi's Shop,growth-50,fr\n"
PLAN_CODE_EXAMPLE = "growth-50"
PATH_EXAMPLES = {
    "day": "2026-10-30",
    "currency": "KES",
    "interval": "month",
    "host": "portal.partner.example",
}
MAY_BE_ABSENT = {"GET /v1/data-processing-agreement"}
"""Reads of the one thing at a path, before anybody has put it there."""

RULED_READS = {
    "GET /v1/fx-rates/{day}/conversion",
    "GET /v1/resellers/{reseller_id}/commission-preview/{month}",
    "GET /v1/resellers/{reseller_id}/statements/{month}/statement.csv",
    "GET /v1/resellers/{reseller_id}/statements/{month}/statement.pdf",
}
"""What changes nothing, and a rule of the business may refuse all the same."""
_EXAMPLE_MOMENT = datetime(2026, 11, 21, tzinfo=UTC)


def operation_ids(all_served: list[Served]) -> dict[str, str]:
    """
    A name for each route: folder and function, as `catalog_create`.

    Where two would meet, the file's name stands between them: `members_operators_add`.
    """
    taken: dict[str, str] = {}
    for served in sorted(all_served, key=lambda served: not served.module.endswith(".serve")):
        function = served.route.function.__name__
        word = "list" if served.route.is_list and function == served.folder else function
        short = f"{served.folder}_{word}"
        file = served.module.removeprefix(f"{served.folder}.")
        taken[served.route.name] = (
            f"{served.folder}_{file}_{word}" if short in taken.values() else short
        )
    assert len(set(taken.values())) == len(taken), "two operations have one name"
    return taken


def operation(served: Served, operation_id: str, tag: str, schemas: Schemas) -> Schema:
    """
    The operation of a route.
    """
    route = served.route
    summary, _, rest = (inspect.getdoc(route.function) or "").partition("\n\n")
    parameters = [*_path_parameters(route), *_query_parameters(route), *_headers(route)]
    described: Schema = {
        "operationId": operation_id,
        "tags": [tag],
        "summary": " ".join(summary.split()).removesuffix("."),
        "description": "\n\n".join(_description(route.policy, rest)),
    }
    if parameters:
        described["parameters"] = parameters
    if route.body is not None or route.raw is not None:
        described["requestBody"] = _request_body(route, schemas)
    described["responses"] = {
        str(route.status): _success(route, schemas),
        **{str(status.value): {"$ref": _response(status)} for status in refusals(route)},
    }
    if route.policy.is_public:
        return {**described, "security": []}
    return {
        **described,
        "security": [{BEARER: [route.policy.scope]}],
        "x-roles": sorted(role.value for role in route.policy.roles),
        "x-scope": route.policy.scope,
    }


def refusals(route: Route) -> Iterator[HTTPStatus]:
    """
    The statuses of the refusals that a route knows.
    """
    changes = route.method != "GET"
    is_public = route.policy.is_public
    # A token in the body is a credential of its own: it may be unknown, used, or not enough.
    shows_token = route.body is not None and "token" in route.body.model_fields
    # What has a day's form need not be one: 2026-02-30.
    has_day = "{day}" in route.path
    known = {
        HTTPStatus.UNAUTHORIZED: not is_public,
        HTTPStatus.FORBIDDEN: not is_public or shows_token,
        HTTPStatus.NOT_FOUND: "{" in route.path or shows_token or route.name in MAY_BE_ABSENT,
        HTTPStatus.CONFLICT: (changes and (not is_public or shows_token))
        or route.name in RULED_READS,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: changes,
        HTTPStatus.UNPROCESSABLE_ENTITY: bool(
            route.body or route.query or route.raw or route.takes_once or has_day
        ),
        HTTPStatus.TOO_MANY_REQUESTS: True,
        HTTPStatus.SERVICE_UNAVAILABLE: True,
    }
    return (status for status, is_known in known.items() if is_known)


def list_name(route: Route, schemas: Schemas) -> str:
    """
    What a page of a list is called.
    """
    assert route.answer_model is not None, f"{route.name} shows its items"
    return f"{schemas.name_of(route.answer_model)}List"


def path_example(name: str) -> str:
    """
    What a part of a path looks like.
    """
    form = FORMS[name]
    for number, prefix in enumerate(PREFIXES, 1):
        if form.pattern.startswith(f"^{prefix}_"):
            return new_id(prefix, _EXAMPLE_MOMENT, number.to_bytes(10))
    return PATH_EXAMPLES.get(name, PLAN_CODE_EXAMPLE)


def _description(policy: Policy, rest: str) -> Iterator[str]:
    if rest:
        yield rest
    if policy.is_public:
        yield "For anybody: nobody needs to be signed in."
    else:
        roles = ", ".join(f"`{role.value}`" for role in sorted(policy.roles))
        yield f"For {roles}. Scope: `{policy.scope}`."
    if policy.limit is not None:
        who = "address" if policy.is_public else "person"
        seconds = int(policy.limit.window.total_seconds())
        yield f"At most {policy.limit.most} requests in {seconds} seconds for one {who}."


def _path_parameters(route: Route) -> Iterator[Schema]:
    for part in route.path.split("/"):
        if part.startswith("{"):
            name = part.strip("{}")
            form = FORMS[name]
            yield {
                "name": name,
                "in": "path",
                "required": True,
                "schema": {
                    "type": "string",
                    "pattern": form.pattern,
                    "maxLength": form.length_max,
                },
                "example": path_example(name),
            }


def _query_parameters(route: Route) -> list[Schema]:
    return [] if route.query is None else parameters_of(route.query)


def _headers(route: Route) -> Iterator[Schema]:
    if route.takes_once:
        hours = int(KEPT.total_seconds()) // 3600
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "required": True,
            "description": (
                "New for each thing that is made. A repeat with the same key gets the first "
                f"answer, for {hours} hours; another request with the same key is refused."
            ),
            "schema": {
                "type": "string",
                "minLength": 1,
                "maxLength": IDEMPOTENCY_KEY_MAX,
                "pattern": PRINTABLE,
            },
            "example": "4c1f3a52-6f0e-4f57-9d2b-0c8b1f7a9e10",
        }


def _request_body(route: Route, schemas: Schemas) -> Schema:
    if route.body is None:
        assert route.raw is not None, f"{route.name} takes a body"
        content = {"schema": {"type": "string"}, "example": CSV_EXAMPLE}
        return {"required": True, "content": {route.raw: content}}
    content = {"schema": schemas.taken(route.body), "example": EXAMPLES[route.body.__name__]}
    # No body is read as an empty object.
    is_required = any(field.is_required() for field in route.body.model_fields.values())
    return {"required": is_required, "content": {"application/json": content}}


def _success(route: Route, schemas: Schemas) -> Schema:
    phrase = HTTPStatus(route.status).phrase
    if route.answer_model is None:
        return {"description": f"{phrase}."}
    schema: Mapping[str, Any] = schemas.given(route.answer_model)
    if route.is_list:
        schema = {"$ref": f"#/components/schemas/{list_name(route, schemas)}"}
    answered: Schema = {
        "description": f"{phrase}.",
        "content": {"application/json": {"schema": schema}},
    }
    if route.takes_once:
        replayed = {"$ref": "#/components/headers/Idempotent-Replayed"}
        answered["headers"] = {"Idempotent-Replayed": replayed}
    return answered


def _response(status: HTTPStatus) -> str:
    return f"#/components/responses/{response_name(status)}"


def response_name(status: HTTPStatus) -> str:
    """
    What the answer of a refusal is called in the document: `NotFound`.
    """
    return "".join(status.phrase.split())
