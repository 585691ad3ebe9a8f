"""
Reading what providers send: JSON whose numbers stay exact, and forms that are checked.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tenantry.errors import invalid_field
from tenantry.money import EXPONENTS, Money

type Json = Mapping[str, Any]

DIGITS_MAX = 15
"""More than any payment has."""


def parse(body: str) -> Json:
    """
    The object in a body; decimal numbers as `Decimal`.

    Raises:
        Invalid: It is no JSON object.
    """
    try:
        parsed = json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise invalid_field("event", "is no JSON") from error
    if not isinstance(parsed, dict):
        raise invalid_field("event", "is no JSON object")
    return parsed


@contextmanager
def form_of(event_type: str) -> Iterator[None]:
    """
    Turn whatever a wrong form makes fail into one clear refusal.

    Raises:
        Invalid: Within the block something was missing, or of another type.
    """
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise invalid_field("event", f"has not the form of {event_type}") from error


def major(amount: object, currency: str) -> Money:
    """
    Money from a number, or its text, of major units.

    Raises:
        ValueError: It is no such number, or finer than the currency's minor unit.

    Example:
        >>> major(Decimal("12.50"), "KES"), major("700", "XOF")
        (Money(minor=1250, currency='KES'), Money(minor=700, currency='XOF'))
    """
    return _money(_number(amount).scaleb(EXPONENTS[currency]), currency)


def hundredths(amount: object, currency: str) -> Money:
    """
    Money from a number, or its text, of hundredths, whatever the currency's minor unit is.

    Raises:
        ValueError: It is no such number, or finer than the currency's minor unit.
    """
    return _money(_number(amount).scaleb(EXPONENTS[currency] - 2), currency)


def minor(amount: object, currency: str) -> Money:
    """
    Money from a whole number, or its text, of minor units.

    Raises:
        ValueError: It is no such number.
    """
    return _money(_number(amount), currency)


def from_zoned(text: str) -> datetime:
    """
    A moment from RFC 3339, in UTC.

    Raises:
        ValueError: It is none, or has no zone.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)


def _number(amount: object) -> Decimal:
    # A bool is an int in Python; "1e9", "NaN" and digits of other scripts are numbers to Decimal.
    if isinstance(amount, bool) or not isinstance(amount, int | str | Decimal):
        raise TypeError(amount)
    if isinstance(amount, Decimal) and abs(amount.adjusted()) > 2 * DIGITS_MAX:
        # Written out, "1e999999999" would fill the memory.
        raise ValueError(amount)
    text = f"{amount:f}" if isinstance(amount, Decimal) else str(amount)
    whole, _, fraction = text.partition(".")
    digits = whole.removeprefix("-") + fraction
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 2 * DIGITS_MAX:
        raise ValueError(text)
    return Decimal(text)


def _money(minor_units: Decimal, currency: str) -> Money:
    if minor_units != minor_units.to_integral_value() or minor_units.adjusted() > DIGITS_MAX:
        raise ValueError(minor_units)
    return Money(int(minor_units), currency)
