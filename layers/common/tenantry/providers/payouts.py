"""
What we ask a payment provider for when money goes to a partner, and what its answers say (R-COM-6).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pkgutil import resolve_name
from typing import Protocol

from tenantry.money import Money
from tenantry.providers.model import NotOffered

_PLACES = {
    "stripe_connect": "stripe.payouts:Payouts",
    "paystack": "paystack.payouts:Payouts",
    "flutterwave": "flutterwave.payouts:Payouts",
    "mpesa_b2c": "mpesa.payouts:Payouts",
}
"""By the values of `commissions.model.Method`; people pay by `bank_transfer`, and record it."""


@dataclass(frozen=True, slots=True)
class PayoutOrder:
    """
    What is to go to a partner, once.

    Args:
        id: Our attempt's (`pat_...`, 30 characters); the provider's reference or idempotency key
            follows from it, so another id is another transfer.
        amount: Above zero, at most `largest`, and a multiple of `step`.
        destination: As `check_destination` gave it back.
        narration: What the partner reads beside the money, in plain letters.
    """

    id: str
    amount: Money
    destination: Mapping[str, str]
    narration: str


class PayoutState(StrEnum):
    """
    What is known of an order at the provider.
    """

    SENT = "sent"
    """The provider has it; whether the money arrives is not known yet."""
    PAID = "paid"
    """The money is the partner's."""
    FAILED = "failed"
    """For certain nothing was paid and nothing will be: another order may pay it."""
    REVERSED = "reversed"
    """The money went, and all of it came back to us; it may have been told to be paid before."""
    NOT_FOUND = "not_found"
    """
    The provider, asked, says for certain that it has no such transfer at this moment.

    A request of ours whose answer was lost may reach it late, if only by minutes.
    """
    UNCLEAR = "unclear"
    """Nobody knows; nothing may be paid in its place before the provider was asked."""


@dataclass(frozen=True, slots=True)
class PayoutAnswer:
    """
    What the provider says of an order.

    Args:
        reference: The provider's own of the transfer, where it gave one.
        reason: Why it failed or is unclear, in words for operators; it names no person.
    """

    state: PayoutState
    reference: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PayoutHeard:
    """
    What a provider told of an order by itself.

    Args:
        attempt_id: Our order's id.
        is_hint: Whether nothing proves it, so that the provider is asked (`find`) before anything
            changes. What is no hint is a provider's answer to our own asking.
        amount: What the answer says was paid; None where it says nothing of it.
    """

    attempt_id: str
    answer: PayoutAnswer
    is_hint: bool
    amount: Money | None = None

    def of(self, amount: Money) -> PayoutAnswer:
        """
        The answer for an order of this amount: with any other one told, nobody knows.
        """
        return self.answer if self.amount is None else agreeing(self.answer, amount, self.amount)


class PayoutProvider(Protocol):
    """
    What the product asks of a provider for payouts to partners.

    Every call is bounded in time and tries. Neither `send` nor `find` raises for what a provider
    answers or does not answer: that is their answer. `NotConfigured` is raised before anything is
    asked.
    """

    currencies: frozenset[str]
    """What it can pay out in; which of these an account can, the provider says when it is asked."""

    def largest(self, currency: str) -> Money | None:
        """
        The largest amount of one transfer; None where the provider names no limit.
        """

    def step(self, currency: str) -> int:
        """
        What can be paid is a multiple of so many minor units.
        """

    def check_destination(self, destination: Mapping[str, str]) -> dict[str, str]:
        """
        Where money is to go, in the provider's own form: no field too many, and spaces taken off.

        Raises:
            Invalid: A field is missing, unknown or wrong; the error names it, and not its value.
        """

    def send(self, order: PayoutOrder) -> PayoutAnswer:
        """
        Have an order paid: sent, paid, failed, or unclear.

        The same order again never makes a second transfer.
        """

    def find(self, order: PayoutOrder) -> PayoutAnswer:
        """
        What became of an order.

        Where the provider answers later (M-Pesa), it is unclear until its answer is heard.
        """


def unclear(reason: str, reference: str | None = None) -> PayoutAnswer:
    """
    The answer of nobody who knows.
    """
    return PayoutAnswer(PayoutState.UNCLEAR, reference, reason)


def agreeing(answer: PayoutAnswer, ordered: Money, told: Money) -> PayoutAnswer:
    """
    The answer, where it tells the amount that was ordered; unclear where it tells another one.
    """
    if told == ordered:
        return answer
    reason = f"the provider tells {told.major()} {told.currency}, and not what was ordered"
    return unclear(reason, answer.reference)


@cache
def provider_of(method: str) -> PayoutProvider:
    """
    The provider of a method of payout, with the platform's own account.

    Raises:
        NotOffered: People pay by this method, and record it.
    """
    if method not in _PLACES:
        message = f"no provider pays by {method}"
        raise NotOffered(message)
    made: PayoutProvider = resolve_name(f"tenantry.providers.{_PLACES[method]}")()
    return made
