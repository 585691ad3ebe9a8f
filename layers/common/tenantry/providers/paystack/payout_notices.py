"""
What Paystack's webhooks say of payouts: that one has changed, and no more.

https://paystack.com/docs/payments/webhooks.
"""

import re
from collections.abc import Mapping

from tenantry.ids import CROCKFORD_CLASS
from tenantry.providers.payouts import PayoutHeard, unclear
from tenantry.providers.reading import form_of, parse

_TYPES = frozenset({"transfer.success", "transfer.failed", "transfer.reversed"})
_OURS = re.compile(f"pat_[{CROCKFORD_CLASS.lower()}]{{26}}")


def read(body: str, path: Mapping[str, str]) -> PayoutHeard | None:
    """
    The payout that a webhook is about, as a hint to ask; None for any other webhook.

    A transfer that was made by hand has no id of ours, and says nothing to us.

    Raises:
        Invalid: It is about a transfer, and has not that form.
    """
    del path
    event = parse(body)
    kind = str(event.get("event"))
    if kind not in _TYPES:
        return None
    with form_of(kind):
        reference = str(event["data"]["reference"])
    if not _OURS.fullmatch(reference):
        return None
    answer = unclear("Paystack tells that the transfer has changed")
    return PayoutHeard(payout_of(reference), answer, is_hint=True)


def payout_of(reference: str) -> str:
    """
    The order whose transfer has a reference.

    Example:
        >>> payout_of("pat_01m7xpe6000000000000000000")
        'pat_01M7XPE6000000000000000000'
    """
    prefix, _, rest = reference.partition("_")
    return f"{prefix}_{rest.upper()}"
