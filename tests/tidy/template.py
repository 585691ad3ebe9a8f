"""
template.yaml, as the tests of this folder look at it.
"""

from typing import Any

from infra.gateway import DEFAULT, handlers
from infra.local.template import load
from tests.tidy.sources import ROOT

type Resource = dict[str, Any]


def template() -> dict[str, Any]:
    """
    The SAM template as plain values, its short tags (`!Ref`) in their long form.
    """
    return load(ROOT / "template.yaml")


def resources(kind: str) -> dict[str, Resource]:
    """
    The properties of every resource of this type.
    """
    return {
        name: resource.get("Properties", {})
        for name, resource in template()["Resources"].items()
        if resource["Type"] == kind
    }


def routes() -> dict[str, set[str]]:
    """
    The routes that the template gives to each handler, as `GET /v1/plans`, but for the catch-all.
    """
    found: dict[str, set[str]] = {}
    for route, handler in handlers(template()).items():
        if route != DEFAULT:
            found.setdefault(handler, set()).add(route)
    return found
