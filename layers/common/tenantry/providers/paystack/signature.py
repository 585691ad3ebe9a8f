"""
Whether a webhook comes from Paystack (https://paystack.com/docs/payments/webhooks).
"""

import hmac
import json
from hashlib import sha512

from tenantry.providers.webhook import Secrets, Trust, Webhook

HEADER = "x-paystack-signature"


def judge(webhook: Webhook, secrets: Secrets, now: object) -> Trust | None:
    """
    Believe what is signed under one of the account's API keys, however old: nothing says its time.

    A refund is a hint all the same: its notice does not say which refund of a payment it is of, so
    Paystack is asked (`client.Provider.confirm`).
    """
    del now
    given = webhook.headers.get(HEADER, "")
    if not given.isascii():
        return None
    # With an empty key, anybody could sign.
    keys = [key.encode() for key in secrets.get("webhook_keys", ()) if key]
    expected = [hmac.new(key, webhook.body, sha512).hexdigest() for key in keys]
    if not any(hmac.compare_digest(given.encode(), one.encode()) for one in expected):
        return None
    return Trust.HINT if _is_of_a_refund(webhook.body) else Trust.SIGNED


def _is_of_a_refund(body: bytes) -> bool:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(event, dict) and str(event.get("event")).startswith("refund.")
