"""
The bodies of the routes of exchange rates.
"""

from dataclasses import dataclass
from typing import Self

from pydantic import Field

from tenantry.fx.model import Conversion, DayRates
from tenantry.http.bodies import AnswerBody, Query
from tenantry.http.fields import Currency
from tenantry.http.rates import FxRateBody
from tenantry.money import Money


class FxRatesBody(AnswerBody):
    """
    The rates of a day.
    """

    day: str
    quotes: list[FxRateBody]

    @classmethod
    def of(cls, rates: DayRates) -> Self:
        """
        Show a day's rates by currency.
        """
        quotes = [FxRateBody.of(rates.quotes[currency]) for currency in sorted(rates.quotes)]
        return cls(day=rates.day.isoformat(), quotes=quotes)


class ConversionQuery(Query):
    """
    What to convert.
    """

    amount_minor: int = Field(
        ge=-(10**15), le=10**15, description="In minor units.", examples=[12_950_000]
    )
    currency: Currency = Field(examples=["KES"])
    to: Currency = Field(examples=["USD"])

    def amount(self) -> Money:
        """
        The amount to convert.
        """
        return Money(self.amount_minor, self.currency)


@dataclass(frozen=True, slots=True)
class Asked:
    """
    An amount, and what it is in another currency.
    """

    amount: Money
    conversion: Conversion


class FxConversionBody(AnswerBody):
    """
    An amount in another currency, and the quotes that it was made with.
    """

    amount_minor: int
    currency: str
    converted_minor: int
    converted_currency: str
    quotes: list[FxRateBody]

    @classmethod
    def of(cls, asked: Asked) -> Self:
        """
        Show a conversion.
        """
        converted = asked.conversion.amount
        return cls(
            amount_minor=asked.amount.minor,
            currency=asked.amount.currency,
            converted_minor=converted.minor,
            converted_currency=converted.currency,
            quotes=[FxRateBody.of(quote) for quote in asked.conversion.quotes],
        )
