"""
Names, records and what is said of them, as text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import idna

CHAIN_COUNT_MAX = 16
"""CNAMEs that the resolver follows."""


class Status(StrEnum):
    """
    What a server has to say of a question.
    """

    FOUND = "found"
    NO_DATA = "no_data"
    NO_NAME = "no_name"
    REFERRAL = "referral"
    REFUSED = "refused"
    FAILED = "failed"


class Fault(StrEnum):
    """
    What a server does instead of its work. The first four leave a resolver without an answer too.

    Attributes:
        SILENT: It does not answer.
        SERVFAIL: It answers that it failed.
        REFUSED: It answers that it will not.
        LAME: It answers as if it had never heard of the zone.
        GARBAGE: It sends bytes that are no message.
        WRONG_ID: It answers somebody else's question.
        WRONG_QUESTION: It answers another question.
        TRUNCATED: Over UDP it says that there is more than fits, whatever there is.
        NO_STREAM: The same, and over TCP it is silent.
        NO_EDNS: It takes no question with EDNS (RFC 6891), as old servers do.
    """

    SILENT = "silent"
    SERVFAIL = "servfail"
    REFUSED = "refused"
    LAME = "lame"
    GARBAGE = "garbage"
    WRONG_ID = "wrong_id"
    WRONG_QUESTION = "wrong_question"
    TRUNCATED = "truncated"
    NO_STREAM = "no_stream"
    NO_EDNS = "no_edns"


DEADLY = {Fault.SILENT, Fault.SERVFAIL, Fault.REFUSED, Fault.LAME}
"""What a resolver finds no way around."""


@dataclass(frozen=True)
class Rrset:
    """
    All records of one type at one name.
    """

    name: str
    type: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """
    What is said of a question.

    Args:
        zone: The apex of the zone that says it; of a referral, the zone that it leads to.
        answer: The records, CNAMEs before what they lead to.
    """

    status: Status
    zone: str
    answer: tuple[Rrset, ...] = ()


def plain(name: str) -> str:
    """
    A name as it is kept: A-labels in lower case, no dot at its end; the root is empty.

    Raises:
        ValueError: It is no name.

    Example:
        >>> plain("WWW.Bücher.example.")
        'www.xn--bcher-kva.example'
    """
    labels = name.strip().rstrip(".").lower().split(".")
    return ".".join(
        label if label.isascii() else idna.encode(label, uts46=True).decode() for label in labels
    )


def several(values: str | Sequence[str]) -> list[str]:
    """
    One value or several.
    """
    return [values] if isinstance(values, str) else list(values)


def is_within(name: str, apex: str) -> bool:
    """
    Whether a name is the apex, or below it.
    """
    return not apex or name == apex or name.endswith(f".{apex}")


def ancestors(name: str) -> list[str]:
    """
    The name itself, then each above it, the root at last.

    Example:
        >>> ancestors("a.example.com")
        ['a.example.com', 'example.com', 'com', '']
    """
    labels = name.split(".") if name else []
    return [".".join(labels[start:]) for start in range(len(labels) + 1)]
