"""
Whether a webhook comes from Flutterwave (https://developer.flutterwave.com/docs/webhooks).
"""

import hmac
import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from hashlib import sha256

from tenantry.providers.webhook import Secrets, Trust, Webhook

SIGNATURE, COPY = "flutterwave-signature", "verif-hash"
_ASKED = ("refund.", "chargeback.")


def judge(webhook: Webhook, secrets: Secrets, now: object) -> Trust | None:
    """
    Believe what is signed under one of the account's secret hashes, however old.

    Where a signature is, it has to be good. Version 3 sends a copy of the secret hash instead:
    whoever sends it knows the secret, and may say anything; so it counts for accounts of that
    version alone, and only as a hint. What tells of refunds and chargebacks is a hint too, signed
    or not: it names no currency.
    """
    del now
    # With an empty secret, anybody could sign.
    hashes = [str(one).encode() for one in secrets.get("secret_hashes", ()) if one]
    signature = webhook.headers.get(SIGNATURE)
    if signature is not None:
        is_signed = _is_one_of(signature, hashes, lambda key: _signature(key, webhook.body))
        return _trust_of(webhook.body) if is_signed else None
    if secrets.get("version") != "v3":
        return None
    copied = webhook.headers.get(COPY, "")
    return Trust.HINT if _is_one_of(copied, hashes, lambda key: key) else None


def _signature(key: bytes, body: bytes) -> bytes:
    return b64encode(hmac.new(key, body, sha256).digest())


def _is_one_of(given: str, keys: Sequence[bytes], proof: Callable[[bytes], bytes]) -> bool:
    try:
        encoded = given.encode()
    except UnicodeEncodeError:
        return False
    return any(hmac.compare_digest(encoded, proof(key)) for key in keys)


def _trust_of(body: bytes) -> Trust:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return Trust.SIGNED
    if not isinstance(event, dict):
        return Trust.SIGNED
    is_asked = "AmountRefunded" in event or str(event.get("type")).startswith(_ASKED)
    return Trust.HINT if is_asked else Trust.SIGNED
