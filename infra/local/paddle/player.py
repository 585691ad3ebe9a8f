"""
The buyer, the buyer's bank and Paddle's staff, as tests and the demo play them.
"""

from dataclasses import dataclass, field

from infra.local.playing import Json, play


@dataclass(frozen=True)
class Player:
    """
    Presses the buttons of a running stand-in.

    A checkout is named by its page's address or by its transaction's id.

    Args:
        base_url: The stand-in's: its API is there, and its checkout page.
        webhook_secrets: What webhooks are signed with.
    """

    base_url: str
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)

    def pay(self, checkout: str) -> Json:
        """
        Pay by card; the transaction as it then is.
        """
        return self._play("pay", checkout=checkout)

    def decline(self, checkout: str) -> Json:
        """
        Try a card that is declined; the page stays open.
        """
        return self._play("decline", checkout=checkout)

    def cancel(self, checkout: str) -> Json:
        """
        Cancel a transaction that nobody has paid.
        """
        return self._play("cancel", checkout=checkout)

    def renew(self, transaction_id: str) -> Json:
        """
        Let a subscription take the same again, as Paddle does by itself.
        """
        return self._play("renew", transaction_id=transaction_id)

    def refund(self, transaction_id: str, amount: int | None = None, reason: str = "other") -> Json:
        """
        Refund at Paddle, not through the product: an amount, or all.
        """
        return self._play("refund", transaction_id=transaction_id, amount=amount, reason=reason)

    def approve(self, adjustment_id: str) -> Json:
        """
        Approve a refund that waits.
        """
        return self._play("decide", adjustment_id=adjustment_id, status="approved")

    def reject(self, adjustment_id: str) -> Json:
        """
        Reject it.
        """
        return self._play("decide", adjustment_id=adjustment_id, status="rejected")

    def dispute(self, transaction_id: str, amount: int | None = None) -> Json:
        """
        Charge a payment back, or a part of it.
        """
        asked = {"transaction_id": transaction_id, "amount": amount}
        return self._play("adjust", action="chargeback", **asked)

    def warn(self, transaction_id: str) -> Json:
        """
        Tell of a chargeback that is coming.
        """
        return self._play("adjust", action="chargeback_warning", transaction_id=transaction_id)

    def win(self, adjustment_id: str) -> Json:
        """
        Let Paddle win a chargeback, or a warning come to nothing.
        """
        return self._play("decide", adjustment_id=adjustment_id, status="reversed")

    def settle(self, **settings: object) -> None:
        """
        Behave otherwise from now on.

        Args:
            settings: `tax_percent`; `approves_refunds`, at once; `page`, whether a transaction gets
                one; `digits`, other decimal places of some currencies.
        """
        self._play("settle", **settings)

    def refuse_next(self, count: int, call: str = "") -> None:
        """
        Answer the next calls that begin so (`POST /adjustments`) with 500, and do nothing.
        """
        self._play("fault", fault="refuse", count=count, call=call)

    def lose_answers(self, count: int, call: str = "") -> None:
        """
        Do what the next such calls ask for, and close the connection without an answer.
        """
        self._play("fault", fault="lose", count=count, call=call)

    def hold(self, *, on: bool) -> None:
        """
        Keep events back, or let go those that were kept; `deliver_again` works all the while.
        """
        self._play("hold", on=on)

    def lose_webhooks(self, count: int) -> None:
        """
        Never deliver the next events; they are listed all the same.
        """
        self._play("lose_webhooks", count=count)

    def deliver_again(self, event_id: str) -> int | None:
        """
        Post an event now, taken before or not; the status of the product's answer, if any.
        """
        status: int | None = play(self.base_url, "deliver_again", notice_id=event_id)
        return status

    def transactions(self) -> list[Json]:
        """
        Every transaction so far, oldest first.
        """
        return self._listed("transactions")

    def adjustments(self) -> list[Json]:
        """
        Every adjustment so far, oldest first.
        """
        return self._listed("adjustments")

    def events(self, kind: str | None = None) -> list[Json]:
        """
        Every event so far, oldest first: all, or those of one type.
        """
        return [event for event in self._listed("events") if kind in {None, event["event_type"]}]

    def deliveries(self) -> list[Json]:
        """
        Every attempt to post an event, oldest first: `id`, `type`, `attempt`, `status`.
        """
        return self._listed("deliveries")

    def _play(self, act: str, **said: object) -> Json:
        done: Json = play(self.base_url, act, **said)
        return done

    def _listed(self, act: str) -> list[Json]:
        listed: list[Json] = play(self.base_url, act)
        return listed
