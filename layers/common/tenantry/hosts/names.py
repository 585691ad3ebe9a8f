"""
From what a request says of its host to a name that can be looked up.
"""

import re

NAME_MAX = 253
"""RFC 1035: what fits into 255 octets on the wire, without the final dot."""

HEADER_MAX = NAME_MAX + len(".:65535")
"""What is longer holds no name, and is not looked at."""

_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
NAME_PATTERN = rf"^(?:{_LABEL}\.)+{_LABEL}$"
"""At least two labels of letters, digits and hyphens (RFC 1123); a U-label is none of them."""

_PORT = re.compile(r":[0-9]{1,5}$")
_NAME = re.compile(NAME_PATTERN)


def bare(header: str) -> str:
    """
    What a host's header names, in lower case, without port and final dot; it may be no name.

    Example:
        >>> bare("Portal.Partner.Example.:8443"), bare("[::1]:80")
        ('portal.partner.example', '[::1]')
    """
    text = header.strip(" \t")
    # Only ASCII has one lower case: the Kelvin sign would become a k.
    lowered = text.lower() if text.isascii() else text
    return _PORT.sub("", lowered).removesuffix(".")


def is_name(text: str) -> bool:
    """
    Whether *text* can be the name of a host under a domain: no address, no list, no U-label.

    Example:
        >>> is_name("xn--bcher-kva.example"), is_name("bücher.example"), is_name("192.0.2.1")
        (True, False, False)
    """
    if len(text) > NAME_MAX or _NAME.fullmatch(text) is None:
        return False
    # No top-level domain is a number; what ends in one is read as an IPv4 address.
    return not text.rpartition(".")[2].isdigit()


def parent_of(name: str) -> str:
    """
    The name without its first label.

    Example:
        >>> parent_of("portal.partner.example")
        'partner.example'
    """
    return name.partition(".")[2]
