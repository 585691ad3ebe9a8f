"""
Where money is to go, as partners type it: named fields, each checked before it is kept.
"""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from tenantry.errors import invalid_fields

LENGTH_MAX = 100

_SEPARATORS = re.compile(r"[\s-]+")


def cleaned(
    destination: Mapping[str, str],
    needed: AbstractSet[str],
    optional: AbstractSet[str] = frozenset(),
) -> dict[str, str]:
    """
    The fields without spaces around them; none too many, none missing, none empty.

    Raises:
        Invalid: It names each field that is unknown, missing or too long, and no value.
    """
    told = {name: value.strip() for name, value in destination.items()}
    told = {name: value for name, value in told.items() if value or name not in optional}
    faults = [(name, "is not known here") for name in sorted(told.keys() - needed - optional)]
    faults += [(name, "is missing") for name in sorted(needed) if not told.get(name)]
    faults += [
        (name, f"must have at most {LENGTH_MAX} characters")
        for name, value in sorted(told.items())
        if len(value) > LENGTH_MAX
    ]
    if faults:
        raise invalid_fields(faults)
    return told


def digits_of(number: str) -> str:
    """
    A number without the spaces and dashes that people write between its digits.

    Example:
        >>> digits_of("0123 456-789")
        '0123456789'
    """
    return _SEPARATORS.sub("", number)


def is_name(text: str) -> bool:
    """
    Whether a text can be somebody's name: more than one character, all of which can be printed.
    """
    return len(text) > 1 and text.isprintable()
