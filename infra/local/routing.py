"""
The API's routes, made by public calls: as resources they would fill the stack.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from infra.local.places import ACCOUNT, API_ID, REGION

type Client = Any
type Json = Any


def connect(gateway: Client, routes: Mapping[str, str], functions: Mapping[str, str]) -> None:
    """
    Let each route lead to its function, and none lead anywhere else.

    What is right already is left alone, so that a restart makes no route.

    Args:
        gateway: A client of `apigatewayv2`.
        routes: The route's key, and the function's name in the template.
        functions: The functions' real names by those.
    """
    uris = {name: _uri(functions[name]) for name in routes.values()}
    standing = {one["IntegrationUri"]: one["IntegrationId"] for one in _integrations(gateway)}
    made = {uri: _make_integration(gateway, uri) for uri in _new(uris.values(), standing)}
    targets = standing | made
    _make_right(gateway, {key: f"integrations/{targets[uris[routes[key]]]}" for key in routes})
    for uri in standing.keys() - set(uris.values()):
        gateway.delete_integration(ApiId=API_ID, IntegrationId=standing[uri])


def _make_right(gateway: Client, wanted: Mapping[str, str]) -> None:
    standing = {route["RouteKey"]: route for route in _routes(gateway)}
    for key, route in standing.items():
        if key not in wanted:
            gateway.delete_route(ApiId=API_ID, RouteId=route["RouteId"])
        elif route["Target"] != wanted[key]:
            gateway.update_route(ApiId=API_ID, RouteId=route["RouteId"], Target=wanted[key])
    for key in _new(wanted, standing):
        gateway.create_route(ApiId=API_ID, RouteKey=key, Target=wanted[key])


def _make_integration(gateway: Client, uri: str) -> str:
    made: Json = gateway.create_integration(
        ApiId=API_ID,
        IntegrationType="AWS_PROXY",
        IntegrationUri=uri,
        PayloadFormatVersion="2.0",
    )
    return str(made["IntegrationId"])


def _new(wanted: Iterable[str], standing: Mapping[str, object]) -> list[str]:
    return [one for one in dict.fromkeys(wanted) if one not in standing]


def _uri(function: str) -> str:
    return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function}"


def _integrations(gateway: Client) -> Iterator[Json]:
    return _all(gateway, "get_integrations")


def _routes(gateway: Client) -> Iterator[Json]:
    return _all(gateway, "get_routes")


def _all(gateway: Client, operation: str) -> Iterator[Json]:
    for page in gateway.get_paginator(operation).paginate(ApiId=API_ID):
        yield from page["Items"]
