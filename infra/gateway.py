"""
Which function each request goes to: read from template.yaml, and told to API Gateway.

A function says its routes in its `Metadata`. What API Gateway imports is made of them, and lies
beside this file: with an event for each route, SAM would make a permission for each, and for each
an integration (docs/decisions/0026).
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

type Node = dict[str, Any]

DOCUMENT = Path(__file__).with_name("gateway.json")
"""What `make openapi` writes, and template.yaml includes."""

DEFAULT = "$default"
"""The route of whatever has no other."""

DESCRIPTION = "Partners, prospects and operators"

_FUNCTION = "AWS::Serverless::Function"
_ROUTE = re.compile(r"\$default|(DELETE|GET|HEAD|PATCH|POST|PUT) (/[^ ]*)")
_INTEGRATION = "x-amazon-apigateway-integration"
_INTEGRATIONS = "x-amazon-apigateway-integrations"
_INVOKED = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"


class WrongRoute(Exception):
    """
    A template says a route that is none, or one route twice.
    """


def routes(template: Mapping[str, Any]) -> dict[str, str]:
    """
    Every route (`GET /v1/plans`, `$default`), and the function's name in the template.

    Raises:
        WrongRoute: With the route and its function.
    """
    found: dict[str, str] = {}
    for name, resource in template["Resources"].items():
        for route in _said(resource):
            if not _ROUTE.fullmatch(route):
                raise WrongRoute(f"{name}: {route} is no route such as GET /v1/plans")
            if route in found:
                raise WrongRoute(f"{name}: {route} is a route of {found[route]} already")
            found[route] = name
    return found


def handlers(template: Mapping[str, Any]) -> dict[str, str]:
    """
    Every route, and the handler that it leads to (`catalog.serve.handler`).
    """
    resources = template["Resources"]
    return {
        route: resources[function]["Properties"]["Handler"]
        for route, function in routes(template).items()
    }


def document(template: Mapping[str, Any]) -> Node:
    """
    What API Gateway imports: OpenAPI, in the form and with the extensions that it knows.
    """
    declared = routes(template)
    paths: dict[str, Node] = {}
    for route in sorted(declared, key=lambda route: route.split(" ")[::-1]):
        path, method, operation = _operation(route, declared[route])
        paths.setdefault(path, {})[method] = operation
    return {
        "openapi": "3.0.1",
        "info": {"title": {"Ref": "AWS::StackName"}, "version": "1.0", "description": DESCRIPTION},
        "paths": paths,
        "components": {
            _INTEGRATIONS: {name: _integration(name) for name in sorted(set(declared.values()))}
        },
    }


def document_text(template: Mapping[str, Any]) -> str:
    """
    The document as it is committed.
    """
    return f"{json.dumps(document(template), indent=2)}\n"


def _said(resource: Mapping[str, Any]) -> list[str]:
    if resource["Type"] != _FUNCTION:
        return []
    # What is empty is none: somebody may just be writing it.
    return [str(route) for route in (resource.get("Metadata") or {}).get("Routes") or []]


def _operation(route: str, function: str) -> tuple[str, str, Node]:
    operation: Node = {
        "responses": {},
        _INTEGRATION: {"$ref": f"#/components/{_INTEGRATIONS}/{function}"},
    }
    if route == DEFAULT:
        # Without its slash API Gateway warns of the path, and a warning ends the deployment.
        return (
            f"/{DEFAULT}",
            "x-amazon-apigateway-any-method",
            {"isDefaultRoute": True, **operation},
        )
    method, path = route.split(" ")
    parameters = list(_parameters(path))
    return path, method.lower(), {**({"parameters": parameters} if parameters else {}), **operation}


def _parameters(path: str) -> Iterator[Node]:
    for name in re.findall(r"{(\w+)}", path):
        yield {"name": name, "in": "path", "required": True}


def _integration(function: str) -> Node:
    return {
        "type": "aws_proxy",
        "httpMethod": "POST",
        "payloadFormatVersion": "2.0",
        "uri": {"Fn::Sub": f"{_INVOKED}${{{function}.Arn}}/invocations"},
        "credentials": {"Fn::GetAtt": ["GatewayRole", "Arn"]},
    }
