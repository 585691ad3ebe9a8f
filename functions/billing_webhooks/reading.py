"""
Reading a webhook as the gateway hands it over.
"""

from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from tenantry.errors import TooLarge
from tenantry.providers.webhook import Webhook

BODY_BYTES_MAX = 262_144
"""Providers' events have a few kilobytes; a message of the queue takes 1 MiB."""


def read(event: Mapping[str, Any], path: Mapping[str, str]) -> Webhook:
    """
    The request in an event of the gateway.

    Raises:
        ValueError: Its body is no text.
        TooLarge: It has more bytes than any provider's event.
    """
    text = event.get("body") or ""
    is_encoded = event.get("isBase64Encoded")
    body = b64decode(text, validate=True) if is_encoded else text.encode()
    if len(body) > BODY_BYTES_MAX:
        message = f"the body has more than {BODY_BYTES_MAX} bytes"
        raise TooLarge(message)
    # What is no text is nobody's event, whatever is signed.
    body.decode()
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    sent_from = event.get("requestContext", {}).get("http", {}).get("sourceIp", "")
    return Webhook(body, headers, path, sent_from)
