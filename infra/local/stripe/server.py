"""
The stand-in as a server on loopback: Stripe's API, Checkout's page, and the control of both.
"""

import json
import re
from pathlib import Path
from types import TracebackType
from typing import Self

from infra.local.payouts import PayoutPlayer
from infra.local.playing import CONTROL, perform
from infra.local.stand_in import HTML, JSON, Reply, Request, Server, json_reply
from infra.local.stripe import pages, transfers
from infra.local.stripe.account import Account
from infra.local.stripe.acts import ACTS, expire_due
from infra.local.stripe.api import Api
from infra.local.stripe.control import Control
from infra.local.stripe.delivery import Courier
from infra.local.stripe.player import Player
from infra.local.stripe.refused import Refused

SETTING = "TENANTRY_STRIPE_PORT"
PAGE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
    "Cache-Control": "no-store",
}


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
        self._server = Server(self._port, SETTING)
        self.base_url = self._server.base_url
        self.account = Account(self._file)
        self.account.save()
        self._courier = Courier(self.account)
        self._server.start(Site(self.account, self._courier, self.base_url).reply)
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
        self._server.stop()
        with self.account.lock:
            self.account.save()

    @property
    def player(self) -> Player:
        """
        Who does what the buyer, the bank and Stripe do.
        """
        return Player(self.base_url, self.account.api_key, tuple(self.account.webhook_secrets))

    @property
    def payouts(self) -> PayoutPlayer:
        """
        Who does what Stripe's staff do to transfers.
        """
        return PayoutPlayer(self.base_url)

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
        self._payouts = transfers.acts(account)

    def reply(self, request: Request) -> Reply | None:
        """
        Do what is asked for; None when nothing shall be answered.
        """
        if request.path.removeprefix(CONTROL) in self._payouts:
            return perform(request, self._payouts)
        if request.path.startswith(CONTROL):
            # It may wait for a webhook's receiver, who may ask us something meanwhile.
            status, told = self._control.answer(request)
            return json_reply(told, status)
        with self._account.lock:
            expire_due(self._account)
            is_of_api = request.path.startswith("/v1/")
            reply = self._of_api(request) if is_of_api else self._of_page(request)
            if request.method == "POST":
                self._account.save()
        return reply

    def _of_api(self, request: Request) -> Reply | None:
        answer = self._api.answer(request)
        if self._api.lost_next and self._api.strikes(request):
            self._api.lost_next -= 1
            return None
        return Reply(answer.status, JSON, json.dumps(answer.body, indent=2), answer.headers)

    def _of_page(self, request: Request) -> Reply:
        if request.path == "/":
            return _page(pages.listing(self._account, self._courier.log))
        shown = re.fullmatch(r"/c/pay/(\w+)(?:/(\w+)/(\w+))?", request.path)
        try:
            if shown and shown[2] in ACTS and request.method == "POST":
                return self._press(shown[1], shown[2], shown[3], request.form())
            if shown and not shown[2]:
                return _page(pages.checkout(self._account, shown[1]))
        except Refused as refused:
            return _page(pages.problem(str(refused)), refused.status)
        return _page(pages.problem("There is no such page."), 404)

    def _press(self, session_id: str, act: str, target: str, form: dict[str, str]) -> Reply:
        session = self._account.find("checkout.session", session_id)
        try:
            said = {
                name: pages.to_minor(text, session["currency"])
                for name, text in form.items()
                if text
            }
            ACTS[act](self._account, target, said)
        except Refused as refused:
            page = pages.checkout(self._account, session_id, str(refused))
            return _page(page, refused.status)
        back = pages.return_url(session) if act == "pay" else f"/c/pay/{session_id}"
        return Reply(303, headers={"Location": back})


def _page(text: str, status: int = 200) -> Reply:
    return Reply(status, HTML, text, PAGE)
