"""
Flutterwave's units and words, to ours and back.
"""

from decimal import Decimal

from tenantry.money import EXPONENTS, Money
from tenantry.payments.model import DisputeStatus, RefundStatus
from tenantry.providers import reading

CURRENCIES = frozenset(
    {
        *("CAD", "EUR", "GBP", "USD"),
        *("EGP", "GHS", "KES", "MAD", "NGN", "RWF", "TZS", "UGX", "XAF", "XOF", "ZAR", "ZMW"),
    }
)
"""
Which of these an account takes depends on it: Flutterwave says so when it is asked. The list is
that of a third party (facts in docs/providers.md); it names no three-decimal currency.
"""
MINOR_MAX = 99_999_999_999
"""Flutterwave publishes no limit of its own; this has few enough digits for any JSON reader."""

_PAID_BACK = ("completed", "successful", "succeeded")
_DECIDED = {
    "won": DisputeStatus.WON,
    "lost": DisputeStatus.LOST,
    "accepted": DisputeStatus.LOST,
}


def to_flutterwave(amount: Money) -> Decimal:
    """
    An amount in major units, with no digit more than its currency has.

    Raises:
        ValueError: Flutterwave has no such currency, or takes no such amount at once.

    Example:
        >>> to_flutterwave(Money(1250, "KES")), to_flutterwave(Money(700, "XOF"))
        (Decimal('12.50'), Decimal('700'))
    """
    if amount.currency not in CURRENCIES or amount.minor > MINOR_MAX:
        message = f"Flutterwave does not charge {amount.major()} {amount.currency}"
        raise ValueError(message)
    return Decimal(amount.minor).scaleb(-EXPONENTS[amount.currency])


def json_number(amount: Decimal) -> int | float:
    """
    An amount as JSON spells it: no float counts anything here, and its text is exact.

    Example:
        >>> json_number(Decimal("12.50")), json_number(Decimal("700"))
        (12.5, 700)
    """
    if amount == amount.to_integral_value():
        return int(amount)
    number = float(amount)
    assert Decimal(str(number)) == amount, "fewer digits than a float holds"
    return number


def from_flutterwave(amount: object, currency: str) -> Money:
    """
    An amount from Flutterwave's major units, a number or its text.

    Raises:
        ValueError: It is no such number, or finer than the currency's minor unit.
    """
    return reading.major(amount, currency)


def refund_status(status: object) -> RefundStatus:
    """
    What Flutterwave's word for a refund's state means to us; what has not ended is pending.

    Version 3 says with it how: `completed-mpgs`, `pending-momo`, `disburse-failed`.
    """
    word = str(status).lower()
    if "failed" in word:
        return RefundStatus.FAILED
    return RefundStatus.SUCCEEDED if word.startswith(_PAID_BACK) else RefundStatus.PENDING


def dispute_status(status: object) -> DisputeStatus:
    """
    A chargeback is open until it is decided; one that we declined still is, one accepted is lost.
    """
    return _DECIDED.get(str(status).lower(), DisputeStatus.OPEN)
