"""
The whole product on the local stack: every part of template.yaml is there and answers.
"""

import http.client
import json
import re
from typing import Any

import pytest

from infra.gateway import DEFAULT, routes
from infra.local.places import TEMPLATE
from infra.local.stack import LocalStack
from infra.local.template import load

pytestmark = pytest.mark.emulator

ROUTES = sorted(routes(load(TEMPLATE)))


def call(stack: LocalStack, method: str, path: str) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection(stack.base_url.removeprefix("http://"), timeout=30)
    connection.request(method, path)
    answer = connection.getresponse()
    read = answer.status, answer.headers.get("content-type", ""), answer.read()
    connection.close()
    return read


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_of_the_template_reaches_its_function(stack: LocalStack, route: str) -> None:
    method, path = route.replace(DEFAULT, "GET /no-such-page").split(" ")

    status, kind, body = call(stack, method, re.sub(r"{\w+}", "x", path))

    # The gateway's own refusals are plain JSON, a failed function is a 500.
    assert status < 500, body
    assert kind.startswith(("application/problem+json", "text/html")) or status == 200, body


def test_an_unknown_path_and_a_wrong_method_are_told_apart(stack: LocalStack) -> None:
    unknown = call(stack, "GET", "/v1/nothing")
    wrong = call(stack, "PUT", "/v1/plans")

    assert [problem(unknown), problem(wrong)] == [404, 405]


def problem(answer: tuple[int, str, bytes]) -> Any:  # noqa: ANN401, a number
    return json.loads(answer[2])["status"]


def test_every_schedule_of_the_template_is_there(stack: LocalStack) -> None:
    rules = stack.client("events").list_rules()["Rules"]

    wanted = [
        event["Properties"]["Schedule"]
        for resource in load(TEMPLATE)["Resources"].values()
        if resource["Type"] == "AWS::Serverless::Function"
        for event in resource["Properties"].get("Events", {}).values()
        if event["Type"] == "Schedule"
    ]
    # Other rules wait for events.
    made = [rule["ScheduleExpression"] for rule in rules if "ScheduleExpression" in rule]
    assert sorted(made) == sorted(wanted)
