"""
The stand-in as a server on loopback: Paddle's API, its checkout page, and the control of both.
"""

import hmac
import json
import time
from hashlib import sha256
from html import escape

from infra.local.courier import Courier, Notice
from infra.local.paddle.account import Account
from infra.local.paddle.acts import Staff
from infra.local.paddle.api import Api
from infra.local.paddle.player import Player
from infra.local.playing import (
    CONTROL,
    Acts,
    Faults,
    Json,
    NotPossible,
    button,
    page,
    perform,
)
from infra.local.serving import ServedStandIn
from infra.local.stand_in import Answering, Reply, Request

SETTING = "TENANTRY_PADDLE_PORT"


class StandIn(ServedStandIn):
    """
    A running stand-in for Paddle.
    """

    name = "paddle"
    setting = SETTING

    def _open(self) -> tuple[Courier, Answering]:
        self.account = Account(self._file, self._clock)
        self.account.save()
        self.account.on_event = self._send
        courier = Courier(self._signed)
        return courier, Site(self.account, courier, self.base_url).reply

    @property
    def player(self) -> Player:
        """
        Who does what the buyer, the bank and Paddle do.
        """
        return Player(self.base_url, tuple(self.account.keys["webhook_secrets"]))

    def secret(self) -> str:
        """
        What the product keeps in its secret for Paddle.
        """
        return json.dumps(self.account.keys)

    def notices(self) -> list[Notice]:
        """
        Everything that was to be posted so far, lost or not, oldest first.
        """
        return self._courier.notices()

    def _send(self, event: Json) -> None:
        told = {**event, "notification_id": self.account.new_id("ntf")}
        self._courier.send(Notice(event["event_id"], event["event_type"], json.dumps(told)))

    def _signed(self, body: bytes) -> dict[str, str]:
        secrets = self.account.keys["webhook_secrets"]
        return {"Paddle-Signature": signature(body, secrets, int(time.time()))}


class Site:
    """
    What is at each address.
    """

    def __init__(self, account: Account, courier: Courier, base_url: str) -> None:
        self._account = account
        self._staff = Staff(account)
        self._api = Api(account, self._staff, base_url)
        self._faults = Faults()
        self._acts: Acts = {
            "pay": self._staff.pay,
            "decline": self._staff.decline,
            "cancel": self._staff.cancel,
            "renew": self._staff.renew,
            "refund": self._staff.refund,
            "adjust": self._staff.adjust,
            "decide": self._staff.decide,
            "settle": account.settings.update,
            "transactions": lambda: list(account.transactions.values()),
            "adjustments": lambda: list(account.adjustments.values()),
            "events": lambda: list(account.events.values()),
        }
        self._outside: Acts = {
            "fault": self._faults.plan,
            "hold": courier.hold,
            "lose_webhooks": courier.lose,
            "deliver_again": courier.deliver_again,
            "deliveries": courier.attempts,
        }

    def reply(self, request: Request) -> Reply | None:
        """
        Do what is asked for; None when nothing shall be answered.
        """
        if request.path.removeprefix(CONTROL) in self._outside:
            # It may wait for a webhook's receiver, who may ask us something meanwhile.
            return perform(request, self._outside)
        with self._account.lock:
            if request.path.startswith(CONTROL):
                reply: Reply | None = perform(request, self._acts)
            elif request.path == "/pay":
                reply = self._page(request)
            else:
                reply = self._faults.answer(request, self._api.answer)
            self._account.save()
        return reply

    def _page(self, request: Request) -> Reply:
        """
        The page of a checkout, and its buttons.
        """
        asked = request.parameters()
        transaction_id = asked.get("_ptxn", "")
        try:
            if request.method == "POST":
                act = self._staff.pay if asked.get("with") == "good" else self._staff.decline
                act(transaction_id)
        except NotPossible as reason:
            return page("Paddle", f"<p>{escape(str(reason))}.")
        found = self._account.transactions.get(transaction_id)
        if found is None:
            return page("Paddle", "<p>There is no such checkout.")
        totals = found["details"]["totals"]
        shown = f"{found['currency_code']} {totals['grand_total']}, tax {totals['tax']}"
        address = f"/pay?_ptxn={transaction_id}&with="
        return page(
            "Paddle",
            f"<p>{escape(shown)} (in its smallest unit): {escape(found['status'])}.",
            button(f"{address}good", "Pay by card"),
            button(f"{address}bad", "Try a card that is declined"),
        )


def signature(body: bytes, secrets: list[str], now: int) -> str:
    """
    The header `Paddle-Signature`, with one signature for each secret.
    """
    message = f"{now}:".encode() + body
    signed = [hmac.new(secret.encode(), message, sha256).hexdigest() for secret in secrets]
    return ";".join([f"ts={now}", *(f"h1={digest}" for digest in signed)])
