"""
Whether a webhook comes from Stripe (https://docs.stripe.com/webhooks, "Verify webhook signatures").
"""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from tenantry.providers.webhook import Secrets, Trust, Webhook

_DIGITS_MAX = 12
TOLERANCE = timedelta(minutes=5)
"""Both ways: Stripe's library refuses old signatures only, and clocks err in both directions."""


def judge(webhook: Webhook, secrets: Secrets, now: datetime) -> Trust | None:
    """
    Believe what is signed under one of the endpoint's secrets, about now.
    """
    header = webhook.headers.get("stripe-signature", "")
    keys = secrets.get("webhook_secrets", ())
    return Trust.SIGNED if is_authentic(webhook.body, header, keys, now) else None


def is_authentic(body: bytes, header: str, secrets: Sequence[str], now: datetime) -> bool:
    """
    Whether a `v1` signature of *header* is that of *body* under one of *secrets*, made about now.

    Stripe's library would verify too, but takes longer to import than all the rest of a cold start.
    """
    pairs = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in pairs if name == "t"]
    signatures = [value for name, _, value in pairs if name == "v1" and value.isascii()]
    if len(times) != 1 or not times[0].isascii() or not times[0].isdigit():
        return False
    if (
        len(times[0]) > _DIGITS_MAX
        or abs(now.timestamp() - int(times[0])) > TOLERANCE.total_seconds()
    ):
        return False
    message = times[0].encode() + b"." + body
    # With an empty secret, anybody could sign.
    keys = [secret.encode() for secret in secrets if secret]
    expected = [hmac.new(key, message, sha256).hexdigest() for key in keys]
    return any(
        hmac.compare_digest(given.encode(), one.encode())
        for given in signatures
        for one in expected
    )
