"""
The stand-in as a server on loopback: Daraja's API, the page of phones, and the control of both.
"""

import json
import re
from html import escape

from infra.local.courier import Courier, Notice
from infra.local.mpesa.account import Account
from infra.local.mpesa.acts import UNANSWERED, Phones
from infra.local.mpesa.api import Api
from infra.local.mpesa.payouts import Payouts
from infra.local.mpesa.player import Player
from infra.local.payouts import PayoutPlayer
from infra.local.playing import CONTROL, Acts, Faults, NotPossible, button, page, perform
from infra.local.serving import ServedStandIn
from infra.local.stand_in import Answering, Reply, Request

SETTING = "TENANTRY_MPESA_PORT"


class StandIn(ServedStandIn):
    """
    A running stand-in for M-Pesa; it is told the product's own address.

    Notices go there, whatever host their address names.
    """

    name = "mpesa"
    setting = SETTING

    def _open(self) -> tuple[Courier, Answering]:
        self.account = Account(self._file, self._clock)
        self.account.save()
        courier = Courier()
        return courier, Site(self.account, courier).reply

    @property
    def player(self) -> Player:
        """
        Who does what those who pay do.
        """
        return Player(self.base_url)

    @property
    def payouts(self) -> PayoutPlayer:
        """
        Who does what those who are paid do.
        """
        return PayoutPlayer(self.base_url)

    def secret(self) -> str:
        """
        What the product keeps in its secret for M-Pesa.
        """
        return json.dumps(self.account.keys)

    def notices(self) -> list[Notice]:
        """
        Everything that was to be posted so far, lost or not, oldest first.
        """
        return self._courier.notices()


class Site:
    """
    What is at each address.
    """

    def __init__(self, account: Account, courier: Courier) -> None:
        self._account = account
        payouts = Payouts(account, courier)
        self._api = Api(account, payouts)
        self._faults = Faults()
        self._phones = Phones(account, courier)
        self._acts: Acts = {
            "pay": self._phones.pay,
            "end": self._phones.end,
            "pay_unasked": self._phones.pay_unasked,
            "prompts": lambda: list(account.prompts.values()),
            "payments": lambda: list(account.payments.values()),
            "fault": self._faults.plan,
            "forget_tokens": account.tokens.clear,
            "settle": account.settings.update,
            "hold": courier.hold,
            "lose_notices": courier.lose,
            "deliver_again": courier.deliver_again,
            "deliveries": courier.attempts,
            **payouts.acts(),
        }

    def reply(self, request: Request) -> Reply | None:
        """
        Do what is asked for; None when nothing shall be answered.
        """
        if request.path.startswith(CONTROL):
            # It may wait for the product's answer, which may ask us something meanwhile.
            reply: Reply | None = perform(request, self._acts)
        elif pressed := re.fullmatch(r"/phones/(\d+)/(pay|cancel)", request.path):
            reply = self._press(pressed[1], pressed[2])
        elif request.path == "/":
            reply = self._page()
        else:
            with self._account.lock:
                reply = self._faults.answer(request, self._api.answer)
        with self._account.lock:
            self._account.save()
        return reply

    def _press(self, phone: str, key: str) -> Reply:
        try:
            if key == "pay":
                self._phones.pay(phone)
            else:
                self._phones.end(phone, "1032")
        except NotPossible as reason:
            return page("M-Pesa", f"<p>{escape(str(reason))}.")
        return Reply(303, headers={"Location": "/"})

    def _page(self) -> Reply:
        rows = [
            f"<p>{escape(phone)}: KES {escape(str(prompt['Amount']))}, "
            f"{escape(prompt['AccountReference'])} "
            + button(f"/phones/{phone}/pay", "Enter the PIN")
            + button(f"/phones/{phone}/cancel", "Cancel")
            for prompt in self._account.prompts.values()
            if prompt["result"] in {None, UNANSWERED}
            for phone in [prompt["PhoneNumber"]]
        ]
        return page("Prompts on phones", *(rows or ["<p>There is none."]))
