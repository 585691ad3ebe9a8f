"""
Texts in PEM form (RFC 7468), as people copy them: with a byte order mark, CRLF, words around them.
"""

import re

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from tenantry.errors import Invalid, invalid_field

CERTIFICATES_MAX = 10
BLOCKS_MAX = 40
"""More than anybody's file has; the search for what has no end stops there."""

CERTIFICATES = {b"CERTIFICATE", b"X509 CERTIFICATE"}
KEYS = {b"PRIVATE KEY", b"RSA PRIVATE KEY", b"EC PRIVATE KEY"}

_BEGINS = re.compile(rb"-----BEGIN ([A-Z0-9 ]{1,40})-----")
_MARK = b"\xef\xbb\xbf"
"""What some editors put before a text in UTF-8."""


def blocks(name: str, text: str, most: int) -> list[tuple[bytes, bytes]]:
    """
    The blocks of a field, each with what it says it is.

    Raises:
        Invalid: The text has more than *most* bytes.
    """
    content = text.encode()
    if len(content) > most:
        raise invalid_field(name, f"must have at most {most} bytes")
    content = content.removeprefix(_MARK).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    found: list[tuple[bytes, bytes]] = []
    place = 0
    while (begins := _BEGINS.search(content, place)) and len(found) < BLOCKS_MAX:
        kind = begins[1]
        ending = b"-----END " + kind + b"-----"
        ends = content.find(ending, begins.end())
        if ends < 0:
            break
        place = ends + len(ending)
        found.append((kind, content[begins.start() : place]))
    return found


def certificates(name: str, text: str, most: int) -> list[x509.Certificate]:
    """
    The certificates of a field, in their order; there is at least one.

    Raises:
        Invalid: There is none, one is broken, there are too many, or a private key is among them.
    """
    found = blocks(name, text, most)
    if any(kind in KEYS for kind, _ in found):
        rule = "holds a private key, which belongs into its own field alone"
        raise invalid_field(name, rule)
    pems = [block for kind, block in found if kind in CERTIFICATES]
    if not pems:
        raise invalid_field(name, "must be a certificate in PEM form")
    if len(pems) > CERTIFICATES_MAX:
        raise invalid_field(name, f"must hold at most {CERTIFICATES_MAX} certificates")
    return [_read(name, pem, number, len(pems)) for number, pem in enumerate(pems, 1)]


def _read(name: str, pem: bytes, number: int, count: int) -> x509.Certificate:
    try:
        one = x509.load_pem_x509_certificate(pem)
        # It is read as it is asked for: what is broken inside shows itself only then.
        _ = one.extensions, one.issuer, one.subject, one.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension):
        raise _broken(name, number, count) from None
    return one


def _broken(name: str, number: int, count: int) -> Invalid:
    which = "" if count == 1 else f": the certificate at place {number} is not"
    return invalid_field(name, f"must be whole certificates in PEM form{which}")
