"""
Page cursors: opaque, signed, and good only for the list that gave them.
"""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

from tenantry import server_key
from tenantry.errors import Invalid, invalid_field

_SIGNATURE_BYTES = 16


def issue(place: str, *bound_to: str) -> str:
    """
    The cursor behind the item at *place*, bound to the route, the workspace and the filters.
    """
    payload = json.dumps(place).encode()
    return urlsafe_b64encode(_signature(payload, bound_to) + payload).rstrip(b"=").decode()


def open_(cursor: str, *bound_to: str) -> str:
    """
    The place in a cursor. It is no authorisation: the list checks its principal again.

    Raises:
        Invalid: The cursor was not given by this list with these filters.
    """
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (NotBase64, ValueError):
        raise _refused() from None
    signature, payload = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
    if not hmac.compare_digest(signature, _signature(payload, bound_to)):
        raise _refused()
    return str(json.loads(payload))


def _signature(payload: bytes, bound_to: tuple[str, ...]) -> bytes:
    return server_key.mac("cursor", payload.decode("utf-8", "replace"), *bound_to)[
        :_SIGNATURE_BYTES
    ]


def _refused() -> Invalid:
    return invalid_field("cursor", "must be a cursor of this list, with the same filters")
