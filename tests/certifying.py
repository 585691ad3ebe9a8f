"""
An authority of tests, and the certificates that partners bring, right and wrong ones.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tenantry.certificates.own import Material
from tests.acting import DAY, NOON

PARTNER = "partner.example"
NAMES = (PARTNER, f"*.{PARTNER}")
LONG = timedelta(days=20_000)

type Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Signer:
    """
    Somebody who certifies.
    """

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> str:
        return pem(self.certificate)


@cache
def root() -> Signer:
    """
    The root that tests trust.
    """
    return a_signer("Root of Tests", None)


@cache
def between() -> Signer:
    """
    The authority below it, which signs with an elliptic curve.
    """
    return a_signer("Authority of Tests", root())


@cache
def below() -> Signer:
    """
    One more authority below that.
    """
    return a_signer("Lower Authority of Tests", between())


@cache
def with_rsa() -> Signer:
    """
    An authority that signs with RSA.
    """
    return a_signer("RSA Authority of Tests", root(), key=an_rsa_key())


@cache
def stranger() -> Signer:
    """
    A root that nobody trusts.
    """
    return a_signer("Stranger", None)


@cache
def an_rsa_key(bits: int = 2_048) -> rsa.RSAPrivateKey:
    """
    A key that takes long to make, so the same one for everybody.
    """
    return rsa.generate_private_key(65_537, bits)


def a_curve_key(curve: ec.EllipticCurve | None = None) -> ec.EllipticCurvePrivateKey:
    """
    A new key on P-256, or another curve.
    """
    return ec.generate_private_key(curve or ec.SECP256R1())


def a_signer(name: str, signed_by: Signer | None, *, key: Key | None = None, **made: Any) -> Signer:
    """
    An authority; signed by itself where nobody signs it.
    """
    own = key or a_curve_key()
    certificate = build(name, own, signed_by, is_authority=True, **made)
    return Signer(certificate, own)


def build(
    name: str,
    key: Key,
    signed_by: Signer | None,
    *,
    names: Sequence[str] = (),
    begins: datetime = NOON - LONG,
    ends: datetime = NOON + LONG,
    is_authority: bool = False,
    uses: Sequence[x509.ObjectIdentifier] = (),
) -> x509.Certificate:
    """
    A certificate, whatever its content.
    """
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = subject if signed_by is None else signed_by.certificate.subject
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if names:
        told = x509.SubjectAlternativeName([x509.DNSName(one) for one in names])
        made = made.add_extension(told, critical=False)
    if uses:
        made = made.add_extension(x509.ExtendedKeyUsage(uses), critical=False)
    return made.sign(key if signed_by is None else signed_by.key, hashes.SHA256())


@dataclass(frozen=True)
class Leaf:
    """
    A partner's certificate with its key.
    """

    certificate: x509.Certificate
    key: Key
    chain: tuple[Signer, ...]

    @property
    def pem(self) -> str:
        return pem(self.certificate)

    @property
    def chain_pem(self) -> str:
        return "".join(one.pem for one in self.chain)

    @property
    def key_pem(self) -> str:
        return key_pem(self.key)

    @property
    def serial(self) -> str:
        return f"{self.certificate.serial_number:x}"

    @property
    def material(self) -> Material:
        return Material(self.pem, self.chain_pem, self.key_pem)

    def secrets(self) -> list[str]:
        """
        Runs of characters that stand nowhere but in the key.
        """
        lines = self.key_pem.splitlines()[1:-1]
        # The end of a key on a curve is its public half, which the certificate shows too.
        private = [lines[0]] if isinstance(self.key, ec.EllipticCurvePrivateKey) else lines[1:-1]
        # As it goes out, too: the whole text once more in base 64, at each of its three beginnings.
        whole = "\n".join(private).encode()
        sent = [b64encode(whole[skipped:]).decode() for skipped in range(3)]
        return [*(line[24:56] for line in private), *(text[24:56] for text in sent)]


def a_leaf(
    names: Sequence[str] = NAMES,
    *,
    key: Key | None = None,
    signed_by: Signer | None = None,
    begins: datetime = NOON - DAY,
    ends: datetime = NOON + 90 * DAY,
    **made: Any,
) -> Leaf:
    """
    A certificate of a partner's domain for 90 days, as an authority makes it.
    """
    signer, own = signed_by or between(), key or a_curve_key()
    uses = made.pop("uses", [ExtendedKeyUsageOID.SERVER_AUTH])
    content = build(PARTNER, own, signer, names=names, begins=begins, ends=ends, uses=uses, **made)
    return Leaf(content, own, (signer,))


def pem(certificate: x509.Certificate) -> str:
    """
    A certificate as text.
    """
    return certificate.public_bytes(Encoding.PEM).decode()


def key_pem(
    key: Key, form: PrivateFormat = PrivateFormat.PKCS8, password: bytes | None = None
) -> str:
    """
    A key as text.
    """
    locked = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, form, locked).decode()
