"""
What looking at a policy comes to: remarks on what stands there, and records to set.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """
    What a remark means for the mail or the certificate that it is about.
    """

    WRONG = "wrong"
    """Something stands there that does not do."""
    UNKNOWN = "unknown"
    """A name that decides could not be looked up: to be asked again, and never held against it."""
    MISSING = "missing"
    """Nothing stands there yet."""
    WARNING = "warning"
    """It does, and is not as it should be."""


REMARKS_MAX = 20
TEXT_LENGTH_MAX = 600
VALUE_LENGTH_MAX = 2_048
"""Of a record to set. Longer ones are no policy that anybody wrote, and none that we propose."""

GRAVEST_FIRST = (Severity.WRONG, Severity.UNKNOWN, Severity.MISSING, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Remark:
    """
    One thing that was noticed.

    Args:
        code: Stable, for programs: the policy and the reason, such as `spf.several`.
        text: The same in words for the partner, with the names that it is about.
    """

    severity: Severity
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class ToSet:
    """
    A record to set.

    Args:
        name: The full name, without a final dot.
        value: What the record holds, without quotes around it; names without a final dot.
        instead_of: Values at the same name and of the same type that have to go.
    """

    name: str
    type: str
    value: str
    instead_of: tuple[str, ...] = ()


def gravest(remarks: Iterable[Remark]) -> Severity | None:
    """
    The severity that decides; None where nothing was noticed.

    What is clearly wrong outweighs what could not be looked up; that outweighs what seems missing.

    Example:
        >>> missing = Remark(Severity.MISSING, "spf.none", "There is none.")
        >>> gravest([missing, Remark(Severity.UNKNOWN, "spf.unknown", "No answer.")])
        <Severity.UNKNOWN: 'unknown'>
    """
    severities = {remark.severity for remark in remarks}
    return next((severity for severity in GRAVEST_FIRST if severity in severities), None)


def in_order(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """
    The gravest first, within limits, since a zone may hold anything; the rest as they came, once.
    """
    ordered = sorted(dict.fromkeys(remarks), key=lambda it: GRAVEST_FIRST.index(it.severity))
    return tuple(replace(it, text=_clipped(it.text)) for it in ordered[:REMARKS_MAX])


def to_set(name: str, type_: str, value: str, instead_of: tuple[str, ...] = ()) -> ToSet | None:
    """
    The record to set, unless it is longer than any policy is.
    """
    return ToSet(name, type_, value, instead_of) if len(value) <= VALUE_LENGTH_MAX else None


def _clipped(text: str) -> str:
    return text if len(text) <= TEXT_LENGTH_MAX else f"{text[: TEXT_LENGTH_MAX - 2]}…."
