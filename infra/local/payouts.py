"""
What stand-ins share of payouts: transfers to partners, what becomes of them, and who plays that.
"""

from collections.abc import Callable
from dataclasses import dataclass

from infra.local.kept import Kept
from infra.local.playing import Acts, Json, NotPossible, play

KIND = "transfer"
SETTINGS: Json = {"payouts_wait": False, "lacks_balance": False}
"""What a new account begins with."""


class TooLittle(NotPossible):
    """
    Our balance does not hold what is to be paid.
    """


class Transfers:
    """
    Transfers by our reference: each is `pending`, and then `paid`, `failed` or `reversed`.

    Args:
        tell: Tells the product of a transfer that has changed.
    """

    def __init__(self, kept: Kept, tell: Callable[[Json], None]) -> None:
        self._kept = kept
        self._tell = tell

    def send(self, reference: str, **said: object) -> Json:
        """
        Take an order; it is paid at once unless payouts are to wait.

        Raises:
            TooLittle: Our balance is too low.
            NotPossible: There is a transfer with this reference.
        """
        if self.find(reference):
            raise NotPossible("the reference is not unique")
        if self._kept.settings["lacks_balance"]:
            raise TooLittle("the balance is too low")
        made: Json = {
            "number": self._kept.number(),
            "reference": reference,
            "status": "pending",
            "reason": None,
            "at": self._kept.clock().isoformat(),
            **said,
        }
        self._kept.all(KIND).append(made)
        if not self._kept.settings["payouts_wait"]:
            self.pay(reference)
        return made

    def find(self, reference: str) -> Json | None:
        """
        The transfer with a reference.
        """
        return self._kept.find(KIND, reference=reference)

    def pay(self, reference: str) -> Json:
        """
        The money has reached the partner.
        """
        return self._end(reference, "paid", {"pending"})

    def fail(self, reference: str, reason: str) -> Json:
        """
        It will not.
        """
        return self._end(reference, "failed", {"pending"}, reason)

    def reverse(self, reference: str) -> Json:
        """
        It came back.
        """
        return self._end(reference, "reversed", {"pending", "paid"})

    def change(self, reference: str, **said: object) -> Json:
        """
        Let a transfer be otherwise than was asked for.
        """
        with self._kept.lock:
            found = self._kept.must_find(KIND, reference=reference)
            found.update(said)
            return found

    def acts(self) -> Acts:
        """
        What a `PayoutPlayer` plays.
        """
        return {
            "pay_payout": self.pay,
            "fail_payout": self.fail,
            "reverse_payout": self.reverse,
            "change_payout": self.change,
            "payouts": lambda: list(self._kept.all(KIND)),
            "settle_payouts": self._kept.settings.update,
        }

    def _end(
        self, reference: str, status: str, before: set[str], reason: str | None = None
    ) -> Json:
        with self._kept.lock:
            found = self._kept.must_find(KIND, reference=reference)
            if found["status"] not in before:
                raise NotPossible(f"the transfer is {found['status']}")
            found.update(status=status, reason=reason)
            self._tell(found)
            return dict(found)


@dataclass(frozen=True)
class PayoutPlayer:
    """
    Partners' banks and the provider's staff, at a running stand-in.

    A transfer is named by our reference at the provider, or by the group that it has there.

    Args:
        base_url: The stand-in's.
    """

    base_url: str

    def pay(self, reference: str) -> Json:
        """
        Let a transfer that waits reach the partner.
        """
        return self._play("pay_payout", reference=reference)

    def fail(self, reference: str, reason: str = "") -> Json:
        """
        Let it fail: M-Pesa's reason is a result's code, Flutterwave's a sentence.
        """
        return self._play("fail_payout", reference=reference, reason=reason)

    def reverse(self, reference: str) -> Json:
        """
        Let the money come back, paid or not.
        """
        return self._play("reverse_payout", reference=reference)

    def change(self, reference: str, **said: object) -> Json:
        """
        Let a transfer be otherwise than was asked for: its `amount`, its `status`.
        """
        return self._play("change_payout", reference=reference, **said)

    def payouts(self) -> list[Json]:
        """
        Every transfer so far, oldest first.
        """
        payouts: list[Json] = play(self.base_url, "payouts")
        return payouts

    def let_wait(self, *, on: bool) -> None:
        """
        Whether transfers wait until `pay` or `fail`.
        """
        play(self.base_url, "settle_payouts", payouts_wait=on)

    def lack_balance(self, *, on: bool) -> None:
        """
        Whether our balance is too low for any transfer.
        """
        play(self.base_url, "settle_payouts", lacks_balance=on)

    def _play(self, act: str, **said: object) -> Json:
        done: Json = play(self.base_url, act, **said)
        return done
