"""
Paystack's units and words, to ours and back.
"""

from tenantry.money import EXPONENTS, Money
from tenantry.payments.model import DisputeStatus, RefundStatus
from tenantry.providers import reading

CURRENCIES = frozenset({"GHS", "KES", "NGN", "USD", "XOF", "ZAR"})
"""
Which of these an account takes depends on its country: Paystack says so when it is asked
(https://paystack.com/docs/api, "Supported currency").
"""
MINOR_MAX = 99_999_999_999
"""Paystack publishes no limit of its own; its channels have theirs, and refuse on the page."""

_HUNDREDTHS_DIGITS = 2
_ENDED = {"processed": RefundStatus.SUCCEEDED, "failed": RefundStatus.FAILED}


def to_paystack(amount: Money) -> int:
    """
    An amount in hundredths, which Paystack counts in whatever the currency's minor unit is.

    Raises:
        ValueError: Paystack has no such currency.

    Example:
        >>> to_paystack(Money(1250, "KES")), to_paystack(Money(500, "XOF"))
        (1250, 50000)
    """
    if amount.currency not in CURRENCIES:
        message = f"Paystack does not charge in {amount.currency}"
        raise ValueError(message)
    return int(amount.minor * 10 ** (_HUNDREDTHS_DIGITS - EXPONENTS[amount.currency]))


def from_paystack(amount: object, currency: str) -> Money:
    """
    An amount from Paystack's hundredths, a number or its text.

    Raises:
        ValueError: It is no such number, or a fraction of a currency that has none.
    """
    return reading.hundredths(amount, currency)


def refund_status(status: object) -> RefundStatus:
    """
    What Paystack's word for a refund's state means to us; what has not ended is pending.

    Also `needs-attention`: somebody has to give Paystack the payer's bank account.
    """
    return _ENDED.get(str(status), RefundStatus.PENDING)


def dispute_status(status: object, resolution: object) -> DisputeStatus:
    """
    A dispute is open until it is resolved: `declined` is for us, all others are for the payer.
    """
    if status != "resolved":
        return DisputeStatus.OPEN
    return DisputeStatus.WON if resolution == "declined" else DisputeStatus.LOST
