"""
What both versions of Flutterwave's API have in common: pages of lists, and pages that expire.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from tenantry.providers.facts import ChargeEnded, ProviderEvent
from tenantry.providers.flutterwave.events import NAME
from tenantry.providers.model import Asked, ProviderUnavailable
from tenantry.providers.reading import Json, form_of

PAGES_MAX = 2_000
PAID_LATE = timedelta(days=3)
"""Lists go by when a charge began; a bank transfer may arrive days later."""

CHANGED_LATE = timedelta(days=60)
"""The same for refunds and chargebacks, which change for weeks."""

_OPEN_FOR = timedelta(days=1)


class Asking(Protocol):
    """
    Whoever reads from the API.
    """

    def get(self, path: str, fields: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - any JSON
        """
        Read something.
        """


def numbered(
    api: Asking,
    path: str,
    fields: Mapping[str, str],
    is_enough: Callable[[Json], bool] = lambda _: False,
) -> Iterator[Json]:
    """
    Everything in a list, page after page.

    The last page is said to be it, is empty or repeats the one before, or holds a row that
    is enough.

    Raises:
        Invalid: It is no list.
        ProviderUnavailable: It did not answer, or does not end.
    """
    before: list[Json] = []
    for page in range(1, PAGES_MAX + 1):
        answer = api.get(path, {**fields, "page": str(page)})
        with form_of(path):
            rows = list(answer["data"])
            told = (answer.get("meta") or {}).get("page_info") or {}
            is_last = page >= int(told.get("total_pages", PAGES_MAX))
        if not rows or rows == before:
            return
        for row in rows:
            with form_of(path):
                is_last_row = is_enough(row)
            if is_last_row:
                return
            yield row
        if is_last:
            return
        before = rows
    raise ProviderUnavailable("the provider's list does not end", retry_after=60)


def is_over(asked: Asked, now: datetime) -> bool:
    """
    Whether a page that was opened for a charge is closed by now.
    """
    return now - asked.asked_at >= _OPEN_FOR


def expired(asked: Asked, *, is_live: bool) -> ProviderEvent:
    """
    A page on which nobody paid; Flutterwave has no event for it.
    """
    event_id = f"charge:{asked.charge_id}:expired"
    fact = ChargeEnded(asked.charge_id, "expired")
    return ProviderEvent(NAME, event_id, "charge.expired", fact, is_live)
