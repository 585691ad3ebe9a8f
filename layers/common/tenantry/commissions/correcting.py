"""
Proposing corrections of lines, and deciding on them.
"""

from dataclasses import dataclass

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.commissions import corrections, facts_store, store
from tenantry.commissions.agreements import in_force
from tenantry.commissions.corrections import (
    CorrectionNotFound,
    CorrectionStatus,
    ProposedCorrection,
)
from tenantry.commissions.earning import (
    is_held_at_the_end,
    mrr_of,
    wholesale_of,
)
from tenantry.commissions.inputs import Paid
from tenantry.commissions.model import Basis, Kind, LineKey
from tenantry.commissions.months import last_instant
from tenantry.commissions.periods import covering, effective
from tenantry.errors import invalid_field
from tenantry.ids import TenantId
from tenantry.ledger.store import payments_of
from tenantry.money import Money
from tenantry.principals import Principal
from tenantry.resellers import commands as resellers
from tenantry.transactions import transaction


@dataclass(frozen=True, slots=True)
class NewCorrection:
    """
    What an operator proposes.

    Args:
        minor: In the currency that the partner earns in; below zero to take away.
        why: For people.
    """

    tenant_id: TenantId
    key: LineKey
    minor: int
    why: str


def propose(reseller_id: TenantId, new: NewCorrection, act: Act) -> ProposedCorrection:
    """
    Shape 1. Propose to add to what a line is about, or to take from it (R-COM-5).

    Nothing counts until another operator has approved it.

    Raises:
        ResellerNotFound: There is no such reseller.
        Invalid: The partner earns nothing by this key, so that nothing could be corrected.
    """
    reseller = resellers.get(reseller_id)
    if new.minor == 0:
        raise invalid_field("amount_minor", "must not be zero")
    books = store.get_books(reseller.id)
    if books is None or books.last_statement is None or new.key.earned > books.last_statement:
        # Until then the money's own facts are what is to be put right; nor is the currency fixed.
        raise invalid_field("month", "must have a statement")
    _check_earns(reseller.id, new)
    proposed = ProposedCorrection(
        id=act.new_id("cor"),
        reseller_id=reseller.id,
        tenant_id=new.tenant_id,
        key=new.key,
        amount=Money(new.minor, books.currency),
        why=new.why,
        proposed_by=act.principal.person_id,
        proposed_at=act.now,
    )
    with transaction() as writes:
        facts_store.create_correction(writes, proposed)
        events.record(
            writes,
            act,
            "correction.proposed",
            tenant_id=reseller.id,
            reseller_id=reseller.id,
            correction_id=proposed.id,
            month=proposed.key.earned,
            payment_id=proposed.key.payment_id,
            amount_minor=proposed.amount.minor,
            currency=proposed.amount.currency,
        )
        idempotency.remember(writes, act, proposed)
    return proposed


def approve(
    reseller_id: TenantId, correction_id: str, comment: str, act: Act
) -> ProposedCorrection:
    """
    Shape 1. Let a correction count, from now on: it falls into the next statement (R-COM-5).

    Raises:
        CorrectionNotFound: There is none.
        CorrectionDecided: It was declined.
        SecondPersonNeeded: The person has proposed it.
    """
    return _decide(reseller_id, correction_id, CorrectionStatus.APPROVED, act, comment=comment)


def decline(
    reseller_id: TenantId, correction_id: str, comment: str, act: Act
) -> ProposedCorrection:
    """
    Shape 1. Let a correction not count; who proposed it takes it back like this.

    Raises:
        CorrectionNotFound: There is none.
        CorrectionDecided: It was approved: another one takes back what it did.
    """
    return _decide(reseller_id, correction_id, CorrectionStatus.DECLINED, act, comment=comment)


def get(reseller_id: TenantId, correction_id: str, principal: Principal) -> ProposedCorrection:
    """
    Read a correction; a partner sees those that count.

    Raises:
        CorrectionNotFound: There is none that the principal may see.
    """
    found = facts_store.get_correction(reseller_id, correction_id)
    is_seen = found is not None and (
        principal.is_operator or found.status is CorrectionStatus.APPROVED
    )
    if found is None or not is_seen:
        message = "the reseller has no such correction"
        raise CorrectionNotFound(message)
    return found


def _decide(
    reseller_id: TenantId, correction_id: str, status: CorrectionStatus, act: Act, *, comment: str
) -> ProposedCorrection:
    before = get(reseller_id, correction_id, act.principal)
    person = act.principal.person_id
    after = corrections.decide(before, status, by=person, comment=comment, now=act.now)
    if after is before:
        return before
    kind = _EVENTS[status]
    with transaction() as writes:
        facts_store.replace_correction(writes, before, after)
        events.record(
            writes,
            act,
            kind,
            tenant_id=reseller_id,
            reseller_id=reseller_id,
            correction_id=after.id,
        )
    return after


_EVENTS = {
    CorrectionStatus.APPROVED: "correction.approved",
    CorrectionStatus.DECLINED: "correction.declined",
}


def _check_earns(reseller_id: TenantId, new: NewCorrection) -> None:
    """
    Refuse what would wait for ever: only what earns something is corrected.
    """
    holdings = store.holdings_with(reseller_id, new.tenant_id)
    if not is_held_at_the_end(holdings, new.key.earned):
        rule = "must be a tenant that the reseller held at the month's end"
        raise invalid_field("tenant_id", rule)
    payments = {one.id: one for _, one in payments_of(new.tenant_id, None, None)}
    period = covering(effective(payments.values()), last_instant(new.key.earned))
    # A payment that has all gone back covers nothing any more; what it earned is reversed already.
    if period is None or period.payment_id != new.key.payment_id:
        raise invalid_field("payment_id", "must pay for the month's last instant")
    if new.key.about is Kind.MARKUP:
        payment = payments[new.key.payment_id]
        paid = Paid(payment, payment.terms)
        agreed = tuple(one.agreement for _, one in store.agreements_of(reseller_id, None, None))
        agreement = in_force(agreed, new.key.earned)
        if agreement.basis is not Basis.WHOLESALE or wholesale_of(paid) >= mrr_of(paid):
            raise invalid_field("about", "must be commission: nothing was paid above wholesale")
