"""
Encrypting keys with KMS, which keeps what they are encrypted with; nobody can read it there.

The reseller's id is part of what is encrypted: a ciphertext that was copied to another reseller's
item cannot be opened there, and the log of KMS says whose key was opened when.
"""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tenantry import settings
from tenantry.errors import Unavailable
from tenantry.ids import TenantId
from tenantry.services import client

PURPOSE = "payment_key"

_BUSY_ANSWERS = {"DependencyTimeoutException", "KMSInternalException", "ThrottlingException"}


def seal(reseller_id: TenantId, key: str, purpose: str = PURPOSE) -> bytes:
    """
    Encrypt a reseller's key, or another secret of its own.

    Args:
        purpose: What is encrypted for one purpose cannot be opened for another one.

    Raises:
        Unavailable: KMS did not answer.
    """
    context = _context(reseller_id, purpose)
    answer = _call(client("kms").encrypt, context, Plaintext=key.encode())
    return bytes(answer["CiphertextBlob"])


def unseal(reseller_id: TenantId, sealed: bytes, purpose: str = PURPOSE) -> str:
    """
    Decrypt what `seal` encrypted; whoever is given it keeps it in memory alone.

    Raises:
        Unavailable: KMS did not answer.
    """
    answer = _call(client("kms").decrypt, _context(reseller_id, purpose), CiphertextBlob=sealed)
    return bytes(answer["Plaintext"]).decode()


def _context(reseller_id: TenantId, purpose: str) -> dict[str, str]:
    return {"reseller_id": reseller_id, "purpose": purpose}


def _call(
    operation: Callable[..., Mapping[str, Any]], context: Mapping[str, str], **request: bytes
) -> Mapping[str, Any]:
    message = "keys can be neither encrypted nor opened at this moment; try again"
    try:
        return operation(KeyId=settings.sealing_key(), EncryptionContext=context, **request)
    except BotoCoreError as error:
        raise Unavailable(message) from error
    except ClientError as error:
        if error.response["Error"]["Code"] not in _BUSY_ANSWERS:
            raise
        raise Unavailable(message) from error
