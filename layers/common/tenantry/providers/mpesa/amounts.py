"""
M-Pesa's units: it prompts for whole shillings, and tells amounts in major units.
"""

from tenantry.money import Money
from tenantry.providers.reading import major

CURRENCY = "KES"
CURRENCIES = frozenset({CURRENCY})
LARGEST = 25_000_000
"""
250,000 shillings at once, the limit of M-Pesa itself since 2023
(https://www.bizmartpay.com/2024/12/27/mpesa-paybill-transaction-charges-2025).
"""

_CENTS = 100


def to_mpesa(amount: Money) -> int:
    """
    An amount in whole shillings, as a prompt has it.

    Raises:
        ValueError: It is not in shillings, has cents, or is not above zero.

    Example:
        >>> to_mpesa(Money(250_000, "KES"))
        2500
    """
    shillings, cents = divmod(amount.minor, _CENTS)
    if amount.currency != CURRENCY or cents or shillings <= 0:
        raise ValueError(amount)
    return shillings


def from_mpesa(amount: object) -> Money:
    """
    An amount that M-Pesa tells, a number or its text.

    Raises:
        TypeError: It is neither.
        ValueError: It is no number, is finer than a cent, or is not above zero.

    Example:
        >>> from_mpesa("200.00"), from_mpesa(1)
        (Money(minor=20000, currency='KES'), Money(minor=100, currency='KES'))
    """
    money = major(amount, CURRENCY)
    if money.minor <= 0:
        raise ValueError(amount)
    return money
