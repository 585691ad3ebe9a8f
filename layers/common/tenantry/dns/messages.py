"""
What a server's message says of the question that it answers (RFC 1034; RFC 2308). No sockets.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
from dns.message import Message
from dns.name import Name
from dns.rdata import Rdata
from dns.rdatatype import RdataType
from dns.rdtypes.ANY.CAA import CAA
from dns.rdtypes.ANY.CNAME import CNAME
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.NS import NS
from dns.rdtypes.ANY.PTR import PTR
from dns.rdtypes.ANY.TXT import TXT
from dns.rrset import RRset

from tenantry.dns.model import Outcome, Trouble

CHAIN_COUNT_MAX = 16
UDP_BYTES_MAX = 1_232
"""What we say that we take: more is cut into fragments, which get lost (DNS flag day 2020)."""

REFUSALS = {
    dns.rcode.SERVFAIL: Trouble.SERVER_FAILED,
    dns.rcode.REFUSED: Trouble.REFUSED,
    dns.rcode.NOTAUTH: Trouble.REFUSED,
}
TRUTHFUL = {dns.rcode.NOERROR, dns.rcode.NXDOMAIN}


@dataclass(frozen=True, slots=True)
class Told:
    """
    An end: records, or that there are none.

    Args:
        chain: CNAMEs' targets on the way.
    """

    outcome: Outcome
    values: tuple[str, ...] = ()
    chain: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """
    CNAMEs lead to a name, the last of the chain, which is to be asked for on its own.
    """

    chain: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Referral:
    """
    Other servers know.

    Args:
        zone: What they know.
        servers: Their names.
        glue: Addresses of those whose names are below the zone that says so, by name.
    """

    zone: Name
    servers: tuple[Name, ...]
    glue: dict[Name, tuple[str, ...]]


type Said = Told | Moved | Referral | Trouble


def name_of(text: str) -> Name | None:
    """
    A name out of any text; None for what can be no name (RFC 1035, 2.3.4).

    Example:
        >>> name_of("_Tenantry-Challenge.Bücher.example")
        <DNS name _Tenantry-Challenge.xn--bcher-kva.example.>
        >>> name_of("a..example"), name_of("x" * 64), name_of("☕.example")
        (None, None, None)
    """
    try:
        # The package's own choice is IDNA 2003, which takes ß for ss: somebody else's name.
        return dns.name.from_text(text, idna_codec=dns.name.IDNA_2008_Practical)
    except dns.exception.DNSException:
        return None


def text_of(name: Name) -> str:
    """
    A name in lower case, without a dot at its end; the root is `.`.
    """
    return name.to_text(omit_final_dot=True).lower()


def query_of(name: Name, type_: RdataType, *, is_recursive: bool, has_edns: bool = True) -> Message:
    """
    A question with an id that nobody can guess.
    """
    query = dns.message.make_query(
        name, type_, use_edns=0 if has_edns else -1, payload=UDP_BYTES_MAX
    )
    if not is_recursive:
        query.flags &= ~dns.flags.RD
    return query


def message_of(wire: bytes) -> Message | None:
    """
    Bytes as a message; None for what is none.
    """
    try:
        return dns.message.from_wire(wire, ignore_trailing=True)
    except dns.exception.DNSException:
        return None


def refusal(reply: Message) -> Trouble | None:
    """
    What a message says instead of an answer.
    """
    if reply.rcode() in TRUTHFUL:
        return None
    return REFUSALS.get(reply.rcode(), Trouble.BROKEN)


def said_by_server(reply: Message, name: Name, type_: RdataType, zone: Name) -> Said:
    """
    What a server says that was asked as one that knows *zone*.

    Nothing that it says of names outside the zone is believed.
    """
    trouble = refusal(reply)
    if trouble is not None:
        return trouble
    referral = _referral(reply, name, zone)
    if referral is not None:
        return referral
    if not reply.flags & dns.flags.AA:
        return Trouble.LAME
    return _followed(reply, name, type_, zone)


def records(reply: Message, name: Name, type_: RdataType) -> tuple[Rdata, ...]:
    """
    The records of a type that a name has in the answer.
    """
    return tuple(
        record
        for rrset in reply.answer
        if rrset.name == name and rrset.rdtype == type_
        for record in rrset
    )


def targets(rdatas: Iterable[Rdata]) -> tuple[Name, ...]:
    """
    The names that CNAMEs, NS or PTR point at, sorted.
    """
    return tuple(sorted({cast("CNAME | NS | PTR", rdata).target for rdata in rdatas}))


def start_of_authority(reply: Message) -> Name | None:
    """
    The zone that says that something is not there (RFC 2308, 3).
    """
    starts = (rrset.name for rrset in reply.authority if rrset.rdtype == RdataType.SOA)
    return next(starts, None)


def value_of(rdata: Rdata) -> str:
    """
    A record as answers show it.
    """
    match rdata:
        case TXT():
            return b"".join(rdata.strings).decode(errors="replace")
        case MX():
            return f"{rdata.preference} {text_of(rdata.exchange)}"
        case CAA():
            return rdata.to_text().lower()
        case CNAME() | NS() | PTR():
            return text_of(rdata.target)
        case _:
            return rdata.to_text().lower()


def _referral(reply: Message, name: Name, zone: Name) -> Referral | None:
    if reply.answer or reply.rcode() != dns.rcode.NOERROR:
        return None
    for rrset in reply.authority:
        is_below = rrset.name != zone and rrset.name.is_subdomain(zone)
        if rrset.rdtype == RdataType.NS and is_below and name.is_subdomain(rrset.name):
            servers = targets(rrset)
            return Referral(rrset.name, servers, _glue(reply.additional, servers, zone))
    return None


def _glue(
    additional: list[RRset], servers: tuple[Name, ...], zone: Name
) -> dict[Name, tuple[str, ...]]:
    return {
        rrset.name: tuple(rdata.to_text() for rdata in rrset)
        for rrset in additional
        if rrset.rdtype == RdataType.A and rrset.name in servers and rrset.name.is_subdomain(zone)
    }


def _followed(reply: Message, name: Name, type_: RdataType, zone: Name) -> Said:
    chain: list[Name] = []
    while True:
        found = records(reply, name, type_)
        if found:
            values = tuple(sorted({value_of(rdata) for rdata in found}))
            return Told(Outcome.FOUND, values, tuple(chain))
        aliases = targets(records(reply, name, RdataType.CNAME))
        if not aliases:
            break
        is_loop = aliases[0] in {name, *chain}
        name = aliases[0]
        chain.append(name)
        if is_loop or not name.is_subdomain(zone) or len(chain) > CHAIN_COUNT_MAX:
            return Moved(tuple(chain))
    if chain:
        # Whether the end is not there, or only not in this message, its own servers say.
        return Moved(tuple(chain))
    is_name = reply.rcode() == dns.rcode.NOERROR
    return Told(Outcome.NO_DATA if is_name else Outcome.NO_NAME)
