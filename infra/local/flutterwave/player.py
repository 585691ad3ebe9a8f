"""
Those who pay, their banks and Flutterwave's staff, as tests and the demo play them.
"""

from dataclasses import dataclass

from infra.local.notice_player import NoticePlayer
from infra.local.playing import Json, play


@dataclass(frozen=True)
class Player(NoticePlayer):
    """
    Plays them at a running stand-in.

    A page is named by its address or by our reference, a payment, refund or chargeback by its
    `number`; amounts are texts of major units.

    Args:
        base_url: The stand-in's.
    """

    def pay(self, page: str) -> Json:
        """
        Pay on a page; the payment.
        """
        return self._play("pay", page=page)

    def pay_later(self, page: str) -> Json:
        """
        Pay by bank transfer: the payment is under way until `arrive` or `never_arrive`.
        """
        return self._play("pay", page=page, status="pending")

    def fail(self, page: str) -> Json:
        """
        Try to pay, and be refused by the bank.
        """
        return self._play("pay", page=page, status="failed")

    def arrive(self, number: int) -> Json:
        """
        Let a payment under way arrive.
        """
        return self._play("settle_payment", number=number, status="successful")

    def never_arrive(self, number: int) -> Json:
        """
        Let it fail.
        """
        return self._play("settle_payment", number=number, status="failed")

    def refund(self, number: int, amount: str | None = None) -> Json:
        """
        Refund in the dashboard, not through the product: a part, or all that is left.
        """
        return self._play("refund", number=number, amount=amount)

    def settle_refund(self, number: int) -> Json:
        """
        Let a refund that waits reach who paid.
        """
        return self._play("end_refund", number=number, status="completed")

    def fail_refund(self, number: int) -> Json:
        """
        Let a refund that waits fail.
        """
        return self._play("end_refund", number=number, status="failed")

    def dispute(self, number: int, amount: str | None = None) -> Json:
        """
        Dispute a payment, or a part of it.
        """
        return self._play("dispute", number=number, amount=amount)

    def decide(self, number: int, status: str) -> Json:
        """
        Decide a chargeback: `won` or `lost`, or what comes before.
        """
        return self._play("decide", number=number, status=status)

    def settle(self, **settings: bool) -> None:
        """
        Behave otherwise from now on.

        Args:
            settings: `refunds_wait`, until they are settled; `tells_refunds`, by a webhook, as
                version 3 does for who asks for it; `repeats_comments`, in lists of refunds.
        """
        play(self.base_url, "settle", **settings)

    def payments(self) -> list[Json]:
        """
        Every try to pay so far, oldest first.
        """
        payments: list[Json] = play(self.base_url, "payments")
        return payments

    def pages(self) -> list[Json]:
        """
        Every page so far, oldest first.
        """
        pages: list[Json] = play(self.base_url, "pages")
        return pages

    def refunds(self) -> list[Json]:
        """
        Every refund so far, oldest first.
        """
        refunds: list[Json] = play(self.base_url, "refunds")
        return refunds

    def forget_tokens(self) -> None:
        """
        Let no token of version 4 hold any more.
        """
        play(self.base_url, "forget_tokens")

    def _play(self, act: str, **said: object) -> Json:
        done: Json = play(self.base_url, act, **said)
        return done
