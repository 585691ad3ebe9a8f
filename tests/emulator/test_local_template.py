"""
What the local stack makes of a template, told without starting it.
"""

from pathlib import Path

import pytest

from infra.local.template import Node, load, localise

CODE = [Path("/repository/functions"), Path("/repository/layer")]

TEMPLATE = """
Globals:
  Function: {CodeUri: functions/, Timeout: 5, Environment: {Variables: {ONE: a, TWO: a}}}
Parameters:
  Stage: {Type: String}
Resources:
  Layer: {Type: AWS::Serverless::LayerVersion}
  Http: {Type: AWS::Serverless::HttpApi}
  Serve:
    Type: AWS::Serverless::Function
    Metadata: {Routes: [POST /v1/invites]}
    Properties:
      Handler: invites.serve.handler
      Architectures: [arm64]
      Layers: [!Ref Layer]
      Environment: {Variables: {TWO: !Sub "${Stage}-b"}}
      Events:
        Stream: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn}}
        Hourly: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 hour)}}
Outputs:
  ApiId: {Value: !Ref Http}
  Layer: {Value: !Ref Layer}
"""


@pytest.fixture
def local(tmp_path: Path) -> Node:
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE)
    return localise(load(path), code=CODE, start="Start7")


def test_a_function_imports_its_handler_from_the_repository(local: Node) -> None:
    properties = local["Resources"]["Serve"]["Properties"]

    assert properties["Handler"] == "index.handler"
    assert "from invites.serve import handler as handler" in properties["InlineCode"]
    assert "['/repository/functions', '/repository/layer']" in properties["InlineCode"]
    assert not {"CodeUri", "Layers", "Architectures"} & properties.keys()


def test_what_all_functions_share_is_kept_and_their_own_comes_first(local: Node) -> None:
    properties = local["Resources"]["Serve"]["Properties"]

    variables = properties["Environment"]["Variables"]
    assert variables == {"ONE": "a", "TWO": {"Fn::Sub": "${Stage}-b"}}
    assert properties["Timeout"] == 5
    assert "Globals" not in local


def test_the_api_is_there_without_its_routes_which_are_no_resources(local: Node) -> None:
    kinds = {name: resource["Type"] for name, resource in local["Resources"].items()}

    assert kinds == {
        "Http": "AWS::ApiGatewayV2::Api",
        "HttpStage": "AWS::ApiGatewayV2::Stage",
        "Serve": "AWS::Serverless::Function",
    }
    assert "Metadata" not in local["Resources"]["Serve"]


def test_only_stream_events_are_named_anew(local: Node) -> None:
    events = local["Resources"]["Serve"]["Properties"]["Events"]

    assert set(events) == {"StreamStart7", "Hourly"}


def test_the_layer_and_what_tells_of_it_are_left_out(local: Node) -> None:
    assert "Layer" not in local["Resources"]
    assert set(local["Outputs"]) == {"ApiId"}
