"""
Which addresses of name servers are ever talked to.
"""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

type Endpoint = tuple[str, int]
"""An address and a port."""
type Reach = Callable[[str], Endpoint | None]
"""Where a server of an address is asked; None for never."""

DNS_PORT = 53
WRAPPING = (IPv6Network("2002::/16"), IPv6Network("2001::/32"), IPv6Network("64:ff9b::/96"))
"""IPv6 that carries an IPv4 address inside, which may be an internal one (6to4, Teredo, NAT64)."""


def public(address: str) -> Endpoint | None:
    """
    Any server on the internet, and none of an internal network.

    A partner chooses the servers of its zone, and must not choose whom our functions talk to.

    Example:
        >>> public("8.8.8.8"), public("169.254.169.254")
        (('8.8.8.8', 53), None)
    """
    try:
        read = ip_address(address)
    except ValueError:
        return None
    return (address, DNS_PORT) if _is_public(read) else None


def loopback(port: int) -> Reach:
    """
    Servers on this machine alone, all on one port: the local stack's.
    """

    def reach(address: str) -> Endpoint | None:
        try:
            return (address, port) if ip_address(address).is_loopback else None
        except ValueError:
            return None

    return reach


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return _is_public(address.ipv4_mapped)
        if address.is_site_local or any(address in network for network in WRAPPING):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved
