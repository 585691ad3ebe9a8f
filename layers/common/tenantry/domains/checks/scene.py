"""
What every check looks at, and the words for what it could not see.
"""

from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from tenantry.dns.model import Answer, Lookups, Trouble
from tenantry.domains.findings import CheckState, Finding, Record
from tenantry.domains.following import Wanted
from tenantry.domains.model import Domain

SEEN_MAX = 10
"""How many values of a name are shown: a partner's zone may hold any number."""

SEEN_LENGTH_MAX = 300


@dataclass(frozen=True, slots=True)
class Platform:
    """
    What of ours a domain is compared with.

    Args:
        edge_host: What partners' hosts lead to; empty where there is no edge.
        edge_addresses: Its fixed addresses; none where they may change at any time.
        spf_include: What a domain's SPF record must reach, unless its sender says otherwise.
        lists: Lists of domains with a bad name, in the words of the settings.
    """

    edge_host: str = ""
    edge_addresses: tuple[str, ...] = ()
    spf_include: str = "amazonses.com"
    lists: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """
    A domain, who asks for it, and what is wanted there.

    Args:
        entropy: Randomness of this pass, for names that nobody can have set on purpose.
    """

    domain: Domain
    lookups: Lookups
    platform: Platform = Platform()
    wanted: Wanted = field(default_factory=Wanted)
    entropy: bytes = field(default=b"", repr=False)

    @property
    def root(self) -> str:
        """
        The domain's name.
        """
        return self.domain.name

    def random_names(self) -> tuple[str, str]:
        """
        Two names below the domain that stand nowhere, unless by a wildcard.
        """
        first, second = (
            b32encode(sha256(f"label {number} ".encode() + self.entropy).digest()[:10])
            for number in (1, 2)
        )
        return (
            f"{first.decode().lower()}.{self.root}",
            f"{second.decode().lower()}.{self.root}",
        )

    def is_by_wildcard(self, answer: Answer) -> bool:
        """
        Whether the CNAME behind an answer is the one of all names below the domain.

        It leads to our edge as it should, and hides that the name has no record of its own.
        """
        other, _ = self.random_names()
        return bool(answer.chain) and self.lookups.ask(other, answer.type).chain == answer.chain


def shown(values: Iterable[str]) -> tuple[str, ...]:
    """
    What was seen, within limits: none of it is ours.
    """
    return tuple(value[:SEEN_LENGTH_MAX] for value in list(values)[:SEEN_MAX])


def unknown(answers: Iterable[Answer], records: tuple[Record, ...] = ()) -> Finding:
    """
    That a thing could not be looked at, by the first answer that is not clear.
    """
    answer = next(one for one in answers if not one.is_clear)
    trouble = answer.trouble or Trouble.SILENT
    words = f"We could not look up {answer.type} at {answer.name}: {_WHY[trouble]} Nothing changes"
    words += " because of that; we look again."
    return Finding(CheckState.UNKNOWN, trouble.value, words, (), records)


_WHY = {
    Trouble.SERVER_FAILED: (
        "the name servers answered SERVFAIL. If the domain is signed (DNSSEC), its signatures may "
        "be wrong or out of date."
    ),
    Trouble.REFUSED: "the name servers refuse to answer.",
    Trouble.LAME: (
        "the name servers that the registry names for it know nothing of the domain; compare them "
        "with those of your DNS provider."
    ),
    Trouble.BROKEN: "the name servers answered something that is no answer.",
    Trouble.LOOP: "its CNAME records lead back to where they began.",
    Trouble.CHAIN_TOO_LONG: "its CNAME records lead on and on.",
    Trouble.INTERNAL: "its name servers have private addresses, which nobody outside can ask.",
    Trouble.NO_SERVERS: "its name servers have no addresses.",
    Trouble.SILENT: "the name servers do not answer.",
    Trouble.UNREACHABLE: "the name servers cannot be reached.",
    Trouble.BUDGET: "the name servers answer too slowly for everything that is to be looked up.",
}
