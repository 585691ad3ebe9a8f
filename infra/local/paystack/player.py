"""
Those who pay, their banks and Paystack's staff, as tests and the demo play them.
"""

from dataclasses import dataclass

from infra.local.notice_player import NoticePlayer
from infra.local.playing import Json, play


@dataclass(frozen=True)
class Player(NoticePlayer):
    """
    Plays them at a running stand-in; a transaction is named by its page's address or reference.

    Args:
        base_url: The stand-in's.
    """

    def pay(self, transaction: str) -> Json:
        """
        Pay; the transaction as it then is.
        """
        paid: Json = play(self.base_url, "pay", transaction=transaction)
        return paid

    def fail(self, transaction: str) -> Json:
        """
        Try to pay, and be refused by the bank.
        """
        failed: Json = play(self.base_url, "fail", transaction=transaction)
        return failed

    def refund(self, transaction: str, amount: int | None = None) -> Json:
        """
        Refund in the dashboard, not through the product: some hundredths, or all that is left.
        """
        refund: Json = play(self.base_url, "refund", transaction=transaction, amount=amount)
        return refund

    def settle_refund(self, refund: int) -> Json:
        """
        Let a refund that waits reach the payer.
        """
        settled: Json = play(self.base_url, "settle_refund", refund=refund)
        return settled

    def fail_refund(self, refund: int) -> Json:
        """
        Let a refund that waits fail.
        """
        failed: Json = play(self.base_url, "fail_refund", refund=refund)
        return failed

    def dispute(self, transaction: str, amount: int | None = None) -> Json:
        """
        Dispute a payment, or some hundredths of it.
        """
        dispute: Json = play(self.base_url, "dispute", transaction=transaction, amount=amount)
        return dispute

    def win(self, dispute: int) -> Json:
        """
        Decide a dispute for us.
        """
        won: Json = play(self.base_url, "resolve", dispute=dispute, resolution="declined")
        return won

    def lose(self, dispute: int) -> Json:
        """
        Decide a dispute for the payer.
        """
        lost: Json = play(self.base_url, "resolve", dispute=dispute, resolution="merchant-accepted")
        return lost

    def let_refunds_wait(self, *, on: bool) -> None:
        """
        Whether refunds stay pending until `settle_refund` or `fail_refund`.
        """
        play(self.base_url, "settle", refunds_wait=on)

    def transactions(self) -> list[Json]:
        """
        Every transaction so far, oldest first.
        """
        transactions: list[Json] = play(self.base_url, "transactions")
        return transactions

    def refunds(self) -> list[Json]:
        """
        Every refund so far, oldest first.
        """
        refunds: list[Json] = play(self.base_url, "refunds")
        return refunds
