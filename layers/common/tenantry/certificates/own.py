"""
Reading a partner's own certificate: what is wrong with it is said before the authority refuses it.

The private key passes through here in memory, and no error, log line or `repr` shows any of it.

https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html and, for the
edge, https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID

from tenantry import settings
from tenantry.certificates.chains import check_chain, is_authority, known_roots, shown
from tenantry.certificates.model import Issued
from tenantry.certificates.pem import KEYS, blocks, certificates
from tenantry.errors import invalid_field

CERTIFICATE_MAX, CHAIN_MAX, KEY_MAX = 32_768, 65_536, 5_120
"""Bytes. The authority takes as much of a certificate and a key; of a chain it takes 2 MB, which is
more than one ever has."""

RSA_BITS_MIN, RSA_BITS_MAX = 2_048, 4_096


@dataclass(frozen=True, slots=True)
class Material:
    """
    What a partner sends, each part as PEM.
    """

    certificate: str
    chain: str
    private_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Own:
    """
    A partner's own certificate that can be given to the authority.
    """

    issued: Issued
    leaf: bytes
    chain: bytes
    key: bytes = field(repr=False)


def read(material: Material, names: Sequence[str], now: datetime) -> Own:
    """
    Check a partner's certificate for *names*.

    What comes first in `certificate` is taken as its own, and certificates behind it as the chain,
    as most authorities put them into one file.

    Raises:
        Invalid: The field and the rule that it breaks; of several, the first in the order of
            certificate, chain, private key.
    """
    given = certificates("certificate", material.certificate, CERTIFICATE_MAX + CHAIN_MAX)
    leaf, chain = given[0], given[1:]
    if material.chain.strip("\ufeff \t\r\n"):
        if chain:
            rule = "must hold one certificate when the chain is given apart"
            raise invalid_field("certificate", rule)
        chain = certificates("chain", material.chain, CHAIN_MAX)
    _check_leaf(leaf, names, now)
    check_chain(leaf, chain, known_roots(settings.trusted_roots()), now)
    key = _key_of(material.private_key, leaf)
    ders = [one.public_bytes(Encoding.DER) for one in (leaf, *chain)]
    issued = Issued(
        not_before=leaf.not_valid_before_utc,
        not_after=leaf.not_valid_after_utc,
        issuer=shown(leaf.issuer),
        serial=f"{leaf.serial_number:x}",
        fingerprint=sha256(b"".join(ders)).hexdigest(),
    )
    return Own(
        issued=issued,
        leaf=leaf.public_bytes(Encoding.PEM),
        chain=b"".join(one.public_bytes(Encoding.PEM) for one in chain),
        key=key,
    )


def _check_leaf(leaf: x509.Certificate, names: Sequence[str], now: datetime) -> None:
    if is_authority(leaf):
        rule = "is a certificate of an authority; the domain's own must come first"
        raise invalid_field("certificate", rule)
    _check_names(leaf, names)
    if now < leaf.not_valid_before_utc:
        rule = f"is not valid yet: it begins at {leaf.not_valid_before_utc:%Y-%m-%d %H:%M} UTC"
        raise invalid_field("certificate", rule)
    if now >= leaf.not_valid_after_utc:
        rule = f"has ended at {leaf.not_valid_after_utc:%Y-%m-%d %H:%M} UTC"
        raise invalid_field("certificate", rule)
    _check_use(leaf)
    _check_strength(leaf)


def _check_names(leaf: x509.Certificate, names: Sequence[str]) -> None:
    try:
        # The subject's common name counts for nothing: no browser looks at it any more.
        extension = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        told = extension.value.get_values_for_type(x509.DNSName)
    except x509.ExtensionNotFound:
        told = []
    covered = {name.lower() for name in told}
    missing = [name for name in names if name not in covered]
    if missing:
        rule = f"must be for {' and '.join(names)}; {' and '.join(missing)} is not among its names"
        raise invalid_field("certificate", rule, names=sorted(covered)[:100], missing=missing)


def _check_use(leaf: x509.Certificate) -> None:
    try:
        uses = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not {ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE} & {*uses}:
        raise invalid_field("certificate", "must be for servers (TLS web server authentication)")


def _check_strength(leaf: x509.Certificate) -> None:
    key = leaf.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        if RSA_BITS_MIN <= key.key_size <= RSA_BITS_MAX:
            return
        found = f"RSA of {key.key_size} bits"
    elif isinstance(key, ec.EllipticCurvePublicKey):
        if isinstance(key.curve, ec.SECP256R1):
            return
        found = f"the curve {key.curve.name}"
    else:
        found = "another kind"
    rule = f"must have a key of RSA with {RSA_BITS_MIN} to {RSA_BITS_MAX} bits, or of P-256"
    raise invalid_field("certificate", f"{rule}; it has {found}")


def _key_of(text: str, leaf: x509.Certificate) -> bytes:
    """
    The private key as PKCS#8, when it is the certificate's.
    """
    found = blocks("private_key", text, KEY_MAX)
    if any(b"ENCRYPTED" in kind or b"ENCRYPTED" in block for kind, block in found):
        rule = "is encrypted; send it without its password (openssl pkey -in key.pem)"
        raise invalid_field("private_key", rule)
    # "openssl ecparam" puts the parameters of the curve before the key.
    keys = [block for kind, block in found if kind in KEYS]
    if len(keys) != 1:
        raise invalid_field("private_key", "must be one private key in PEM form")
    # Nothing of what the library says goes on: it has read the key.
    try:
        key = load_pem_private_key(keys[0], None)
        public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        whole = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if key is None:
        raise invalid_field("private_key", "must be a whole private key in PEM form")
    wanted = leaf.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if public != wanted:
        raise invalid_field("private_key", "is the key of another certificate")
    return whole
