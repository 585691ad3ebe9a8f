"""
Stripe's units and words, to ours and back.
"""

from tenantry.money import EXPONENTS, Money
from tenantry.payments.model import RefundStatus

_AS_TWO_DECIMAL = {"ISK", "UGX"}
_AS_WHOLE = {"MGA"}
"""
Stripe counts ISK and UGX in hundredths, of whole units, and MGA in whole units
(https://docs.stripe.com/currencies); all others as ISO 4217 does.
"""
_HUNDREDTHS = 100
MINOR_MAX = 99_999_999
"""Eight digits (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts)."""
CURRENCIES = frozenset(EXPONENTS) - {"BYN", "CUP", "IRR", "KPW", "SDG", "SYP"}
"""Which of these an account takes depends on its country: Stripe says so when it is asked."""
_ENDED = {
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.FAILED,
}


def to_stripe(amount: Money) -> int:
    """
    An amount in Stripe's units.

    Raises:
        ValueError: It is finer than what Stripe takes in this currency.

    Example:
        >>> to_stripe(Money(5, "UGX")), to_stripe(Money(500, "USD")), to_stripe(Money(500, "MGA"))
        (500, 500, 5)
    """
    if amount.currency in _AS_WHOLE:
        return _whole(amount.minor, amount.currency)
    return amount.minor * (_HUNDREDTHS if amount.currency in _AS_TWO_DECIMAL else 1)


def from_stripe(amount: int, currency: str) -> Money:
    """
    An amount from Stripe's units.

    Raises:
        ValueError: Stripe sent a fraction of a currency that has none.
    """
    if currency in _AS_WHOLE:
        return Money(amount * _HUNDREDTHS, currency)
    if currency in _AS_TWO_DECIMAL:
        return Money(_whole(amount, currency), currency)
    return Money(amount, currency)


def _whole(hundredths: int, currency: str) -> int:
    whole, rest = divmod(hundredths, _HUNDREDTHS)
    if rest:
        message = f"{hundredths} hundredths are no whole amount of {currency}"
        raise ValueError(message)
    return whole


def refund_status(status: str | None) -> RefundStatus:
    """
    What Stripe's word for a refund's state means to us; what has not ended is pending.
    """
    return _ENDED.get(status or "", RefundStatus.PENDING)
