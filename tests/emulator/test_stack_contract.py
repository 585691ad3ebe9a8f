"""
What we rely on from MiniStack's API Gateway and Lambda, tried on a small stack of our own.
"""

import base64
import http.client
import json
import time

import pytest

from infra.local.deploy import Json
from infra.local.deployed import HandlerFailed
from infra.local.stack import LocalStack, eventually

pytestmark = pytest.mark.emulator


def call(
    stack: LocalStack, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(stack.base_url.removeprefix("http://"), timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body or None, named)
    answer = connection.getresponse()
    read = answer.read()
    connection.close()
    return answer, read


def echoed(stack: LocalStack, method: str, path: str, body: bytes = b"", **headers: str) -> Json:
    return json.loads(call(stack, method, path, body, **headers)[1])


def test_a_route_of_the_template_is_matched_with_its_parameters(contract: LocalStack) -> None:
    event = echoed(contract, "POST", "/things/a%20b?x=1&x=2&y=")

    assert event["routeKey"] == "POST /things/{id}"
    assert event["pathParameters"] == {"id": "a b"}
    assert event["rawQueryString"] == "x=1&x=2&y="
    assert event["queryStringParameters"] == {"x": "1,2", "y": ""}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_what_no_route_names_goes_to_the_default_route(contract: LocalStack, method: str) -> None:
    event = echoed(contract, method, "/things/1")

    assert event["routeKey"] == "$default"
    assert event["requestContext"]["http"]["method"] == method
    assert event["rawPath"] == "/things/1"


def test_a_json_body_arrives_byte_for_byte(contract: LocalStack) -> None:
    body = ' {"a":\t1.50,\r\n "ü": "\\u00fc 🙂"} '.encode()

    event = echoed(contract, "POST", "/things/1", body, content_type="application/json")

    assert event["isBase64Encoded"] is False
    assert event["body"].encode() == body


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/octet-stream"])
def test_any_other_body_arrives_byte_for_byte_as_base64(contract: LocalStack, kind: str) -> None:
    body = bytes(range(256))

    event = echoed(contract, "POST", "/things/1", body, content_type=kind)

    assert event["isBase64Encoded"] is True
    assert base64.b64decode(event["body"]) == body


def test_the_front_adds_the_clients_address_to_what_the_client_claims(contract: LocalStack) -> None:
    event = echoed(contract, "GET", "/", x_forwarded_for="192.0.2.1", host="evil.example")

    assert event["headers"]["x-forwarded-for"] == "192.0.2.1, 127.0.0.1"
    assert event["headers"]["host"] == contract.base_url.removeprefix("http://")


def test_repeated_headers_are_joined(contract: LocalStack) -> None:
    connection = http.client.HTTPConnection(contract.base_url.removeprefix("http://"))
    connection.putrequest("GET", "/")
    connection.putheader("X-Twice", "one")
    connection.putheader("X-Twice", "two")
    connection.endheaders()

    event = json.loads(connection.getresponse().read())
    connection.close()

    assert event["headers"]["x-twice"].replace(" ", "") == "one,two"


def test_cookies_come_as_a_header_and_leave_as_one_header_each(contract: LocalStack) -> None:
    answer, body = call(contract, "GET", "/", cookie="a=1; b=2")

    assert json.loads(body)["headers"]["cookie"] == "a=1; b=2"
    assert answer.headers.get_all("set-cookie") == ["one=1; HttpOnly", "two=2"]


def test_head_answers_without_a_body(contract: LocalStack) -> None:
    answer, body = call(contract, "HEAD", "/")

    assert (answer.status, body) == (200, b"")


def test_a_handler_that_raises_tells_the_client_nothing(contract: LocalStack) -> None:
    answer, body = call(contract, "GET", "/fails")

    assert (answer.status, json.loads(body)) == (500, {"message": "Internal Server Error"})


def test_a_warm_function_that_logs_a_line_answers_quickly(contract: LocalStack) -> None:
    call(contract, "GET", "/")

    def seconds() -> float:
        started = time.perf_counter()
        call(contract, "GET", "/")
        return time.perf_counter() - started

    # A silent function takes 50 ms longer: MiniStack waits for its first line.
    assert min(seconds() for _ in range(9)) < 0.04


def test_invoking_a_function_gives_what_it_returns_or_why_it_raised(contract: LocalStack) -> None:
    assert json.loads(contract.invoke("EchoFunction", {"a": 1})["body"]) == {"a": 1}

    with pytest.raises(HandlerFailed, match="EchoFunction: secret of the handler"):
        contract.invoke("EchoFunction", {"rawPath": "/fails"})


def test_a_functions_log_can_be_read(contract: LocalStack) -> None:
    contract.invoke("HourlyFunction", {})

    assert "echo was called" in eventually(lambda: contract.logs("HourlyFunction"))


def test_functions_run_with_the_projects_packages_alone(contract: LocalStack) -> None:
    seen = contract.invoke("EchoFunction", {"rawPath": "/packages"})["body"]

    assert json.loads(seen) == ["pynamodb"]


def test_a_schedule_of_the_template_exists_with_its_function(contract: LocalStack) -> None:
    (schedule,) = contract.client("scheduler").list_schedules()["Schedules"]

    assert schedule["State"] == "ENABLED"
    assert contract.physical_id("HourlyFunction") in schedule["Target"]["Arn"]
