"""
The buyer, the buyer's bank and Stripe's staff, as tests and the demo play them.
"""

import json
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError

from infra.local.stripe.refused import Json


class NotPossible(Exception):
    """
    What was played cannot happen now; the message says why.
    """


@dataclass(frozen=True)
class Player:
    """
    Presses the buttons of a running stand-in.

    A checkout is named by its page's address or by its session's id.

    Args:
        base_url: The stand-in's: its API is there, and its list of payments.
        api_key: The product's key, for whoever asks the API itself.
        webhook_secrets: What webhooks are signed with.
    """

    base_url: str
    api_key: str = field(default="", repr=False)
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)

    def pay(self, checkout: str) -> Json:
        """
        Pay by card; the session as it then is.
        """
        return self._play("pay", checkout)

    def pay_later(self, checkout: str) -> Json:
        """
        Pay by a method whose money comes later: the session is complete, and unpaid.
        """
        return self._play("pay_later", checkout)

    def settle(self, checkout: str) -> Json:
        """
        Let that money come.
        """
        return self._play("settle", checkout)

    def fail(self, checkout: str) -> Json:
        """
        Let that money never come.
        """
        return self._play("fail", checkout)

    def decline(self, checkout: str) -> None:
        """
        Try a card that is declined; the session stays open.
        """
        try:
            self._play("decline", checkout)
        except NotPossible as refused:
            if "declined" not in str(refused):
                raise

    def expire(self, checkout: str) -> Json:
        """
        Let the time of an open session end.
        """
        return self._play("expire", checkout)

    def change_amount(self, checkout: str, subtotal: int) -> Json:
        """
        Let an open session cost something else than the product asked for.
        """
        return self._play("change_amount", checkout, subtotal=subtotal)

    def refund(self, payment_intent: str, amount: int | None = None, **said: object) -> Json:
        """
        Refund at Stripe, not through the product: an amount, or all that is left.
        """
        return self._play("refund", payment_intent, **_with(amount, said))

    def settle_refund(self, refund_id: str) -> Json:
        """
        Let a pending refund reach the buyer.
        """
        return self._play("settle_refund", refund_id)

    def fail_refund(self, refund_id: str) -> Json:
        """
        Let a refund come back, pending or not.
        """
        return self._play("fail_refund", refund_id)

    def dispute(self, payment_intent: str, amount: int | None = None, **said: object) -> Json:
        """
        Dispute a payment, or a part of it.
        """
        return self._play("dispute", payment_intent, **_with(amount, said))

    def win(self, dispute_id: str) -> Json:
        """
        Decide a dispute for the seller.
        """
        return self._play("win", dispute_id)

    def lose(self, dispute_id: str) -> Json:
        """
        Decide a dispute for the buyer.
        """
        return self._play("lose", dispute_id)

    def accept_key(self, key: str, lacks: str | None = None) -> None:
        """
        Take a second key for the same account, such as a reseller's own.

        Args:
            lacks: A permission without which every request of it is refused (`rak_...`).
        """
        self._play("keys", key=key, lacks=lacks)

    def tax(self, percent: str) -> None:
        """
        The tax on sessions that are opened from now on, where the product asks for tax.
        """
        self._play("settings", tax_percent=percent)

    def pending_refunds(self, *, on: bool) -> None:
        """
        Whether refunds begin as pending from now on.
        """
        self._play("settings", pending_refunds=on)

    def refuse_next(self, count: int, call: str = "") -> None:
        """
        Answer the next calls of the API that begin so with 500, and do nothing.
        """
        self._play("settings", refused_next=count, struck=call)

    def lose_answers(self, count: int, call: str = "") -> None:
        """
        Do what the next such calls ask for, and close the connection without an answer.
        """
        self._play("settings", lost_next=count, struck=call)

    def hold(self, *, on: bool) -> None:
        """
        Keep events back, or let go those that were kept; `deliver_again` works all the while.
        """
        self._play("settings", hold=on)

    def deliver_again(self, event_id: str) -> int | None:
        """
        Post an event now, taken before or not; the status of the product's answer, if any.
        """
        status: int | None = self._play("deliver", event_id)["status"]
        return status

    def events(self, kind: str | None = None) -> list[Json]:
        """
        Every event so far, oldest first: all, or those of one type.
        """
        events: list[Json] = self._ask("/_control/events")["events"]
        return [event for event in events if kind in {None, event["type"]}]

    def deliveries(self) -> list[Json]:
        """
        Every attempt to post an event, oldest first: `event`, `type`, `attempt`, `status`, `at`.
        """
        deliveries: list[Json] = self._ask("/_control/deliveries")["deliveries"]
        return deliveries

    def _play(self, act: str, target: str = "", **said: object) -> Json:
        target = target.rpartition("/")[2]
        done: Json = self._ask(f"/_control/{act}/{target}", json.dumps(said).encode())
        return done

    def _ask(self, path: str, body: bytes | None = None) -> Any:  # noqa: ANN401 - any JSON
        request = urllib.request.Request(  # noqa: S310, our own address
            self.base_url + path, body, {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310, the same
                return json.load(answer)
        except HTTPError as error:
            with error:
                raise NotPossible(json.load(error)["error"]["message"]) from error


def _with(amount: int | None, said: Json) -> Json:
    return said if amount is None else {"amount": amount, **said}
