"""
Those who pay, and Safaricom's network, as tests and the demo play them.
"""

from dataclasses import dataclass
from typing import Any

from infra.local.playing import Json, play


@dataclass(frozen=True)
class Player:
    """
    Presses the keys of phones; a phone is its number, `254712345678`.

    Args:
        base_url: The stand-in's: its API is there, and its page of phones.
    """

    base_url: str

    def pay(self, phone: str) -> Json:
        """
        Enter the PIN at the newest prompt on a phone; the payment, with its `receipt`.
        """
        paid: Json = play(self.base_url, "pay", phone=phone)
        return paid

    def cancel(self, phone: str) -> None:
        """
        Cancel it.
        """
        self.end(phone, "1032")

    def lack_money(self, phone: str) -> None:
        """
        Have too little for it.
        """
        self.end(phone, "1")

    def leave_unanswered(self, phone: str) -> None:
        """
        Do not answer it; it can still be paid late.
        """
        self.end(phone, "1037")

    def end(self, phone: str, code: str) -> None:
        """
        Let it end without payment, with any result.
        """
        play(self.base_url, "end", phone=phone, code=code)

    def pay_unasked(self, reference: str, amount: str, phone: str = "254722000000") -> Json:
        """
        Pay shillings to our number, with a reference as the payer types it.
        """
        paid: Json = play(
            self.base_url, "pay_unasked", reference=reference, amount=amount, phone=phone
        )
        return paid

    def time_out_payout(self, reference: str) -> None:
        """
        Say that a payout is not worked in time.
        """
        play(self.base_url, "time_out_payout", reference=reference)

    def prompts(self) -> list[Json]:
        """
        Every prompt so far, oldest first, with its `result`.
        """
        prompts: list[Json] = play(self.base_url, "prompts")
        return prompts

    def payments(self) -> list[Json]:
        """
        Every payment so far, oldest first.
        """
        payments: list[Json] = play(self.base_url, "payments")
        return payments

    def refuse_next(self, count: int, call: str = "") -> None:
        """
        Answer the next calls that begin so (`POST /mpesa/stkpush`) with 500, and do nothing.
        """
        play(self.base_url, "fault", fault="refuse", count=count, call=call)

    def lose_answers(self, count: int, call: str = "") -> None:
        """
        Do what the next such calls ask for, and close the connection without an answer.
        """
        play(self.base_url, "fault", fault="lose", count=count, call=call)

    def forget_tokens(self) -> None:
        """
        Let no token hold any more.
        """
        play(self.base_url, "forget_tokens")

    def settle(self, **settings: bool) -> None:
        """
        Behave otherwise from now on.

        Args:
            settings: `thinks_aloud`, to answer 500 for an open prompt; `tells_twice`, to confirm a
                paid prompt as a payment unasked too; `zoned`, to list moments with a zone.
        """
        play(self.base_url, "settle", **settings)

    def hold(self, *, on: bool) -> None:
        """
        Keep notices back, or let go those that were kept; `deliver_again` works all the while.
        """
        play(self.base_url, "hold", on=on)

    def lose_notices(self, count: int) -> None:
        """
        Never deliver the next notices.
        """
        play(self.base_url, "lose_notices", count=count)

    def deliver_again(self, notice_id: str) -> int | None:
        """
        Post a notice now; its id is the receipt, or `<CheckoutRequestID>-<ResultCode>`.
        """
        status: int | None = play(self.base_url, "deliver_again", notice_id=notice_id)
        return status

    def deliveries(self) -> list[dict[str, Any]]:
        """
        Every attempt to post a notice, oldest first: `id`, `type`, `attempt`, `status`.
        """
        deliveries: list[dict[str, Any]] = play(self.base_url, "deliveries")
        return deliveries
