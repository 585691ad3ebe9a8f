"""
A route stands in four places that agree: function, template, policy table, API document.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tenantry.access.policy import ROUTES, WEBHOOKS
from tests.tidy.sources import handler_of, own_files, parsed, python_files
from tests.tidy.template import routes as template_routes

METHODS = {"delete", "get", "patch", "post", "put"}


def test_the_template_sends_each_route_to_the_function_that_serves_it() -> None:
    given = template_routes()

    # A page answers HEAD as it answers GET, and is registered once.
    without_head = {
        handler: {route for route in routes if not route.startswith("HEAD ")}
        for handler, routes in given.items()
    }
    assert without_head == _served_routes()


def test_whatever_answers_head_answers_get() -> None:
    given = {route for routes in template_routes().values() for route in routes}

    asked = {route.replace("HEAD ", "GET ") for route in given if route.startswith("HEAD ")}

    assert asked <= given


def test_every_route_has_a_policy_and_every_policy_a_route() -> None:
    served = [route for routes in _served_routes().values() for route in routes]

    assert sorted(served) == sorted(ROUTES)


def test_every_route_of_the_api_is_in_its_document_and_no_other() -> None:
    [path] = own_files("openapi.json")
    paths: dict[str, dict[str, Any]] = json.loads(path.read_text())["paths"]

    described = {
        f"{method.upper()} {route}"
        for route, item in paths.items()
        for method in METHODS & item.keys()
    }

    assert {route for route in described if " /v1/" in route} == {
        route for route in ROUTES.keys() - WEBHOOKS.keys() if " /v1/" in route
    }


def _served_routes() -> dict[str, set[str]]:
    # A receiver of webhooks is no `Api`: it serves its one route without looking at the name.
    receivers = {"billing_webhooks.receive.handler": set(WEBHOOKS)}
    return receivers | {
        handler: served
        for path in python_files("functions")
        if (handler := handler_of(path)) and (served := set(_routes_in(path)))
    }


def _routes_in(path: Path) -> Iterator[str]:
    """
    The names in a file's decorators, as `@api.route("GET /v1/plans")`.
    """
    for node in ast.walk(parsed(path)):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="route"), args=[ast.Constant(value=str(name)), *_]
            ):
                yield name
            case _:
                pass
