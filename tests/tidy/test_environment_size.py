"""
The variables of each function have room: Lambda refuses a deployment with more than 4 KB of them.
"""

from typing import Any

from tests.tidy.template import Resource, resources, template

BYTES_MAX = 4_096
"""https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""

ROOM = 200
"""Two queues more, or operators whose own values are longer than these."""

STACK = "tenantry-prod"
UNIQUE = "-ABCDEFGHIJKL"
"""CloudFormation's end of a name that it gives."""

QUEUE_AT = "https://sqs.eu-central-1.amazonaws.com/123456789012/"
WHOLE_ARN = 120
PARAMETER = 40
"""Characters of what an operator fills in, where no default is longer."""


def test_the_variables_of_every_function_fit() -> None:
    whole = template()
    shared = whole["Globals"]["Function"]["Environment"]["Variables"]

    sizes = {
        name: _size(shared | function.get("Environment", {}).get("Variables", {}), whole)
        for name, function in resources("AWS::Serverless::Function").items()
    }

    full = {name: size for name, size in sizes.items() if size > BYTES_MAX - ROOM}
    assert full == {}


def _size(variables: Resource, whole: Resource) -> int:
    return sum(len(name) + _length(value, whole) for name, value in variables.items())


def _length(value: Any, whole: Resource) -> int:  # noqa: ANN401 - whatever a template may say
    match value:
        case {"Ref": name}:
            return _length_of_reference(name, whole)
        case {"Fn::GetAtt": [name, "QueueName"]}:
            return len(f"{STACK}-{name}{UNIQUE}")
        case {"Fn::GetAtt": _}:
            return WHOLE_ARN
        case {"Fn::If": [_, *ways]}:
            return max(_length(way, whole) for way in ways)
        case {"Fn::Sub": text}:
            return len(text) + len(STACK)
        case _:
            return len(str(value))


def _length_of_reference(name: str, whole: Resource) -> int:
    parameter = whole["Parameters"].get(name)
    if parameter is not None:
        return max(PARAMETER, len(str(parameter.get("Default", ""))))
    kind = whole["Resources"][name]["Type"]
    named = len(f"{STACK}-{name}{UNIQUE}")
    if kind == "AWS::SQS::Queue":
        return len(QUEUE_AT) + named
    return WHOLE_ARN if kind == "AWS::SecretsManager::Secret" else named
