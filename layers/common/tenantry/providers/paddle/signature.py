"""
Whether a webhook comes from Paddle.

The recipe: https://developer.paddle.com/webhooks/about/signature-verification.
"""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from tenantry.providers.webhook import Secrets, Trust, Webhook

_DIGITS_MAX = 12
TOLERANCE = timedelta(minutes=5)
"""
Both ways. Paddle's libraries take five seconds, and refuse real deliveries to servers whose start
or clock is slower (https://github.com/PaddleHQ/paddle-node-sdk/issues/30). What comes again within
five minutes takes no effect: each event is applied once.
"""


def judge(webhook: Webhook, secrets: Secrets, now: datetime) -> Trust | None:
    """
    Believe what is signed under one of the destination's secrets, about now.
    """
    header = webhook.headers.get("paddle-signature", "")
    keys = secrets.get("webhook_secrets", ())
    return Trust.SIGNED if is_authentic(webhook.body, header, keys, now) else None


def is_authentic(body: bytes, header: str, secrets: Sequence[str], now: datetime) -> bool:
    """
    Whether an `h1` signature of *header* is that of *body* under one of *secrets*, made about now.

    There are several of each while a secret is rotated. Names that Paddle adds one day are ignored.
    """
    pairs = [part.strip().partition("=") for part in header.split(";")]
    times = [value for name, _, value in pairs if name == "ts"]
    signatures = [value for name, _, value in pairs if name == "h1" and value.isascii()]
    if len(times) != 1 or not _is_about(times[0], now):
        return False
    message = times[0].encode() + b":" + body
    # With an empty secret, anybody could sign.
    keys = [secret.encode() for secret in secrets if secret]
    expected = [hmac.new(key, message, sha256).hexdigest() for key in keys]
    return any(
        hmac.compare_digest(given.encode(), one.encode())
        for given in signatures
        for one in expected
    )


def _is_about(seconds: str, now: datetime) -> bool:
    if not (seconds.isascii() and seconds.isdigit()) or len(seconds) > _DIGITS_MAX:
        return False
    return abs(now.timestamp() - int(seconds)) <= TOLERANCE.total_seconds()
