"""
The stand-in as a server on loopback: Flutterwave's API, its page, and the control of both.
"""

import json
import re
from html import escape
from pathlib import Path
from typing import Literal

from infra.local.courier import Courier
from infra.local.flutterwave.acts import Till, new, proof
from infra.local.flutterwave.api import Api, major
from infra.local.flutterwave.payouts import Payouts
from infra.local.flutterwave.player import Player
from infra.local.kept import Clock, Kept, system_clock
from infra.local.payouts import PayoutPlayer
from infra.local.playing import CONTROL, Acts, Faults, NotPossible, button, page, perform
from infra.local.serving import ServedStandIn
from infra.local.stand_in import Answering, Reply, Request

SETTING = "TENANTRY_FLUTTERWAVE_PORT"
PAGES = "/hosted/pay"
OUTCOMES = {"pay": "successful", "fail": "failed"}


class StandIn(ServedStandIn):
    """
    A running stand-in for Flutterwave.

    Args:
        version: That of a new account.
    """

    name = "flutterwave"
    setting = SETTING

    def __init__(
        self,
        folder: Path,
        port: int = 0,
        *,
        keeps: bool = False,
        version: Literal["v3", "v4"] = "v3",
        clock: Clock = system_clock,
    ) -> None:
        super().__init__(folder, port, keeps=keeps, clock=clock)
        self._version = version

    def _open(self) -> tuple[Courier, Answering]:
        self._kept = Kept(self._file, lambda: new(self._version), self._clock)
        self._kept.save()
        courier = Courier(lambda body: proof(body, self._kept.keys))
        return courier, Site(self._kept, courier, self.base_url).reply

    @property
    def player(self) -> Player:
        """
        Who does what those who pay, their banks and Flutterwave's staff do.
        """
        return Player(self.base_url)

    @property
    def payouts(self) -> PayoutPlayer:
        """
        Who does what partners' banks do.
        """
        return PayoutPlayer(self.base_url)

    def secret(self) -> str:
        """
        What the product keeps in its secret for Flutterwave.
        """
        return json.dumps({**self._kept.keys, "token_url": self.base_url})


class Site:
    """
    What is at each address.
    """

    def __init__(self, kept: Kept, courier: Courier, base_url: str) -> None:
        self._kept = kept
        self._till = Till(kept, courier)
        payouts = Payouts(kept, courier)
        self._api = Api(kept, self._till, payouts, base_url + PAGES)
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
            "deliveries": courier.attempts,
            **payouts.transfers.acts(),
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
