"""
What of a provider's event is kept for audit: ids, amounts, states and times, and nobody's name.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

TEXT_MAX = 100
"""Ids, states and times are shorter; a longer text is prose, and may name somebody."""
DEPTH_MAX = 6

_KEPT = re.compile(
    r"(?:.*_)?(?:id|ids|type|status|state|event|event_type|action|reason|code|mode|livemode|domain"
    r"|amount|amount_\w+|\w*_amount|fee|fees|tax|total|totals|subtotal|discount|grand_total"
    r"|earnings|currency|currency_code|reference|tx_ref|flw_ref|created|created_at|created_datetime"
    r"|paid_at|occurred_at|timestamp|data|object|details|payments|transaction|resolution|custom_data"
    r"|metadata|meta|payment_intent|payment_status|origin|channel)"
    r"|Body|stkCallback|CallbackMetadata|Item|MerchantRequestID|CheckoutRequestID|ResultCode"
    r"|TransactionType|TransID|TransTime|TransAmount|BusinessShortCode|BillRefNumber"
)
"""An allow list: a field that a provider adds tomorrow is not kept until somebody has looked."""

_ANYTHING = {"custom_data", "meta", "metadata"}
"""Where others put what they like: as an object its fields are looked at, as a text nobody can."""

_ITEMS = {"Amount", "MpesaReceiptNumber", "TransactionDate"}
"""Of M-Pesa's pairs of `Name` and `Value`."""


def without_people(event: Mapping[str, Any]) -> dict[str, Any]:
    """
    The event as it is kept.

    Example:
        >>> without_people({"id": 7, "customer": {"email": "a@example.com"}, "amount": 500})
        {'id': 7, 'amount': 500}
    """
    return _kept_of(event, DEPTH_MAX)


def _kept_of(event: Mapping[str, Any], depth: int) -> dict[str, Any]:
    if "Name" in event and event["Name"] not in _ITEMS:
        return {}
    pair = {"Name", "Value"} if "Name" in event else set()
    return {
        name: _value(value, depth - 1)
        for name, value in event.items()
        if (name in pair or _KEPT.fullmatch(name))
        and _is_plain(value, depth)
        and not (name in _ANYTHING and isinstance(value, str))
    }


def _is_plain(value: object, depth: int) -> bool:
    if isinstance(value, str):
        return len(value) <= TEXT_MAX
    return depth > 1 or not isinstance(value, Mapping | list)


def _value(value: Any, depth: int) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, Mapping):
        return _kept_of(value, depth)
    if isinstance(value, list):
        return [_value(one, depth) for one in value if _is_plain(one, depth)]
    return str(value) if isinstance(value, Decimal) else value
