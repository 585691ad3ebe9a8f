"""
What providers tell of payouts by themselves: hints to ask, and M-Pesa's answers to our asking.
"""

from collections.abc import Mapping

from tenantry.providers.parts import part
from tenantry.providers.payouts import PayoutHeard

_READERS = {
    "stripe": "payout_notices:read",
    "paystack": "payout_notices:read",
    "flutterwave": "payout_notices:read",
    "mpesa": "payout_results:read",
}


def heard_of(name: str, body: str, path: Mapping[str, str]) -> PayoutHeard | None:
    """
    What a webhook says of a payout of ours; None for one that says nothing of any.

    Args:
        path: The parts of the address that it came to, as in `Webhook`.

    Raises:
        Invalid: It is about a payout, and has not that form.
    """
    place = _READERS.get(name)
    if place is None:
        return None
    heard: PayoutHeard | None = part(name, place)(body, path)
    return heard
