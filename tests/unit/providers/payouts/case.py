"""
What each adapter for payouts is tried with.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from infra.local.payouts import PayoutPlayer
from tenantry.money import Money
from tenantry.providers.payouts import PayoutAnswer, PayoutOrder, PayoutProvider, PayoutState

ORDER_ID = "pat_01M7XPE6000000000000000000"
OTHER_ID = "pat_01M7XPE6000000000000000001"
PEOPLE = ("Ada Lovelace", "0123456789", "254712345678", "WANJIKU", "KAMAU")
"""Whom and what no answer names."""

TRIES = 3
"""How often an adapter asks at most where a repeat does no harm."""


class Faults(Protocol):
    """
    What goes wrong at a stand-in.
    """

    def refuse_next(self, count: int, call: str = "") -> None:
        """
        Answer 500, and do nothing.
        """

    def lose_answers(self, count: int, call: str = "") -> None:
        """
        Do it, and hang up.
        """


@dataclass(frozen=True)
class Here:
    """
    An adapter, and the stand-in that is the provider to it.

    Args:
        ask: What is known of an order: of `find`, or of what is told after it.
    """

    adapter: PayoutProvider
    player: PayoutPlayer
    faults: Faults
    ask: Callable[[PayoutOrder], PayoutAnswer]


@dataclass(frozen=True)
class Case:
    """
    One provider.

    Args:
        opened: The running stand-in, for a test in this folder.
        send_call, ask_call: How the calls begin that send an order, and that ask for it.
        reference_of: What the stand-in names an order by.
        unknown_account: A destination that the provider does not know.
        wrong: Destinations that are refused, each with the field that is wrong.
        at_once: What an order comes to that is sent without trouble.
        never_sent: What is known of an order that never was.
    """

    name: str
    opened: Callable[[Path], AbstractContextManager[Here]]
    amount: Money
    destination: Mapping[str, str]
    unknown_account: Mapping[str, str] | None
    wrong: tuple[tuple[Mapping[str, str], str], ...]
    send_call: str
    ask_call: str
    method: str
    reference_of: Callable[[str], str] = str
    at_once: PayoutState = PayoutState.SENT
    never_sent: PayoutState = PayoutState.NOT_FOUND

    def order(self, payout_id: str = ORDER_ID, amount: Money | None = None) -> PayoutOrder:
        """
        An order that the provider can pay.
        """
        told = amount or self.amount
        return PayoutOrder(payout_id, told, self.destination, "Commission 2026-10")

    @property
    def reference(self) -> str:
        """
        What the stand-in names the order by.
        """
        return self.reference_of(ORDER_ID)
