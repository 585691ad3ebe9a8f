"""
What a night's sweep of providers found.
"""

from collections.abc import Iterator

from payment_sweep.schemas import DifferenceBody, SweptDayBody
from tenantry.http import Api, Request
from tenantry.http.paths import day_of
from tenantry.http.route import ListQuery
from tenantry.payment_sweep import store
from tenantry.payment_sweep.model import Difference, Swept

api = Api()


@api.route("GET /v1/payment-sweeps/{day}", answer=SweptDayBody.of)
def swept(request: Request, day: str) -> tuple[str, list[Swept]]:
    """
    Say what came of the sweeps of a day.
    """
    return day, list(store.swept_on(day_of(day)))


@api.route("GET /v1/payment-sweeps/{day}/differences", answer=DifferenceBody.of, is_list=True)
def differences(request: Request, day: str, query: ListQuery) -> Iterator[tuple[str, Difference]]:
    """
    List what the sweeps of a day found.
    """
    return store.differences_on(day_of(day), *query.span)


handler = api
