"""
Money to partners' bank accounts and phones by Paystack (https://paystack.com/docs/api/transfer).
"""

import re
from collections.abc import Mapping
from http import HTTPStatus

from tenantry import settings
from tenantry.errors import Invalid, invalid_field
from tenantry.money import Money
from tenantry.providers.destinations import cleaned, digits_of, is_name
from tenantry.providers.model import ProviderRefused, ProviderUnavailable
from tenantry.providers.payouts import (
    PayoutAnswer,
    PayoutOrder,
    PayoutProvider,
    PayoutState,
    agreeing,
    unclear,
)
from tenantry.providers.paystack.amounts import from_paystack, to_paystack
from tenantry.providers.paystack.events import NAME
from tenantry.providers.reading import Json, form_of
from tenantry.providers.secrets import provider_secrets
from tenantry.providers.web import Api

_CURRENCIES_OF = {
    "nuban": {"NGN"},
    "ghipss": {"GHS"},
    "basa": {"ZAR"},
    "mobile_money": {"GHS", "KES"},
}
"""By the type of a recipient: a Nigerian, Ghanaian, South African account, or a phone."""
_BANK = re.compile(r"[A-Za-z0-9-]{2,20}", re.ASCII)
_NUMBER = re.compile(r"\d{6,20}", re.ASCII)
_NUBAN = re.compile(r"\d{10}", re.ASCII)
_REASON_MAX = 100
_STATES = {
    "success": (PayoutState.PAID, None),
    "failed": (PayoutState.FAILED, "the bank did not take the transfer"),
    "reversed": (PayoutState.REVERSED, "the bank sent the money back"),
    "pending": (PayoutState.SENT, None),
    "otp": (
        PayoutState.SENT,
        "Paystack waits for a one-time password: switch these off, and approve it in its dashboard",
    ),
}
"""One that waits for a password may still be approved by somebody: it has not failed."""
_WORDS = {
    "insufficient_balance": "our balance at Paystack in this currency is too low",
    "invalid_bank_code": "Paystack knows no such bank",
    "invalid_account_number": "Paystack knows no such account at this bank",
}


class Payouts:
    """
    Transfers from our balance; an order's reference is its id in small letters.
    """

    currencies = frozenset[str]().union(*_CURRENCIES_OF.values())

    def largest(self, currency: str) -> Money | None:
        """
        None: Paystack names no limit of its own, and refuses what is too large for a channel.
        """
        del currency
        return None

    def step(self, currency: str) -> int:
        """
        One minor unit.
        """
        del currency
        return 1

    def check_destination(self, destination: Mapping[str, str]) -> dict[str, str]:
        """
        `type` (`nuban`, `ghipss`, `basa`, `mobile_money`), `bank_code`, `account_number`, `name`.

        Raises:
            Invalid: As the protocol has it.
        """
        told = cleaned(destination, {"type", "bank_code", "account_number", "name"})
        told["account_number"] = digits_of(told["account_number"])
        if told["type"] not in _CURRENCIES_OF:
            raise invalid_field("type", f"must be one of {', '.join(_CURRENCIES_OF)}")
        if not _BANK.fullmatch(told["bank_code"]):
            raise invalid_field("bank_code", "must be a code of Paystack's list of banks")
        form = _NUBAN if told["type"] == "nuban" else _NUMBER
        if not form.fullmatch(told["account_number"]):
            digits = "10" if told["type"] == "nuban" else "6 to 20"
            raise invalid_field("account_number", f"must have {digits} digits")
        if not is_name(told["name"]):
            raise invalid_field("name", "must be the account holder's")
        return told

    def send(self, order: PayoutOrder) -> PayoutAnswer:
        """
        Name the recipient, and transfer; Paystack takes a reference once.

        What it answers at once says that the transfer is queued, whatever its state: it is sent.
        """
        currencies = _CURRENCIES_OF.get(order.destination["type"], set())
        if order.amount.currency not in currencies:
            reason = f"Paystack pays no {order.amount.currency} to this type of account"
            return PayoutAnswer(PayoutState.FAILED, reason=reason)
        try:
            # The same account gets the same recipient, however often it is named.
            recipient = self._api().post(
                "/transferrecipient", _recipient(order), is_safe_to_repeat=True
            )
            with form_of("transferrecipient"):
                code = str(recipient["data"]["recipient_code"])
            answer = self._api().post("/transfer", _transfer(order, code), is_safe_to_repeat=True)
        except ProviderUnavailable:
            return unclear("Paystack did not answer")
        except ProviderRefused as refused:
            return self._after(refused, order)
        except Invalid:
            return unclear("Paystack's answer has not the form of a recipient")
        told = _told(_inside(answer), order)
        is_early = told.state is PayoutState.PAID
        return PayoutAnswer(PayoutState.SENT, told.reference) if is_early else told

    def find(self, order: PayoutOrder) -> PayoutAnswer:
        """
        Verify the reference.
        """
        try:
            answer = self._api().get(f"/transfer/verify/{reference_of(order.id)}")
        except ProviderUnavailable:
            return unclear("Paystack did not answer")
        except ProviderRefused as refused:
            if _is_unknown(refused):
                return PayoutAnswer(PayoutState.NOT_FOUND)
            return unclear(f"Paystack does not say ({_code_of(refused)})")
        return _told(_inside(answer), order)

    def _after(self, refused: ProviderRefused, order: PayoutOrder) -> PayoutAnswer:
        """
        A second transfer with one reference is refused: then the first one counts.
        """
        known = self.find(order)
        if known.state is not PayoutState.NOT_FOUND:
            return known
        code = _code_of(refused)
        reason = _WORDS.get(code, f"Paystack refuses the transfer ({code})")
        return PayoutAnswer(PayoutState.FAILED, reason=reason)

    def _api(self) -> Api:
        authorization = {"Authorization": f"Bearer {provider_secrets(NAME)['api_key']}"}
        return Api(settings.provider_url(NAME), authorization)


def reference_of(payout_id: str) -> str:
    """
    An order's reference: from 16 to 50 small letters, digits, dashes and underscores.

    Example:
        >>> reference_of("pat_01M7XPE6000000000000000000")
        'pat_01m7xpe6000000000000000000'
    """
    return payout_id.lower()


def _recipient(order: PayoutOrder) -> Json:
    named = {name: order.destination[name] for name in ("type", "name", "account_number")}
    bank = order.destination["bank_code"]
    return {**named, "bank_code": bank, "currency": order.amount.currency}


def _transfer(order: PayoutOrder, recipient: str) -> Json:
    return {
        "source": "balance",
        "amount": to_paystack(order.amount),
        "currency": order.amount.currency,
        "recipient": recipient,
        "reference": reference_of(order.id),
        "reason": order.narration[:_REASON_MAX],
    }


def _inside(answer: object) -> object:
    return answer.get("data") if isinstance(answer, Mapping) else None


def _told(transfer: object, order: PayoutOrder) -> PayoutAnswer:
    """
    What a transfer says of the order that it should be of.
    """
    try:
        with form_of("transfer"):
            thing: Json = dict(transfer)  # type: ignore[call-overload]
            amount = from_paystack(thing["amount"], thing["currency"])
            is_ours = thing["reference"] == reference_of(order.id)
            reference, status = str(thing["transfer_code"]), str(thing["status"])
    except Invalid:
        return unclear("Paystack's answer has not the form of a transfer")
    if not is_ours:
        return unclear("Paystack tells of another transfer")
    # Paystack may have more states than it documents: none of them is an end.
    word = status if status.isalpha() else "unknown"
    unended = (PayoutState.SENT, f"Paystack says that it is {word[:20]}")
    state, reason = _STATES.get(status, unended)
    return agreeing(PayoutAnswer(state, reference, reason), order.amount, amount)


def _is_unknown(refused: ProviderRefused) -> bool:
    says_so = _code_of(refused).endswith("not_found")
    return says_so or refused.context.get("provider_status") == HTTPStatus.NOT_FOUND


def _code_of(refused: ProviderRefused) -> str:
    code = refused.context.get("provider_code") or refused.context.get("provider_status")
    return str(code)


_: type[PayoutProvider] = Payouts
