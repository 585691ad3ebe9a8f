"""
What the receiver of webhooks answers.

Not from `tenantry.http`, which brings pydantic: the receiver starts with what it needs.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

type Answer = dict[str, Any]

TAKEN: Mapping[str, Any] = {}
ACCEPTED = {"ResultCode": 0, "ResultDesc": "Accepted"}
"""The form that M-Pesa waits for (https://developer.safaricom.co.ke, Customer to Business)."""


def taken(body: Mapping[str, Any] = TAKEN) -> Answer:
    """
    The event is on the queue.
    """
    return _answer(HTTPStatus.OK, body, "application/json")


def problem(status: HTTPStatus, code: str, detail: str) -> Answer:
    """
    A refusal, in the form that all refusals have (docs/errors.md).
    """
    body = {
        "type": f"/docs#{code}",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "code": code,
    }
    return _answer(status, body, "application/problem+json")


def _answer(status: HTTPStatus, body: Mapping[str, Any], content_type: str) -> Answer:
    return {
        "statusCode": status.value,
        "headers": {"Content-Type": content_type},
        "body": json.dumps(body),
    }
