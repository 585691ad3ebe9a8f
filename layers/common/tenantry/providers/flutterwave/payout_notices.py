"""
What Flutterwave's webhooks say of payouts: that one has changed, and no more.

https://developer.flutterwave.com/docs/integration-guides/webhooks (version 3) and
https://developer.flutterwave.com/docs/webhooks (version 4).
"""

import re
from collections.abc import Mapping

from tenantry.ids import CROCKFORD_CLASS
from tenantry.providers.payouts import PayoutHeard, unclear
from tenantry.providers.reading import form_of, parse

_OURS = re.compile(f"pat_[{CROCKFORD_CLASS}]{{26}}")


def read(body: str, path: Mapping[str, str]) -> PayoutHeard | None:
    """
    The payout that a webhook is about, as a hint to ask; None for any other webhook.

    A transfer that was made by hand has no id of ours, and says nothing to us.

    Raises:
        Invalid: It is about a transfer, and has not that form.
    """
    del path
    event = parse(body)
    kind = str(event.get("event") or event.get("type"))
    if not kind.startswith("transfer."):
        return None
    with form_of(kind):
        reference = str(event["data"]["reference"])
    if not _OURS.fullmatch(reference):
        return None
    answer = unclear("Flutterwave tells that the transfer has changed")
    return PayoutHeard(reference, answer, is_hint=True)
