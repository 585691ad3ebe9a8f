"""
Questions and answers as they go over the wire (RFC 1035).
"""

from collections.abc import Iterable

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rdtypes.ANY.TXT
import dns.rrset
from dns.message import Message
from dns.rdata import Rdata

from infra.local.dns.faults import RESOLVER
from infra.local.dns.records import Fault, Rrset, Said, Status, plain
from infra.local.dns.telling import from_resolver, from_server, glue, start_of
from infra.local.dns.zones import Asked, Zones

TTL_SECONDS = 60
UDP_BYTES_MAX = 512
"""Of an answer to whoever does not say by EDNS that it takes more."""
TCP_BYTES_MAX = 65_535
STRING_BYTES_MAX = 255
RCODES = {
    Status.NO_NAME: dns.rcode.NXDOMAIN,
    Status.REFUSED: dns.rcode.REFUSED,
    Status.FAILED: dns.rcode.SERVFAIL,
}
TOLD = {Status.FOUND, Status.NO_DATA, Status.NO_NAME}
"""What a server says of its own."""

REFUSING = {
    Fault.SERVFAIL: dns.rcode.SERVFAIL,
    Fault.REFUSED: dns.rcode.REFUSED,
    # It knows nothing of the zone, and does not even say so.
    Fault.LAME: dns.rcode.NOERROR,
}


def rdata(type_: str, value: str) -> Rdata:
    """
    A record as it goes over the wire.

    Raises:
        ValueError: It is none of its type.

    Example:
        >>> rdata("MX", "10 mail.example.com").to_text()
        '10 mail.example.com.'
    """
    try:
        if type_ == "TXT" and not value.startswith('"'):
            return _text(value.encode())
        # Names in records are whole: nobody has to remember the dot at their end.
        return dns.rdata.from_text("IN", type_, value, dns.name.root, relativize=False)
    except dns.exception.DNSException as error:
        raise ValueError(f"no {type_} record: {value} ({error})") from error


def _text(value: bytes) -> Rdata:
    cuts = range(0, max(len(value), 1), STRING_BYTES_MAX)
    strings = [value[start : start + STRING_BYTES_MAX] for start in cuts]
    return dns.rdtypes.ANY.TXT.TXT(dns.rdataclass.IN, dns.rdatatype.TXT, strings)


def answer(zones: Zones, server: str, question: bytes, *, is_udp: bool) -> bytes | None:
    """
    What a server sends back; None where it keeps silent.

    Who asks for recursion is answered as by a resolver, and all others as by the server.
    """
    try:
        query = dns.message.from_wire(question)
    except dns.exception.DNSException:
        return None
    if not query.question:
        return None
    with zones.lock:
        reply = _replied(zones, server, query, is_udp=is_udp)
    bytes_max = max(query.payload, UDP_BYTES_MAX) if is_udp else TCP_BYTES_MAX
    if isinstance(reply, Message):
        return reply.to_wire(max_size=bytes_max, prefer_truncation=True)
    return reply


def _replied(zones: Zones, server: str, query: Message, *, is_udp: bool) -> Message | bytes | None:
    asked = query.question[0]
    name, type_ = plain(asked.name.to_text()), dns.rdatatype.to_text(asked.rdtype)
    who = RESOLVER if query.flags & dns.flags.RD else server
    zones.asked.append(Asked(who, name, type_, "udp" if is_udp else "tcp"))
    fault = zones.faults.of(who, name, type_)
    if fault is Fault.SILENT or (fault is Fault.NO_STREAM and not is_udp):
        return None
    if fault is Fault.GARBAGE:
        return query.id.to_bytes(2) + b"no message"
    reply = _faulty(query, fault) or _reply(zones, query, _said(zones, who, name, type_))
    if fault in {Fault.TRUNCATED, Fault.NO_STREAM} and is_udp:
        reply.answer.clear()
        reply.flags |= dns.flags.TC
    return reply


def _said(zones: Zones, who: str, name: str, type_: str) -> Said:
    if who == RESOLVER:
        return from_resolver(zones, name, type_)
    return from_server(zones, who, name, type_)


def _faulty(query: Message, fault: Fault | None) -> Message | None:
    """
    What is answered in place of the truth.
    """
    if fault in REFUSING:
        return _refusal(query, REFUSING[fault])
    if fault is Fault.NO_EDNS and query.edns >= 0:
        return _refusal(query, dns.rcode.FORMERR)
    if fault is Fault.WRONG_ID:
        other = dns.message.make_response(query)
        other.id = query.id ^ 1
        return other
    if fault is Fault.WRONG_QUESTION:
        other = dns.message.make_response(query)
        other.question[0].name = dns.name.from_text("another.example")
        return other
    return None


def _refusal(query: Message, rcode: dns.rcode.Rcode) -> Message:
    reply = dns.message.make_response(query)
    reply.set_rcode(rcode)
    return reply


def _reply(zones: Zones, query: Message, said: Said) -> Message:
    is_recursive = bool(query.flags & dns.flags.RD)
    reply = dns.message.make_response(query, recursion_available=is_recursive)
    reply.set_rcode(RCODES.get(said.status, dns.rcode.NOERROR))
    if said.status is Status.REFERRAL:
        reply.authority += _rrsets(said.answer)
        reply.additional += _rrsets(glue(zones, said))
        return reply
    if not is_recursive and said.status in TOLD:
        reply.flags |= dns.flags.AA
    reply.answer += _rrsets(said.answer)
    if said.status in {Status.NO_DATA, Status.NO_NAME}:
        reply.authority += _rrsets([start_of(zones.all[said.zone])])
    return reply


def _rrsets(rrsets: Iterable[Rrset]) -> list[dns.rrset.RRset]:
    return [
        dns.rrset.from_rdata_list(
            dns.name.from_text(rrset.name),
            TTL_SECONDS,
            [rdata(rrset.type, value) for value in rrset.values],
        )
        for rrset in rrsets
    ]
