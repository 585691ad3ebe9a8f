"""
Which part of what is owed is payable now, and what keeps the rest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tenantry.clock import month_bounds
from tenantry.commission_ledger.model import Balance, OpenStatement, Why
from tenantry.commissions.balances import OPEN, balance, past_hold
from tenantry.commissions.model import Agreement, Status
from tenantry.money import Money
from tenantry.statements.model import StatementHeader


@dataclass(frozen=True, slots=True)
class PayoutState:
    """
    What stands between a partner and its money besides its statements.

    Args:
        remainder: What earlier disbursements left.
        has_account: Whether the partner has said where to.
        is_paying: Whether a disbursement is under way: there is one at a time.
        paused_until: Until when its payout account is paused.
    """

    remainder: Money
    has_account: bool
    is_paying: bool = False
    paused_until: datetime | None = None

    def against(self, now: datetime) -> Iterator[Why]:
        """
        Why nothing can be sent to the partner now.
        """
        if self.is_paying:
            yield Why.IN_PAYMENT
        if not self.has_account:
            yield Why.NO_ACCOUNT
        elif self.paused_until is not None and now < self.paused_until:
            yield Why.ACCOUNT_PAUSED


def balance_of(
    headers: Iterable[StatementHeader], agreement: Agreement, payout: PayoutState, now: datetime
) -> Balance:
    """
    A partner's balance at a moment (R-COM-3).

    Args:
        headers: All of its statements; the settled and the rejected ones count for nothing.
        agreement: In force now: its minimum and its hold decide.
    """
    rows = tuple(_open(one, agreement, now) for one in headers if one.status in OPEN)
    currency = agreement.currency
    free = _sum((one.header.total for one in rows if not one.because), currency)
    could_be_paid = free + payout.remainder
    reasons = (*_short_of(rows, could_be_paid, agreement.minimum), *payout.against(now))
    because = tuple(dict.fromkeys(reasons))
    return Balance(
        as_of=now,
        total=balance((one.header.standing for one in rows), currency) + payout.remainder,
        remainder=payout.remainder,
        totals={status: _total(rows, status, currency) for status in OPEN},
        in_payment=_sum((one.header.total for one in rows if _is_claimed(one.header)), currency),
        payable=Money(0, currency) if because else could_be_paid,
        because=because,
        minimum=agreement.minimum,
        paused_until=payout.paused_until if Why.ACCOUNT_PAUSED in because else None,
        statements=rows,
    )


def _open(header: StatementHeader, agreement: Agreement, now: datetime) -> OpenStatement:
    is_held = not past_hold([header.standing], agreement.hold_days, now)
    ends_at = month_bounds(header.month)[1] + timedelta(days=agreement.hold_days)
    because = {
        Why.PENDING: header.status is Status.PENDING,
        Why.HOLD: is_held,
        Why.IN_PAYMENT: _is_claimed(header),
    }
    reasons = tuple(why for why, holds in because.items() if holds)
    return OpenStatement(header, reasons, ends_at if is_held else None)


def _short_of(rows: Iterable[OpenStatement], sum_: Money, minimum: Money) -> Iterator[Why]:
    """
    Why too little can be paid together; with what statements wait for it might be enough.
    """
    if sum_.minor < max(minimum.minor, 1):
        waiting = {why for one in rows for why in one.because}
        yield from (why for why in Why if why in waiting)
        yield Why.MINIMUM


def _is_claimed(header: StatementHeader) -> bool:
    return header.disbursement_id is not None and header.status is Status.APPROVED


def _total(rows: Iterable[OpenStatement], status: Status, currency: str) -> Money:
    wanted = (
        one.header.total
        for one in rows
        if one.header.status is status and not _is_claimed(one.header)
    )
    return _sum(wanted, currency)


def _sum(amounts: Iterable[Money], currency: str) -> Money:
    return sum(amounts, start=Money(0, currency))
