"""
SPF records as text, term by term, with every fault told (RFC 7208, sections 3 to 6).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network

from tenantry.mail_policy.spf.macros import BadMacro, Text, read_name, read_value
from tenantry.mail_policy.spf.networks import (
    BITS,
    BadNetwork,
    read_ip4,
    read_ip6,
    split_lengths,
)

VERSION = "v=spf1"
QUALIFIERS = "+-~?"
_MODIFIER = re.compile(r"([A-Za-z][A-Za-z0-9\-_.]*)=(.*)", re.DOTALL)
_DIRECTIVE = re.compile(r"([+\-~?]?)([A-Za-z][A-Za-z0-9\-_.]*)([:/].*)?", re.DOTALL)
_MEANT = re.compile(r"""^[\s\ufeff\u200b"'“”\\]*v\s*=\s*spf\s*1[\s;,:]*""", re.IGNORECASE)
_WRAPPING = " \t\"'“”\\"


class Kind(StrEnum):
    """
    The mechanisms.
    """

    ALL = "all"
    INCLUDE = "include"
    A = "a"
    MX = "mx"
    PTR = "ptr"
    IP4 = "ip4"
    IP6 = "ip6"
    EXISTS = "exists"


ASKING = frozenset({Kind.INCLUDE, Kind.A, Kind.MX, Kind.PTR, Kind.EXISTS})
"""Those that cost a look-up (4.6.4); the modifier `redirect` does too."""

_NAMED = frozenset({Kind.INCLUDE, Kind.EXISTS})
_MAYBE_NAMED = frozenset({Kind.A, Kind.MX, Kind.PTR})
_ONCE = frozenset({"redirect", "exp"})
_WITH_LENGTHS = frozenset({Kind.A, Kind.MX})


@dataclass(frozen=True, slots=True)
class Directive:
    """
    A mechanism with its qualifier.

    Args:
        text: As it stands in the record.
        qualifier: What a match means: one of `+-~?`.
        target: The name that it asks about; None for the domain of the record.
        network: The addresses of `ip4` and `ip6`.
        lengths: How many bits of an address count, for IPv4 and IPv6, of `a` and `mx`.
    """

    text: str
    qualifier: str
    kind: Kind
    target: Text | None = None
    network: IPv4Network | IPv6Network | None = None
    lengths: tuple[int, int] = BITS


@dataclass(frozen=True, slots=True)
class Modifier:
    """
    A term with `=`: `redirect`, `exp`, or one that nobody knows and everybody ignores.

    Args:
        name: In lower case.
    """

    text: str
    name: str
    target: Text


@dataclass(frozen=True, slots=True)
class Fault:
    """
    A term that is none, which spoils the whole record (4.6).

    Args:
        place: Where it begins in the record, from 0.
        why: In words, after “the term …:”.
        repair: What was most likely meant; None where that is anybody's guess.
    """

    text: str
    place: int
    why: str
    repair: str | None = None


type Term = Directive | Modifier | Fault


@dataclass(frozen=True, slots=True)
class SpfRecord:
    """
    One record; it holds only while it has no faults.
    """

    text: str
    terms: tuple[Term, ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """
        What spoils it, first to last.
        """
        return tuple(term for term in self.terms if isinstance(term, Fault))

    @property
    def directives(self) -> tuple[Directive, ...]:
        """
        Its mechanisms, in the order in which they are tried.
        """
        return tuple(term for term in self.terms if isinstance(term, Directive))

    def modifier(self, name: str) -> Modifier | None:
        """
        The modifier of that name; a record has `redirect` and `exp` once at most.
        """
        found = (term for term in self.terms if isinstance(term, Modifier) and term.name == name)
        return next(found, None)


def is_spf(text: str) -> bool:
    """
    Whether a TXT record is one of SPF: it begins with the version, and a space or its end (4.5).

    Example:
        >>> is_spf("V=SPF1 -all"), is_spf("v=spf10 -all"), is_spf("v=spf1")
        (True, False, True)
    """
    return text.partition(" ")[0].lower() == VERSION


def select(values: Iterable[str]) -> list[str]:
    """
    The SPF records among TXT records; there has to be one.
    """
    return [value for value in values if is_spf(value)]


def mistaken(values: Iterable[str]) -> dict[str, str]:
    """
    TXT records that were meant for SPF and are none, each with what it most likely should be.

    Example:
        >>> mistaken(['"v=spf1 mx -all"', "v=spf1 -all", "V = spf1; mx"])
        {'"v=spf1 mx -all"': 'v=spf1 mx -all', 'V = spf1; mx': 'v=spf1 mx'}
    """
    meant = {value: _MEANT.sub(f"{VERSION} ", value) for value in values if not is_spf(value)}
    return {
        value: " ".join(text.strip(_WRAPPING).split())
        for value, text in meant.items()
        if text != value
    }


def read(text: str) -> SpfRecord:
    """
    The record with all its terms; what is none is a fault among them.

    Example:
        >>> [fault.why for fault in read("v=spf1 a:192.0.2.1 -all").faults]
        ['an address is said with ip4: or ip6:']
    """
    terms: list[Term] = []
    seen: set[str] = set()
    for place, term_text in _split(text):
        term = _term(term_text, place)
        if isinstance(term, Modifier) and (name := term.name) in _ONCE:
            if name in seen:
                term = Fault(term_text, place, f"{name}= may stand only once")
            seen.add(name)
        terms.append(term)
    return SpfRecord(text, tuple(terms))


def read_term(text: str) -> Term:
    """
    One term alone.
    """
    return _term(text, 0)


def _split(text: str) -> Iterator[tuple[int, str]]:
    """
    The terms and where they begin; spaces alone part them, and any number of them does.
    """
    for found in re.finditer(r"[^ ]+", text):
        if found.start() > 0:
            yield found.start(), found.group()


def _term(text: str, place: int) -> Term:
    try:
        if found := _MODIFIER.fullmatch(text):
            return _modifier(text, *found.groups())
        if found := _DIRECTIVE.fullmatch(text):
            return _directive(text, *found.groups(default=""))
    except (BadMacro, BadNetwork) as error:
        return Fault(text, place, *_meant(text, str(error)))
    return Fault(text, place, *_meant(text, "it is neither a mechanism nor a modifier"))


def _modifier(text: str, name: str, value: str) -> Modifier:
    # A broken `redirect=` is no modifier that nobody knows: it is a broken `redirect=`.
    name = name.lower()
    target = read_name(value) if name in _ONCE else read_value(value)
    return Modifier(text, name, target)


def _directive(text: str, qualifier: str, name: str, rest: str) -> Directive:
    if name.lower() not in Kind:
        raise BadMacro(f"there is no mechanism “{name}”")
    qualifier, kind = qualifier or "+", Kind(name.lower())
    value = rest.removeprefix(":")
    match kind:
        case Kind.ALL if not rest:
            return Directive(text, qualifier, kind)
        case Kind.IP4 if rest.startswith(":"):
            return Directive(text, qualifier, kind, network=read_ip4(value))
        case Kind.IP6 if rest.startswith(":"):
            return Directive(text, qualifier, kind, network=read_ip6(value))
        case Kind.ALL:
            raise BadMacro("nothing may stand after “all”")
        case Kind.IP4 | Kind.IP6:
            raise BadNetwork("an address is missing")
        case _:
            return _asking(text, qualifier, kind, rest)


def _asking(text: str, qualifier: str, kind: Kind, rest: str) -> Directive:
    name, lengths = split_lengths(rest) if kind in _WITH_LENGTHS else (rest, BITS)
    if not name and kind in _MAYBE_NAMED:
        return Directive(text, qualifier, kind, lengths=lengths)
    if not name.startswith(":"):
        raise BadMacro(f"“{kind}” takes a name after a colon")
    return Directive(text, qualifier, kind, target=read_name(name[1:]), lengths=lengths)


_ADDRESS_AS_NAME = re.compile(r"([+\-~?]?)(?:a|mx):([0-9.]+(?:/[0-9]+)?)", re.IGNORECASE)
_OTHER_SPELLINGS = {"ipv4": "ip4", "ipv6": "ip6", "ip": "ip4", "includes": "include"}


def _meant(text: str, why: str) -> tuple[str, str | None]:
    """
    Why a term is none, and what was most likely meant: mistakes that are made every day.
    """
    if found := _ADDRESS_AS_NAME.fullmatch(text):
        return "an address is said with ip4: or ip6:", _if_good(f"{found[1]}ip4:{found[2]}")
    if text.lower().startswith(("redirect:", "exp:")):
        name, _, value = text.partition(":")
        return f"{name} is followed by “=”", _if_good(f"{name}={value}")
    qualifier = text[0] if text[0] in QUALIFIERS else ""
    name, colon, value = text.removeprefix(qualifier).partition(":")
    if colon and (spelling := _OTHER_SPELLINGS.get(name.lower())):
        return f"it is spelled {spelling}:", _if_good(f"{qualifier}{spelling}:{value}")
    return why, None


def _if_good(text: str) -> str | None:
    return None if isinstance(read_term(text), Fault) else text
