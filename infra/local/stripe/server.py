"""
The stand-in as a server on loopback: Stripe's API, Checkout's page, and the control of both.
"""

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from infra.local.launcher import CannotStart
from infra.local.places import HOST
from infra.local.stripe import pages
from infra.local.stripe.account import Account
from infra.local.stripe.acts import ACTS, expire_due
from infra.local.stripe.api import Api, Request
from infra.local.stripe.control import Control
from infra.local.stripe.delivery import Courier
from infra.local.stripe.player import Player
from infra.local.stripe.refused import Refused

POLL_SECONDS = 0.05
SETTING = "TENANTRY_STRIPE_PORT"
HTML = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
    "Cache-Control": "no-store",
}
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Reply:
    """
    An answer as it goes over the wire.
    """

    status: int
    headers: Mapping[str, str]
    body: str = ""


class StandIn:
    """
    A running stand-in, as a context manager.

    Args:
        folder: Where it is kept from one start to the next.
        port: 0 for any that is free.
        keeps: Whether it is kept.
    """

    def __init__(self, folder: Path, port: int = 0, *, keeps: bool = False) -> None:
        self._file = folder / "stripe.json" if keeps else None
        self._port = port

    def __enter__(self) -> Self:
        """
        Serve; webhooks wait until `deliver_to`.
        """
        try:
            self._server = _Server((HOST, self._port), _Handler)
        except OSError as error:
            raise CannotStart(
                f"Port {self._port} cannot be opened ({error.strerror}). "
                f"Choose another one: make run {SETTING}={self._port + 1}"
            ) from error
        self.base_url = f"http://{HOST}:{self._server.server_address[1]}"
        self.account = Account(self._file)
        self.account.save()
        self._courier = Courier(self.account)
        self._server.site = Site(self.account, self._courier, self.base_url)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=[POLL_SECONDS], daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """
        Stop, and save where that was asked for.
        """
        self._courier.stop()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        with self.account.lock:
            self.account.save()

    @property
    def player(self) -> Player:
        """
        Who does what the buyer, the bank and Stripe do.
        """
        return Player(self.base_url, self.account.api_key, tuple(self.account.webhook_secrets))

    def secret(self) -> str:
        """
        What the product keeps in its secret for Stripe.
        """
        stored = {
            "api_key": self.account.api_key,
            "webhook_secrets": self.account.webhook_secrets,
        }
        return json.dumps(stored)

    def deliver_to(self, url: str) -> None:
        """
        Say where webhooks go.
        """
        self._courier.deliver_to(url)


class Site:
    """
    What is at each address.
    """

    def __init__(self, account: Account, courier: Courier, base_url: str) -> None:
        self._account = account
        self._courier = courier
        self._api = Api(account, f"{base_url}/c/pay")
        self._control = Control(account, self._api, courier)

    def reply(self, request: Request) -> Reply | None:
        """
        Do what is asked for; None when nothing shall be answered.
        """
        if request.path.startswith("/_control/"):
            # It may wait for a webhook's receiver, who may ask us something meanwhile.
            status, told = self._control.answer(request)
            return Reply(status, JSON, json.dumps(told))
        with self._account.lock:
            expire_due(self._account)
            is_of_api = request.path.startswith("/v1/")
            reply = self._of_api(request) if is_of_api else self._page(request)
            if request.method == "POST":
                self._account.save()
        return reply

    def _of_api(self, request: Request) -> Reply | None:
        answer = self._api.answer(request)
        if self._api.lost_next:
            self._api.lost_next -= 1
            return None
        return Reply(answer.status, JSON | dict(answer.headers), json.dumps(answer.body, indent=2))

    def _page(self, request: Request) -> Reply:
        if request.path == "/":
            return Reply(200, HTML, pages.listing(self._account, self._courier.log))
        shown = re.fullmatch(r"/c/pay/(\w+)(?:/(\w+)/(\w+))?", request.path)
        try:
            if shown and shown[2] in ACTS and request.method == "POST":
                return self._press(shown[1], shown[2], shown[3], request.body)
            if shown and not shown[2]:
                return Reply(200, HTML, pages.checkout(self._account, shown[1]))
        except Refused as refused:
            return Reply(refused.status, HTML, pages.problem(str(refused)))
        return Reply(404, HTML, pages.problem("There is no such page."))

    def _press(self, session_id: str, act: str, target: str, form: str) -> Reply:
        session = self._account.find("checkout.session", session_id)
        filled = dict(parse_qsl(form))
        try:
            said = {
                name: pages.to_minor(text, session["currency"]) for name, text in filled.items()
            }
            ACTS[act](self._account, target, said)
        except Refused as refused:
            page = pages.checkout(self._account, session_id, str(refused))
            return Reply(refused.status, HTML, page)
        back = pages.return_url(session) if act == "pay" else f"/c/pay/{session_id}"
        return Reply(303, {"Location": back})


class _Server(ThreadingHTTPServer):
    site: Site


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, *_: object) -> None:
        # The list of payments tells more.
        return

    def _serve(self) -> None:
        url = urlsplit(self.path)
        length = int(self.headers.get("content-length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(length).decode(errors="replace")
        reply = self.server.site.reply(Request(self.command, url.path, url.query, headers, body))
        if reply is None:
            return
        encoded = reply.body.encode()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        self.wfile.write(encoded)
