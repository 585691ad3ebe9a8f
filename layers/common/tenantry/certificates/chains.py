"""
Whether a chain of certificates leads, in order and wholly, to a root that browsers know.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from warnings import catch_warnings, simplefilter

import botocore
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.utils import CryptographyDeprecationWarning

from tenantry.errors import Invalid, invalid_field

_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----")
_ROOTS = Path(botocore.__file__).with_name("cacert.pem")
"""Mozilla's, as the library for AWS ships them: those that the edge knows too."""


def check_chain(
    leaf: x509.Certificate,
    chain: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    now: datetime,
) -> None:
    """
    Refuse a chain that does not lead from *leaf* to one of *roots*, step by step.

    Raises:
        Invalid: What is wrong with it, and at which place.
    """
    below = leaf
    for place, one in enumerate(chain, 1):
        if not _certifies(one, below):
            raise _out_of_place(below, chain, roots, place)
        if not is_authority(one):
            raise invalid_field("chain", f"the certificate at place {place} is of no authority")
        if not one.not_valid_before_utc <= now < one.not_valid_after_utc:
            rule = f"the certificate at place {place} is not valid now ({shown(one.subject)})"
            raise invalid_field("chain", rule)
        below = one
    if not _is_known(below, roots):
        raise _incomplete(below)


def _out_of_place(
    below: x509.Certificate,
    chain: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    place: int,
) -> Invalid:
    if any(_certifies(one, below) for one in chain):
        rule = "must be in order: first the one that certifies the certificate, then each next one"
        return invalid_field("chain", f"{rule}; at place {place} stands another", place=place)
    if _is_known(below, roots):
        rule = f"the certificate at place {place} certifies none of those before it"
        return invalid_field("chain", rule, place=place)
    return _incomplete(below)


def _is_known(one: x509.Certificate, roots: Sequence[x509.Certificate]) -> bool:
    return one in roots or any(_certifies(root, one) for root in roots)


def _incomplete(below: x509.Certificate) -> Invalid:
    if below.issuer == below.subject:
        rule = f"ends at {shown(below.subject)}, which browsers do not know"
    else:
        rule = f"is not complete: the certificate of {shown(below.issuer)} is missing"
    return invalid_field("chain", rule)


def _certifies(authority: x509.Certificate, below: x509.Certificate) -> bool:
    if authority.subject != below.issuer:
        return False
    try:
        below.verify_directly_issued_by(authority)
    except (InvalidSignature, TypeError, UnsupportedAlgorithm, ValueError):
        return False
    return True


def is_authority(one: x509.Certificate) -> bool:
    """
    Whether a certificate certifies others.
    """
    try:
        return one.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


@cache
def known_roots(further: str | None) -> tuple[x509.Certificate, ...]:
    """
    The roots that a chain may end at, read once.

    Args:
        further: A file of more of them.
    """
    files = [_ROOTS, *([Path(further)] if further else [])]
    return tuple(root for file in files for root in _readable(file.read_bytes()))


def _readable(content: bytes) -> Iterator[x509.Certificate]:
    # An old root has a serial number that no certificate may have: the library warns of it now, and
    # will refuse it.
    with catch_warnings():
        simplefilter("ignore", CryptographyDeprecationWarning)
        for pem in _PEM.findall(content):
            with suppress(ValueError):
                yield x509.load_pem_x509_certificate(pem)


def shown(name: x509.Name) -> str:
    """
    A name as people read it, such as `CN=Example CA,O=Example`.
    """
    return name.rfc4514_string()[:200] or "an authority without a name"
