"""
template.yaml as MiniStack can deploy it: the same resources, some of them said in another way.

Six things change:
- A function's code is a few lines that import it from the repository: nothing is built, and the
  layer is the repository's own.
- The HTTP API has no routes: they stand in its `Body`, which MiniStack drops; `routing.py` makes
  them afterwards.
- All functions share a role that is none: MiniStack asks nobody who may do what.
- Nothing of CloudFront's is there: the edge is a stand-in's.
- Stream consumers get a new name at each start: MiniStack would restore how far each had read in a
  stream, but not the stream.
- Rules for what SES tells listen to `local.ses`: nobody but AWS may put events of `aws.ses`.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from infra.local.places import ACCOUNT, API_ID

type Node = dict[str, Any]

FUNCTION = "AWS::Serverless::Function"
REMOVED = {
    "AWS::CloudFront::ConnectionGroup",
    "AWS::CloudFront::Distribution",
    "AWS::CloudFront::Function",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Role",
    "AWS::Serverless::LayerVersion",
}
RELEASE_ONLY = {
    "Architectures",
    "AutoPublishAlias",
    "CodeUri",
    "DeploymentPreference",
    "Handler",
    "Layers",
    "LoggingConfig",
    "Policies",
    "ProvisionedConcurrencyConfig",
    "SnapStart",
}
"""How code is shipped, where here it lies in the repository, a log that all functions share, and
who may do what."""

ROLE = f"arn:aws:iam::{ACCOUNT}:role/everything"
"""Nothing is behind it."""

LOADER = """import sys

sys.path[:0] = {folders}

from {module} import {name} as handler
"""


def load(path: Path) -> Node:
    """
    A template with its short tags (`!Ref`) in their long form.
    """
    template: Node = yaml.load(path.read_text(), Loader=_Loader)  # noqa: S506, the loader is a safe one
    return template


def localise(template: Node, *, code: Sequence[Path], start: str) -> Node:
    """
    The template for MiniStack.

    Args:
        template: As `load` gives it; left as it is.
        code: The folders that functions are imported from.
        start: A name for this start; stream consumers begin anew under each.
    """
    local: Node = json.loads(json.dumps(template))
    shared = local.get("Globals", {}).pop("Function", {})
    local.pop("Globals", None)
    resources = local["Resources"]
    for name in [name for name, resource in resources.items() if resource["Type"] in REMOVED]:
        del resources[name]
    for name, resource in list(resources.items()):
        if resource["Type"] == FUNCTION:
            resource.pop("Metadata", None)
            properties = _merged(shared, resource["Properties"])
            resource["Properties"] = _imported(_with_new_streams(properties, start), code)
        elif resource["Type"] == "AWS::Serverless::HttpApi":
            resources |= _api(name, resource.get("Properties", {}))
        elif resource["Type"] == "AWS::Events::Rule":
            _listen_here(resource["Properties"].get("EventPattern", {}))
    local["Outputs"] = {
        name: output
        for name, output in local.get("Outputs", {}).items()
        if set(_references(output)) <= {*resources, *local.get("Parameters", {})}
    }
    return local


class _Loader(yaml.CSafeLoader):
    """
    The one in C: the template is long, and read at every start.
    """


def _intrinsic(loader: _Loader, tag: str, node: yaml.Node) -> Node:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {tag if tag in {"Ref", "Condition"} else f"Fn::{tag}": value}


_Loader.add_multi_constructor("!", _intrinsic)


def _merged(shared: Node, own: Node) -> Node:
    shared_variables = shared.get("Environment", {}).get("Variables", {})
    own_variables = own.get("Environment", {}).get("Variables", {})
    environment = {"Environment": {"Variables": {**shared_variables, **own_variables}}}
    tags = {"Tags": {**shared.get("Tags", {}), **own.get("Tags", {})}}
    return {**shared, **own, **environment, **tags}


def _imported(properties: Node, code: Sequence[Path]) -> Node:
    module, _, name = properties["Handler"].rpartition(".")
    kept = {key: value for key, value in properties.items() if key not in RELEASE_ONLY}
    loader = LOADER.format(folders=[str(folder) for folder in code], module=module, name=name)
    return {**kept, "Handler": "index.handler", "InlineCode": loader, "Role": ROLE}


def _with_new_streams(properties: Node, start: str) -> Node:
    events = properties.get("Events", {}).items()
    return {
        **properties,
        "Events": {
            f"{name}{start}" if event["Type"] in {"DynamoDB", "Kinesis"} else name: event
            for name, event in events
        },
    }


def _api(name: str, properties: Node) -> Node:
    # Throttling, access logs and domains mean nothing here.
    kept = {key: value for key, value in properties.items() if key == "CorsConfiguration"}
    fixed = {"Name": name, "ProtocolType": "HTTP", "Tags": {"ms-custom-id": API_ID}}
    return {
        name: {"Type": "AWS::ApiGatewayV2::Api", "Properties": {**fixed, **kept}},
        f"{name}Stage": {
            "Type": "AWS::ApiGatewayV2::Stage",
            "Properties": {"ApiId": {"Ref": name}, "StageName": "$default", "AutoDeploy": True},
        },
    }


def _listen_here(pattern: Node) -> None:
    if "source" in pattern:
        sources = {"aws.ses": "local.ses"}
        pattern["source"] = [sources.get(source, source) for source in pattern["source"]]


def _references(node: object) -> Iterator[str]:
    match node:
        case {"Ref": str(name)} if not name.startswith("AWS::"):
            yield name
        case {"Fn::GetAtt": [str(name), *_]}:
            yield name
        case dict():
            for value in node.values():
                yield from _references(value)
        case list():
            for value in node:
                yield from _references(value)
        case _:
            return
