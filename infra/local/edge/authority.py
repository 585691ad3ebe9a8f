"""
The certificate authority of this machine: a root that nobody else knows, and one below it.

Certificates are real: made, signed and checked by the same library as anybody's.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LASTS = timedelta(days=198)
"""What ACM's last, since certificates may not last longer than 200 days."""

_BEGINS = datetime(2020, 1, 1, tzinfo=UTC)
_ENDS = datetime(2120, 1, 1, tzinfo=UTC)

type Json = dict[str, Any]


def new() -> Json:
    """
    A new authority: the PEM of its two certificates, and of the key that signs.
    """
    root_key, signing_key = _key(), _key()
    root = _certificate("Local Root", root_key, "Local Root", root_key)
    signing = _certificate("Local Authority", signing_key, "Local Root", root_key)
    return {
        "root": _pem(root),
        "signing": _pem(signing),
        "signing_key": _key_pem(signing_key),
    }


def issue(authority: Json, names: Sequence[str], now: datetime) -> Json:
    """
    A certificate for *names* from *now* on, with its key and its chain, as PEM.
    """
    key = _key()
    signing = x509.load_pem_x509_certificate(authority["signing"].encode())
    signing_key = load_pem_private_key(authority["signing_key"].encode(), None)
    assert isinstance(signing_key, ec.EllipticCurvePrivateKey)
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(names[0][:64]))
        .issuer_name(signing.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.replace(microsecond=0))
        .not_valid_after((now + LASTS).replace(microsecond=0))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(one) for one in names]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_identified_by(signing_key), critical=False)
        .sign(signing_key, hashes.SHA256())
    )
    return {"leaf": _pem(made), "chain": authority["signing"], "key": _key_pem(key)}


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, signer: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    use = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGINS)
        .not_valid_after(_ENDS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(use, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_identified_by(signer), critical=False)
        .sign(signer, hashes.SHA256())
    )


def _identified_by(signer: ec.EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _key() -> ec.EllipticCurvePrivateKey:
    # Made in no time, unlike those of RSA.
    return ec.generate_private_key(ec.SECP256R1())


def _pem(one: x509.Certificate) -> str:
    return one.public_bytes(Encoding.PEM).decode()


def _key_pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
