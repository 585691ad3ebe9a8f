"""
Version 4 of Flutterwave's API (https://flutterwaveinc.mintlify.app/v4-api-reference).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from tenantry import settings
from tenantry.payments.model import RefundStatus
from tenantry.providers.facts import ChargePaid, PaymentDisputed, PaymentRefunded, ProviderEvent
from tenantry.providers.flutterwave.amounts import json_number, to_flutterwave
from tenantry.providers.flutterwave.events import (
    NAME,
    asked_id,
    charged_back,
    identified,
    made_at,
    of_charge,
    of_chargeback,
    of_refund,
)
from tenantry.providers.flutterwave.lists import CHANGED_LATE, PAID_LATE, expired, is_over, numbered
from tenantry.providers.model import (
    Asked,
    ChargeOrder,
    NotConfirmed,
    NotOffered,
    ProviderRefused,
    RefundOrder,
    Requested,
)
from tenantry.providers.reading import Json, form_of
from tenantry.providers.secrets import provider_secrets
from tenantry.providers.web import Api

TOKENS = "https://idp.flutterwave.com"
"""Another host than the API's; an account may say another (`token_url`), as the stand-in's does."""

TOKEN_PATH = "/realms/flutterwave/protocol/openid-connect/token"  # noqa: S105 - an address
SESSION_MINUTES = 1440
PAGE = 50
_EARLIER = timedelta(hours=1)
"""How far Flutterwave's clock may be behind ours."""


class Version4:
    """
    An account of version 4: OAuth, signed events, idempotency keys.
    """

    def __init__(self) -> None:
        self._token: str | None = None

    def request(self, order: ChargeOrder) -> Requested:
        """
        Open the page for a charge, whose id is its reference and its idempotency key.
        """
        asked = {
            "amount": json_number(to_flutterwave(order.amount)),
            "currency": order.amount.currency,
            "customer_id": self._customer(str(order.payer.email), order.id),
            "redirect_url": settings.checkout_return_url(),
            "reference": order.id,
            "session_duration": SESSION_MINUTES,
        }
        answer = self.post("/checkout/sessions", asked, order.id)
        with form_of("checkout/sessions"):
            return Requested(identified(answer["data"]["id"]), str(answer["data"]["checkout_url"]))

    def find(self, asked: Asked, now: datetime) -> ProviderEvent | None:
        """
        Look for our reference among the charges since it was asked for.

        Where there is none for a day, the page has expired.
        """
        wanted = {"reference": asked.charge_id, "size": str(PAGE)}
        tried: list[Json] = []
        for charge in self._since("/charges", asked.asked_at - _EARLIER, wanted):
            with form_of("charge"):
                if charge["reference"] == asked.charge_id:
                    tried.append(charge)
        with form_of("charge"):
            told = [of_charge(charge, is_live=self._is_live()) for charge in tried]
        said = [event for event in told if event is not None]
        if tried:
            # A try that was paid counts, however many failed before.
            return max(said, key=lambda event: isinstance(event.fact, ChargePaid), default=None)
        return expired(asked, is_live=self._is_live()) if is_over(asked, now) else None

    def confirm(self, event: ProviderEvent) -> ProviderEvent:
        """
        For a refund or a chargeback, read it, and its charge's currency; all others are signed.
        """
        if isinstance(event.fact, PaymentRefunded):
            return self._of_refund(self._known(f"/refunds/{asked_id(event)}"))
        if isinstance(event.fact, PaymentDisputed):
            return self._of_chargeback(self._known(f"/chargebacks/{asked_id(event)}"))
        return event

    def refund(self, order: RefundOrder) -> RefundStatus:
        """
        Not offered: a refund of version 4 carries nothing of ours, so what it is would stay open.
        """
        del order
        message = "with version 4, refunds are made in Flutterwave's dashboard; we hear of them"
        raise NotOffered(message)

    def find_refund(self, order: RefundOrder) -> RefundStatus | None:
        """
        None: we never ask for one.
        """
        del order
        return None

    def list_since(self, since: datetime, until: datetime) -> Iterator[ProviderEvent]:
        """
        What was paid or failed, and what became of refunds and chargebacks.

        Lists go by when a thing began: what began somewhat before comes again, with the same ids.
        """
        for charge in self._since("/charges", since - PAID_LATE, {"size": str(PAGE)}):
            with form_of("charge"):
                event = of_charge(charge, is_live=self._is_live())
                is_wanted = event is not None and made_at(charge) < until
            if event is not None and is_wanted:
                yield event
        for refund in self._since("/refunds", since - CHANGED_LATE, {"size": str(PAGE)}):
            yield self._of_refund(refund)
        for chargeback in self._since("/chargebacks", since - CHANGED_LATE, {"size": str(PAGE)}):
            yield self._of_chargeback(chargeback)

    def get(self, path: str, fields: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - any JSON
        """
        Read something, with a token that holds.
        """
        try:
            return self._api().get(path, fields)
        except ProviderRefused as refused:
            self._forget(refused)
        return self._api().get(path, fields)

    def post(self, path: str, body: Json, key: str) -> Any:  # noqa: ANN401 - any JSON
        """
        Have something done once under a key of ours, with a token that holds.
        """
        headers = {"X-Idempotency-Key": key, "X-Trace-Id": key}
        try:
            return self._api().post(path, body, is_safe_to_repeat=True, headers=headers)
        except ProviderRefused as refused:
            self._forget(refused)
        return self._api().post(path, body, is_safe_to_repeat=True, headers=headers)

    def _customer(self, email: str, key: str) -> str:
        found = self.post("/customers/search", {"email": email}, f"{key}-search")
        with form_of("customers"):
            for customer in found["data"]:
                return identified(customer["id"])
        made = self.post("/customers", {"email": email}, f"{key}-customer")
        with form_of("customers"):
            return identified(made["data"]["id"])

    def _of_refund(self, refund: Json) -> ProviderEvent:
        with form_of("refund"):
            currency = self._known(f"/charges/{identified(refund['charge_id'])}")["currency"]
            return of_refund(refund, currency, is_live=self._is_live())

    def _of_chargeback(self, chargeback: Json) -> ProviderEvent:
        with form_of("chargeback"):
            currency = self._known(f"/charges/{charged_back(chargeback)}")["currency"]
            return of_chargeback(chargeback, currency, is_live=self._is_live())

    def _known(self, path: str) -> Json:
        try:
            answer = self.get(path)
        except ProviderRefused as refused:
            if refused.context.get("provider_status") == HTTPStatus.NOT_FOUND:
                raise NotConfirmed("Flutterwave knows nothing of it") from refused
            raise
        with form_of(path):
            known: Json = answer["data"]
            return known

    def _since(self, path: str, since: datetime, fields: Mapping[str, str]) -> Iterator[Json]:
        # The newest come first; a list cannot be asked for a time.
        return numbered(self, path, fields, lambda thing: made_at(thing) < since)

    def _is_live(self) -> bool:
        return bool(provider_secrets(NAME).get("mode") == "live")

    def _forget(self, refused: ProviderRefused) -> None:
        """
        A token lapses after some minutes; the API says so before it does anything.
        """
        if refused.context.get("provider_status") != HTTPStatus.UNAUTHORIZED or not self._token:
            raise refused
        self._token = None

    def _api(self) -> Api:
        if self._token is None:
            secrets = provider_secrets(NAME)
            told = Api(str(secrets.get("token_url", TOKENS)), {}).post_form(
                TOKEN_PATH,
                {
                    "client_id": str(secrets["client_id"]),
                    "client_secret": str(secrets["client_secret"]),
                    "grant_type": "client_credentials",
                },
            )
            with form_of("token"):
                self._token = str(told["access_token"])
        return Api(settings.provider_url(NAME), {"Authorization": f"Bearer {self._token}"})
