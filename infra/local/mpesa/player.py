"""
Those who pay, and Safaricom's network, as tests and the demo play them.
"""

from dataclasses import dataclass

from infra.local.notice_player import NoticePlayer
from infra.local.playing import Json, play


@dataclass(frozen=True)
class Player(NoticePlayer):
    """
    Presses the keys of phones; a phone is its number, `254712345678`.

    Args:
        base_url: The stand-in's: its API is there, and its page of phones.
    """

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
