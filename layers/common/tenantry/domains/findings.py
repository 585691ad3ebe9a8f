"""
What looking at one thing of a domain comes to, in words, with the records to set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CheckName(StrEnum):
    """
    What is looked at, in the order in which it is shown.
    """

    OWNERSHIP = "ownership"
    APEX = "apex"
    WILDCARD = "wildcard"
    SPF = "spf"
    DKIM = "dkim"
    DMARC = "dmarc"
    MAIL_FROM = "mail_from"
    CAA = "caa"
    REPUTATION = "reputation"


class CheckState(StrEnum):
    """
    What a look at one thing came to.
    """

    PASSED = "passed"
    PENDING = "pending"
    """Not there yet; the records say what to add."""
    WRONG = "wrong"
    """Something else stands there; `seen` says what."""
    WARNING = "warning"
    """It works, and is not as it should be."""
    UNKNOWN = "unknown"
    """We could not look. It takes nothing away."""
    NOT_TESTED = "not_tested"


OPEN_STATES = frozenset({CheckState.PENDING, CheckState.WRONG, CheckState.UNKNOWN})
"""What somebody may be about to put right."""


@dataclass(frozen=True, slots=True)
class Record:
    """
    A DNS record to set, in the parts that the forms of DNS providers ask for.

    Args:
        name: The full name, without a final dot.
        host: The name as most forms want it, without the domain; `@` for the domain itself.
        type: `TXT`, `CNAME`, `MX`, `ALIAS` (a flattened CNAME, however the provider calls it), ...
        value: As it is typed: without quotes, and for MX with the preference before it.
        replaces: Values of this type at the same name that have to go.
    """

    name: str
    host: str
    type: str
    value: str
    replaces: tuple[str, ...] = ()


def record_at(
    root: str, name: str, type_: str, value: str, *, replaces: tuple[str, ...] = ()
) -> Record:
    """
    The record of *type_* with *value* at *name*, which is *root* or stands below it.

    Example:
        >>> record_at("example.com", "*.example.com", "CNAME", "edge.tenantry.example").host
        '*'
    """
    host = "@" if name == root else name.removesuffix(f".{root}")
    return Record(name, host, type_, value, replaces)


@dataclass(frozen=True, slots=True)
class Finding:
    """
    What one look at one thing came to.

    Args:
        reason: A stable code below the check's name, such as `missing` or `doubled`.
        words: The same in plain English, with what to do.
        seen: What stands in DNS, as text.
        records: What to set, exactly; none where nothing is to be set.
    """

    state: CheckState
    reason: str
    words: str
    seen: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()

    @property
    def is_clear(self) -> bool:
        """
        Whether we could look at all.
        """
        return self.state is not CheckState.UNKNOWN


@dataclass(frozen=True, slots=True)
class Check:
    """
    What is known of one thing: the latest look, and the last clear one beside it.

    Args:
        since: Since when the latest look has come to the same state and reason.
        clear: The last finding that was clear; None where none ever was.
        clear_at: When that was.
    """

    latest: Finding
    since: datetime
    checked_at: datetime
    next_check_at: datetime
    clear: Finding | None
    clear_at: datetime | None

    @property
    def standing(self) -> CheckState:
        """
        The last clear state: what decides, since trouble of DNS takes nothing away.
        """
        return self.latest.state if self.clear is None else self.clear.state


type Checks = Mapping[CheckName, Check]
