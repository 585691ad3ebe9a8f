"""
Who sends a mail, and what SPF's macros make of it (RFC 7208, sections 4.1 and 7.2).
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from tenantry.mail_policy.spf.networks import Address, unmapped


@dataclass(frozen=True, slots=True)
class Sender:
    """
    Who sends.

    Args:
        ip: From where.
        domain: Of the envelope's sender, or what the server calls itself where there is none.
        local_part: What stands before the @; nothing means `postmaster` (4.3).
        helo: What the server calls itself.
        receiver: Who asks, for explanations.
        at: When, for explanations.
    """

    ip: Address
    domain: str
    local_part: str = "postmaster"
    helo: str = ""
    receiver: str = "unknown"
    at: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    @property
    def address(self) -> Address:
        """
        From where, as SPF counts it: an IPv4 address mapped into IPv6 is an IPv4 address (5).
        """
        return unmapped(self.ip)

    @property
    def host_type(self) -> str:
        """
        The type of record that holds addresses of the sender's kind.
        """
        return "A" if self.address.max_prefixlen == 32 else "AAAA"  # noqa: PLR2004 - bits of IPv4

    def value(self, letter: str, domain: str) -> str:
        """
        What a macro's letter stands for while *domain*'s record is read; all but `p`.

        Example:
            >>> from ipaddress import ip_address
            >>> Sender(ip_address("2001:db8::1"), "example.com").value("i", "example.com")[:15]
            '2.0.0.1.0.D.B.8'
        """
        local_part = self.local_part or "postmaster"
        values = {
            "s": f"{local_part}@{self.domain}",
            "l": local_part,
            "o": self.domain,
            "d": domain,
            "i": _dotted(self.address),
            "v": "in-addr" if self.host_type == "A" else "ip6",
            "h": self.helo,
            "c": str(self.address),
            "r": self.receiver,
            "t": str(int(self.at.timestamp())),
        }
        return values[letter]


def _dotted(address: Address) -> str:
    whole = address.exploded
    return whole if "." in whole else ".".join(whole.replace(":", "").upper())
