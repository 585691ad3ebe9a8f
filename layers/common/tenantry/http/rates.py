"""
How answers show an exchange rate, wherever one was used.
"""

from typing import Self

from pydantic import Field

from tenantry.fx.model import Quote
from tenantry.http.bodies import AnswerBody


class FxRateBody(AnswerBody):
    """
    How many units of a currency one unit of the base costs.
    """

    currency: str
    base: str
    rate: str = Field(description="With every digit that was published.")
    published: str = Field(description="The source's own day; before a holiday it is earlier.")
    source: str

    @classmethod
    def of(cls, quote: Quote) -> Self:
        """
        Show a quote.
        """
        return cls(
            currency=quote.currency,
            base=quote.base,
            rate=str(quote.rate),
            published=quote.published.isoformat(),
            source=quote.source,
        )
