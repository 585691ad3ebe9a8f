"""
Money to partners' connected accounts at Stripe (https://docs.stripe.com/api/transfers).
"""

import re
from collections.abc import Mapping
from typing import Any

import stripe

from tenantry.errors import invalid_field
from tenantry.money import Money
from tenantry.providers.destinations import cleaned
from tenantry.providers.model import ProviderRefused, ProviderUnavailable
from tenantry.providers.payouts import (
    PayoutAnswer,
    PayoutOrder,
    PayoutProvider,
    PayoutState,
    agreeing,
    unclear,
)
from tenantry.providers.stripe.amounts import CURRENCIES, from_stripe, to_stripe
from tenantry.providers.stripe.calls import call, platform_client

_ACCOUNT = re.compile(r"acct_[A-Za-z0-9]{8,64}", re.ASCII)
_STEPS = {
    **dict.fromkeys(("HUF", "MGA", "TWD"), 100),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 10),
}
"""
What is paid out in HUF and TWD is whole, Stripe counts MGA in whole units, and of three decimal
digits the last one is 0 (https://docs.stripe.com/currencies).
"""
_WORDS = {
    "balance_insufficient": "our balance at Stripe in this currency is too low",
    "amount_too_small": "the amount is smaller than Stripe transfers",
    "amount_too_large": "the amount is larger than Stripe transfers",
    "resource_missing": "Stripe has no such connected account",
    "account_invalid": "the connected account is not one of ours",
    "insufficient_capabilities_for_transfer": "the connected account may not receive transfers yet",
}


class Payouts:
    """
    Transfers from the platform's balance; one that is made is the partner's at once.

    A transfer carries our order's id as its group. Stripe forgets idempotency keys after a day, so
    the group is looked for before anything is sent.
    """

    currencies = CURRENCIES

    def largest(self, currency: str) -> Money | None:
        """
        None: Stripe names no limit of a transfer, and refuses one that is too large.
        """
        del currency
        return None

    def step(self, currency: str) -> int:
        """
        Whole units in HUF, MGA and TWD; tens in currencies of three digits; else one.
        """
        return _STEPS.get(currency, 1)

    def check_destination(self, destination: Mapping[str, str]) -> dict[str, str]:
        """
        `account`: the partner's connected account, `acct_...`.

        Raises:
            Invalid: As the protocol has it.
        """
        told = cleaned(destination, {"account"})
        if not _ACCOUNT.fullmatch(told["account"]):
            raise invalid_field("account", "must be a connected account's id: acct_...")
        return told

    def send(self, order: PayoutOrder) -> PayoutAnswer:
        """
        Transfer at once: paid, failed, or unclear.
        """
        known = self.find(order)
        if known.state is not PayoutState.NOT_FOUND:
            return known
        asked: dict[str, Any] = {
            "amount": to_stripe(order.amount),
            "currency": order.amount.currency.lower(),
            "destination": order.destination["account"],
            "description": order.narration,
            "transfer_group": order.id,
            "metadata": {"payout_id": order.id},
        }
        transfers = platform_client().v1.transfers
        try:
            made = call(transfers.create, asked, {"idempotency_key": f"payout-{order.id}"})
        except ProviderUnavailable:
            return unclear("Stripe did not answer")
        except ProviderRefused as refused:
            return _refused(refused)
        return _told(made.to_dict(), order)

    def find(self, order: PayoutOrder) -> PayoutAnswer:
        """
        List the transfers of the order's group; it has one or none.
        """
        transfers = platform_client().v1.transfers
        try:
            # Two would be two payments: then nobody says which one counts.
            found = call(transfers.list, {"transfer_group": order.id, "limit": 2}).to_dict()["data"]
        except ProviderUnavailable:
            return unclear("Stripe did not answer")
        except ProviderRefused as refused:
            return unclear(f"Stripe does not say ({refused.context.get('provider_code')})")
        if not found:
            return PayoutAnswer(PayoutState.NOT_FOUND)
        if len(found) > 1:
            return unclear("Stripe has more than one transfer of this order")
        return _told(found[0], order)


def _told(transfer: Mapping[str, Any], order: PayoutOrder) -> PayoutAnswer:
    """
    What a transfer says of the order that it should be of.
    """
    try:
        amount = from_stripe(transfer["amount"], transfer["currency"].upper())
        reference, back = str(transfer["id"]), int(transfer["amount_reversed"])
        is_ours = transfer["destination"] == order.destination["account"]
        is_reversed = transfer["reversed"] is True
        part = from_stripe(back, amount.currency)
    except (AttributeError, LookupError, TypeError, ValueError):
        return unclear("Stripe's answer has not the form of a transfer")
    if not is_ours:
        return unclear("the transfer goes to another account", reference)
    if is_reversed:
        answer = PayoutAnswer(PayoutState.REVERSED, reference, "the transfer was reversed")
    elif back:
        reason = f"{part.major()} {part.currency} of it came back"
        answer = PayoutAnswer(PayoutState.PAID, reference, reason)
    else:
        answer = PayoutAnswer(PayoutState.PAID, reference)
    return agreeing(answer, order.amount, amount)


def _refused(refused: ProviderRefused) -> PayoutAnswer:
    # The key was used for something else: then another transfer may have been made with it.
    if isinstance(refused.__cause__, stripe.IdempotencyError):
        return unclear("Stripe has another order with this one's key")
    code = refused.context.get("provider_code")
    reason = _WORDS.get(str(code), f"Stripe refuses the transfer ({code or 'without a code'})")
    return PayoutAnswer(PayoutState.FAILED, reason=reason)


_: type[PayoutProvider] = Payouts
