"""
Exchange rates, as they stand for a day.
"""

from fx.schemas import Asked, ConversionQuery, FxConversionBody, FxRatesBody
from tenantry.fx import commands
from tenantry.fx.model import DayRates
from tenantry.fx.rules import convert
from tenantry.http import Api, Request
from tenantry.http.paths import day_of

api = Api()


@api.route("GET /v1/fx-rates/{day}", answer=FxRatesBody.of)
def rates(request: Request, day: str) -> DayRates:
    """
    Show the rates of a day, each with its source and the day that it was published.
    """
    return commands.read(day_of(day))


@api.route("GET /v1/fx-rates/{day}/conversion", answer=FxConversionBody.of)
def conversion(request: Request, day: str, query: ConversionQuery) -> Asked:
    """
    Convert an amount at the rates of a day: exact, and rounded once, half-even.
    """
    rates = commands.read(day_of(day))
    return Asked(query.amount(), convert(query.amount(), query.to, rates))


handler = api
