"""
A partner's books in memory: what the product's pure rules make of statements and payouts.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from fractions import Fraction

from tenantry.clock import Month, month_bounds
from tenantry.commissions.business_days import BusinessCalendar
from tenantry.commissions.model import STANDARD, Agreement, Method, Status
from tenantry.disbursements import amounts, checks, rules
from tenantry.disbursements.amounts import Terms
from tenantry.disbursements.model import (
    Attempt,
    AttemptState,
    Carried,
    Disbursement,
    FrozenAccount,
)
from tenantry.disbursements.model import Status as Standing
from tenantry.disbursements.rules import Books
from tenantry.ids import TenantId, UserId
from tenantry.money import Money
from tenantry.providers.payouts import PayoutAnswer, PayoutState
from tenantry.statements import deciding
from tenantry.statements.model import StatementHeader

RESELLER = TenantId("ten_PARTNER")
APPROVER, PAYER = UserId("usr_APPROVER"), UserId("usr_PAYER")
ACCOUNT = FrozenAccount(Method.PAYSTACK, {}, "f", 1, b"sealed")


@dataclass
class Ledger:
    """
    Everything of one partner, and what has happened to it.

    Args:
        settlements: How often each month was settled.
        skipped: How often one answer made more than one version, which no write could.
    """

    calendar: BusinessCalendar
    now: datetime
    agreement: Agreement = STANDARD
    headers: dict[Month, StatementHeader] = field(default_factory=dict)
    disbursements: dict[str, Disbursement] = field(default_factory=dict)
    attempts: list[Attempt] = field(default_factory=list)
    carried: Carried = Carried(RESELLER, Money(0, "USD"))  # noqa: RUF009 - it never changes
    settlements: dict[Month, int] = field(default_factory=dict)
    skipped: int = 0

    def write(self, month: Month, minor: int) -> None:
        """
        A pending statement.
        """
        at = month_bounds(month)[1]
        self.headers[month] = StatementHeader(
            RESELLER, month, "1", at, at, Money(minor, "USD"), 1, 1, "0", Status.PENDING, 1, at
        )

    def approve(self, month: Month) -> None:
        """
        The first operator approves it.
        """
        header = self.headers[month]
        self.headers[month] = deciding.approved(header, APPROVER, self.now, self.calendar)

    def reject(self, month: Month) -> None:
        """
        An operator rejects it.
        """
        header = self.headers[month]
        self.headers[month] = deciding.rejected(
            header, APPROVER, self.now, reason="wrong", restates=False
        )

    def pay(self, number: int, worth: Fraction, terms: Terms) -> None:
        """
        The second operator pays all that is approved, unless something is being paid.
        """
        if self.carried.disbursement_id is not None:
            return
        claimed = amounts.claimable(self.headers.values(), 0, self.now)
        total = amounts.payable(claimed, self.carried, self.agreement)
        payout = amounts.payout(total, worth, terms)
        made = Disbursement(
            id=f"dis_{number}",
            reseller_id=RESELLER,
            months=tuple(one.month for one in claimed),
            carried=self.carried.amount,
            total=total,
            amount=payout.amount,
            remainder=payout.remainder,
            account=ACCOUNT,
            approvers=(APPROVER,),
            parts=payout.parts,
            created_at=self.now,
            created_by=PAYER,
        )
        self.disbursements[made.id] = made
        self.carried = replace(
            self.carried, disbursement_id=made.id, version=self.carried.version + 1
        )
        for one in claimed:
            self.headers[one.month] = deciding.claimed(one, made.id)

    def try_part(self) -> None:
        """
        Begin an attempt for the first part of the open disbursement that nobody pays.
        """
        made = self.disbursements[str(self.carried.disbursement_id)]
        part = checks.to_retry(made)
        after, attempt = rules.begun(made, part, PAYER, self.now)
        self.disbursements[made.id] = after
        self.attempts.append(attempt)

    def tell(self, number: int, state: PayoutState, told_by: UserId | None = None) -> None:
        """
        The provider says something of an attempt, true or stale; or people do in its place.
        """
        attempt = self.attempts[number % len(self.attempts)]
        made = self.disbursements[attempt.disbursement_id]
        at = self.now + timedelta(hours=1)
        books, answer = Books(made, attempt, self.carried), PayoutAnswer(state, "ref")
        after = rules.learned(books, answer, at, told_by)
        self.skipped += after.carried.version - self.carried.version > 1
        self.skipped += after.disbursement.version - made.version > 1
        self.attempts[self.attempts.index(attempt)] = after.attempt
        self.carried = after.carried
        self._ended(made, after.disbursement)

    def give_up(self) -> None:
        """
        An operator ends the open disbursement.
        """
        made = self.disbursements[str(self.carried.disbursement_id)]
        after, self.carried = rules.given_up(made, self.carried, "closed", self.now)
        self._ended(made, after)

    @property
    def owed_minor(self) -> int:
        """
        The partner's balance: what is neither settled nor rejected, and what is carried.
        """
        waits = {Status.PENDING, Status.APPROVED}
        open_ones = [one.total.minor for one in self.headers.values() if one.status in waits]
        return sum(open_ones) + self.carried.amount.minor

    @property
    def earned_minor(self) -> int:
        """
        All statements that count.
        """
        return sum(one.total.minor for one in self.headers.values() if one.counts)

    @property
    def paid_minor(self) -> int:
        """
        What all attempts that have paid were worth, in the statements' currency.
        """
        paid = [one for one in self.attempts if one.state is AttemptState.PAID]
        return sum(
            self.disbursements[one.disbursement_id].parts[one.part - 1].worth.minor for one in paid
        )

    def _ended(self, before: Disbursement, after: Disbursement) -> None:
        self.disbursements[after.id] = after
        if before.status is after.status:
            return
        for month in after.months:
            header = self.headers[month]
            if after.status is Standing.PAID:
                self.headers[month] = deciding.settled(header, after.id, "ref", self.now)
                self.settlements[month] = self.settlements.get(month, 0) + 1
            else:
                self.headers[month] = deciding.released(header, after.id)
