"""
Stripe's request parameters: form-encoded, nested by brackets, each of them known or refused.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import parse_qsl

from infra.local.stripe.refused import Json, Refused

type Read = Callable[[str, str], str | int | bool]
"""Makes a value of a parameter's name and text."""

INDEX = re.compile(r"\[\d*\]")
PART = re.compile(r"[^\[\]]+|(?<=\[)(?=\])")


def text(_: str, value: str) -> str:
    """
    Any text.
    """
    return value


def whole(name: str, value: str) -> int:
    """
    A whole number that is not negative.
    """
    if not (value.isascii() and value.isdigit()):
        raise Refused(f"Invalid integer: {value}", code="parameter_invalid_integer", param=name)
    return int(value)


def truth(name: str, value: str) -> bool:
    """
    `true` or `false`.
    """
    if value not in {"true", "false"}:
        raise Refused(f"Invalid boolean: {value}", param=name)
    return value == "true"


CHECKOUT: Mapping[str, Read] = {
    "adaptive_pricing[enabled]": truth,
    "automatic_tax[enabled]": truth,
    "cancel_url": text,
    "client_reference_id": text,
    "customer_email": text,
    "expires_at": whole,
    "line_items[][price_data][currency]": text,
    "line_items[][price_data][product_data][description]": text,
    "line_items[][price_data][product_data][name]": text,
    "line_items[][price_data][tax_behavior]": text,
    "line_items[][price_data][unit_amount]": whole,
    "line_items[][quantity]": whole,
    "metadata[*]": text,
    "mode": text,
    "payment_intent_data[description]": text,
    "payment_intent_data[metadata][*]": text,
    "success_url": text,
}
REFUND: Mapping[str, Read] = {
    "amount": whole,
    "charge": text,
    "metadata[*]": text,
    "payment_intent": text,
    "reason": text,
}
TRANSFER: Mapping[str, Read] = {
    "amount": whole,
    "currency": text,
    "description": text,
    "destination": text,
    "metadata[*]": text,
    "transfer_group": text,
}
PAGE: Mapping[str, Read] = {
    "created": whole,
    "created[gt]": whole,
    "created[gte]": whole,
    "created[lt]": whole,
    "created[lte]": whole,
    "ending_before": text,
    "limit": whole,
    "starting_after": text,
}
NEEDED_TO_CHECK_OUT = (
    "mode",
    "success_url",
    "line_items[][quantity]",
    "line_items[][price_data][currency]",
    "line_items[][price_data][unit_amount]",
    "line_items[][price_data][product_data][name]",
)


def read(encoded: str, known: Mapping[str, Read], needed: Iterable[str] = ()) -> Json:
    """
    The parameters as a tree.

    Args:
        encoded: A query, or a form's body.
        known: How each is read; `[]` stands for any index, `[*]` at the end for any name.
        needed: Those without which it is refused.

    Example:
        >>> read("line_items[0][quantity]=2", {"line_items[][quantity]": whole})
        {'line_items': [{'quantity': 2}]}
    """
    tree: Json = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        pattern = INDEX.sub("[]", name)
        reader = known.get(pattern) or known.get(pattern.rpartition("[")[0] + "[*]")
        if reader is None:
            message = f"Received unknown parameter: {name}"
            raise Refused(message, code="parameter_unknown", param=name)
        *way, last = PART.findall(name)
        place = tree
        for part in way:
            inner = place.setdefault(part or str(len(place)), {})
            if not isinstance(inner, dict):
                raise Refused(f"Invalid {name}: it is given as a value and as a hash", param=name)
            place = inner
        place[last or str(len(place))] = reader(name, value)
    for name in needed:
        _need(tree, PART.findall(name))
    return {name: _with_lists(value) for name, value in tree.items()}


def _need(value: object, parts: list[str], name: str = "") -> None:
    if not parts:
        if value in {None, ""}:
            message = f"Missing required param: {name}."
            raise Refused(message, code="parameter_missing", param=name)
        return
    inner = value if isinstance(value, dict) else {}
    first, *rest = parts
    # Each line of several has to have it; of none, the first lacks it.
    for part in [first] if first else [*inner] or ["0"]:
        _need(inner.get(part), rest, f"{name}[{part}]" if name else part)


def _with_lists(value: object) -> object:
    if not isinstance(value, dict):
        return value
    inner = {name: _with_lists(below) for name, below in value.items()}
    return list(inner.values()) if all(name.isdigit() for name in inner) else inner
