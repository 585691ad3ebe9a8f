"""
Whether a notice comes from M-Pesa: nothing signs it, so its address holds a secret.

Notices come to `/v1/notices/{subject}/{token}`. The subject says what the notice is about: payments
to our paybill (`paybill`), the question whether to take one (`paybill-check`), or one charge or
payout, as the hex digits of its id. The token follows from the subject and a secret: each has its
own. Safaricom refuses addresses with words such as `mpesa`, `query` or `exec`
(https://developer.safaricom.co.ke/apis/MpesaExpressSimulate); these have none.
"""

import hmac
import re
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from tenantry.providers.webhook import Secrets, Trust, Webhook

PAYBILL = "paybill"
"""Confirmations of what was paid to our number unasked (C2B)."""
CHECK = "paybill-check"
"""Validations, answered at once by who receives them, and never queued."""

TOKEN_DIGITS = 40
_HEX = re.compile(r"(?:[0-9a-f]{2})+")


def judge(webhook: Webhook, secrets: Secrets, now: datetime) -> Trust | None:
    """
    Take a notice for a hint where its address was made by us, under one of the secrets.

    It stays a hint: whoever has seen the address could send any body to it.
    """
    del now
    subject, given = webhook.path.get("subject", ""), webhook.path.get("token", "")
    if not (subject.isascii() and given.isascii()):
        return None
    # With an empty secret, anybody could make an address.
    expected = [token(secret, subject) for secret in secrets.get("path_secrets", ()) if secret]
    is_ours = any(hmac.compare_digest(given.encode(), one.encode()) for one in expected)
    return Trust.HINT if is_ours else None


def token(path_secret: str, subject: str) -> str:
    """
    What the address of a subject's notices ends with: 40 hex digits.

    Example:
        >>> token("a secret", "paybill")
        '20f9c65ac1577d702879e0d323108b5819bfb1de'
    """
    return hmac.new(path_secret.encode(), subject.encode(), sha256).hexdigest()[:TOKEN_DIGITS]


def subject_of(charge_id: str) -> str:
    """
    The subject of notices about a charge.

    Example:
        >>> subject_of("chg_01"), charge_of("6368675f3031"), charge_of("paybill")
        ('6368675f3031', 'chg_01', None)
    """
    return charge_id.encode().hex()


def charge_of(subject: str) -> str | None:
    """
    The charge that a subject is about; None for one that is about no charge.
    """
    if not _HEX.fullmatch(subject):
        return None
    try:
        return bytes.fromhex(subject).decode()
    except UnicodeDecodeError:
        return None


class PayoutSubject(StrEnum):
    """
    What a notice about a payout is; each has an address of its own.
    """

    RESULT = "result"
    """What became of it, as M-Pesa tells by itself."""
    LATE = "late"
    """M-Pesa could not work it in time; it may all the same."""
    ASKED = "asked"
    """The answer to our asking what became of it."""
    ASKED_LATE = "asked-late"
    """The asking was not worked in time."""


def payout_subject(payout_id: str, kind: PayoutSubject) -> str:
    """
    The subject of notices about a payout.

    Example:
        >>> payout_subject("pat_01", PayoutSubject.LATE)
        '7061745f30313a6c617465'
        >>> payout_of("7061745f30313a6c617465")
        ('pat_01', <PayoutSubject.LATE: 'late'>)
    """
    return f"{payout_id}:{kind}".encode().hex()


def payout_of(subject: str) -> tuple[str, PayoutSubject] | None:
    """
    The payout that a subject is about, and what is told of it; None for any other subject.
    """
    payout_id, colon, kind = (charge_of(subject) or "").partition(":")
    if not colon or kind not in {*PayoutSubject}:
        return None
    return payout_id, PayoutSubject(kind)


def is_known_address(source_ip: str, secrets: Secrets) -> bool:
    """
    Whether a notice was sent from one of the addresses that operators have on their list.

    A second check, to be counted and never to drop by: lists of Safaricom's addresses differ, and
    change without notice (https://github.com/amoskyalo/daraja-docs, going live).

    Args:
        source_ip: From the gateway's own context; a header could say anything.
    """
    return source_ip in secrets.get("addresses", ())
