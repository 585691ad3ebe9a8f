"""
Paying back, through the provider that took the money.
"""

from tenantry.acts import Act
from tenantry.charges.accounts import provider_of
from tenantry.errors import TenantryError, invalid_field
from tenantry.idempotency import key_reused
from tenantry.ids import TenantId, derived_id
from tenantry.ledger import commands as ledger
from tenantry.ledger import facts, open_refunds, rules, store
from tenantry.ledger.folding import learn as learn_of
from tenantry.ledger.model import TenantPayment, TenantRefund
from tenantry.ledger.moving import write_known
from tenantry.observability import log
from tenantry.payments.model import Refund, RefundStatus
from tenantry.providers.model import PaymentProvider, ProviderRefused, RefundOrder
from tenantry.transactions import transaction, worked_out_anew


def give_back(tenant_id: TenantId, payment_id: str, minor: int, act: Act) -> TenantRefund:
    """
    Shape 3. Pay a part of a payment back; the same request again is the same refund.

    Raises:
        TenantNotFound, PaymentNotFound: There is none that the principal may see.
        Invalid: It was not paid through a provider that pays back.
        OperatorsOnly: The platform has the money.
        RefundedTooMuch: More than what is left.
        NoOwnAccount: It was paid to the reseller's own account, and its key is gone.
        ProviderRefused: The provider says no; the refund has failed.
        ProviderUnavailable: It did not answer; the refund is pending, and is asked about again.
    """
    assert act.once is not None, "its route takes an Idempotency-Key"
    if minor <= 0:
        raise invalid_field("amount_minor", "must be above zero")
    refund_id = derived_id("rfd", payment_id, act.principal.person_id, act.once.key)
    payment, is_new = worked_out_anew(
        lambda: _begin(tenant_id, payment_id, (refund_id, minor), act)
    )
    if payment.refunds[refund_id].has_ended:
        return _told(payment, refund_id, act)
    # A repeat asks only: the first request may be on its way. The sweep asks for what got lost.
    return _finish(payment, refund_id, act, asks_first=not is_new, may_pay=is_new)


def settle(tenant_id: TenantId, payment_id: str, refund_id: str, act: Act) -> bool:
    """
    Shape 3. Ask what became of a refund that nobody has told the end of; whether it has ended.

    One refund that fails does not keep others waiting: its error is what it stays open for.
    """
    payment = store.get_payment(tenant_id, payment_id)
    if payment is None or payment.refunds[refund_id].has_ended:
        open_refunds.forget(tenant_id, payment_id, refund_id)
        return True
    try:
        refund = _finish(payment, refund_id, act, asks_first=True, may_pay=True)
    except TenantryError as error:
        log.warning("refund stays open", extra={"code": error.code, "refund_id": refund_id})
        return False
    if refund.status is RefundStatus.PENDING:
        return False
    open_refunds.forget(tenant_id, payment_id, refund_id)
    return True


def _begin(
    tenant_id: TenantId, payment_id: str, said: tuple[str, int], act: Act
) -> tuple[TenantPayment, bool]:
    """
    The payment with the refund, and whether the refund is begun now.
    """
    refund_id, minor = said
    payment = ledger.get(tenant_id, payment_id, act.principal)
    rules.check_refunded_by_provider(payment, act.principal)
    begun = payment.refunds.get(refund_id)
    if begun is not None:
        if begun.minor != minor:
            raise key_reused()
        return payment, False
    rules.check_left(payment, minor)
    _provider_of(payment)
    refund = Refund(refund_id, minor, RefundStatus.PENDING)
    with transaction() as writes:
        write_known(writes, payment, refund, act)
        open_refunds.note(writes, payment, refund_id, act.now)
    return ledger.get(tenant_id, payment_id, act.principal), True


def _finish(
    payment: TenantPayment, refund_id: str, act: Act, *, asks_first: bool, may_pay: bool
) -> TenantRefund:
    """
    Have the provider pay back, unless it has; and write down how far that is.

    Not every provider has a key that makes a second call harmless: where one may have been made,
    the provider is asked first.
    """
    refund = payment.refunds[refund_id]
    order = RefundOrder(
        id=refund_id,
        payment_reference=payment.reference,
        amount=facts.fact_of(payment, refund, act.now).amount,
        is_whole=refund.minor == payment.asked_minor,
    )
    provider = _provider_of(payment)
    # A question that is refused says nothing of the money.
    status = provider.find_refund(order) if asks_first else None
    try:
        if status is None:
            status = provider.refund(order) if may_pay else RefundStatus.PENDING
    except ProviderRefused:
        _learn(payment, Refund(refund_id, refund.minor, RefundStatus.FAILED), act)
        raise
    return _learn(payment, Refund(refund_id, refund.minor, status), act)


def _provider_of(payment: TenantPayment) -> PaymentProvider:
    return provider_of(payment.provider, payment.collected_by, payment.reseller_id)


def _learn(payment: TenantPayment, refund: Refund, act: Act) -> TenantRefund:
    def learn() -> TenantRefund:
        now = store.get_payment(payment.tenant_id, payment.id)
        assert now is not None, "payments are never deleted"
        # Its webhook may have been faster.
        if refund.has_ended and not now.refunds[refund.id].has_ended:
            with transaction() as writes:
                write_known(writes, now, refund, act)
            return _told(learn_of(now, refund), refund.id, act)
        return _told(now, refund.id, act)

    return worked_out_anew(learn)


def _told(payment: TenantPayment, refund_id: str, act: Act) -> TenantRefund:
    fact = facts.fact_of(payment, payment.refunds[refund_id], act.now)
    assert isinstance(fact, TenantRefund), "a refund is told as one"
    return fact
