"""
Paddle's units: text of whole numbers, in the lowest denomination of a currency.
"""

from tenantry.money import EXPONENTS, Money
from tenantry.providers.reading import minor

_CODES = (
    "ARS AUD BRL CAD CHF CLP CNY COP CZK DKK EUR GBP HKD HUF ILS INR JPY KRW MXN NOK NZD PEN PHP "
    "PLN RUB SEK SGD THB TRY TWD UAH USD VND ZAR"
)
CURRENCIES = frozenset(_CODES.split())
"""Those of its library (https://github.com/PaddleHQ/paddle-python-sdk, `CurrencyCode`)."""

UNSURE = frozenset({"CLP", "COP", "HUF", "TWD", "VND"})
"""
Their lowest denomination is read differently: ISO 4217 gives COP, HUF and TWD two digits and CLP
and VND none, and many payment systems do otherwise. Paddle names two digits for USD and none for
JPY (https://developer.paddle.com/api-reference/about/data-types), advises to use a currency library
for the rest, and answers for each one at `GET /currencies`: it is asked before the first charge in
one of these, which is refused where its answer is not ours.
"""

LARGEST = 9_999_999_999
"""Paddle publishes no limit; ten digits are more than any of our prices has."""


def to_paddle(amount: Money) -> str:
    """
    An amount in Paddle's form.

    Raises:
        ValueError: Paddle does not charge in its currency, or it is below zero.

    Example:
        >>> to_paddle(Money(1250, "USD")), to_paddle(Money(1250, "JPY"))
        ('1250', '1250')
    """
    if amount.currency not in CURRENCIES or amount.minor < 0:
        raise ValueError(amount)
    return str(amount.minor)


def from_paddle(amount: object, currency: object) -> Money:
    """
    An amount from Paddle's form.

    Raises:
        TypeError: It is neither text nor a number.
        ValueError: It is no whole number, is below zero, or is in no currency of Paddle's.
    """
    if currency not in CURRENCIES:
        raise ValueError(currency)
    money = minor(amount, str(currency))
    if money.minor < 0:
        raise ValueError(amount)
    return money


def is_as_ours(currency: str, decimal_places: object) -> bool:
    """
    Whether Paddle counts a currency's digits as ISO 4217 and we do.
    """
    return decimal_places == EXPONENTS[currency]
