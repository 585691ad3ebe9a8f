"""
Stripe's units and words, to ours and back.
"""

from tenantry.money import Money
from tenantry.payments.model import RefundStatus

_AS_TWO_DECIMAL = {"ISK", "UGX"}
"""Stripe counts these in hundredths, of whole units (https://docs.stripe.com/currencies)."""
_HUNDREDTHS = 100
_ENDED = {
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.FAILED,
}


def to_stripe(amount: Money) -> int:
    """
    An amount in Stripe's units.

    Example:
        >>> to_stripe(Money(5, "UGX")), to_stripe(Money(500, "USD"))
        (500, 500)
    """
    return amount.minor * (_HUNDREDTHS if amount.currency in _AS_TWO_DECIMAL else 1)


def from_stripe(amount: int, currency: str) -> Money:
    """
    An amount from Stripe's units.

    Raises:
        ValueError: Stripe sent a fraction of a currency that has none.
    """
    if currency not in _AS_TWO_DECIMAL:
        return Money(amount, currency)
    whole, rest = divmod(amount, _HUNDREDTHS)
    if rest:
        message = f"{amount} is no whole amount of {currency}"
        raise ValueError(message)
    return Money(whole, currency)


def refund_status(status: str | None) -> RefundStatus:
    """
    What Stripe's word for a refund's state means to us; what has not ended is pending.
    """
    return _ENDED.get(status or "", RefundStatus.PENDING)
