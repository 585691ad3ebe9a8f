"""
What a route is: its path, its policy, the bodies it takes and gives.

The API's document is made of these.
"""

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from pydantic import BaseModel, Field, PrivateAttr

from tenantry.access.model import Policy
from tenantry.access.policy import ROUTES
from tenantry.errors import TenantryError
from tenantry.hosts.model import Site
from tenantry.http.bodies import Query
from tenantry.pages.model import Page

LIMIT_DEFAULT, LIMIT_MAX = 50, 200


class ListQuery(Query):
    """
    How much of a list, and from where. A limit above the largest is taken as the largest.
    """

    limit: int = Field(
        LIMIT_DEFAULT, ge=1, description=f"At most {LIMIT_MAX}; more is taken as that."
    )
    cursor: str | None = Field(
        None, max_length=2_000, description="`next_cursor` of the page before."
    )

    _after: str | None = PrivateAttr(None)

    def opened(self, after: str | None) -> Self:
        """
        The query with the place that its cursor stands for.
        """
        self._after = after
        return self

    @property
    def span(self) -> tuple[str | None, int]:
        """
        The place to start behind, and how many rows to read.

        One more than is shown tells of a next page.
        """
        return self._after, self.shown + 1

    @property
    def shown(self) -> int:
        """
        How many rows are shown.
        """
        return min(self.limit, LIMIT_MAX)


type Refusal = Callable[[TenantryError, Mapping[str, str], Site | None], Page]
"""From an error, the request's headers (for the language) and its site (for the look) to a page."""


@dataclass(frozen=True, slots=True)
class Route:
    """
    One route of a function.

    Args:
        answer: Makes the answer's body of what the function returns; None when it returns a page,
            or nothing (204).
        stored_answer: The body to store for a repeat, when the first one shows a secret.
        takes_once: Whether it creates, and so takes an `Idempotency-Key`.
        is_list: Whether it returns rows, each with its place, to be shown page by page.
        raw: The media type of a body that is not JSON; the function reads it itself.
        refusal: Makes a page of a refusal, for routes that people open in a browser.
    """

    method: str
    path: str
    function: Callable[..., Any]
    status: int
    answer: Callable[[Any], BaseModel] | None
    stored_answer: Callable[[Any], BaseModel] | None
    takes_once: bool
    is_list: bool
    raw: str | None
    refusal: Refusal | None
    body: type[BaseModel] | None
    query: type[BaseModel] | None

    @property
    def name(self) -> str:
        """
        The route as the policy table names it.
        """
        return f"{self.method} {self.path}"

    @property
    def policy(self) -> Policy:
        """
        Who may call it.
        """
        return ROUTES[self.name]

    @property
    def answer_model(self) -> type[BaseModel] | None:
        """
        The class of the answer's body, for the API's document.
        """
        owner = getattr(self.answer, "__self__", None)
        return owner if isinstance(owner, type) else None


def describe(
    method: str,
    path: str,
    function: Callable[..., Any],
    *,
    status: int,
    answer: Callable[[Any], BaseModel] | None,
    stored_answer: Callable[[Any], BaseModel] | None,
    takes_once: bool,
    is_list: bool,
    raw: str | None,
    refusal: Refusal | None,
) -> Route:
    """
    The route of *function*: the classes of its parameters `body` and `query` are its request.
    """
    hints = typing.get_type_hints(function)
    parameters = inspect.signature(function).parameters
    route = Route(
        method=method,
        path=path,
        function=function,
        status=status,
        answer=answer,
        stored_answer=stored_answer,
        takes_once=takes_once,
        is_list=is_list,
        raw=raw,
        refusal=refusal,
        body=hints.get("body") if "body" in parameters else None,
        query=hints.get("query") if "query" in parameters else None,
    )
    assert route.name in ROUTES, f"{route.name} has no policy: see tenantry.access.policy"
    return route
