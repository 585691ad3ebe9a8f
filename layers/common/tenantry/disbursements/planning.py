"""
What a partner would be paid by now: read, decided, and not written.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from tenantry.acts import Act
from tenantry.clock import month_of
from tenantry.commissions.agreements import in_force
from tenantry.commissions.model import Agreement, Method
from tenantry.commissions.previewing import fresh
from tenantry.commissions.store import agreements_of, get_books
from tenantry.disbursements import amounts, carrying, checks
from tenantry.disbursements.amounts import Terms
from tenantry.disbursements.model import Carried, Disbursement, FrozenAccount
from tenantry.fx.model import AGE_MAX, Quote, RateMissing
from tenantry.fx.rules import worth_of
from tenantry.fx.store import get_rates
from tenantry.ids import TenantId, UserId
from tenantry.money import Money
from tenantry.payout_accounts import commands as payout_accounts
from tenantry.payout_accounts import store as accounts
from tenantry.payout_accounts.model import MethodNotAgreed, PayoutAccount
from tenantry.providers import payouts
from tenantry.statements import store as statements
from tenantry.statements.model import StatementHeader


@dataclass(frozen=True, slots=True)
class Owed:
    """
    What can be paid of what a partner is owed.

    Args:
        claimed: The statements, the earliest first.
        total: Their sum, with what earlier disbursements have left over.
    """

    agreement: Agreement
    carried: Carried
    claimed: tuple[StatementHeader, ...]
    total: Money

    @property
    def approvers(self) -> tuple[UserId, ...]:
        """
        Who has approved any of it.
        """
        of_statements = {one.approved_by for one in self.claimed if one.approved_by is not None}
        return tuple(sorted({*of_statements, *self.carried.approvers}))


@dataclass(frozen=True, slots=True)
class Plan:
    """
    A disbursement that is to be written, and what it rests on.
    """

    owed: Owed
    account: PayoutAccount
    disbursement: Disbursement


@dataclass(frozen=True, slots=True)
class Rate:
    """
    How many minor units of the payout's currency one of the statements' is worth, and by whom.
    """

    worth: Fraction = Fraction(1)
    day: date | None = None
    quotes: tuple[Quote, ...] = ()


def owed(reseller_id: TenantId, now: datetime) -> Owed:
    """
    What could be paid to a partner by now, if its account allows.

    Raises:
        DisbursementOpen: It is being paid something already.
        BelowMinimum: It is owed less than the agreed minimum.
    """
    agreement = agreement_of(reseller_id, now)
    carried = carrying.get_carried(reseller_id, agreement.currency)
    if carried.disbursement_id is not None:
        raise carrying.is_open(carried.disbursement_id)
    headers = statements.headers_of(reseller_id)
    claimed = amounts.claimable(headers, agreement.hold_days, now)
    return Owed(agreement, carried, claimed, amounts.payable(claimed, carried, agreement))


def agreement_of(reseller_id: TenantId, now: datetime) -> Agreement:
    """
    The agreement by which a partner is paid now, in the currency that its statements are in.

    Until the first statement that may be another one than the agreement in force says: the minimum
    is that of an agreement in the statements' own currency.
    """
    agreed = [one.agreement for _, one in agreements_of(reseller_id, None, None)]
    agreement, books = in_force(agreed, month_of(now)), get_books(reseller_id)
    if books is None or books.currency == agreement.currency:
        return agreement
    own = [one for one in agreed if one.currency == books.currency]
    minimum = own[0].minimum if own else Money(0, books.currency)
    return replace(agreement, currency=books.currency, minimum=minimum)


def plan(reseller_id: TenantId, act: Act) -> Plan:
    """
    The disbursement of all that can be paid by now.

    Raises:
        As `commands.create`.
    """
    found = owed(reseller_id, act.now)
    checks.check_four_eyes(found.approvers, act.principal.person_id)
    account, sealed = payout_accounts.get_sealed(reseller_id)
    if account.is_paused(act.now):
        raise accounts.paused(account)
    if account.method is not found.agreement.method:
        message = f"the agreement says {found.agreement.method.value}, and the account another"
        raise MethodNotAgreed(message, agreed=[found.agreement.method.value])
    rate = _rate(found.total.currency, account.currency, act.now)
    payout = amounts.payout(found.total, rate.worth, terms_of(account))
    disbursement = Disbursement(
        id=act.new_id("dis"),
        reseller_id=reseller_id,
        months=tuple(header.month for header in found.claimed),
        carried=found.carried.amount,
        total=found.total,
        amount=payout.amount,
        remainder=payout.remainder,
        account=FrozenAccount(
            account.method, account.shown, account.fingerprint, account.version, sealed
        ),
        approvers=found.approvers,
        parts=payout.parts,
        created_at=act.now,
        created_by=act.principal.person_id,
        fx_day=rate.day,
        quotes=rate.quotes,
    )
    return Plan(found, account, disbursement)


def terms_of(account: PayoutAccount) -> Terms:
    """
    What an account's method can pay at once; people can pay anything.
    """
    if account.method is Method.BANK_TRANSFER:
        return Terms(account.currency)
    provider = payouts.provider_of(account.method.value)
    largest = provider.largest(account.currency)
    step = provider.step(account.currency)
    return Terms(account.currency, step, None if largest is None else largest.minor)


def _rate(currency: str, other: str, now: datetime) -> Rate:
    """
    The rate of the last day that was published; it is fixed with the disbursement.

    Raises:
        RateMissing: No day that is fresh has it.
    """
    if currency == other:
        return Rate()
    today, reason = now.date(), None
    for age in range(AGE_MAX.days + 1):
        rates = fresh(get_rates(today - timedelta(days=age)), today)
        try:
            worth, quotes = worth_of(currency, other, rates)
        except RateMissing as error:
            # The first reason names the day that was asked for.
            reason = reason or error
        else:
            return Rate(worth, rates.day, quotes)
    assert reason is not None, "every day was tried"
    raise reason
