"""
What a changed template and changed code make of a running local stack.
"""

import urllib.request
from pathlib import Path

import pytest

from infra.local.deploy import DeployFailed
from infra.local.places import API_ID
from infra.local.stack import LocalStack

pytestmark = pytest.mark.emulator

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Http: {Type: AWS::Serverless::HttpApi}
  Site:
    Type: AWS::Serverless::Function
    Metadata: {Routes: [GET /home]}
    Properties:
      Runtime: python3.13
      Handler: answering.handler
"""
OTHER = """
  Other:
    Type: AWS::Serverless::Function
    Metadata:
      Routes:
        - GET /home
        - POST /rooms/{name}
    Properties: {Runtime: python3.13, Handler: other.handler}
"""
BROKEN = """
  First: {Type: AWS::Events::EventBus, Properties: {Name: same}}
  Second: {Type: AWS::Events::EventBus, DependsOn: First, Properties: {Name: same}}
"""


def handler(answer: str) -> str:
    return f"""
def handler(event, context):
    return {{"statusCode": 200, "body": {answer!r}}}
"""


def standing(stack: LocalStack) -> dict[str, str]:
    """
    The routes of the API, and the functions that their integrations call; each has one.
    """
    api = stack.client("apigatewayv2")
    integrations = api.get_integrations(ApiId=API_ID)["Items"]
    names = {name: function for function, name in stack.deployment.functions.items()}
    functions = {
        f"integrations/{one['IntegrationId']}": names[one["IntegrationUri"].rpartition(":")[2]]
        for one in integrations
    }
    assert len(set(functions.values())) == len(functions)
    routes = {
        one["RouteKey"]: functions[one["Target"]] for one in api.get_routes(ApiId=API_ID)["Items"]
    }
    assert set(routes.values()) == set(functions.values())
    return routes


def get(stack: LocalStack, path: str) -> str:
    with urllib.request.urlopen(stack.base_url + path) as answer:  # noqa: S310, our own
        body: bytes = answer.read()
    return body.decode()


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE)
    (tmp_path / "answering.py").write_text(handler("first"))
    (tmp_path / "other.py").write_text(handler("other"))
    return path


def test_changed_code_and_routes_are_taken_up_by_a_running_stack(template: Path) -> None:
    folder = template.parent
    with LocalStack(folder / "stack", template=template, code=[folder]) as stack:
        assert get(stack, "/home") == "first"

        (folder / "answering.py").write_text(handler("second"))
        stack.restart_functions()
        template.write_text(TEMPLATE.replace("/home", "/moved"))
        stack.deploy()

        assert get(stack, "/moved") == "second"
        with pytest.raises(urllib.request.HTTPError, match="404"):
            get(stack, "/home")


def test_a_route_can_go_to_another_function_and_nothing_is_left_of_its_first(
    template: Path,
) -> None:
    folder = template.parent
    with LocalStack(folder / "stack", template=template, code=[folder]) as stack:
        template.write_text(TEMPLATE.replace("[GET /home]", "[GET /moved]") + OTHER)
        stack.deploy()
        answered = get(stack, "/home"), get(stack, "/moved")
        template.write_text(TEMPLATE.replace("[GET /home]", "[]") + OTHER)
        stack.deploy()

        assert answered == ("other", "first")
        assert standing(stack) == {"GET /home": "Other", "POST /rooms/{name}": "Other"}


def test_a_second_start_leaves_the_routes_as_they_are(template: Path) -> None:
    folder = template.parent
    with LocalStack(folder / "stack", template=template, code=[folder], keeps=True) as stack:
        first = stack.client("apigatewayv2").get_routes(ApiId=API_ID)["Items"]

    with LocalStack(folder / "stack", template=template, code=[folder], keeps=True) as stack:
        assert stack.client("apigatewayv2").get_routes(ApiId=API_ID)["Items"] == first
        assert get(stack, "/home") == "first"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (TEMPLATE.replace("GET /home", "home"), "Site: home is no route"),
        (TEMPLATE.replace("AWS::Serverless::HttpApi", "AWS::SQS::Queue"), "no HttpApi"),
    ],
)
def test_routes_that_cannot_be_made_are_told(template: Path, wrong: str, told: str) -> None:
    folder = template.parent
    template.write_text(wrong)

    stack = LocalStack(folder / "stack", template=template, code=[folder])

    with pytest.raises(DeployFailed, match=told), stack:
        pass


def test_a_refused_template_is_told_with_its_reason_and_the_next_one_deploys(
    template: Path,
) -> None:
    folder = template.parent
    template.write_text(TEMPLATE + BROKEN)
    stack = LocalStack(folder / "stack", template=template, code=[folder], keeps=True)

    with pytest.raises(DeployFailed, match="Second: EventBus already exists"), stack:
        pass

    template.write_text(TEMPLATE)
    with stack:
        assert get(stack, "/home") == "first"


def test_a_half_written_template_leaves_what_stands(template: Path) -> None:
    folder = template.parent
    with LocalStack(folder / "stack", template=template, code=[folder]) as stack:
        template.write_text(TEMPLATE + "  Half: [")

        with pytest.raises(DeployFailed, match=r"template\.yaml cannot be deployed"):
            stack.deploy()

        assert get(stack, "/home") == "first"
