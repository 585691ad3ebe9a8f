"""
How a template's routes are read, and told to API Gateway.
"""

from pathlib import Path
from typing import Any

import pytest

from infra import gateway
from infra.local.template import load

TEMPLATE = """
Resources:
  Queue: {Type: AWS::SQS::Queue}
  Site:
    Type: AWS::Serverless::Function
    Metadata: {Routes: [GET /home, $default]}
    Properties: {Handler: site.serve.handler}
  Plans:
    Type: AWS::Serverless::Function
    Metadata:
      Routes:
        - GET /plans/{plan_code}/prices/{day}
        - DELETE /plans/{plan_code}/prices/{day}
    Properties: {Handler: plans.serve.handler}
  Job:
    Type: AWS::Serverless::Function
    Properties: {Handler: job.run.handler}
"""
PRICE = "/plans/{plan_code}/prices/{day}"


def read(path: Path, text: str = TEMPLATE) -> dict[str, Any]:
    path.joinpath("template.yaml").write_text(text)
    return load(path / "template.yaml")


def test_each_route_is_read_with_its_function_and_handler(tmp_path: Path) -> None:
    template = read(tmp_path)

    routes, handlers = gateway.routes(template), gateway.handlers(template)

    assert routes == {
        "GET /home": "Site",
        "$default": "Site",
        f"GET {PRICE}": "Plans",
        f"DELETE {PRICE}": "Plans",
    }
    assert handlers[f"GET {PRICE}"] == "plans.serve.handler"


@pytest.mark.parametrize("route", ["get /x", "GET x", "GET /x /y", "ANY /x", "/x", "default"])
def test_what_is_no_route_is_refused(tmp_path: Path, route: str) -> None:
    template = read(tmp_path, TEMPLATE.replace("GET /home", route))

    with pytest.raises(gateway.WrongRoute, match=f"Site: {route} is no route"):
        gateway.routes(template)


def test_a_route_of_two_functions_is_refused(tmp_path: Path) -> None:
    template = read(tmp_path, TEMPLATE.replace(f"GET {PRICE}", "GET /home"))

    with pytest.raises(gateway.WrongRoute, match="Plans: GET /home is a route of Site already"):
        gateway.routes(template)


def test_an_operation_names_its_parameters_and_its_functions_integration(tmp_path: Path) -> None:
    described = gateway.document(read(tmp_path))

    assert list(described["paths"][PRICE]) == ["delete", "get"]
    assert described["paths"][PRICE]["get"] == {
        "parameters": [
            {"name": "plan_code", "in": "path", "required": True},
            {"name": "day", "in": "path", "required": True},
        ],
        "responses": {},
        "x-amazon-apigateway-integration": {
            "$ref": "#/components/x-amazon-apigateway-integrations/Plans"
        },
    }
    assert "parameters" not in described["paths"]["/home"]["get"]


def test_every_method_of_the_default_route_leads_to_one_function(tmp_path: Path) -> None:
    described = gateway.document(read(tmp_path))

    [(method, operation)] = described["paths"]["/$default"].items()

    assert method == "x-amazon-apigateway-any-method"
    assert operation["isDefaultRoute"] is True


def test_functions_with_routes_have_one_integration_each_which_assumes_a_role(
    tmp_path: Path,
) -> None:
    described = gateway.document(read(tmp_path))

    integrations = described["components"]["x-amazon-apigateway-integrations"]

    assert list(integrations) == ["Plans", "Site"]
    assert integrations["Plans"] == {
        "type": "aws_proxy",
        "httpMethod": "POST",
        "payloadFormatVersion": "2.0",
        "uri": {
            "Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/"
            "functions/${Plans.Arn}/invocations"
        },
        "credentials": {"Fn::GetAtt": ["GatewayRole", "Arn"]},
    }
