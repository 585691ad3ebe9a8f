"""
Money: whole minor units of one currency, never a float.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self

from tenantry.errors import Invalid

_NO_MINOR_UNIT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"
_TWO_DIGITS = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
    "GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD "
    "MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP "
    "PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS "
    "TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST YER ZAR ZMW ZWG"
)

EXPONENTS: dict[str, int] = {
    **dict.fromkeys(_NO_MINOR_UNIT.split(), 0),
    **dict.fromkeys(_TWO_DIGITS.split(), 2),
    **dict.fromkeys(_THREE_DIGITS.split(), 3),
}
"""ISO 4217: how many decimal digits the minor unit of each currency has."""


class UnknownCurrency(Invalid):
    """
    The code is not an active ISO 4217 currency.
    """

    code = "money.unknown_currency"


class CurrencyMismatch(Invalid):
    """
    Two amounts in different currencies were put together without a rate.
    """

    code = "money.currency_mismatch"


@dataclass(frozen=True, slots=True)
class Money:
    """
    An amount in minor units (cents, kobo, whole yen) of one ISO 4217 currency.

    Raises:
        UnknownCurrency: The currency is not in ISO 4217.

    Example:
        >>> Money(1250, "KES") + Money(50, "KES")
        Money(minor=1300, currency='KES')
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        """
        Refuse currencies that do not exist; a float amount is a bug.
        """
        assert type(self.minor) is int, "money is counted in whole minor units"
        if self.currency not in EXPONENTS:
            message = f"{self.currency!r} is not an ISO 4217 currency code"
            raise UnknownCurrency(message, currency=self.currency)

    def __add__(self, other: Self) -> "Money":
        """
        The sum, in the same currency.
        """
        self._same_currency(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Self) -> "Money":
        """
        The difference, in the same currency; it may be negative.
        """
        self._same_currency(other)
        return Money(self.minor - other.minor, self.currency)

    def times(self, rate: Decimal) -> "Money":
        """
        Multiply, and round once, half-even, to a whole minor unit.

        Example:
            >>> Money(499, "USD").times(Decimal("0.20"))
            Money(minor=100, currency='USD')
        """
        # A Decimal product is rounded to 28 digits already: this would be a second rounding.
        return Money(round(self.minor * Fraction(rate)), self.currency)

    def major(self) -> str:
        """
        The amount as people write it, with the digits that its currency has.

        Example:
            >>> Money(-1250, "KES").major(), Money(1250, "JPY").major()
            ('-12.50', '1250')
        """
        digits = EXPONENTS[self.currency]
        return f"{Decimal(self.minor).scaleb(-digits):.{digits}f}"

    def _same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            message = f"{self.currency} and {other.currency} cannot be added without a rate"
            raise CurrencyMismatch(message)
