"""
The stand-in as a server on loopback: Flutterwave's API, its page, and the control of both.
"""

import json
import re
from html import escape
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from infra.local.courier import Courier
from infra.local.flutterwave.acts import Till, new, proof
from infra.local.flutterwave.api import Api, major
from infra.local.flutterwave.player import Player
from infra.local.kept import Clock, Kept, system_clock
from infra.local.playing import CONTROL, Acts, Faults, NotPossible, button, page, perform
from infra.local.stand_in import Reply, Request, Server

SETTING = "TENANTRY_FLUTTERWAVE_PORT"
PAGES = "/hosted/pay"
OUTCOMES = {"pay": "successful", "fail": "failed"}


class StandIn:
    """
    A running stand-in, as a context manager.

    Args:
        folder: Where it is kept from one start to the next.
        port: 0 for any that is free.
        keeps: Whether it is kept.
        version: That of a new account.
    """

    def __init__(
        self,
        folder: Path,
        port: int = 0,
        *,
        keeps: bool = False,
        version: Literal["v3", "v4"] = "v3",
        clock: Clock = system_clock,
    ) -> None:
        self._file = folder / "flutterwave.json" if keeps else None
        self._port = port
        self._version = version
        self._clock = clock

    def __enter__(self) -> Self:
        """
        Serve; webhooks wait until `deliver_to`.
        """
        self._server = Server(self._port, SETTING)
        self.base_url = self._server.base_url
        self._kept = Kept(self._file, lambda: new(self._version), self._clock)
        self._kept.save()
        self._courier = Courier(lambda body: proof(body, self._kept.keys))
        self._server.start(Site(self._kept, self._courier, self.base_url).reply)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """
        Stop.
        """
        self._courier.stop()
        self._server.stop()

    @property
    def player(self) -> Player:
        """
        Who does what those who pay, their banks and Flutterwave's staff do.
        """
        return Player(self.base_url)

    def secret(self) -> str:
        """
        What the product keeps in its secret for Flutterwave.
        """
        return json.dumps({**self._kept.keys, "token_url": self.base_url})

    def deliver_to(self, url: str) -> None:
        """
        Say where webhooks go.
        """
        self._courier.deliver_to(url)


class Site:
    """
    What is at each address.
    """

    def __init__(self, kept: Kept, courier: Courier, base_url: str) -> None:
        self._kept = kept
        self._till = Till(kept, courier)
        self._api = Api(kept, self._till, base_url + PAGES)
        self._faults = Faults()
        self._acts: Acts = {
            "pay": self._till.pay,
            "settle_payment": self._till.settle,
            "refund": self._till.refund,
            "end_refund": self._till.end_refund,
            "dispute": self._till.dispute,
            "decide": self._till.decide,
            "settle": kept.settings.update,
            "pages": lambda: list(kept.all("page")),
            "payments": lambda: list(kept.all("charge")),
            "refunds": lambda: list(kept.all("refund")),
            "forget_tokens": self._api.tokens.clear,
            "fault": self._faults.plan,
            "hold": courier.hold,
            "lose_notices": courier.lose,
            "deliver_again": courier.deliver_again,
            "deliveries": lambda: list(courier.log),
        }

    def reply(self, request: Request) -> Reply | None:
        """
        Do what is asked for; None when nothing shall be answered.
        """
        if request.path.startswith(CONTROL):
            # It may wait for the product's answer, which may ask us something meanwhile.
            reply: Reply | None = perform(request, self._acts)
        elif shown := re.fullmatch(rf"{PAGES}/(\w+)(?:/(pay|fail))?", request.path):
            reply = self._page(shown[1], shown[2])
        else:
            with self._kept.lock:
                reply = self._faults.answer(request, self._api.answer)
        with self._kept.lock:
            self._kept.save()
        return reply

    def _page(self, code: str, act: str | None) -> Reply:
        try:
            found = self._kept.must_find("page", code=code)
            if act:
                self._till.pay(code, OUTCOMES[act])
                back = found["redirect_url"] if act == "pay" else f"{PAGES}/{code}"
                return Reply(303, headers={"Location": back})
        except NotPossible as reason:
            return page("Flutterwave", f"<p>{escape(str(reason))}.")
        return page(
            "Flutterwave, a stand-in on this machine",
            f"<p>{escape(major(found))}. No money moves.</p>",
            button(f"{PAGES}/{code}/pay", "Pay"),
            button(f"{PAGES}/{code}/fail", "Be refused by the bank"),
        )
