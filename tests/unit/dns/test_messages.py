"""
What is believed of a message, and that no bytes are too strange to be read.
"""

import dns.flags
import dns.message
import dns.rrset
import pytest
from dns.message import Message
from dns.name import Name
from dns.rdatatype import RdataType
from hypothesis import given
from hypothesis import strategies as st

from tenantry.dns.messages import (
    Moved,
    Referral,
    Said,
    Told,
    message_of,
    name_of,
    query_of,
    said_by_server,
    text_of,
    value_of,
)
from tenantry.dns.model import Outcome, Trouble


def named(text: str) -> Name:
    name = name_of(text)
    assert name is not None
    return name


def a_reply(*answer: str, authority: str = "", flags: int = dns.flags.AA) -> Message:
    query = query_of(named("www.partner.example"), RdataType.A, is_recursive=False)
    reply = dns.message.make_response(query)
    reply.flags |= flags
    reply.answer += [_rrset(line) for line in answer]
    reply.authority += [_rrset(authority)] if authority else []
    return reply


def _rrset(line: str) -> dns.rrset.RRset:
    name, type_, value = line.split(maxsplit=2)
    return dns.rrset.from_text(named(name), 60, "IN", type_, value)


def said(reply: Message) -> Said:
    return said_by_server(
        reply, named("www.partner.example"), RdataType.A, named("partner.example")
    )


def test_an_answer_about_the_zone_is_believed() -> None:
    assert said(a_reply("www.partner.example A 192.0.2.1")) == Told(Outcome.FOUND, ("192.0.2.1",))


@pytest.mark.requirement("R-WL-2")
def test_nothing_is_believed_of_names_outside_the_zone() -> None:
    reply = a_reply(
        "www.partner.example CNAME edge.tenantry.example.",
        "edge.tenantry.example A 203.0.113.66",
    )

    moved = said(reply)

    # It is asked for anew, at its own servers.
    assert not isinstance(moved, Told | Trouble)
    assert [str(name) for name in getattr(moved, "chain", ())] == ["edge.tenantry.example."]


def test_what_was_not_asked_for_is_no_answer() -> None:
    assert said(a_reply("other.partner.example A 192.0.2.1")) == Told(Outcome.NO_DATA)


@pytest.mark.parametrize(
    "authority",
    [
        "example NS ns.evil.test.",
        "other.example NS ns.evil.test.",
        "partner.example NS ns.evil.test.",
        "mail.partner.example NS ns.evil.test.",
    ],
)
def test_a_referral_leads_down_to_the_name_or_nowhere(authority: str) -> None:
    assert said(a_reply(authority=authority, flags=0)) is Trouble.LAME


def test_an_answer_from_memory_is_not_taken() -> None:
    reply = a_reply("www.partner.example A 192.0.2.1", flags=dns.flags.RA)

    assert said(reply) is Trouble.LAME


def a_wire(sections: list[tuple[str, bytes]], flags: int, rcode: int) -> bytes:
    """
    An answer whose records hold any bytes.
    """
    query = query_of(named("www.partner.example"), RdataType.A, is_recursive=False, has_edns=False)
    wire = bytearray(query.to_wire())
    wire[2:4] = (dns.flags.QR | flags | rcode).to_bytes(2)
    wire[6:8] = len(sections).to_bytes(2)
    for type_, content in sections:
        # A pointer to the question's name, the type, the class and a time to live.
        wire += b"\xc0\x0c" + RdataType[type_].to_bytes(2) + b"\x00\x01" + bytes(4)
        wire += len(content).to_bytes(2) + content
    return bytes(wire)


TYPES = [
    "A",
    "AAAA",
    "TXT",
    "MX",
    "CAA",
    "NS",
    "CNAME",
    "SOA",
    "DNAME",
    "OPT",
    "TSIG",
    "RRSIG",
    "SVCB",
]


@given(
    sections=st.lists(st.tuples(st.sampled_from(TYPES), st.binary(max_size=40)), max_size=3),
    flags=st.sampled_from([0, dns.flags.AA]),
    rcode=st.integers(0, 15),
)
def test_no_records_are_too_strange(
    sections: list[tuple[str, bytes]], flags: int, rcode: int
) -> None:
    reply = message_of(a_wire(sections, flags, rcode))

    assert reply is None or isinstance(said(reply), Told | Moved | Referral | Trouble)


@given(wire=st.binary(max_size=100))
def test_no_bytes_are_too_strange(wire: bytes) -> None:
    reply = message_of(wire)

    assert reply is None or isinstance(said(reply), Told | Moved | Referral | Trouble)


@given(value=st.binary(max_size=30), type_=st.sampled_from(TYPES))
def test_every_record_has_a_text(value: bytes, type_: str) -> None:
    reply = message_of(a_wire([(type_, value)], dns.flags.AA, 0))

    texts = [value_of(record) for rrset in reply.answer for record in rrset] if reply else []

    assert all(text.encode().decode() == text for text in texts)


@given(text=st.text(max_size=80))
def test_no_text_is_too_strange_for_a_name(text: str) -> None:
    name = name_of(text)

    assert name is None or name_of(text_of(name)) == name
