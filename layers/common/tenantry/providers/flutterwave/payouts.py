"""
Money to partners' bank accounts and phones by Flutterwave, in the account's own version.

Version 3: https://developer.flutterwave.com/docs/making-payments/transfers/overview; it needs our
servers' addresses on its list. Version 4: https://flutterwaveinc.mintlify.app/v4-api-reference.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from tenantry.errors import Invalid, invalid_field
from tenantry.money import Money
from tenantry.providers.destinations import cleaned, digits_of, is_name
from tenantry.providers.flutterwave.amounts import (
    CURRENCIES,
    MINOR_MAX,
    from_flutterwave,
    json_number,
    to_flutterwave,
)
from tenantry.providers.flutterwave.events import NAME, identified
from tenantry.providers.flutterwave.lists import numbered
from tenantry.providers.flutterwave.version3 import Version3
from tenantry.providers.flutterwave.version4 import Version4
from tenantry.providers.model import ProviderRefused, ProviderUnavailable
from tenantry.providers.payouts import (
    PayoutAnswer,
    PayoutOrder,
    PayoutProvider,
    PayoutState,
    agreeing,
    unclear,
)
from tenantry.providers.reading import Json, form_of
from tenantry.providers.secrets import NotConfigured, provider_secrets

_BANK = re.compile(r"[A-Za-z0-9-]{2,20}", re.ASCII)
_NUMBER = re.compile(r"[A-Za-z0-9]{5,34}", re.ASCII)
_NARRATION_MAX = 100
_PAGE4 = "50"
_STATES = {
    "successful": PayoutState.PAID,
    "succeeded": PayoutState.PAID,
    "failed": PayoutState.FAILED,
    "reversed": PayoutState.REVERSED,
}
"""In small letters; what is new, pending or approved has not ended."""
_TOO_LITTLE = re.compile("insufficient", re.IGNORECASE)


class Sending(Protocol):
    """
    What is different in the two versions.
    """

    def send(self, order: PayoutOrder) -> Any:  # noqa: ANN401 - any JSON
        """
        Ask for a transfer.
        """

    def listed(self, order: PayoutOrder) -> Iterator[Json]:
        """
        Transfers, the order's own among them.
        """


class Payouts:
    """
    Transfers from our balance; an order's reference is its id.

    Neither version takes a reference twice. Its list is looked through before anything is sent and
    after each refusal: nothing documents how long version 4 remembers an idempotency key, or how
    version 3 answers a reference that it has.
    """

    currencies = CURRENCIES

    def __init__(self) -> None:
        self._versions: Mapping[object, Sending] = {"v3": _Sending3(), "v4": _Sending4()}

    def largest(self, currency: str) -> Money | None:
        """
        What JSON spells exactly; Flutterwave names no limit of its own.
        """
        return Money(MINOR_MAX, currency)

    def step(self, currency: str) -> int:
        """
        One minor unit.
        """
        del currency
        return 1

    def check_destination(self, destination: Mapping[str, str]) -> dict[str, str]:
        """
        `bank_code` (a bank's or a mobile network's), `account_number`, and `name` where one asks.

        Raises:
            Invalid: As the protocol has it.
        """
        told = cleaned(destination, {"bank_code", "account_number"}, {"name"})
        told["account_number"] = digits_of(told["account_number"])
        if not _BANK.fullmatch(told["bank_code"]):
            raise invalid_field("bank_code", "must be a code of Flutterwave's list of banks")
        if not _NUMBER.fullmatch(told["account_number"]):
            raise invalid_field("account_number", "must have 5 to 34 digits or letters")
        if "name" in told and not is_name(told["name"]):
            raise invalid_field("name", "must be the account holder's")
        return told

    def send(self, order: PayoutOrder) -> PayoutAnswer:
        """
        Have it transferred: sent, or what an earlier sending has come to.
        """
        version = self._version()
        known = self.find(order)
        if known.state is not PayoutState.NOT_FOUND:
            return known
        try:
            answer = version.send(order)
        except ProviderUnavailable:
            return unclear("Flutterwave did not answer")
        except ProviderRefused as refused:
            return self._after(refused, order)
        return _told(answer.get("data") if isinstance(answer, Mapping) else None, order)

    def find(self, order: PayoutOrder) -> PayoutAnswer:
        """
        Look for our reference among the transfers.
        """
        found = []
        try:
            for transfer in self._version().listed(order):
                with form_of("transfer"):
                    is_ours = transfer["reference"] == order.id
                if is_ours:
                    found.append(transfer)
        except ProviderUnavailable:
            return unclear("Flutterwave did not answer")
        except ProviderRefused as refused:
            return unclear(f"Flutterwave does not say ({refused.context.get('provider_status')})")
        except Invalid:
            return unclear("Flutterwave's answer has not the form of a list of transfers")
        if len({str(transfer.get("id")) for transfer in found}) > 1:
            return unclear("Flutterwave has more than one transfer of this order")
        return _told(found[0], order) if found else PayoutAnswer(PayoutState.NOT_FOUND)

    def _after(self, refused: ProviderRefused, order: PayoutOrder) -> PayoutAnswer:
        known = self.find(order)
        if known.state is not PayoutState.NOT_FOUND:
            return known
        status = refused.context.get("provider_status")
        reason = (
            f"Flutterwave refuses the transfer ({status}): our balance may be too low, the account "
            "unknown, or our address not on its list"
        )
        return PayoutAnswer(PayoutState.FAILED, reason=reason)

    def _version(self) -> Sending:
        version = provider_secrets(NAME).get("version")
        if version not in self._versions:
            message = "the account with flutterwave has no version yet, v3 or v4"
            raise NotConfigured(message, retry_after=60)
        return self._versions[version]


class _Sending3:
    def __init__(self) -> None:
        self._account = Version3()

    def send(self, order: PayoutOrder) -> Any:  # noqa: ANN401 - any JSON
        name = order.destination.get("name")
        asked: dict[str, Any] = {
            "account_bank": order.destination["bank_code"],
            "account_number": order.destination["account_number"],
            "amount": json_number(to_flutterwave(order.amount)),
            "currency": order.amount.currency,
            "debit_currency": order.amount.currency,
            "narration": order.narration[:_NARRATION_MAX],
            "reference": order.id,
            **({"beneficiary_name": name} if name else {}),
        }
        return self._account.api().post("/v3/transfers", asked)

    def listed(self, order: PayoutOrder) -> Iterator[Json]:
        # Whether the list can be asked for a reference is not documented: it is read whole where
        # that is ignored.
        return numbered(self._account.api(), "/v3/transfers", {"reference": order.id})


class _Sending4:
    def __init__(self) -> None:
        self._account = Version4()

    def send(self, order: PayoutOrder) -> Any:  # noqa: ANN401 - any JSON
        value = json_number(to_flutterwave(order.amount))
        currency, destination = order.amount.currency, order.destination
        bank = {"account_number": destination["account_number"], "code": destination["bank_code"]}
        asked = {
            "action": "instant",
            "type": "bank",
            "reference": order.id,
            "narration": order.narration[:_NARRATION_MAX],
            "payment_instruction": {
                "source_currency": currency,
                "destination_currency": currency,
                "amount": {"value": value, "applies_to": "destination_currency"},
                "recipient": {"bank": bank},
            },
        }
        return self._account.post("/direct-transfers", asked, f"{order.id}-send")

    def listed(self, order: PayoutOrder) -> Iterator[Json]:
        fields = {"reference": order.id, "size": _PAGE4}
        return numbered(self._account, "/transfers", fields)


def _told(transfer: object, order: PayoutOrder) -> PayoutAnswer:
    """
    What a transfer says of the order that it should be of.
    """
    try:
        with form_of("transfer"):
            thing: Json = dict(transfer)  # type: ignore[call-overload]
            value = thing["amount"]
            currency = thing.get("currency") or thing["destination_currency"]
            amount = from_flutterwave(
                value["value"] if isinstance(value, Mapping) else value, currency
            )
            reference, is_ours = identified(thing["id"]), thing["reference"] == order.id
            status = str(thing["status"]).lower()
    except Invalid:
        return unclear("Flutterwave's answer has not the form of a transfer")
    if not is_ours:
        return unclear("Flutterwave tells of another transfer")
    state = _STATES.get(status, PayoutState.SENT)
    answer = PayoutAnswer(state, reference, _why(state, thing.get("complete_message")))
    return agreeing(answer, order.amount, amount)


def _why(state: PayoutState, message: object) -> str | None:
    if state is PayoutState.REVERSED:
        return "the bank sent the money back"
    if state is not PayoutState.FAILED:
        return None
    # The message itself may name the account's holder.
    if _TOO_LITTLE.search(str(message)):
        return "our balance at Flutterwave in this currency is too low"
    return "the bank did not take the transfer; Flutterwave's dashboard says why"


_: type[PayoutProvider] = Payouts
