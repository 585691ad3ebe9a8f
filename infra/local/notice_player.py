"""
What goes wrong at stand-ins that post notices, as tests and the demo play it.
"""

from dataclasses import dataclass
from typing import Any

from infra.local.playing import play


@dataclass(frozen=True)
class NoticePlayer:
    """
    Plays faults of a running stand-in, and what becomes of its notices (webhooks).

    Args:
        base_url: The stand-in's.
    """

    base_url: str

    def refuse_next(self, count: int, call: str = "") -> None:
        """
        Answer the next calls that begin so (`POST /refund`) with 500, and do nothing.
        """
        play(self.base_url, "fault", fault="refuse", count=count, call=call)

    def lose_answers(self, count: int, call: str = "") -> None:
        """
        Do what the next such calls ask for, and close the connection without an answer.
        """
        play(self.base_url, "fault", fault="lose", count=count, call=call)

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
        Post a notice now, by its id in `deliveries`; the answer's status, if there was one.

        M-Pesa's are the receipt, or `<CheckoutRequestID>-<ResultCode>`.
        """
        status: int | None = play(self.base_url, "deliver_again", notice_id=notice_id)
        return status

    def deliveries(self) -> list[dict[str, Any]]:
        """
        Every attempt to post a notice, oldest first: `id`, `type`, `attempt`, `status`.
        """
        deliveries: list[dict[str, Any]] = play(self.base_url, "deliveries")
        return deliveries
