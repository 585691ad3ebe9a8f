"""
Money to partners' phones by M-Pesa (B2C), whose answers come later, to addresses of ours.

https://developer.safaricom.co.ke/apis/BusinessToCustomer.
"""

import re
from collections.abc import Mapping
from typing import Any

from tenantry import settings
from tenantry.errors import invalid_field
from tenantry.money import Money
from tenantry.providers.destinations import cleaned, digits_of
from tenantry.providers.model import ProviderRefused, ProviderUnavailable
from tenantry.providers.mpesa.amounts import CURRENCIES, LARGEST, to_mpesa
from tenantry.providers.mpesa.calls import Clock, Daraja, system_clock, text_of
from tenantry.providers.mpesa.events import NAME
from tenantry.providers.mpesa.signature import PayoutSubject, payout_subject, token
from tenantry.providers.payouts import (
    PayoutAnswer,
    PayoutOrder,
    PayoutProvider,
    PayoutState,
    unclear,
)
from tenantry.providers.secrets import NotConfigured, provider_secrets
from tenantry.providers.webhook import Secrets

ACCEPTED = "0"
SHORT_CODE_TYPE = "4"
_REMARKS_MAX = 100
_SHILLING = 100
_PHONE = re.compile(r"254[17]\d{8}", re.ASCII)
_LOCAL = re.compile(r"0([17]\d{8})", re.ASCII)


class Payouts:
    """
    Payments from our utility account; an order's conversation has the order's id.

    Nothing is sent twice: M-Pesa refuses an id that it has, and says so as it says that it failed
    itself (500.002.1001). It answers at once that it has taken a request; what became of it comes
    to `payout_results`, and only the answer to `find` counts.

    Args:
        clock: A token lapses by it.
    """

    currencies = CURRENCIES

    def __init__(self, clock: Clock = system_clock) -> None:
        self._daraja = Daraja(clock)

    def largest(self, currency: str) -> Money | None:
        """
        250,000 shillings, unless the account says another limit (`payout_largest`, in shillings).

        A receiver gets at most 500,000 in a day; M-Pesa refuses what is above it.
        """
        limit = provider_secrets(NAME).get("payout_largest", LARGEST // _SHILLING)
        return Money(int(limit) * _SHILLING, currency)

    def step(self, currency: str) -> int:
        """
        Whole shillings.
        """
        del currency
        return _SHILLING

    def check_destination(self, destination: Mapping[str, str]) -> dict[str, str]:
        """
        `phone`: a Kenyan mobile number, kept as `254712345678`.

        Raises:
            Invalid: As the protocol has it.
        """
        told = cleaned(destination, {"phone"})
        phone = digits_of(told["phone"]).removeprefix("+")
        if local := _LOCAL.fullmatch(phone):
            phone = f"254{local[1]}"
        if not _PHONE.fullmatch(phone):
            rule = "must be a Kenyan mobile number: 254, then 7 or 1 and eight digits"
            raise invalid_field("phone", rule)
        return {"phone": phone}

    def send(self, order: PayoutOrder) -> PayoutAnswer:
        """
        Ask once: sent, failed, or unclear; whether it is paid is never known at once.

        Where not even a token could be had, nothing was asked for and it has failed: M-Pesa could
        not say later that it has no such payout. So it is called once for each order.
        """
        account = _account()
        asked = {
            "OriginatorConversationID": order.id,
            "InitiatorName": account["initiator_name"],
            "SecurityCredential": account["security_credential"],
            "CommandID": "BusinessPayment",
            "Amount": to_mpesa(order.amount),
            "PartyA": _short_code(account),
            "PartyB": order.destination["phone"],
            "Remarks": order.narration[:_REMARKS_MAX],
            "ResultURL": _address(account, order, PayoutSubject.RESULT),
            "QueueTimeOutURL": _address(account, order, PayoutSubject.LATE),
            "Occassion": order.id,
        }
        try:
            self._daraja.prepare()
        except ProviderUnavailable:
            reason = "M-Pesa did not answer before anything was asked for"
            return PayoutAnswer(PayoutState.FAILED, reason=reason)
        except ProviderRefused as refused:
            return _refused(refused)
        try:
            answer = self._daraja.post("/mpesa/b2c/v3/paymentrequest", asked)
            code = text_of(answer, "ResponseCode")
        except ProviderUnavailable:
            return unclear("M-Pesa did not answer, or has this payout already")
        except ProviderRefused as refused:
            return _refused(refused)
        if code != ACCEPTED:
            # Nobody documents another code here: it may also mean that it has the payout.
            return unclear("M-Pesa did not say that it takes the payout")
        return PayoutAnswer(PayoutState.SENT)

    def find(self, order: PayoutOrder) -> PayoutAnswer:
        """
        Ask for its state: always unclear, until the answer is heard.
        """
        account = _account()
        asked = {
            "Initiator": account["initiator_name"],
            "SecurityCredential": account["security_credential"],
            "CommandID": "TransactionStatusQuery",
            "OriginalConversationID": order.id,
            "PartyA": _short_code(account),
            "IdentifierType": SHORT_CODE_TYPE,
            "ResultURL": _address(account, order, PayoutSubject.ASKED),
            "QueueTimeOutURL": _address(account, order, PayoutSubject.ASKED_LATE),
            "Remarks": "What became of it",
            "Occasion": order.id,
        }
        try:
            answer = self._daraja.post(
                "/mpesa/transactionstatus/v1/query", asked, is_safe_to_repeat=True
            )
            code = text_of(answer, "ResponseCode")
        except ProviderUnavailable:
            return unclear("M-Pesa did not answer")
        except ProviderRefused as refused:
            return unclear(f"M-Pesa does not say ({_code_of(refused)})")
        if code != ACCEPTED:
            return unclear("M-Pesa did not say that it will answer")
        return unclear("M-Pesa was asked, and answers later")


def _account() -> Secrets:
    """
    Our account, which has to be set up for payouts by name.

    Raises:
        NotConfigured: It is not.
    """
    account = provider_secrets(NAME)
    if not account.get("initiator_name") or not account.get("security_credential"):
        message = "the account with mpesa has no initiator yet (docs/operations.md)"
        raise NotConfigured(message, retry_after=60)
    return account


def _short_code(account: Secrets) -> str:
    return str(account.get("payout_short_code") or account["short_code"])


def _address(account: Secrets, order: PayoutOrder, kind: PayoutSubject) -> str:
    subject = payout_subject(order.id, kind)
    given: Any = account["path_secrets"][0]
    return f"{settings.base_url()}/v1/notices/{subject}/{token(given, subject)}"


def _refused(refused: ProviderRefused) -> PayoutAnswer:
    reason = f"M-Pesa refuses the payout ({_code_of(refused)})"
    return PayoutAnswer(PayoutState.FAILED, reason=reason)


def _code_of(refused: ProviderRefused) -> str:
    code = refused.context.get("provider_code") or refused.context.get("provider_status")
    return str(code)


_: type[PayoutProvider] = Payouts
