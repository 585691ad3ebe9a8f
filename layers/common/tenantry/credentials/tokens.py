"""
The form of secrets: a prefix that scanners find, 30 random characters, and a checksum of six.

The form is GitHub's (https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/):
a mistyped or cut-off secret is told apart without asking the table.
"""

import re
import string
from base64 import urlsafe_b64encode
from hashlib import sha256
from zlib import crc32

from tenantry import server_key
from tenantry.credentials.model import CredentialKind

ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
RANDOM_LENGTH, CHECKSUM_LENGTH = 30, 6
ENTROPY_BYTES = 32

PATTERN = re.compile(
    rf"(tnt|tns)_(live|test)_([0-9A-Za-z]{{{RANDOM_LENGTH}}})([0-9A-Za-z]{{{CHECKSUM_LENGTH}}})"
)
"""For secret scanners; published in docs/security.md."""

_PREFIXES = {CredentialKind.API_KEY: "tnt", CredentialKind.SESSION: "tns"}


def new_secret(kind: CredentialKind, mode: str, entropy: bytes) -> str:
    """
    A new secret.

    Args:
        mode: `live` in production, `test` anywhere else.
        entropy: At least 32 random bytes.

    Example:
        >>> new_secret(CredentialKind.API_KEY, "test", bytes(32))
        'tnt_test_0000000000000000000000000000002C8GjS'
    """
    assert len(entropy) >= ENTROPY_BYTES, "a secret needs 256 random bits"
    random = _base62(int.from_bytes(entropy), RANDOM_LENGTH)
    return f"{_PREFIXES[kind]}_{mode}_{random}{_checksum(random)}"


def is_well_formed(secret: str) -> bool:
    """
    Whether *secret* can be one of ours, by its form and checksum.
    """
    match = PATTERN.fullmatch(secret)
    return match is not None and _checksum(match[3]) == match[4]


def hash_of(secret: str) -> str:
    """
    What the table holds of a secret. A secret has over 170 random bits, so a fast hash is enough.
    """
    return sha256(secret.encode()).hexdigest()


def link_token(link_id: str) -> str:
    """
    The token of a sign-in link: 256 bits as 43 URL-safe characters.
    """
    return urlsafe_b64encode(server_key.mac("sign-in", link_id)).rstrip(b"=").decode()


def link_path(link_id: str) -> str:
    """
    The path of the sign-in link that is mailed.
    """
    return f"/sign-in/{link_id}/{link_token(link_id)}"


def _checksum(random: str) -> str:
    return _base62(crc32(random.encode()), CHECKSUM_LENGTH)


def _base62(number: int, length: int) -> str:
    characters = []
    for _ in range(length):
        number, digit = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[digit])
    return "".join(reversed(characters))
