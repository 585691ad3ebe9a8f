"""
Questions to the domain name system and their answers, without a word of how they are carried.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

type Question = tuple[str, str]
"""A name and the type of record: `("example.com", "TXT")`."""


class Outcome(StrEnum):
    """
    What became of a question. Only a clear one says anything of the domain (R-WL-1).

    Attributes:
        FOUND: There are records.
        NO_DATA: The name is there, and has none of this type (NODATA of RFC 2308).
        NO_NAME: The name is not there (NXDOMAIN), or is none that could be.
        FAILED: Somebody answered, and nothing of use: SERVFAIL, REFUSED, a loop, broken bytes.
        TIMED_OUT: Nobody answered in time.
    """

    FOUND = "found"
    NO_DATA = "no_data"
    NO_NAME = "no_name"
    FAILED = "failed"
    TIMED_OUT = "timed_out"

    @property
    def is_clear(self) -> bool:
        """
        Whether the answer can be acted on; trouble never takes anything away from anybody.
        """
        return self in {Outcome.FOUND, Outcome.NO_DATA, Outcome.NO_NAME}


class Trouble(StrEnum):
    """
    Why an answer is not clear; each has a sentence of its own for people.

    Attributes:
        SERVER_FAILED: SERVFAIL; from a validating resolver also wrong signatures (DNSSEC).
        REFUSED: The servers will not say (REFUSED, NOTAUTH).
        LAME: The servers that the domain names know nothing of it.
        BROKEN: What came is no answer to the question.
        LOOP: CNAMEs lead back to where they began.
        CHAIN_TOO_LONG: There are more CNAMEs in a row than anybody follows.
        INTERNAL: The domain's servers have addresses that we never talk to.
        NO_SERVERS: The domain's servers are named and have no address.
        SILENT: They do not answer.
        UNREACHABLE: They cannot be reached.
        BUDGET: The pass had no time left; nobody was asked, or not for as long as usual.
    """

    SERVER_FAILED = "server_failed"
    REFUSED = "refused"
    LAME = "lame"
    BROKEN = "broken"
    LOOP = "loop"
    CHAIN_TOO_LONG = "chain_too_long"
    INTERNAL = "internal"
    NO_SERVERS = "no_servers"
    SILENT = "silent"
    UNREACHABLE = "unreachable"
    BUDGET = "budget"

    @property
    def outcome(self) -> Outcome:
        """
        What it makes of a question.
        """
        unheard = {Trouble.SILENT, Trouble.UNREACHABLE, Trouble.BUDGET}
        return Outcome.TIMED_OUT if self in unheard else Outcome.FAILED


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What is known of one type of records at one name.

    Args:
        name: As it was asked: an A-label in lower case, without a dot at its end.
        type: Such as `TXT`, in capitals.
        values: The records, sorted, none twice. A TXT's strings are joined without a space, and
            what is no UTF-8 in it is replaced (U+FFFD). All others are in lower case, and names
            without a dot at their end (the root is `.`): MX `10 mail.example.com`,
            CAA `0 issue "amazon.com"`.
        chain: The CNAMEs' targets that were followed, first to last, as far as it got.
        server: The name server that said it last; None where nobody did.
        trouble: Why the answer is not clear.
    """

    name: str
    type: str
    outcome: Outcome
    values: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    server: str | None = None
    trouble: Trouble | None = None

    @property
    def is_clear(self) -> bool:
        """
        Whether it can be acted on.
        """
        return self.outcome.is_clear

    @property
    def is_absent(self) -> bool:
        """
        Whether it is clear that there are no such records.
        """
        return self.outcome in {Outcome.NO_DATA, Outcome.NO_NAME}


class Lookups(Protocol):
    """
    Who asks, for one pass over a domain: the same question is asked once in it.
    """

    @property
    def queries(self) -> int:
        """
        How many messages were sent so far.
        """

    def ask(self, name: str, type_: str) -> Answer:
        """
        What is at a name, CNAMEs followed unless they are asked for.

        Trouble is an answer and never an error. The name may be a U-label, and may be any text that
        a partner's zone holds: what cannot be a name (RFC 1035, 2.3.4) is not there.

        Args:
            type_: Such as `TXT`.
        """

    def ask_all(self, questions: Sequence[Question]) -> list[Answer]:
        """
        Several at the same time; the answers stand in the order of the questions.
        """
