"""
What follows a domain: hosts, certificates, senders, the edge. They know domains, not the reverse.

A pass looks at a domain, moves it in one transaction, and lets its followers follow. The functions
that run passes (`functions/domains/`) register them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tenantry.acts import Act
from tenantry.domains.findings import CheckName, Finding, Record
from tenantry.domains.model import Domain, State
from tenantry.transactions import Writes


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    What a follower needs a domain's DNS to say, beyond what every domain needs.

    Args:
        dkim: The records of the sender's DKIM keys; None while nobody has them yet.
        mail_from: The records of the MAIL FROM subdomain; None while nobody has them yet.
        spf_include: What the domain's SPF record must reach by `include:`; None for nothing.
        hosts: Full names of hosts in use under the domain, which no record may hide.
    """

    dkim: tuple[Record, ...] | None = None
    mail_from: tuple[Record, ...] | None = None
    spf_include: str | None = None
    hosts: tuple[str, ...] = ()

    def joined_with(self, other: "Wanted") -> "Wanted":
        """
        What both want; of what only one can say, what is said.
        """
        return Wanted(
            dkim=other.dkim if self.dkim is None else self.dkim,
            mail_from=other.mail_from if self.mail_from is None else self.mail_from,
            spf_include=self.spf_include or other.spf_include,
            hosts=tuple(dict.fromkeys((*self.hosts, *other.hosts))),
        )


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a pass saw; empty for a domain that was released, which nobody looks at any more.

    Args:
        before: The state before the pass.
        findings: What each look of this pass came to, trouble included. What decides is in the
            domain: `Domain.has_passed` keeps to the last clear look.
    """

    before: State
    findings: Mapping[CheckName, Finding]


type Joining = Callable[[Writes, Domain | None, Domain], None]
"""Adds to the transaction in which a domain moves (before, after) what must be true with it.

It only shuts: a domain that one partner loses is another's in the same transaction, which must not
touch an item twice. What opens does so afterwards, in `Following`."""

type Following = Callable[[Domain, Found, Act], datetime | None]
"""Brings what depends on a domain to where it should be, after the domain has moved.

Called at each pass, in transactions of its own: a repeat, or one after a crash, does no harm. In
`proven` and `grace` it serves; in `suspended` it keeps what it has and serves nothing; in `claimed`
and `released` nothing of this partner's may stand outside. It answers by when it wants the domain
looked at again, or None where there is no hurry."""


def _wants_nothing(domain: Domain) -> Wanted:
    del domain
    return Wanted()


def _joins_nothing(writes: Writes, before: Domain | None, after: Domain) -> None:
    del writes, before, after


def _follows_nothing(domain: Domain, found: Found, act: Act) -> None:
    del domain, found, act


@dataclass(frozen=True, slots=True)
class Follower:
    """
    One concept that follows domains; what it leaves out, it has no need of.

    Args:
        name: As logs tell of it.

    Example:
        Follower("hosts", wants=hosts_in_use, joins=close_with_domain, follows=open_with_domain)
    """

    name: str
    wants: Callable[[Domain], Wanted] = _wants_nothing
    joins: Joining = _joins_nothing
    follows: Following = _follows_nothing
