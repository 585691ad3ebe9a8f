"""
M-Pesa for what tenants pay: a prompt on the payer's phone, and asking what became of it.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from tenantry import settings
from tenantry.errors import invalid_field
from tenantry.payments.model import RefundStatus
from tenantry.providers.facts import ChargeEnded, ChargePaid, ProviderEvent
from tenantry.providers.model import (
    Asked,
    ChargeOrder,
    NotConfirmed,
    NotOffered,
    ProviderRefused,
    ProviderUnavailable,
    RefundOrder,
    Requested,
)
from tenantry.providers.mpesa.amounts import CURRENCIES, LARGEST, to_mpesa
from tenantry.providers.mpesa.calls import Clock, Daraja, system_clock, text_of
from tenantry.providers.mpesa.events import (
    ENDED,
    NAME,
    PAID,
    PROMPT,
    as_reference,
    prompt_id,
    to_nairobi,
    unasked_id,
)
from tenantry.providers.mpesa.pulling import pull
from tenantry.providers.mpesa.signature import subject_of, token
from tenantry.providers.secrets import provider_secrets

ACCOUNT_REFERENCE_MAX = 12
DESCRIPTION_MAX = 13
"""What a phone shows (https://developer.safaricom.co.ke/apis/MpesaExpressSimulate)."""

SKEW = timedelta(minutes=1)
"""By how much M-Pesa's clock may differ from ours."""
ANSWERED_WITHIN = timedelta(hours=1)
"""A prompt lapses within minutes: what is paid later is another payment."""
LISTED_WITHIN = timedelta(hours=1)
"""How long a payment that was told may be missing in Pull Transactions before it is doubted."""
AROUND = timedelta(minutes=10)
"""How far around its time a payment is looked for."""

_PHONE = re.compile(r"254[17]\d{8}", re.ASCII)


class Provider:
    """
    M-Pesa in Kenya.

    A prompt cannot be taken back nor asked for twice, so nothing here prompts a second time.
    """

    name = NAME
    currencies = CURRENCIES
    prompts = True

    def __init__(self, clock: Clock = system_clock) -> None:
        self._daraja = Daraja(clock)

    def largest(self, currency: str) -> int:
        """
        250,000 shillings.
        """
        del currency
        return LARGEST

    def request(self, order: ChargeOrder) -> Requested:
        """
        Prompt the payer, once: a repeat would prompt again, so a lost answer is never tried anew.

        Raises:
            Invalid: The phone is no Kenyan one, the amount has cents, or the reference is too long.
            NotOffered: It is not in shillings.
            ProviderRefused: M-Pesa says no.
            ProviderUnavailable: It did not answer clearly: the payer may have been prompted.
        """
        answer = self._daraja.post(
            "/mpesa/stkpush/v1/processrequest", {**self._password(), **_prompt(order)}
        )
        code = text_of(answer, "ResponseCode")
        if code != PAID:
            message = "the payment provider refuses this"
            raise ProviderRefused(message, provider_code=code)
        return Requested(text_of(answer, "CheckoutRequestID"), None)

    def find(self, asked: Asked, now: datetime) -> ProviderEvent | None:
        """
        Ask what became of a prompt; where its id was lost, look for its payment alone.

        A prompt that is paid has its receipt in Pull Transactions, where it is known by the
        charge's billing reference, its amount and its time: it is the first such payment since.

        Raises:
            ProviderUnavailable: It did not answer clearly, or the receipt is not listed yet.
        """
        if asked.request_id is None:
            return self._payment_of(asked)
        try:
            code = self._result(asked.request_id)
        except ProviderUnavailable:
            if now < asked.asked_at + ANSWERED_WITHIN:
                raise
            # A prompt that Daraja has forgotten is answered alike; its payment would be listed.
            return self._payment_of(asked)
        event_id = prompt_id(asked.request_id, code)
        if code in ENDED:
            ended = ChargeEnded(asked.charge_id, ENDED[code])
            kept = {"CheckoutRequestID": asked.request_id, "ResultCode": code}
            return ProviderEvent(NAME, event_id, PROMPT, ended, _is_live(), kept)
        if code != PAID:
            return None
        listed = self._payment_of(asked)
        if listed is None:
            message = "the payment was made, and its receipt is not listed yet"
            raise ProviderUnavailable(message, retry_after=60)
        return replace(listed, id=event_id, type=PROMPT)

    def confirm(self, event: ProviderEvent, now: datetime) -> ProviderEvent:
        """
        Believe what Daraja, asked, says too.

        Daraja has to tell of a prompt too that it was paid, or that it has ended. It tells neither
        receipt nor amount: whatever was paid has to be listed with these, and what was paid
        unasked with the same reference too.
        """
        if event.type == PROMPT:
            return self._confirm_prompt(event, now)
        return self._confirm_listed(event, now)

    def refund(self, order: RefundOrder) -> RefundStatus:
        """
        Never: a reversal's outcome comes to a callback alone, and nobody can ask for it.

        Raises:
            NotOffered: Always; it is reversed in M-Pesa's own portal, and recorded by hand.
        """
        raise _by_hand(order)

    def find_refund(self, order: RefundOrder) -> RefundStatus | None:
        """
        Never, as for `refund`.

        Raises:
            NotOffered: Always.
        """
        raise _by_hand(order)

    def list_since(self, since: datetime, until: datetime) -> Iterator[ProviderEvent]:
        """
        Everything that was paid to our number, prompted or not; it is listed for 48 hours.

        Prompts that were paid have the ids of payments unasked here, and no charge: their payments
        have the same references as in their callbacks. Prompts that have ended are not listed.
        """
        for event in pull(self._daraja, self._short_code(), since, until):
            yield replace(event, is_live=_is_live())

    def _password(self) -> dict[str, str]:
        secrets, now = provider_secrets(NAME), to_nairobi(self._daraja.clock())
        together = f"{self._short_code()}{secrets['passkey']}{now}".encode()
        return {
            "BusinessShortCode": self._short_code(),
            "Password": b64encode(together).decode(),
            "Timestamp": now,
        }

    def _short_code(self) -> str:
        return str(provider_secrets(NAME)["short_code"])

    def _result(self, request_id: str) -> str:
        # Not tried again at once: Daraja also answers 500 while the payer is still thinking.
        answer = self._daraja.post(
            "/mpesa/stkpushquery/v1/query", {**self._password(), "CheckoutRequestID": request_id}
        )
        return text_of(answer, "ResultCode")

    def _payment_of(self, asked: Asked) -> ProviderEvent | None:
        span = asked.asked_at - SKEW, asked.asked_at + ANSWERED_WITHIN
        found: list[tuple[ChargePaid, ProviderEvent]] = []
        if asked.billing_reference is not None:
            wanted = (as_reference(asked.billing_reference), asked.amount)
            for event in self.list_since(*span):
                fact = _paid(event)
                if (fact.payer_reference, fact.payment.subtotal) == wanted:
                    found.append((fact, event))
        if not found:
            return None
        first, event = min(found, key=lambda pair: (pair[0].occurred_at, pair[1].id))
        told = replace(first, charge_id=asked.charge_id, request_id=asked.request_id)
        return replace(event, fact=told)

    def _confirm_prompt(self, event: ProviderEvent, now: datetime) -> ProviderEvent:
        request_id, _, _ = event.id.removeprefix("stk-").rpartition("-")
        code = self._result(request_id)
        if code != PAID and code not in ENDED:
            message = "the payment is still under way"
            raise ProviderUnavailable(message, retry_after=60)
        if (code == PAID) != isinstance(event.fact, ChargePaid):
            raise _not_confirmed()
        return self._confirm_listed(event, now) if code == PAID else event

    def _confirm_listed(self, event: ProviderEvent, now: datetime) -> ProviderEvent:
        told = _paid(event)
        is_prompted = event.type == PROMPT
        listed_as = unasked_id(told.payment.reference) if is_prompted else event.id
        span = told.occurred_at - AROUND, told.occurred_at + AROUND
        for one in self.list_since(*span):
            if one.id == listed_as:
                listed = _paid(one)
                typed = None if is_prompted else listed.payer_reference
                if (told.payment, told.payer_reference) != (listed.payment, typed):
                    raise _not_confirmed()
                return event
        if -SKEW <= now - told.occurred_at < LISTED_WITHIN:
            message = "the payment is not listed yet"
            raise ProviderUnavailable(message, retry_after=60)
        raise _not_confirmed()


def _prompt(order: ChargeOrder) -> dict[str, str | int]:
    """
    What a prompt says, and to whom; what became of it goes to an address of its own.
    """
    if order.amount.currency not in CURRENCIES:
        message = "M-Pesa charges in Kenyan shillings only"
        raise NotOffered(message, currency=order.amount.currency)
    try:
        shillings = to_mpesa(order.amount)
    except ValueError as error:
        rule = "must be whole shillings: M-Pesa prompts for no cents"
        raise invalid_field("amount", rule) from error
    phone = order.payer.phone or ""
    if not _PHONE.fullmatch(phone):
        raise invalid_field("phone", "must be a Kenyan mobile number: 254, then nine digits")
    if not 0 < len(order.billing_reference) <= ACCOUNT_REFERENCE_MAX:
        rule = f"must have 1 to {ACCOUNT_REFERENCE_MAX} characters"
        raise invalid_field("billing_reference", rule)
    secrets, subject = provider_secrets(NAME), subject_of(order.id)
    address = f"/v1/notices/{subject}/{token(secrets['path_secrets'][0], subject)}"
    short_code = str(secrets["short_code"])
    return {
        "TransactionType": "CustomerPayBillOnline",
        "Amount": shillings,
        "PartyA": phone,
        "PartyB": short_code,
        "PhoneNumber": phone,
        "CallBackURL": settings.base_url() + address,
        "AccountReference": order.billing_reference,
        "TransactionDesc": order.description[:DESCRIPTION_MAX] or order.billing_reference,
    }


def _is_live() -> bool:
    """
    Whether our account is: nothing that M-Pesa tells says so.
    """
    return bool(provider_secrets(NAME).get("mode") == "live")


def _paid(event: ProviderEvent) -> ChargePaid:
    assert isinstance(event.fact, ChargePaid), "what is paid unasked is paid"
    return event.fact


def _not_confirmed() -> NotConfirmed:
    message = "the payment provider, asked, says something else"
    return NotConfirmed(message)


def _by_hand(order: RefundOrder) -> NotOffered:
    message = "M-Pesa payments are reversed in M-Pesa's own portal, and recorded by hand"
    return NotOffered(message, payment_reference=order.payment_reference)
