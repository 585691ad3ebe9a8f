"""
A day's payments and their worth in US dollars, by provider and currency.
"""

from typing import Self

from pydantic import Field

from tenantry.http import Api, Request
from tenantry.http.bodies import AnswerBody
from tenantry.http.paths import day_of
from tenantry.ledger import commands
from tenantry.ledger.model import DayTotals

api = Api()


class TotalBody(AnswerBody):
    """
    What came through one provider in one currency, net, in minor units.
    """

    provider: str
    currency: str
    count: int
    amount_minor: int
    usd_minor: int = Field(description="Of those that are reconciled.")
    missing: int = Field(description="How many are not reconciled.")


class DayTotalsBody(AnswerBody):
    """
    What was paid on a day.
    """

    day: str
    totals: list[TotalBody]

    @classmethod
    def of(cls, day: DayTotals) -> Self:
        """
        Show a day's totals by provider and currency.
        """
        totals = [
            TotalBody(
                provider=provider,
                currency=currency,
                count=total.count,
                amount_minor=total.net_minor,
                usd_minor=total.usd_minor,
                missing=total.missing,
            )
            for (provider, currency), total in sorted(day.totals.items())
        ]
        return cls(day=day.day.isoformat(), totals=totals)


@api.route("GET /v1/reconciliations/{day}", answer=DayTotalsBody.of)
def totals(request: Request, day: str) -> DayTotals:
    """
    Say what was paid on a day, in UTC, what it is worth in US dollars, and what is missing.
    """
    return commands.totals(day_of(day))


handler = api
