"""
One text for the same inputs, wherever they were read from, and its hash.
"""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256

from tenantry.clock import month_bounds, stamp
from tenantry.commissions.agreements import in_force
from tenantry.commissions.inputs import Closing, Customer, Fact, Holding, Paid, Partner
from tenantry.commissions.model import Line


def canonical(value: object) -> str:
    """
    JSON without spaces, keys in order; numbers that are no integers, and moments, as text.

    Example:
        >>> canonical({"rate": Decimal("0.20"), "at": date(2026, 11, 1)})
        '{"at":"2026-11-01","rate":"0.2"}'
    """
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def digest(value: object) -> str:
    """
    SHA-256 of the canonical text, in hexadecimal.
    """
    return sha256(canonical(value).encode()).hexdigest()


def customer_digest(
    customer: Customer, facts: Sequence[Fact], closing: Closing, lines: Sequence[Line]
) -> str:
    """
    The hash of all that a tenant's lines follow from, but what is the same for all tenants.

    Args:
        facts: What was known of the tenant by the cut-off, in order.
        lines: What came of it: the rates that they were made with are inputs too.
    """
    ends_at = month_bounds(closing.month)[1]
    spans = {_until(one, ends_at) for one in customer.holdings if one.starts_at < ends_at}
    quotes = {(str(one.numbers.fx_day), quote) for one in lines for quote in one.numbers.quotes}
    return digest(
        {
            "tenant": customer.tenant_id,
            "holdings": spans,
            "facts": [_unchanging(fact) for fact in facts],
            "rates": quotes,
        }
    )


def part_digest(customers: Sequence[tuple[str, str]]) -> str:
    """
    The hash of a part of a statement: of its tenants, by id, with the hash of each.
    """
    return digest(list(customers))


def partner_digest(partner: Partner, closing: Closing, parts: Sequence[str]) -> str:
    """
    The hash of all that a statement follows from.

    Args:
        parts: The hashes of its parts, in order.
    """
    begun = {one for one in partner.agreements if one.effective_from <= closing.month}
    return digest(
        {
            "reseller": partner.reseller_id,
            "closing": closing,
            "agreements": begun or {in_force((), closing.month)},
            "parts": parts,
        }
    )


def _until(holding: Holding, ends_at: datetime) -> Holding:
    """
    The holding without what came after the month: it could not be known.
    """
    is_later = holding.ends_at is not None and holding.ends_at >= ends_at
    return Holding(holding.starts_at, None if is_later else holding.ends_at)


def _unchanging(fact: Fact) -> object:
    """
    A fact without those parts of a stored payment that change, or that no line follows from.
    """
    if not isinstance(fact, Paid):
        return fact
    payment = fact.payment
    return {
        "id": payment.id,
        "net": payment.net,
        "asked": payment.asked_minor,
        "covers": (payment.covers_from, payment.covers_until),
        "months": payment.cover_months,
        "begins": payment.begins,
        "collected_by": payment.collected_by,
        "recorded_at": payment.recorded_at,
        "terms": fact.terms,
    }


def _plain(value: object) -> object:
    # Nearly all of a statement's inputs: asked first, since it is asked a hundred times a tenant.
    if value is None or type(value) in {str, int, bool}:
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, AbstractSet):
        return sorted((_plain(one) for one in value), key=canonical)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        named = {name: _plain(getattr(value, name)) for name in _names(type(value))}
        return {"is": type(value).__name__, **named}
    return _simple(value)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


def _simple(value: object) -> str | int | None:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        # 0.2 and 0.20 are one rate, however it was stored.
        return f"{value.normalize():f}"
    assert value is None or isinstance(value, str | int), f"{type(value)} has no canonical form"
    return value
