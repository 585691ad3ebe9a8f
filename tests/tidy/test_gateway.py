"""
API Gateway takes the routes as they are declared, and may call their functions.
"""

from infra import gateway
from infra.local.places import TEMPLATE
from tests.tidy.template import resources, template

ROUTES_MAX, INTEGRATIONS_MAX = 300, 300
"""
Of an HTTP API; AWS raises the first when it is asked to, and the second never:
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
"""

FUNCTION = "AWS::Serverless::Function"


def test_what_the_gateway_imports_is_what_the_template_says() -> None:
    assert gateway.DOCUMENT.read_text() == gateway.document_text(template()), "run `make openapi`"


def test_the_template_includes_it() -> None:
    [api] = resources("AWS::Serverless::HttpApi").values()

    include = api["DefinitionBody"]["Fn::Transform"]

    location = gateway.DOCUMENT.relative_to(TEMPLATE.parent)
    assert include == {"Name": "AWS::Include", "Parameters": {"Location": str(location)}}


def test_an_http_api_has_room_for_the_routes_and_for_their_functions() -> None:
    routes = gateway.routes(template())

    assert len(routes) <= ROUTES_MAX, "ask AWS for more, and say it here and in the operations"
    assert len(set(routes.values())) <= INTEGRATIONS_MAX, "let one function serve more routes"


def test_no_function_has_an_event_for_a_route() -> None:
    functions = resources(FUNCTION).items()

    with_events = [
        name
        for name, function in functions
        for event in function.get("Events", {}).values()
        if event["Type"] in {"Api", "HttpApi"}
    ]

    assert with_events == [], "say it in `Metadata: {Routes: [...]}` (docs/decisions/0026)"


def test_only_the_gateway_has_its_role_which_calls_functions_of_this_stack_and_does_no_more() -> (
    None
):
    role = resources("AWS::IAM::Role")["GatewayRole"]
    [trust], [policy] = role["AssumeRolePolicyDocument"]["Statement"], role["Policies"]

    [allowed] = policy["PolicyDocument"]["Statement"]

    assert trust["Principal"] == {"Service": "apigateway.amazonaws.com"}
    assert allowed["Action"] == "lambda:InvokeFunction"
    functions = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:"
    assert allowed["Resource"] == {"Fn::Sub": functions + "${AWS::StackName}-*"}
    assert "ManagedPolicyArns" not in role
