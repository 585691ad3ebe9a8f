"""
A function's routes: authorise, parse, call, answer; every refusal in one shape.
"""

import os
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from pydantic import BaseModel

from tenantry import idempotency
from tenantry.access import rules as access
from tenantry.access.policy import methods_of
from tenantry.access.resolve import Resolver
from tenantry.acts import Once
from tenantry.errors import MethodNotAllowed, NotFound, TenantryError, invalid_field
from tenantry.hosts.model import NotServed, Site
from tenantry.hosts.sites import Sites
from tenantry.http import cursor, paths, problem
from tenantry.http.answer import Answer
from tenantry.http.request import Request, parse_json, parse_query, raw_body
from tenantry.http.route import ListQuery, Refusal, Route, describe
from tenantry.limits import store as limits
from tenantry.observability import begin, counted, done, flush
from tenantry.pages.misdirected import misdirected
from tenantry.pages.model import Page
from tenantry.principals import ANONYMOUS, Principal
from tenantry.table import prepare

IDEMPOTENCY_KEY_MAX = 255
HOST_HEADER = "x-forwarded-host"
"""The host that people asked for: the edge sets it, and decides nothing but the look (0029)."""
_BEARER = "bearer "


class Api:
    """
    The routes of one Lambda function; the instance is its handler.

    The gateway has found the route and its parameters already: `routeKey` names the one to serve.
    """

    def __init__(self) -> None:
        self.routes: list[Route] = []
        self._by_key: dict[str, Route] = {}
        self._sessions = Resolver()
        self._sites = Sites()
        prepare()

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context has no type
        """
        Answer one request.
        """
        started = time.perf_counter()
        begin(_correlation_id(event), getattr(context, "function_name", "local"))
        answer = self._answer(event)
        done(
            "request",
            route=event["routeKey"],
            status=answer.status,
            milliseconds=round((time.perf_counter() - started) * 1000),
        )
        flush()
        return answer.as_event()

    def route(
        self,
        name: str,
        *,
        status: int = 200,
        answer: Callable[[Any], BaseModel] | None = None,
        stored_answer: Callable[[Any], BaseModel] | None = None,
        takes_once: bool = False,
        is_list: bool = False,
        raw: str | None = None,
        refusal: Refusal | None = None,
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """
        Register a function under a name of the policy table, such as `GET /v1/plans`.
        """
        method, path = name.split(" ")

        def register(function: Callable[..., Any]) -> Callable[..., Any]:
            route = describe(
                method,
                path,
                function,
                status=status,
                answer=answer,
                stored_answer=stored_answer,
                takes_once=takes_once,
                is_list=is_list,
                raw=raw,
                refusal=refusal,
            )
            self.routes.append(route)
            self._by_key[name] = route
            if answer is None and method == "GET":
                # Link scanners send HEAD; a page answers it as GET, and nothing is consumed.
                self._by_key[f"HEAD {path}"] = route
            return function

        return register

    def _answer(self, event: Mapping[str, Any]) -> Answer:
        route, headers = self._by_key.get(event["routeKey"]), _headers(event)
        site, now = None, datetime.now(UTC)
        try:
            site = self._sites.at(headers.get(HOST_HEADER), now)
            if route is None:
                return unknown_route(event["requestContext"]["http"]["method"], event["rawPath"])
            asked = self._request(route, event, headers=headers, site=site, now=now)
            return self._call(route, asked)
        except NotServed as error:
            return _not_served(error, headers)
        except TenantryError as error:
            if route is not None and route.refusal is not None:
                return _page(route.refusal(error, headers, site))
            return _refuse(error)

    def _request(
        self,
        route: Route,
        event: Mapping[str, Any],
        *,
        headers: Mapping[str, str],
        site: Site | None,
        now: datetime,
    ) -> Request:
        path = event.get("pathParameters") or {}
        principal = self._principal(route, headers, now)
        access.check(principal, route.policy, path)
        for name, value in path.items():
            if not paths.is_possible(name, value):
                message = "there is no such thing here"
                raise NotFound(message)
        address = event["requestContext"]["http"].get("sourceIp", "")
        if route.policy.limit is not None:
            who = address if principal is ANONYMOUS else str(principal.person_id)
            limits.spend(route.policy.limit, who, now)
        return Request(
            route=route.name,
            principal=principal,
            now=now,
            entropy=os.urandom(64),
            correlation_id=_correlation_id(event),
            address=address,
            path=path,
            query=event.get("queryStringParameters") or {},
            headers=headers,
            raw_body=raw_body(event),
            cookies=_cookies(event, headers),
            site=site,
        )

    def _principal(self, route: Route, headers: Mapping[str, str], now: datetime) -> Principal:
        given = headers.get("authorization", "")
        if route.policy.is_public or not given.lower().startswith(_BEARER):
            return ANONYMOUS
        return self._sessions.resolve(given[len(_BEARER) :].strip(), now)

    def principal_of(self, secret: str, now: datetime) -> Principal:
        """
        Who a session's cookie stands for; pages ask, since their routes are public.
        """
        return self._sessions.resolve(secret, now)

    def _call(self, route: Route, request: Request) -> Answer:
        arguments: dict[str, Any] = {}
        if route.query is not None:
            arguments["query"] = _query(route.query, request)
        if route.body is not None:
            arguments["body"] = parse_json(route.body, request.raw_body)
        if route.takes_once:
            request = request.with_once(_once(route, request))
        try:
            result = route.function(request, **request.path, **arguments)
        except TenantryError as error:
            replayed = _replayed(error, request)
            if replayed is None:
                raise
            raise replayed from error
        if isinstance(result, Page):
            return _page(result)
        if route.is_list:
            result = _listing(route, request, result, arguments["query"])
            return _json(route.status, result)
        if route.answer is None:
            return Answer(204, None, "")
        return _json(route.status, route.answer(result).model_dump_json())


def unknown_route(method: str, path: str) -> Answer:
    """
    404 for a path that the API does not have; 405 with `Allow` for a method that it does not take.
    """
    allowed = methods_of(path)
    # A route of this method may stand there all the same: with a part that no id or code can be.
    if allowed and method not in allowed:
        message = "this path does not answer to this method"
        return _refuse(MethodNotAllowed(message, allow=", ".join(allowed)))
    return _refuse(NotFound("there is nothing at this path"))


def _once(route: Route, request: Request) -> Once:
    given = request.headers.get("idempotency-key", "").strip().strip('"')
    if not (0 < len(given) <= IDEMPOTENCY_KEY_MAX and given.isascii() and given.isprintable()):
        rule = f"is required, 1 to {IDEMPOTENCY_KEY_MAX} ASCII characters, new for each new thing"
        raise invalid_field("Idempotency-Key", rule)
    source = f"{route.name} {sorted(request.path.items())} ".encode() + request.raw_body
    render = route.stored_answer or route.answer
    assert render is not None, "a route that creates answers with what it made"
    return Once(
        key=given,
        request_hash=sha256(source).hexdigest(),
        answer=lambda result: render(result).model_dump_json(),
        status=route.status,
    )


def _replayed(error: TenantryError, request: Request) -> TenantryError | None:
    """
    A repeat may fail before it comes to the write, since its first try has changed what it reads.
    """
    if request.once is None or isinstance(
        error, idempotency.AlreadyAnswered | idempotency.KeyReused
    ):
        return None
    return idempotency.find(request.principal, request.once, request.now)


def _query(model: type[BaseModel], request: Request) -> BaseModel:
    query = parse_query(model, request.query)
    if isinstance(query, ListQuery) and query.cursor:
        query.opened(cursor.open_(query.cursor, *_bound(request, query)))
    return query


def _listing(
    route: Route, request: Request, rows: Iterable[tuple[str, Any]], query: ListQuery
) -> str:
    render = route.answer
    assert render is not None, "a list shows its items"
    read = list(islice(rows, query.shown + 1))
    shown = read[: query.shown]
    more = len(read) > query.shown
    following = cursor.issue(shown[-1][0], *_bound(request, query)) if more else None
    items = ",".join(render(thing).model_dump_json() for _, thing in shown)
    next_cursor = "null" if following is None else f'"{following}"'
    return f'{{"items":[{items}],"next_cursor":{next_cursor}}}'


def _bound(request: Request, query: ListQuery) -> tuple[str, ...]:
    filters = query.model_dump_json(exclude={"cursor", "limit"})
    return request.route, str(sorted(request.path.items())), filters


def _page(page: Page) -> Answer:
    headers = dict(page.headers)
    body = page.html if page.file is None else page.file
    return Answer(page.status, headers.pop("Content-Type", None), body, headers)


def _headers(event: Mapping[str, Any]) -> dict[str, str]:
    return {name.lower(): value for name, value in (event.get("headers") or {}).items()}


def _json(status: int, body: str) -> Answer:
    return Answer(status, "application/json", body, {"Cache-Control": "no-store"})


def _refuse(error: TenantryError) -> Answer:
    if isinstance(error, idempotency.AlreadyAnswered):
        stored = error.answer
        headers = {"Idempotent-Replayed": "true", "Cache-Control": "no-store"}
        return Answer(stored.status, "application/json", stored.body, headers)
    counted(f"refused.{error.code}")
    headers = {**problem.headers_of(error), "Cache-Control": "no-store"}
    return Answer(
        problem.status_of(error).value, problem.CONTENT_TYPE, problem.body_of(error), headers
    )


def _not_served(error: NotServed, headers: Mapping[str, str]) -> Answer:
    refused, is_browser = _refuse(error), "text/html" in headers.get("accept", "")
    return _page(misdirected(headers.get("accept-language"))) if is_browser else refused


def _correlation_id(event: Mapping[str, Any]) -> str:
    return str(event["requestContext"].get("requestId", ""))


def _cookies(event: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, str]:
    given = event.get("cookies") or headers.get("cookie", "").split(";")
    pairs = (cookie.strip().partition("=") for cookie in given)
    return {name: value for name, _, value in pairs if name}
