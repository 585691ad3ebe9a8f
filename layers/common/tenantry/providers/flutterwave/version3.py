"""
Version 3 of Flutterwave's API (https://developer.flutterwave.com/reference).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from tenantry import settings
from tenantry.payments.model import RefundStatus
from tenantry.providers.facts import ChargePaid, PaymentDisputed, PaymentRefunded, ProviderEvent
from tenantry.providers.flutterwave.amounts import (
    from_flutterwave,
    json_number,
    refund_status,
    to_flutterwave,
)
from tenantry.providers.flutterwave.events import (
    NAME,
    asked_id,
    charged_back,
    identified,
    of_charge,
    of_chargeback,
    of_refund,
    ours_in,
)
from tenantry.providers.flutterwave.lists import CHANGED_LATE, PAID_LATE, expired, is_over, numbered
from tenantry.providers.model import (
    Asked,
    ChargeOrder,
    NotConfirmed,
    ProviderRefused,
    ProviderUnavailable,
    RefundOrder,
    Requested,
)
from tenantry.providers.reading import Json, form_of, from_zoned
from tenantry.providers.secrets import provider_secrets
from tenantry.providers.web import Api

SESSION_MINUTES = 1440
"""The longest that a page stays open (`session_duration`)."""

_UNKNOWN = {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}


class Version3:
    """
    An account of version 3: nothing signs its events, so each is asked about.
    """

    def request(self, order: ChargeOrder) -> Requested:
        """
        Open the page for a charge, whose id is its `tx_ref`.

        It is tried once: a repeat would open another page for the same charge.
        """
        asked = {
            "tx_ref": order.id,
            "amount": json_number(to_flutterwave(order.amount)),
            "currency": order.amount.currency,
            "redirect_url": settings.checkout_return_url(),
            "customer": {"email": order.payer.email, "phonenumber": order.payer.phone or ""},
            "customizations": {"title": order.description},
            "meta": {"charge_id": order.id, "tenant_id": order.tenant_id},
            "session_duration": SESSION_MINUTES,
        }
        answer = self.api().post("/v3/payments", asked)
        with form_of("payments"):
            return Requested(order.id, str(answer["data"]["link"]))

    def find(self, asked: Asked, now: datetime) -> ProviderEvent | None:
        """
        Verify by our reference; a page on which nobody tried to pay for a day has expired.
        """
        path = "/v3/transactions/verify_by_reference"
        found = self._known(path, {"tx_ref": asked.charge_id})
        if found is None:
            return expired(asked, is_live=self._is_live()) if is_over(asked, now) else None
        with form_of("transaction"):
            return of_charge(found, is_live=self._is_live())

    def confirm(self, event: ProviderEvent) -> ProviderEvent:
        """
        Read what the event is of, and believe that alone.

        Raises:
            NotConfirmed: There is no such thing, or it says something else.
            ProviderUnavailable: It did not answer, or the payment is still under way.
        """
        if isinstance(event.fact, PaymentDisputed):
            raise NotConfirmed("version 3 says nothing of one chargeback alone")
        if isinstance(event.fact, PaymentRefunded):
            refund = self._known(f"/v3/refunds/{asked_id(event)}")
            if refund is None:
                raise NotConfirmed("Flutterwave has no such refund")
            return self._of_refund(refund)
        transaction = self._known(f"/v3/transactions/{asked_id(event)}/verify")
        if transaction is None:
            raise NotConfirmed("Flutterwave has no such transaction")
        with form_of("transaction"):
            said = of_charge(transaction, is_live=self._is_live())
        if said is None:
            message = "the payment is still under way at Flutterwave"
            raise ProviderUnavailable(message, retry_after=60)
        if _told(said) != _told(event):
            raise NotConfirmed("Flutterwave says something else of this transaction")
        return said

    def refund(self, order: RefundOrder) -> RefundStatus:
        """
        Refund a part, unless Flutterwave has this refund already: it knows no idempotency.
        """
        known = self.find_refund(order)
        if known is not None:
            return known
        asked = {"amount": json_number(to_flutterwave(order.amount)), "comments": order.id}
        path = f"/v3/transactions/{identified(order.payment_reference)}/refund"
        answer = self.api().post(path, asked)
        with form_of("refund"):
            return refund_status(answer["data"]["status"])

    def find_refund(self, order: RefundOrder) -> RefundStatus | None:
        """
        Look for our id in the comments of the transaction's refunds.

        Where a list does not repeat comments, one of the same amount is taken for ours: better
        that an operator looks again than that money goes back twice.
        """
        wanted = {"id": order.payment_reference}
        with form_of("refund"):
            for refund in numbered(self.api(), "/v3/refunds", wanted):
                if identified(refund["tx_id"]) != order.payment_reference:
                    continue
                alike = from_flutterwave(refund["amount_refunded"], order.amount.currency)
                is_nameless = "comments" not in refund and alike == order.amount
                if ours_in(refund) == order.id or is_nameless:
                    return refund_status(refund["status"])
        return None

    def list_since(self, since: datetime, until: datetime) -> Iterator[ProviderEvent]:
        """
        What was paid or failed, and what became of refunds and chargebacks.

        Lists go by days and by when a thing began: what began somewhat before comes again, with
        the same ids.
        """
        for transaction in self._listed("/v3/transactions", since - PAID_LATE, until):
            with form_of("transaction"):
                event = of_charge(transaction, is_live=self._is_live())
            if event is not None:
                yield event
        for refund in self._listed("/v3/refunds", since - CHANGED_LATE, until):
            yield self._of_refund(refund)
        for chargeback in self._listed("/v3/chargebacks", since - CHANGED_LATE, until):
            with form_of("chargeback"):
                currency = self._currency(charged_back(chargeback))
                event = of_chargeback(chargeback, currency, is_live=self._is_live())
            yield event

    def _of_refund(self, refund: Json) -> ProviderEvent:
        with form_of("refund"):
            currency = self._currency(identified(refund["tx_id"]))
            return of_refund(refund, currency, is_live=self._is_live())

    def _currency(self, transaction_id: str) -> str:
        found = self._known(f"/v3/transactions/{transaction_id}/verify")
        return str((found or {})["currency"])

    def _listed(self, path: str, since: datetime, until: datetime) -> Iterator[Json]:
        span = {"from": f"{since:%Y-%m-%d}", "to": f"{until + timedelta(days=1):%Y-%m-%d}"}
        for thing in numbered(self.api(), path, span):
            with form_of(path):
                made = from_zoned(thing["created_at"])
            if made < until:
                yield thing

    def _known(self, path: str, fields: dict[str, str] | None = None) -> Json | None:
        try:
            answer = self.api().get(path, fields)
        except ProviderRefused as refused:
            if refused.context.get("provider_status") in _UNKNOWN:
                return None
            raise
        with form_of(path):
            # What it does not know, it also says with status 200.
            known: Json | None = answer["data"] if answer["status"] == "success" else None
            return known

    def _is_live(self) -> bool:
        return bool(provider_secrets(NAME).get("mode") == "live")

    def api(self) -> Api:
        """
        The API, with our key.
        """
        authorization = {"Authorization": f"Bearer {provider_secrets(NAME)['api_key']}"}
        return Api(settings.provider_url(NAME), authorization)


def _told(event: ProviderEvent) -> Any:  # noqa: ANN401 - what is compared, of either fact
    """
    What event and answer have to agree in: all but the moment, which each rounds in its own way.
    """
    fact = event.fact
    return (fact.payment, fact.charge_id) if isinstance(fact, ChargePaid) else fact
