"""
DKIM key records as text: the key, and what spoils it (RFC 6376, section 3.6.1).
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tenantry.mail_policy import tags
from tenantry.mail_policy.model import Remark, Severity

VERSION = "DKIM1"
BITS_MIN = 1024
"""Verifiers take no shorter RSA key (RFC 8301, 3.2)."""

BITS_GOOD = 2048
ED25519_BYTES = 32
_SPACE = re.compile(r"\s+")
_QUOTES = re.compile("[\"'\u2018\u2019\u201c\u201d]")
"""Straight ones, and those that word processors make of them."""

_SEQUENCE = 0x30
_LONG = 0x80


class KeyKind(StrEnum):
    """
    What a key is of.
    """

    RSA = "rsa"
    ED25519 = "ed25519"


@dataclass(frozen=True, slots=True)
class DkimKey:
    """
    A key that signatures can be checked with.

    Args:
        bits: Its length.
    """

    kind: KeyKind
    bits: int


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """
    One record.

    Args:
        key: Its key; None where it is revoked or cannot be read.
        public: The key as text, without spaces; empty where it is revoked or missing.
    """

    text: str
    key: DkimKey | None
    public: str
    remarks: tuple[Remark, ...]


class _Unreadable(ValueError):
    """
    There is no key in the text; the message says why, after “the key ...”.
    """


def read(text: str) -> KeyRecord:
    """
    The key record in *text*; whatever it holds, its remarks tell it.

    Example:
        >>> [remark.code for remark in read("v=DKIM1; k=rsa; p=").remarks]
        ['dkim.revoked']
    """
    found = tags.read(_unwrapped(text))
    public = _SPACE.sub("", found.values.get("p", ""))
    remarks = [*_of_wrapping(text), *_of_tags(found)]
    if "p" not in found.values:
        remarks.append(_wrong("no_key", "it has no key (“p=”)"))
    elif not public:
        remarks.append(_wrong("revoked", "its key is revoked (“p=” is empty)"))
    else:
        try:
            key = _key(found.values.get("k", KeyKind.RSA).lower(), public)
        except _Unreadable as error:
            remarks.append(_wrong("bad_key", f"its key {error}"))
        else:
            return KeyRecord(text, key, public, (*remarks, *_of_length(key)))
    return KeyRecord(text, None, public, tuple(remarks))


def is_meant_as_key(text: str) -> bool:
    """
    Whether a TXT record is, or should be, a key: it has a version of DKIM, or a key.
    """
    values: Mapping[str, str] = tags.read(_unwrapped(text)).values
    return "p" in values or values.get("v", "").upper() == VERSION


def _unwrapped(text: str) -> str:
    return _QUOTES.sub("", text).replace("\\", "").strip()


def _wrong(reason: str, text: str) -> Remark:
    return Remark(Severity.WRONG, f"dkim.{reason}", f"The DKIM record does not do: {text}.")


def _of_wrapping(text: str) -> Iterator[Remark]:
    if _QUOTES.search(text):
        yield _wrong("quotes", "there are quotes inside it, which have to go")
    if "\\" in text:
        yield _wrong("escaped", "there are backslashes inside it, which have to go")


def _of_tags(found: tags.Tags) -> Iterator[Remark]:
    version = found.values.get("v", VERSION)
    if version != VERSION:
        yield _wrong("version", f"it begins with “v={version}” and not with “v={VERSION}”")
    elif "v" in found.values and next(iter(found.values)) != "v":
        yield _wrong("version", f"“v={VERSION}” is not at its beginning")
    if not found.is_whole:
        part = (*found.repeated, *found.odd)[0]
        yield _wrong("unreadable", f"“{part[:40]}” is no tag, or stands there twice")
    if "h" in found.values and "sha256" not in _listed(found.values["h"]):
        yield _wrong("hash", f"it takes only signatures with “{found.values['h']}”")
    if "s" in found.values and not {"*", "email"} & _listed(found.values["s"]):
        yield _wrong("service", f"it is not for mail, but for “{found.values['s']}”")
    if "y" in _listed(found.values.get("t", "")):
        text = "The DKIM record says that it is a test (“t=y”): signatures need not be heeded."
        yield Remark(Severity.WARNING, "dkim.test", text)


def _listed(value: str) -> set[str]:
    return {part.strip().lower() for part in value.split(":")}


def _of_length(key: DkimKey) -> Iterator[Remark]:
    if key.kind is not KeyKind.RSA or key.bits >= BITS_GOOD:
        return
    if key.bits < BITS_MIN:
        yield _wrong("short", f"its key has {key.bits} bits, and needs {BITS_MIN} at least")
    else:
        text = f"The DKIM key has {key.bits} bits; {BITS_GOOD} are what is used today."
        yield Remark(Severity.WARNING, "dkim.weak", text)


def _key(kind: str, public: str) -> DkimKey:
    if kind not in KeyKind:
        raise _Unreadable(f"is of a kind that nobody knows (“k={kind}”)")
    der = _decoded(public)
    if kind == KeyKind.ED25519:
        if len(der) != ED25519_BYTES:
            raise _Unreadable(f"has {len(der)} bytes, and of Ed25519 it has {ED25519_BYTES}")
        return DkimKey(KeyKind.ED25519, 8 * ED25519_BYTES)
    if _is_cut_off(der):
        raise _Unreadable("is cut off: its end is missing")
    try:
        key = load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _Unreadable("cannot be read") from error
    if not isinstance(key, RSAPublicKey):
        raise _Unreadable("is not of RSA")
    return DkimKey(KeyKind.RSA, key.key_size)


def _decoded(public: str) -> bytes:
    if public.startswith("-----BEGIN"):
        raise _Unreadable("has the lines “-----BEGIN ...-----” around it, which have to go")
    # What ends in the middle of four characters was cut off there, which its length tells as well.
    whole = public[: len(public) // 4 * 4]
    try:
        return base64.b64decode(whole, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _Unreadable("holds characters that no key has") from error


def _is_cut_off(der: bytes) -> bool:
    """
    Whether there are fewer bytes than the first ones say.
    """
    if len(der) < 2 or der[0] != _SEQUENCE:  # noqa: PLR2004 - its kind and its length
        return False
    if der[1] < _LONG:
        return len(der) < 2 + der[1]
    end = 2 + der[1] - _LONG
    return len(der) < end + int.from_bytes(der[2:end])
