"""
Receives Stripe's webhooks: authentic or refused, then one message to the queue, and 200.
"""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from tenantry import settings
from tenantry.providers.secrets import stripe_secrets
from tenantry.providers.stripe_signature import is_authentic
from tenantry.services import client

BODY_BYTES_MAX = 262_144
"""Stripe's events have a few kilobytes; a message of the queue takes 1 MiB."""

type Answer = dict[str, Any]

if settings.is_lambda():
    # Read and made while the function initialises: a webhook then costs one call.
    stripe_secrets()
    client("sqs")


def handler(event: dict[str, Any], context: object) -> Answer:
    """
    Queue an authentic event; its raw body goes on as it came.
    """
    try:
        body = _raw(event)
    except (NotBase64, ValueError):
        return _not_authentic()
    if len(body) > BODY_BYTES_MAX:
        detail = f"the body has more than {BODY_BYTES_MAX} bytes"
        return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "request.too_large", detail)
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    header = headers.get("stripe-signature", "")
    if not is_authentic(body, header, stripe_secrets().webhook_secrets, datetime.now(UTC)):
        return _not_authentic()
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return _not_authentic()
    client("sqs").send_message(QueueUrl=settings.webhook_queue_url(), MessageBody=text)
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": "{}"}


def _raw(event: dict[str, Any]) -> bytes:
    text = event.get("body") or ""
    return b64decode(text, validate=True) if event.get("isBase64Encoded") else text.encode()


def _not_authentic() -> Answer:
    detail = "no signature of this body under our secrets, made within five minutes"
    return _problem(HTTPStatus.BAD_REQUEST, "webhook.not_authentic", detail)


def _problem(status: HTTPStatus, code: str, detail: str) -> Answer:
    # Not from `tenantry.http`, which brings pydantic: this function starts with what it needs.
    body = {
        "type": f"/docs#{code}",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "code": code,
    }
    return {
        "statusCode": status.value,
        "headers": {"Content-Type": "application/problem+json"},
        "body": json.dumps(body),
    }
