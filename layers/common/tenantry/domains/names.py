"""
Which names can be claimed: root domains by the public suffix list (R-WL-1), written as A-labels.
"""

from collections.abc import Iterable
from functools import cache
from ipaddress import ip_address

import idna
from publicsuffixlist import PublicSuffixList

from tenantry.errors import Invalid, invalid_field

FIELD = "domain"

NAME_LENGTH_MAX = 64
"""A certificate's first name has no room for more (RFC 5280, upper bound of a common name)."""

TYPED_LENGTH_MAX = 253
"""Characters of what somebody types; no name in DNS is longer (RFC 1035)."""

NOT_IN_DNS = frozenset({"alt", "arpa", "internal", "invalid", "local", "localhost", "onion"})
"""Ends of names that stand in no public DNS, or are nobody's (RFC 6761, 6762, 7686, 9476)."""


def read_root(text: str, own_hosts: Iterable[str]) -> str:
    """
    The root domain that somebody typed, as it is stored: A-labels, lower case, no final dot.

    Args:
        text: In either form of its letters (`bücher.example`, `xn--bcher-kva.example`).
        own_hosts: The platform's; whatever belongs to their root domains can never be claimed.

    Raises:
        Invalid: It is no root domain, or nobody may claim it; the words say which, and `possible`
            names the root domain that may be meant.

    Example:
        >>> read_root("Bücher.example.", own_hosts=[])
        'xn--bcher-kva.example'
    """
    name = _normalised(text)
    root = registrable(name)
    _check_suffix(name, root)
    assert root is not None, "what has no root is refused before"
    own_roots = {registrable(host) or host for host in own_hosts if not _is_address(host)}
    if root in own_roots:
        raise invalid_field(FIELD, "is the platform's own, and can never be claimed")
    if root != name:
        rule = f"must be a root domain: claim {root}, and hosts such as {name} come with it"
        raise invalid_field(FIELD, rule, possible=root)
    if len(name) > NAME_LENGTH_MAX:
        rule = f"has more than {NAME_LENGTH_MAX} characters, and no certificate takes such a name"
        raise invalid_field(FIELD, rule)
    return name


def registrable(name: str) -> str | None:
    """
    The root domain that *name* is or stands below, by both parts of the list; None for a suffix.

    Example:
        >>> registrable("a.b.example.co.ke"), registrable("co.ke")
        ('example.co.ke', None)
    """
    found = _all_suffixes().privatesuffix(name)
    return None if found is None else str(found)


def shown(name: str) -> str:
    """
    A stored name as people write it.

    Example:
        >>> shown("xn--bcher-kva.example")
        'bücher.example'
    """
    return idna.decode(name)


def _normalised(text: str) -> str:
    typed = text.strip()
    if not typed or len(typed) > TYPED_LENGTH_MAX:
        rule = f"must be a domain name of at most {TYPED_LENGTH_MAX} characters"
        raise invalid_field(FIELD, rule)
    if any(mark in typed for mark in ("/", "@", ":", "?")):
        rule = "must be the name alone, such as example.com: no web or mail address, and no port"
        raise invalid_field(FIELD, rule)
    if typed.startswith("*."):
        raise invalid_field(FIELD, "must be written without *: all names below it come with it")
    if _is_address(typed):
        raise invalid_field(FIELD, "must be a domain name; this is an IP address")
    try:
        encoded = idna.encode(typed, uts46=True, std3_rules=True, transitional=False)
    except idna.IDNAError as error:
        raise _no_name(str(error)) from error
    name = encoded.decode().removesuffix(".").lower()
    # Digits of other scripts become those of an address only now.
    if _is_address(name):
        raise invalid_field(FIELD, "must be a domain name; this is an IP address")
    return name


def _check_suffix(name: str, root: str | None) -> None:
    if "." not in name:
        raise invalid_field(FIELD, "must have a name before its ending, such as example.com")
    ending = name.rpartition(".")[2]
    if ending in NOT_IN_DNS or ending.isdecimal():
        raise invalid_field(FIELD, f"ends in .{ending}, which stands in no public DNS")
    suffix = str(_all_suffixes().publicsuffix(name))
    if suffix != _registries_suffixes().publicsuffix(name):
        rule = (
            f"stands under {suffix}, where a host gives names to many; "
            "nobody can set all that is needed there: claim a domain of your own"
        )
        raise invalid_field(FIELD, rule)
    if root is None:
        rule = f"is a public suffix, below which anybody registers: {name} belongs to nobody alone"
        raise invalid_field(FIELD, rule)


def _no_name(why: str) -> Invalid:
    return invalid_field(FIELD, f"must be a domain name, and is none: {why[:1].lower()}{why[1:]}")


def _is_address(text: str) -> bool:
    try:
        ip_address(text.strip("[]"))
    except ValueError:
        return False
    return True


@cache
def _all_suffixes() -> PublicSuffixList:
    """
    Both parts of the list: registries' suffixes, and those of hosts that give names to others.
    """
    return PublicSuffixList()


@cache
def _registries_suffixes() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)
