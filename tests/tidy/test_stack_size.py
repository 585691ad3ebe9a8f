"""
The stack has room for what comes next: CloudFormation refuses one with more than 500 resources.
"""

from collections.abc import Mapping
from typing import Any

from tests.tidy.template import Resource, resources, template

STACK_MAX = 500
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""

ROOM = 50
"""A concept with a queue and two functions makes about 10; its routes are no resources."""

FUNCTION = "AWS::Serverless::Function"
MADE_BY = {
    "Schedule": 2,  # a rule and a permission
    "EventBridgeRule": 2,
    "SQS": 1,  # a mapping
    "DynamoDB": 1,
}
"""
What SAM makes of an event: sam-specification-generated-resources.html in
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/
"""

MAKES_MORE = {"AutoPublishAlias", "EventInvokeConfig", "FunctionUrlConfig"}
LOGS, TRACES = "service-role/AWSLambdaBasicExecutionRole", "AWSXRayDaemonWriteAccess"
"""What SAM gives to a role that it makes for a function with `Tracing: Active`."""


def test_the_stack_stays_well_below_what_cloudformation_takes() -> None:
    parts = template()["Resources"]

    made = sum(_made_by(part) for part in parts.values())

    assert made <= STACK_MAX - ROOM, (
        f"template.yaml makes {made} resources, and a stack can have {STACK_MAX}: give functions "
        "with the same policies one role, or move a concept into a stack of its own "
        "(docs/decisions/0022)"
    )


def test_no_function_has_a_role_of_its_own_where_a_shared_one_gives_the_same() -> None:
    shared = [_policies(role)[2:] for role in _shared_roles().values()]
    functions = resources(FUNCTION)

    alone = [name for name, function in functions.items() if function.get("Policies") in shared]

    assert alone == []


def test_a_shared_role_gives_policies_that_are_named_and_nothing_else() -> None:
    roles = _shared_roles()

    given = {name: _policies(role) for name, role in roles.items()}

    arn = "arn:${AWS::Partition}:iam::aws:policy/"
    always = [{"Fn::Sub": arn + LOGS}, {"Fn::Sub": arn + TRACES}]
    table, server_key = {"Ref": "TableAccess"}, {"Ref": "ServerKeyAccess"}
    assert given == {
        "TableRole": [*always, table],
        "TableAndServerKeyRole": [*always, table, server_key],
    }
    assert all("Policies" not in role for role in roles.values())


def _shared_roles() -> dict[str, Resource]:
    """
    Those that functions have; the gateway has one too.
    """
    roles = resources("AWS::IAM::Role")
    return {name: role for name, role in roles.items() if "lambda.amazonaws.com" in str(role)}


def _policies(role: Mapping[str, Any]) -> list[object]:
    return list(role["ManagedPolicyArns"])


def _made_by(part: Mapping[str, Any]) -> int:
    match part["Type"]:
        case "AWS::Serverless::Function":
            return _made_by_function(part["Properties"])
        case "AWS::Serverless::HttpApi":
            return 2  # with its stage
        case "AWS::Serverless::LayerVersion":
            return 1
        case kind:
            assert not kind.startswith("AWS::Serverless::"), f"say here what SAM makes of a {kind}"
            return 1


def _made_by_function(function: Mapping[str, Any]) -> int:
    assert not MAKES_MORE & function.keys(), "say here what SAM makes of it"
    events = function.get("Events", {}).values()
    role = 0 if "Role" in function else 1
    return 1 + role + sum(MADE_BY[event["Type"]] for event in events)
