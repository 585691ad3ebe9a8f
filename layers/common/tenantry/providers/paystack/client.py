"""
Paystack's page for what tenants pay, and what goes back of it (https://paystack.com/docs/api).
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from urllib.parse import quote

from tenantry import settings
from tenantry.errors import invalid_field
from tenantry.payments.model import RefundStatus
from tenantry.providers.facts import PaymentRefunded, ProviderEvent
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
from tenantry.providers.paystack.amounts import (
    CURRENCIES,
    MINOR_MAX,
    refund_status,
    to_paystack,
)
from tenantry.providers.paystack.events import (
    CAME,
    NAME,
    of_dispute,
    of_ended,
    of_refund,
    of_transaction,
    ours_in,
    reference_of,
)
from tenantry.providers.reading import Json, form_of, from_zoned
from tenantry.providers.secrets import provider_secrets
from tenantry.providers.web import Api

PAGE, PAGES_MAX = 100, 1_000
ABANDONED_AFTER = timedelta(days=1)
"""A payer may leave the page and come back; Paystack says `abandoned` all the while."""

PAID_LATE = timedelta(days=7)
"""Lists go by when a transaction began; a bank transfer may arrive days later."""

CHANGED_LATE = timedelta(days=60)
"""The same for refunds and disputes, which change for weeks."""

_UNKNOWN = {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}


class Provider:
    """
    Paystack for the payments of tenants.

    A transaction's reference is our charge's id; a refund carries ours in its merchant's note.
    """

    name = NAME
    currencies = CURRENCIES
    prompts = False

    def largest(self, currency: str) -> int:
        """
        The same for all currencies.
        """
        del currency
        return MINOR_MAX

    def request(self, order: ChargeOrder) -> Requested:
        """
        Open the page for a charge.

        Paystack takes a reference once, and says its page's address once. Where that answer was
        lost, nobody knows the address and nobody can pay there: the charge is refused from then
        on, and another one has to be made.
        """
        if not order.payer.email:
            raise invalid_field("email", "is needed to pay by Paystack")
        if order.amount.currency not in CURRENCIES:
            raise NotOffered(f"Paystack does not charge in {order.amount.currency}")
        reference = reference_of(order.id)
        asked = {
            "email": order.payer.email,
            "amount": to_paystack(order.amount),
            "currency": order.amount.currency,
            "reference": reference,
            "callback_url": settings.checkout_return_url(),
            "metadata": json.dumps({"charge_id": order.id, "tenant_id": order.tenant_id}),
        }
        try:
            # A second one with the same reference is refused: it cannot open a second page.
            answer = self._api().post("/transaction/initialize", asked, is_safe_to_repeat=True)
        except ProviderRefused as refused:
            if self._transaction(reference) is None:
                raise
            message = "the provider has a page for this charge and does not say its address again"
            raise ProviderRefused(message, **refused.context) from refused
        with form_of("transaction/initialize"):
            return Requested(reference, str(answer["data"]["authorization_url"]))

    def find(self, asked: Asked, now: datetime) -> ProviderEvent | None:
        """
        Verify the transaction; one that nobody paid for a day has expired.
        """
        transaction = self._transaction(reference_of(asked.charge_id))
        if transaction is None:
            return None
        with form_of("transaction/verify"):
            status = transaction["status"]
            if status in CAME:
                return of_transaction(transaction)
            is_over = status == "abandoned" and now - asked.asked_at >= ABANDONED_AFTER
            return of_ended(transaction) if is_over or status == "failed" else None

    def confirm(self, event: ProviderEvent, now: datetime) -> ProviderEvent:
        """
        For a refund's event, the refund that it is of; all others are signed and say enough.

        Of several refunds of one payment with the same amount, it is the newest that is in the
        event's state; what is taken for another one so, the list of refunds still says.
        """
        del now
        if not isinstance(event.fact, PaymentRefunded):
            return event
        reference, told = event.fact.payment_reference, event.fact.refund
        with form_of("refund"):
            found = [of_refund(refund, reference) for refund in self._refunds_of(reference)]
        alike = [
            one
            for one in found
            if isinstance(one.fact, PaymentRefunded) and one.fact.refund.minor == told.minor
        ]
        if not alike:
            raise NotConfirmed("Paystack has no refund of this payment with this amount")
        same_state = [one for one in alike if one.type == event.type]
        return max(same_state or alike, key=lambda one: int(one.id.split(":")[1]))

    def refund(self, order: RefundOrder) -> RefundStatus:
        """
        Refund a part, unless Paystack has this refund already: it knows no idempotency.
        """
        known = self.find_refund(order)
        if known is not None:
            return known
        asked = {
            "transaction": order.payment_reference,
            "amount": to_paystack(order.amount),
            "currency": order.amount.currency,
            "merchant_note": order.id,
        }
        answer = self._api().post("/refund", asked)
        with form_of("refund"):
            return refund_status(answer["data"]["status"])

    def find_refund(self, order: RefundOrder) -> RefundStatus | None:
        """
        Look for our id in the notes of the payment's refunds.
        """
        with form_of("refund"):
            for refund in self._refunds_of(order.payment_reference):
                if ours_in(refund) == order.id:
                    return refund_status(refund["status"])
        return None

    def list_since(self, since: datetime, until: datetime) -> Iterator[ProviderEvent]:
        """
        What was paid, and what became of refunds and disputes.

        Refunds of which the list does not say when they changed come in each list; their ids are
        the same each time.
        """
        span = (since, until)
        paid = self._listed("/transaction", since - PAID_LATE, until)
        yield from self._read(paid, of_transaction, lambda one: _is_paid_in(one, *span))
        refunds = self._listed("/refund", since - CHANGED_LATE, until)
        yield from self._read(refunds, self._of_refund, lambda one: _is_changed_in(one, *span))
        disputes = self._listed("/dispute", since - CHANGED_LATE, until)
        yield from self._read(disputes, of_dispute, lambda one: _is_changed_in(one, *span))

    def _read(
        self,
        rows: Iterator[Json],
        reader: Callable[[Json], ProviderEvent],
        is_wanted: Callable[[Json], bool],
    ) -> Iterator[ProviderEvent]:
        for row in rows:
            with form_of("list"):
                event = reader(row) if is_wanted(row) else None
            if event is not None:
                yield event

    def _of_refund(self, refund: Json) -> ProviderEvent:
        reference = refund.get("transaction_reference")
        if not reference:
            found = self._api().get(f"/transaction/{int(refund['transaction'])}")
            reference = found["data"]["reference"]
        return of_refund(refund, str(reference))

    def _refunds_of(self, reference: str) -> Iterator[Json]:
        transaction = self._transaction(reference)
        if transaction is None:
            return iter(())
        return self._pages("/refund", {"transaction": str(transaction["id"])})

    def _transaction(self, reference: str) -> Json | None:
        try:
            answer = self._api().get(f"/transaction/verify/{quote(reference, safe='')}")
        except ProviderRefused as refused:
            if refused.context.get("provider_status") in _UNKNOWN:
                return None
            raise
        with form_of("transaction/verify"):
            transaction: Json = answer["data"]
            return transaction

    def _listed(self, path: str, since: datetime, until: datetime) -> Iterator[Json]:
        return self._pages(path, {"from": _moment(since), "to": _moment(until)})

    def _pages(self, path: str, fields: dict[str, str]) -> Iterator[Json]:
        for page in range(1, PAGES_MAX + 1):
            asked = {**fields, "perPage": str(PAGE), "page": str(page)}
            answer = self._api().get(path, asked)
            with form_of(path):
                rows = list(answer["data"])
            # How many a page holds, Paystack decides: only an empty one is the last.
            if not rows:
                return
            yield from rows
        raise ProviderUnavailable("the provider's list does not end", retry_after=60)

    def _api(self) -> Api:
        authorization = {"Authorization": f"Bearer {provider_secrets(NAME)['api_key']}"}
        return Api(settings.provider_url(NAME), authorization)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def _is_paid_in(transaction: Json, since: datetime, until: datetime) -> bool:
    if transaction["status"] not in CAME:
        return False
    return since <= from_zoned(transaction.get("paid_at") or transaction["paidAt"]) < until


def _is_changed_in(thing: Json, since: datetime, until: datetime) -> bool:
    changed = thing.get("updated_at") or thing.get("updatedAt")
    return changed is None or since <= from_zoned(changed) < until
