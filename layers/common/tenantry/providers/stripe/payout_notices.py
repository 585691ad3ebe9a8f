"""
What Stripe's webhooks say of payouts: that one has changed, and no more.

A transfer is the partner's at once; later it may be reversed, whole or in part
(https://docs.stripe.com/api/events/types).
"""

import re
from collections.abc import Mapping

from tenantry.ids import CROCKFORD_CLASS
from tenantry.providers.payouts import PayoutHeard, unclear
from tenantry.providers.reading import form_of, parse

_TYPES = frozenset({"transfer.reversed", "transfer.updated"})
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
    kind = str(event.get("type"))
    if kind not in _TYPES:
        return None
    with form_of(kind):
        named = str(event["data"]["object"]["transfer_group"])
    if not _OURS.fullmatch(named):
        return None
    return PayoutHeard(named, unclear("Stripe tells that the transfer has changed"), is_hint=True)
