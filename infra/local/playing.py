"""
What stand-ins with a player share: acts that are asked for over HTTP, and what goes wrong.
"""

import json
import urllib.request
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Literal
from urllib.error import HTTPError

from infra.local.stand_in import HTML, Reply, Request, json_reply

CONTROL = "/_control/"

type Json = dict[str, Any]
type Acts = Mapping[str, Callable[..., Any]]
"""What can be played, by name; each takes what is said as keywords."""
type Fault = Literal["refuse", "lose"]


class NotPossible(Exception):
    """
    What was played cannot happen now; the message says why.
    """


class Faults:
    """
    What goes wrong with the next calls.
    """

    def __init__(self) -> None:
        self._planned: list[tuple[Fault, str]] = []

    def plan(self, fault: Fault, count: int, call: str) -> None:
        """
        Let it go wrong *count* times with calls that begin so, such as `POST /things`.

        With a blank at the end it is this address alone.
        """
        self._planned += [(fault, call)] * count

    def forget(self) -> None:
        """
        Nothing goes wrong any more.
        """
        self._planned.clear()

    def answer(self, request: Request, answering: Callable[[Request], Reply]) -> Reply | None:
        """
        Answer, or do nothing and answer 500, or do it and hang up.
        """
        if self._strikes("refuse", request):
            return json_reply({"error": {"code": "internal_error"}}, 500)
        reply = answering(request)
        return None if self._strikes("lose", request) else reply

    def _strikes(self, fault: Fault, request: Request) -> bool:
        line = f"{request.method} {request.path} "
        for planned in self._planned:
            if planned[0] == fault and line.startswith(planned[1]):
                self._planned.remove(planned)
                return True
        return False


def perform(request: Request, acts: Acts) -> Reply:
    """
    Do what a player asks for.
    """
    name = request.path.removeprefix(CONTROL)
    if name not in acts:
        return json_reply({"error": f"nobody can do {name}"}, 404)
    try:
        return json_reply({"done": acts[name](**request.json())})
    except NotPossible as reason:
        return json_reply({"error": str(reason)}, 409)


def play(base_url: str, act: str, **said: object) -> Any:  # noqa: ANN401 - any JSON
    """
    Ask a running stand-in for an act.

    Raises:
        NotPossible: It cannot happen now.
    """
    request = urllib.request.Request(  # noqa: S310, our own address
        f"{base_url}{CONTROL}{act}", json.dumps(said).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310, the same
            return json.load(answer)["done"]
    except HTTPError as error:
        with error:
            raise NotPossible(json.load(error)["error"]) from error


def page(title: str, *parts: str) -> Reply:
    """
    A page of a stand-in's own, made of parts that are HTML.
    """
    text = (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(title)}</title>"
        "<style>body{font:1rem/1.6 sans-serif;max-width:40rem;margin:3rem auto}"
        "form{display:inline}button{font:inherit;margin-right:.5rem}</style>"
        f"<h1>{escape(title)}</h1>{''.join(parts)}"
    )
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return Reply(200, HTML, text, headers)


def button(address: str, text: str) -> str:
    """
    A button that posts to an address.
    """
    return f'<form method=post action="{escape(address)}"><button>{escape(text)}</button></form>'
