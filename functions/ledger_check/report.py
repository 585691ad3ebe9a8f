"""
What the check of statements found.
"""

from collections.abc import Iterator

from ledger_check.schemas import LedgerDifferenceBody
from tenantry.http import Api, Request
from tenantry.http.paths import day_of
from tenantry.http.route import ListQuery
from tenantry.ledger_check import store
from tenantry.ledger_check.model import Difference

api = Api()


@api.route("GET /v1/ledger-checks/{day}/differences", answer=LedgerDifferenceBody.of, is_list=True)
def differences(request: Request, day: str, query: ListQuery) -> Iterator[tuple[str, Difference]]:
    """
    List where statements are not what follows from their inputs, as a day's check found it.
    """
    return store.differences_on(day_of(day), *query.span)


handler = api
