"""
What a host really shows: a TLS handshake, and nothing said after it.

A partner's zone decides where a host points. So nobody is connected to whose address is not one of
the internet: a zone must not make us look into networks of ours. The address that was looked at is
the one that is connected to.
"""

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from cryptography import x509

from tenantry import settings
from tenantry.certificates.chains import shown
from tenantry.certificates.model import Seen, Served
from tenantry.dns.model import Lookups

PORT = 443
TIMEOUT_SECONDS = 2.0
"""For each of connecting and greeting."""

ADDRESSES_MAX = 2
"""How many of a host's addresses are tried."""

_CARRIERS = [ip_network(text) for text in ("2002::/16", "2001::/32", "64:ff9b::/96")]
"""Addresses that carry one of IPv4 inside (6to4, Teredo, NAT64), perhaps one of ours."""


@dataclass(frozen=True, slots=True)
class Handshakes:
    """
    Looks at hosts, which are found by *lookups*.

    Args:
        port: Where TLS is spoken; another one than 443 only at addresses of this machine.
    """

    lookups: Lookups
    port: int | None = None

    def look(self, host: str, serial: str | None, now: datetime) -> Served:
        """
        What a host shows.

        Args:
            serial: Of the certificate that it should show.
        """
        answers = self.lookups.ask_all([(host, "A"), (host, "AAAA")])
        found = [value for answer in answers for value in answer.values]
        if not found:
            is_clear = all(answer.is_clear for answer in answers)
            return Served(Seen.NOWHERE if is_clear else Seen.UNKNOWN, now)
        allowed = [address for address in found if self._may_be_asked(address)]
        if not allowed:
            return Served(Seen.INTERNAL, now)
        for address in allowed[:ADDRESSES_MAX]:
            shown_one = _greeted(address, self.port or PORT, host)
            if shown_one is not None:
                return _compared(*shown_one, serial, now)
        return Served(Seen.UNREACHABLE, now)

    def _may_be_asked(self, address: str) -> bool:
        place = ip_address(address)
        # On the local stack the edge is a stand-in on this machine, and nothing else is asked.
        return place.is_loopback if self.port else _is_of_the_internet(place)


def _is_of_the_internet(place: IPv4Address | IPv6Address) -> bool:
    if any(place in network for network in _CARRIERS):
        return False
    mapped = getattr(place, "ipv4_mapped", None)
    return (mapped or place).is_global and not (mapped or place).is_multicast


def handshakes(lookups: Lookups) -> Handshakes:
    """
    Those of this deployment.
    """
    return Handshakes(lookups, settings.handshake_port())


def _greeted(address: str, port: int, host: str) -> tuple[x509.Certificate, bool] | None:
    """
    The certificate that is shown there, and whether browsers trust it; None for no answer.
    """
    for is_trusted, context in _contexts():
        try:
            with (
                socket.create_connection((address, port), TIMEOUT_SECONDS) as connection,
                context.wrap_socket(connection, server_hostname=host) as greeted,
            ):
                content = greeted.getpeercert(binary_form=True)
        except ssl.SSLCertVerificationError:
            continue
        except OSError:
            return None
        return None if content is None else _read(content, is_trusted=is_trusted)
    return None


def _read(content: bytes, *, is_trusted: bool) -> tuple[x509.Certificate, bool] | None:
    try:
        return x509.load_der_x509_certificate(content), is_trusted
    except ValueError:
        return None


def _contexts() -> Iterator[tuple[bool, ssl.SSLContext]]:
    checking = ssl.create_default_context()
    # Python asks more of a certificate than browsers do; a partner's customers use browsers.
    checking.verify_flags &= ~ssl.VERIFY_X509_STRICT
    further = settings.trusted_roots()
    if further:
        checking.load_verify_locations(further)
    yield True, checking
    # Only what it shows is read; nothing is sent, and nothing that comes is believed.
    reading = ssl.create_default_context()
    reading.check_hostname = False
    reading.verify_mode = ssl.CERT_NONE
    yield False, reading


def _compared(
    certificate: x509.Certificate,
    is_trusted: bool,  # noqa: FBT001 - one of two that belong together
    serial: str | None,
    now: datetime,
) -> Served:
    found = f"{certificate.serial_number:x}"
    seen = Seen.SAME if found == serial else Seen.OTHER
    return Served(
        seen=seen if is_trusted else Seen.UNTRUSTED,
        at=now,
        serial=found,
        issuer=shown(certificate.issuer),
        not_after=certificate.not_valid_after_utc,
    )


type Look = Callable[[str, str | None, datetime], Served]
"""Looks at a host (its name, the serial that it should show, now)."""
