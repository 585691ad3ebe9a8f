"""
Buying and returning licences.
"""

from contextlib import suppress
from dataclasses import replace

from tenantry import events
from tenantry.acts import Act
from tenantry.errors import ChangedMeanwhile, TenantryError
from tenantry.idempotency import key_reused
from tenantry.ids import TenantId, derived_id
from tenantry.license_prices import commands as prices
from tenantry.license_prices import store as price_store
from tenantry.license_prices.model import Quote
from tenantry.license_prices.rules import check_holds, in_force
from tenantry.license_purchases import rules, store
from tenantry.license_purchases.model import (
    Facts,
    NotHeld,
    Purchase,
    PurchaseNotFound,
    RefundNotFound,
    Status,
)
from tenantry.license_purchases.moving import write_moved
from tenantry.payments.model import Refund, RefundStatus
from tenantry.payments.rules import learn_refund
from tenantry.providers.model import LicenseCheckout, Order, ProviderRefused
from tenantry.resellers import commands as resellers
from tenantry.resellers.rules import check_is_prepaid, check_may_sign_in
from tenantry.transactions import transaction, worked_out_anew


def buy(reseller_id: TenantId, quote_id: str, provider: LicenseCheckout, act: Act) -> Purchase:
    """
    Shape 3. Open a checkout for a quote; the same request again gives the same checkout.

    Raises:
        QuoteNotFound, QuoteExpired: There is no such quote, or it is too old.
        ResellerInactive, NotPrepaid: The reseller may not buy.
        TooExpensive: The provider does not take so much at once.
        ProviderRefused, ProviderUnavailable: The checkout could not be opened; the purchase waits
            for a repeat of the request.
    """
    purchase = _begin(reseller_id, quote_id, provider, act)
    if purchase.checkout_url is not None or purchase.facts.has_expired:
        return purchase
    return open_checkout(purchase, provider, act)


def _begin(reseller_id: TenantId, quote_id: str, provider: LicenseCheckout, act: Act) -> Purchase:
    purchase_id = _derived_id("lic", reseller_id, act)
    begun = store.get_purchase(reseller_id, purchase_id)
    if begun is not None:
        if begun.quote_id != quote_id:
            raise key_reused()
        return begun
    quote = prices.get_quote(reseller_id, quote_id)
    check_holds(quote, act.now)
    reseller = resellers.get(reseller_id)
    check_may_sign_in(reseller)
    check_is_prepaid(reseller)
    rules.check_payable(quote.offer.total, provider.minor_max)
    purchase = _intended(purchase_id, quote, act)
    with transaction() as writes:
        store.create(writes, purchase)
        events.record(
            writes,
            act,
            "license_purchase.begun",
            tenant_id=reseller_id,
            reseller_id=reseller_id,
            purchase_id=purchase_id,
            quantity=purchase.quantity,
            total_minor=purchase.total.minor,
        )
    return purchase


def open_checkout(purchase: Purchase, provider: LicenseCheckout, act: Act) -> Purchase:
    """
    Ask the provider for the checkout of a purchase that has none, and write its answer down.
    """
    order = Order(purchase.id, purchase.reseller_id, purchase.quantity, purchase.unit_price)
    checkout = provider.open_checkout(order)
    after = replace(
        purchase,
        checkout_id=checkout.id,
        checkout_url=checkout.url,
        version=purchase.version + 1,
    )
    with transaction() as writes:
        store.replace(writes, purchase, after)
        events.record(
            writes,
            act,
            "license_purchase.opened",
            tenant_id=purchase.reseller_id,
            reseller_id=purchase.reseller_id,
            purpose=purchase.id,
            purchase_id=purchase.id,
        )
    return after


def give_back(
    reseller_id: TenantId, purchase_id: str, provider: LicenseCheckout, act: Act, *, quantity: int
) -> Purchase:
    """
    Shape 3. Return licences of a purchase and refund what that yields (R-LIC-3).

    Licences in use are not taken: what cannot be taken now is owed.

    Raises:
        NotPaid, TooManyReturned, PaidOtherwise, NothingToRefund: Nothing is paid back, and why.
        ProviderUnavailable: It did not answer; the refund is pending, and is asked for again.
        ProviderRefused: It says no; the refund has failed, and its licences are back.
    """
    refund_id = _derived_id("ret", purchase_id, act)
    before = get(reseller_id, purchase_id)
    begun = before.facts.refunds.get(refund_id)
    if begun is None:
        lists = price_store.price_lists()
        amount = rules.refund_for(before, in_force(lists, before.prices_from), quantity)
        refund = Refund(refund_id, amount.minor, RefundStatus.PENDING, quantity)
        before = _learn(replace(before, asked_at=act.now), _with(before.facts, refund), act)
        return settle_refund(before, refund_id, provider, act)
    if begun.quantity != quantity:
        raise key_reused()
    return finish_refund(before, begun, provider, act)


def settle_refund(
    purchase: Purchase, refund_id: str, provider: LicenseCheckout, act: Act
) -> Purchase:
    """
    Ask the provider for a refund that is pending, and write its answer down.

    Raises:
        ProviderRefused: It says no: the refund has failed, and its licences are back.
        ProviderUnavailable: It did not answer.
    """
    refund, payment = purchase.facts.refunds[refund_id], purchase.facts.payment
    assert payment is not None, "only what was paid is refunded"
    if refund.status is not RefundStatus.PENDING:
        return purchase
    amount = replace(payment.subtotal, minor=refund.minor)
    refused: TenantryError | None = None
    try:
        status = provider.refund(refund_id, payment.reference, amount)
    except ProviderRefused as error:
        status, refused = RefundStatus.FAILED, error
    after = note_refund(purchase, refund, status, act)
    if refused is not None:
        raise refused
    return after


def finish_refund(
    purchase: Purchase, refund: Refund, provider: LicenseCheckout, act: Act
) -> Purchase:
    """
    Ask once more for a refund that may be pending.

    The provider is asked about it first: after a day its key alone would not keep it from being
    paid twice.

    Raises:
        ProviderRefused, ProviderUnavailable: As above.
    """
    if refund.status is not RefundStatus.PENDING:
        return purchase
    assert purchase.facts.payment is not None, "only what was paid is refunded"
    known = provider.find_refund(refund.id, purchase.facts.payment.reference)
    if known is None:
        return settle_refund(purchase, refund.id, provider, act)
    return note_refund(purchase, refund, known, act)


def note_refund(purchase: Purchase, refund: Refund, status: RefundStatus, act: Act) -> Purchase:
    """
    Write down what the provider says of a refund, which its webhook may have told already.
    """
    said = replace(refund, status=status)

    def learn() -> Purchase:
        now = get(purchase.reseller_id, purchase.id)
        return _learn(now, _with(now.facts, said), act)

    with suppress(ChangedMeanwhile):
        return _learn(purchase, _with(purchase.facts, said), act)
    return worked_out_anew(learn)


def expire(purchase: Purchase, act: Act) -> Purchase:
    """
    Shape 1. Give up a purchase whose checkout was asked for a day ago, and never shown to anybody.
    """
    return _learn(purchase, replace(purchase.facts, has_expired=True), act)


def name_quantity(
    reseller_id: TenantId, purchase_id: str, refund_id: str, act: Act, *, quantity: int
) -> Purchase:
    """
    Shape 1. An operator says how many licences a refund is for that was made at the provider.

    Raises:
        RefundNotFound: The purchase has no such refund, or it is one of ours.
        TooManyReturned: The purchase has fewer licences.
    """
    before = get(reseller_id, purchase_id)
    refund = before.facts.refunds.get(refund_id)
    if refund is None or (refund.is_ours and refund.quantity is not None):
        message = "there is no refund of the provider's with this id"
        raise RefundNotFound(message)
    return _learn(before, rules.name_quantity(before, refund, quantity), act)


def accept_payment(reseller_id: TenantId, purchase_id: str, quantity: int, act: Act) -> Purchase:
    """
    Shape 1. An operator gives licences for a payment that differs from what was asked for.

    Raises:
        NotHeld: Nothing is held.
    """
    before = get(reseller_id, purchase_id)
    if before.facts.accepted == quantity:
        return before
    if rules.standing(before).status is not Status.HELD:
        message = "this purchase is not held for a decision"
        raise NotHeld(message)
    return _learn(before, replace(before.facts, accepted=quantity), act)


def get(reseller_id: TenantId, purchase_id: str) -> Purchase:
    """
    Read a purchase.

    Raises:
        PurchaseNotFound: The reseller has no such purchase.
    """
    purchase = store.get_purchase(reseller_id, purchase_id)
    if purchase is None:
        message = "there is no such purchase"
        raise PurchaseNotFound(message)
    return purchase


def _derived_id(prefix: str, place: str, act: Act) -> str:
    """
    The id of what a request begins: whoever repeats the request finds what it has begun.
    """
    assert act.once is not None, "what is paid for carries an Idempotency-Key"
    return derived_id(prefix, place, act.principal.person_id, act.once.key)


def _intended(purchase_id: str, quote: Quote, act: Act) -> Purchase:
    return Purchase(
        id=purchase_id,
        reseller_id=quote.reseller_id,
        quote_id=quote.id,
        quantity=quote.offer.quantity,
        unit_price=quote.offer.unit_price,
        total=quote.offer.total,
        prices_from=quote.quoted_at,
        created_at=act.now,
        asked_at=act.now,
    )


def _with(facts: Facts, refund: Refund) -> Facts:
    return replace(facts, refunds=learn_refund(facts.refunds, refund))


def _learn(before: Purchase, facts: Facts, act: Act) -> Purchase:
    if facts == before.facts:
        return before
    with transaction() as writes:
        return write_moved(writes, before, facts, act)
