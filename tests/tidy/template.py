"""
template.yaml, as the tests of this folder look at it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

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
    return {
        function["Handler"]: given
        for function in resources("AWS::Serverless::Function").values()
        if (given := set(_routes_of(function)))
    }


def _routes_of(function: Mapping[str, Any]) -> Iterator[str]:
    for event in function.get("Events", {}).values():
        properties = event["Properties"] if event["Type"] == "HttpApi" else {}
        if properties.get("Path", "$default") != "$default":
            yield f"{properties['Method'].upper()} {properties['Path']}"
