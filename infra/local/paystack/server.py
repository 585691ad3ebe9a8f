"""
The stand-in as a server on loopback: Paystack's API, its page, and the control of both.
"""

import json
import re
from decimal import Decimal
from html import escape

from infra.local.courier import Courier
from infra.local.kept import Kept
from infra.local.payouts import PayoutPlayer
from infra.local.paystack.acts import Till, new, proof
from infra.local.paystack.api import Api
from infra.local.paystack.payouts import Payouts
from infra.local.paystack.player import Player
from infra.local.playing import CONTROL, Acts, Faults, NotPossible, button, page, perform
from infra.local.serving import ServedStandIn
from infra.local.stand_in import Answering, Reply, Request

SETTING = "TENANTRY_PAYSTACK_PORT"
PAGES = "/checkout"


class StandIn(ServedStandIn):
    """
    A running stand-in for Paystack.
    """

    name = "paystack"
    setting = SETTING

    def _open(self) -> tuple[Courier, Answering]:
        self._kept = Kept(self._file, new, self._clock)
        self._kept.save()
        courier = Courier(lambda body: proof(body, self._kept.keys))
        return courier, Site(self._kept, courier, self.base_url).reply

    @property
    def player(self) -> Player:
        """
        Who does what those who pay, their banks and Paystack's staff do.
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
        What the product keeps in its secret for Paystack.
        """
        return json.dumps(self._kept.keys)


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
            "fail": self._till.fail,
            "refund": self._till.refund,
            "settle_refund": self._till.settle_refund,
            "fail_refund": self._till.fail_refund,
            "dispute": self._till.dispute,
            "resolve": self._till.resolve,
            "transactions": lambda: list(kept.all("transaction")),
            "refunds": lambda: list(kept.all("refund")),
            "settle": kept.settings.update,
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
            found = self._kept.must_find("transaction", access_code=code)
            if act == "pay":
                self._till.pay(code)
                return Reply(303, headers={"Location": found["callback_url"] or f"{PAGES}/{code}"})
            if act == "fail":
                self._till.fail(code)
                return Reply(303, headers={"Location": f"{PAGES}/{code}"})
        except NotPossible as reason:
            return page("Paystack", f"<p>{escape(str(reason))}.")
        amount = f"{found['currency']} {Decimal(found['amount']).scaleb(-2):,.2f}"
        return page(
            "Paystack, a stand-in on this machine",
            f"<p>{escape(amount)}: {escape(found['status'])}. No money moves.</p>",
            button(f"{PAGES}/{code}/pay", "Pay"),
            button(f"{PAGES}/{code}/fail", "Be refused by the bank"),
        )
