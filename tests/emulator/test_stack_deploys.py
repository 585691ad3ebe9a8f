"""
What a changed template and changed code make of a running local stack.
"""

import urllib.request
from pathlib import Path

import pytest

from infra.local.deploy import DeployFailed
from infra.local.stack import LocalStack

pytestmark = pytest.mark.emulator

TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Http: {Type: AWS::Serverless::HttpApi}
  Site:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: answering.handler
      Events:
        Home: {Type: HttpApi, Properties: {ApiId: !Ref Http, Method: GET, Path: /home}}
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


def get(stack: LocalStack, path: str) -> str:
    with urllib.request.urlopen(stack.base_url + path) as answer:  # noqa: S310, our own
        body: bytes = answer.read()
    return body.decode()


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE)
    (tmp_path / "answering.py").write_text(handler("first"))
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
