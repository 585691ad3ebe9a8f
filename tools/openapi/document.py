"""
The whole document.
"""

import tomllib
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from infra.local.places import ROOT, TEMPLATE
from infra.local.template import load
from tenantry.http import problem
from tenantry.http.route import Route
from tools.openapi.operations import (
    BEARER,
    list_name,
    operation,
    operation_ids,
    refusals,
    response_name,
)
from tools.openapi.problems import codes_of
from tools.openapi.routes import Served, served
from tools.openapi.schemas import Schema, Schemas
from tools.openapi.service import SERVICE_TAG, service_paths

GUIDE = ROOT / "tools" / "openapi" / "guide.md"
FROM_THE_GATEWAY = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
}
"""What the gateway answers too, in its own form."""


def document() -> Schema:
    """
    The document, always the same for the same code.
    """
    routes = [one for one in served() if _is_for_programs(one.route)]
    schemas = Schemas(
        taken=[one.route.body for one in routes if one.route.body is not None],
        given=[one.route.answer_model for one in routes if one.route.answer_model is not None],
    )
    return {
        "openapi": "3.1.1",
        "info": _about(),
        "servers": [_server()],
        "tags": [*_tags(routes), SERVICE_TAG],
        "paths": {**_paths(routes, schemas), **service_paths()},
        "components": {
            "schemas": dict(sorted(_components(routes, schemas).items())),
            "responses": {response_name(status): _refusal(status) for status in _statuses(routes)},
            "headers": _headers(),
            "securitySchemes": {
                BEARER: {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The secret of an API key (`tnt_...`) or a session (`tns_...`).",
                }
            },
        },
    }


def tag_of(folder: str) -> str:
    """
    What a function's folder is called.
    """
    return folder.replace("_", " ").capitalize().replace("Api", "API")


def _is_for_programs(route: Route) -> bool:
    # Pages for people are not in the document; what a portal asks for before anybody signs in is.
    return route.path.startswith("/v1/") or route.answer is not None


def _about() -> Schema:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {
        "title": "Tenantry",
        "version": project["version"],
        "summary": project["description"],
        "description": GUIDE.read_text("utf-8").strip(),
        "license": {"name": "Apache 2.0", "identifier": project["license"]},
    }


def _server() -> Schema:
    parameter = load(TEMPLATE)["Parameters"]["BaseUrl"]
    variable = {"default": parameter["Default"], "description": "Where your deployment answers."}
    return {"url": "{base_url}", "variables": {"base_url": variable}}


def _tags(routes: list[Served]) -> Iterator[Schema]:
    subjects: dict[str, str] = {}
    for one in routes:
        if one.module.endswith(".serve") or one.folder not in subjects:
            subjects[one.folder] = one.subject
    return ({"name": tag_of(folder), "description": text} for folder, text in subjects.items())


def _paths(routes: list[Served], schemas: Schemas) -> dict[str, Schema]:
    names = operation_ids(routes)
    paths: dict[str, Schema] = {}
    for one in routes:
        described = operation(one, names[one.route.name], tag_of(one.folder), schemas)
        paths.setdefault(one.route.path, {})[one.route.method.lower()] = described
    return paths


def _components(routes: list[Served], schemas: Schemas) -> dict[str, Schema]:
    lists = {
        list_name(one.route, schemas): _list_of(one, schemas) for one in routes if one.route.is_list
    }
    return {**schemas.components, **lists, "Problem": _problem(), "GatewayMessage": _message()}


def _list_of(one: Served, schemas: Schemas) -> Schema:
    assert one.route.answer_model is not None, f"{one.route.name} shows its items"
    return {
        "type": "object",
        "description": "A page of a list.",
        "properties": {
            "items": {"type": "array", "items": schemas.given(one.route.answer_model)},
            "next_cursor": {
                "anyOf": [{"type": "string"}, {"type": "null"}],
                "description": "Where the next page starts; null on the last.",
            },
        },
        "required": ["items", "next_cursor"],
    }


def _problem() -> Schema:
    text = {"type": "string"}
    fault = {
        "type": "object",
        "properties": {"field": text, "detail": text},
        "required": ["field", "detail"],
    }
    return {
        "type": "object",
        "description": "Why a request was refused (RFC 9457); some codes have further members.",
        "properties": {
            "type": {"type": "string", "description": "Where the code is explained."},
            "title": {"type": "string", "description": "What HTTP calls the status."},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "One sentence for people."},
            "code": {
                "type": "string",
                "pattern": "^[a-z_]+([.][a-z_]+)?$",
                "description": "What programs decide by; never changes its meaning.",
            },
            "errors": {
                "type": "array",
                "items": fault,
                "minItems": 1,
                "description": "Every wrong field with its rule.",
            },
            "field": {"type": "string", "description": "The field that broke a rule."},
            "retry_after": {"type": "integer", "description": "Seconds to wait."},
        },
        "required": ["type", "title", "status", "detail", "code"],
    }


def _message() -> Schema:
    return {
        "type": "object",
        "description": "What the gateway answers by itself.",
        "properties": {"message": {"type": "string"}},
        "required": ["message"],
    }


def _statuses(routes: list[Served]) -> list[HTTPStatus]:
    return sorted({status for one in routes for status in refusals(one.route)})


def _refusal(status: HTTPStatus) -> Schema:
    codes = ", ".join(f"`{code}`" for code in codes_of(status))
    content = {problem.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    if status in FROM_THE_GATEWAY:
        message = {"$ref": "#/components/schemas/GatewayMessage"}
        content["application/json"] = {"schema": message}
    refusal: dict[str, Any] = {"description": f"{status.phrase}: {codes}.", "content": content}
    header = {
        HTTPStatus.UNAUTHORIZED: "WWW-Authenticate",
        HTTPStatus.TOO_MANY_REQUESTS: "Retry-After",
        HTTPStatus.SERVICE_UNAVAILABLE: "Retry-After",
    }.get(status)
    if header is not None:
        refusal["headers"] = {header: {"$ref": f"#/components/headers/{header}"}}
    return refusal


def _headers() -> dict[str, Schema]:
    return {
        "Idempotent-Replayed": {
            "description": "`true` on the first answer given again.",
            "schema": {"type": "string", "enum": ["true"]},
        },
        "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}},
        "WWW-Authenticate": {
            "description": "That a bearer credential is asked for.",
            "schema": {"type": "string"},
        },
    }
