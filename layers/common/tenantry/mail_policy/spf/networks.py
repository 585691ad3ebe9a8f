"""
Addresses and prefix lengths as SPF writes them: strictly (RFC 7208, section 5.6).
"""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

BITS = (32, 128)
"""How many bits an address has, of IPv4 and IPv6."""

type Address = IPv4Address | IPv6Address

_LENGTHS = re.compile(r"(.*?)(?:/(0|[1-9][0-9]*))?(?://(0|[1-9][0-9]*))?", re.DOTALL)
_DIGITS_MAX = 3


class BadNetwork(ValueError):
    """
    A text is no address or network of SPF; the message says why.
    """


def read_ip4(text: str) -> IPv4Network:
    """
    The value of `ip4:`; bits beyond the prefix are ignored.

    Example:
        >>> read_ip4("192.0.2.77/24")
        IPv4Network('192.0.2.0/24')

    Raises:
        BadNetwork: It is no IPv4 address, or its prefix is longer than one.
    """
    address, length = _split(text, BITS[0])
    try:
        return IPv4Network((IPv4Address(address), length), strict=False)
    except ValueError as error:
        raise BadNetwork(f"“{address}” is no IPv4 address") from error


def read_ip6(text: str) -> IPv6Network:
    """
    The value of `ip6:`.

    Raises:
        BadNetwork: It is no IPv6 address, or its prefix is longer than one.
    """
    address, length = _split(text, BITS[1])
    # The library knows addresses of one link (`fe80::1%eth0`), which mean nothing elsewhere.
    if "%" in address:
        raise BadNetwork(f"“{address}” is no IPv6 address")
    try:
        return IPv6Network((IPv6Address(address), length), strict=False)
    except ValueError as error:
        raise BadNetwork(f"“{address}” is no IPv6 address") from error


def split_lengths(text: str) -> tuple[str, tuple[int, int]]:
    """
    What stands after `a` or `mx`: a name, and how many bits count of IPv4 and of IPv6 (5.3).

    Example:
        >>> split_lengths(":mail.example.com/24//64")
        (':mail.example.com', (24, 64))

    Raises:
        BadNetwork: A prefix is longer than an address.
    """
    found = _LENGTHS.fullmatch(text)
    assert found is not None, "every text matches"
    name, four, six = found.groups()
    return name, (_length(four, BITS[0]), _length(six, BITS[1]))


def read_address(text: str) -> Address | None:
    """
    An address out of an answer; None for what is none.
    """
    try:
        return ip_address(text)
    except ValueError:
        return None


def unmapped(address: Address) -> Address:
    """
    The IPv4 address itself where it came mapped into IPv6, which SPF treats as IPv4 (5).
    """
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return address if mapped is None else mapped


def is_same_network(one: Address, other: Address, lengths: tuple[int, int]) -> bool:
    """
    Whether two addresses of one kind agree in the bits that count.

    Example:
        >>> one, other = ip_address("192.0.2.1"), ip_address("192.0.2.200")
        >>> is_same_network(one, other, (24, 128)), is_same_network(one, other, (25, 128))
        (True, False)
        >>> is_same_network(ip_address("2001:db8::1"), one, (0, 0))
        False
    """
    if one.version != other.version:
        return False
    ignored = one.max_prefixlen - lengths[isinstance(one, IPv6Address)]
    return int(one) >> ignored == int(other) >> ignored


def _split(text: str, bits: int) -> tuple[str, int]:
    address, slash, length = text.partition("/")
    if slash and not re.fullmatch(r"0|[1-9][0-9]*", length):
        raise BadNetwork(f"“/{length}” is no prefix length")
    return address, _length(length or None, bits)


def _length(digits: str | None, bits: int) -> int:
    if digits is None:
        return bits
    if len(digits) > _DIGITS_MAX or int(digits) > bits:
        raise BadNetwork(f"a prefix has at most {bits} bits here")
    return int(digits)
