"""
Bodies as the gateway passes them on: as text, or as base64.
"""

from typing import Any

import pytest

from api_keys.serve import handler
from tests.calling import CONTEXT

pytestmark = pytest.mark.usefixtures("operator")


def event(body: str | None, *, is_base64: bool, secret: str) -> dict[str, Any]:
    return {
        "version": "2.0",
        "routeKey": "POST /v1/api-keys",
        "rawPath": "/v1/api-keys",
        "rawQueryString": "",
        "headers": {"Authorization": f"bearer {secret}", "Idempotency-Key": f"base64 {is_base64}"},
        "requestContext": {
            "requestId": "1",
            "http": {"method": "POST", "path": "/v1/api-keys", "sourceIp": "192.0.2.1"},
            "stage": "$default",
        },
        "body": body,
        "isBase64Encoded": is_base64,
    }


@pytest.mark.parametrize(
    ("body", "is_base64"),
    [
        ('{"name": "Ключ", "scopes": ["*"]}', False),
        ("eyJuYW1lIjogIkEiLCAic2NvcGVzIjogWyIqIl19", True),
    ],
)
def test_a_body_comes_as_text_or_as_base64(operator: str, body: str, is_base64: bool) -> None:
    answer = handler(event(body, is_base64=is_base64, secret=operator), CONTEXT)

    assert answer["statusCode"] == 201, answer["body"]


@pytest.mark.parametrize(
    ("body", "is_base64"), [("{{{", True), ("eyJ", True), ("é", True), (None, False), (None, True)]
)
def test_a_body_that_cannot_be_read_is_refused(
    operator: str, body: str | None, is_base64: bool
) -> None:
    answer = handler(event(body, is_base64=is_base64, secret=operator), CONTEXT)

    assert answer["statusCode"] == 422
    assert '"field"' in answer["body"]
