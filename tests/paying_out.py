"""
Partners with statements and payout accounts, and a bank of this process that pays them.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any
from unittest.mock import patch

from tenantry.acts import Act
from tenantry.clock import Month, month_bounds
from tenantry.commissions import commands as commissions
from tenantry.commissions.business_days import approve_by
from tenantry.commissions.calendars import operators_calendar
from tenantry.commissions.model import Agreement, Method, Status
from tenantry.disbursements import commands, store
from tenantry.disbursements.attempts import attempts_of
from tenantry.disbursements.carrying import get_carried
from tenantry.disbursements.model import Attempt, Disbursement
from tenantry.fx.model import Quote
from tenantry.fx.store import put_rates
from tenantry.ids import TenantId, UserId
from tenantry.money import Money
from tenantry.payout_accounts import commands as payout_accounts
from tenantry.payout_accounts.model import NewAccount, PayoutAccount
from tenantry.principals import Principal
from tenantry.providers import payouts
from tenantry.providers.payouts import PayoutAnswer, PayoutOrder, PayoutState
from tenantry.resellers.model import Reseller
from tenantry.statements import approving
from tenantry.statements import store as statements
from tenantry.statements.model import StatementHeader
from tenantry.transactions import transaction
from tests.acting import NOON, OPERATOR, an_act, owner_of
from tests.builders import a_form, make_reseller, once

PAYER = replace(OPERATOR, person_id=UserId("usr_PAYER"))
"""A second operator, who pays what the first one has approved."""
OCTOBER = Month("2026-10")
BANK = {
    "account_holder": "Acme Ltd",
    "account_number": "0123456789012",
    "bank_name": "First Bank",
    "country": "KE",
}
PHONE = {"phone": "254712345678"}

_numbers = count(1)


@dataclass
class PretendBank:
    """
    Pays what it is asked to, and remembers each transfer by the order's id, as providers do.

    Args:
        says: What it answers next, `paid` when there is nothing left.
        happens: What happens while it is asked to pay, before it does.
        transfers: The money that has left, by the order's id.
        asked: The ids of the orders that it was asked about.
        finds: What it says of an order when asked; what follows from the transfers when left out.
    """

    currencies: frozenset[str] = frozenset({"USD", "KES", "NGN"})
    largest_minor: int | None = None
    step_minor: int = 1
    says: list[PayoutState] = field(default_factory=list)
    happens: list[Callable[[], object]] = field(default_factory=list)
    happens_after: list[Callable[[], object]] = field(default_factory=list)
    transfers: dict[str, PayoutOrder] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    finds: dict[str, PayoutState] = field(default_factory=dict)

    def largest(self, currency: str) -> Money | None:
        return None if self.largest_minor is None else Money(self.largest_minor, currency)

    def step(self, currency: str) -> int:
        del currency
        return self.step_minor

    def check_destination(self, destination: Mapping[str, str]) -> dict[str, str]:
        return dict(destination)

    def send(self, order: PayoutOrder) -> PayoutAnswer:
        assert order.id not in self.transfers, "asked to pay one order twice"
        if self.happens:
            self.happens.pop(0)()
        state = self.says.pop(0) if self.says else PayoutState.PAID
        if state is not PayoutState.FAILED:
            self.transfers[order.id] = order
        if self.happens_after:
            self.happens_after.pop(0)()
        return self._answer(order.id, state)

    def find(self, order: PayoutOrder) -> PayoutAnswer:
        self.asked.append(order.id)
        known = PayoutState.PAID if order.id in self.transfers else PayoutState.NOT_FOUND
        return self._answer(order.id, self.finds.get(order.id, known))

    @property
    def paid_minor(self) -> int:
        """
        All money that has left.
        """
        return sum(order.amount.minor for order in self.transfers.values())

    def _answer(self, order_id: str, state: PayoutState) -> PayoutAnswer:
        is_there = state in {PayoutState.SENT, PayoutState.PAID}
        reference = f"ref-{order_id}" if is_there else None
        return PayoutAnswer(state, reference, None if is_there else "so it says")


@contextmanager
def paying(bank: PretendBank) -> Iterator[PretendBank]:
    """
    Put a bank of this process in the place of all payout providers.
    """
    with patch.object(payouts, "provider_of", lambda _: bank):
        yield bank


def a_partner(method: Method = Method.PAYSTACK, currency: str = "USD", **agreed: Any) -> Reseller:
    """
    A partner that is paid by a provider, from 50.00 US dollars on, with an account.
    """
    number = next(_numbers)
    reseller = make_reseller(a_form(f"partner-{number}", email=f"p{number}@acme.example"))
    agreement = Agreement(Month("2026-11"), method=method)
    commissions.agree(reseller.id, replace(agreement, **agreed), an_act())
    set_account(reseller.id, method=method, currency=currency)
    return reseller


def set_account(reseller_id: TenantId, now: datetime = NOON, **changes: Any) -> PayoutAccount:
    """
    The owner says where its money goes.
    """
    asked = NewAccount(Method.PAYSTACK, "USD", PHONE, "money@acme.example")
    if changes.get("method") is Method.BANK_TRANSFER:
        asked = replace(asked, destination=BANK)
    act = an_act(owner_of(reseller_id), now)
    return payout_accounts.set_account(reseller_id, replace(asked, **changes), act)


def a_statement(
    reseller: Reseller, month: Month = OCTOBER, minor: int = 100_00, **changes: Any
) -> StatementHeader:
    """
    A pending statement.
    """
    written_at = month_bounds(month)[1]
    header = StatementHeader(
        reseller_id=reseller.id,
        month=month,
        attempt="1",
        cut_off=written_at,
        written_at=written_at,
        total=Money(minor, "USD"),
        tenant_count=1,
        line_count=1,
        inputs_hash="0" * 64,
        status=Status.PENDING,
        version=1,
        approve_by=approve_by(written_at, operators_calendar()),
    )
    made = replace(header, **changes)
    with transaction() as writes:
        statements.create_header(writes, made)
    return made


def approve(header: StatementHeader, now: datetime = NOON) -> StatementHeader:
    """
    The first operator approves it.
    """
    return approving.approve(header.reseller_id, header.month, an_act(now=now))


def an_approved(
    reseller: Reseller, month: Month = OCTOBER, minor: int = 100_00, now: datetime = NOON
) -> StatementHeader:
    """
    A statement that can be paid.
    """
    return approve(a_statement(reseller, month, minor), now)


def pay(reseller: Reseller, who: Principal = PAYER, now: datetime = NOON) -> Disbursement:
    """
    The second operator pays.
    """
    return commands.create(reseller.id, a_request(who, now))


def a_request(who: Principal = PAYER, now: datetime = NOON) -> Act:
    """
    An act with a key of its own.
    """
    return an_act(who, now, once(f"payout {next(_numbers)}"))


def stored(disbursement: Disbursement) -> Disbursement:
    """
    It as it stands now.
    """
    found = store.get_disbursement(disbursement.reseller_id, disbursement.id)
    assert found is not None
    return found


def attempts(disbursement: Disbursement) -> list[Attempt]:
    """
    Every attempt to pay it.
    """
    rows = attempts_of(disbursement.reseller_id, disbursement.id, None, None)
    return [attempt for _, attempt in rows]


def statement(header: StatementHeader) -> StatementHeader:
    """
    It as it stands now.
    """
    found = statements.get_header(header.reseller_id, header.month)
    assert found is not None
    return found


def carried(reseller: Reseller) -> int:
    """
    What was left over so far, in cents.
    """
    return get_carried(reseller.id, "USD").amount.minor


def balance(reseller: Reseller) -> int:
    """
    What a partner is owed, in cents.
    """
    waits = {Status.PENDING, Status.APPROVED}
    headers = statements.headers_of(reseller.id)
    return sum(one.total.minor for one in headers if one.status in waits) + carried(reseller)


def publish(**per_dollar: str) -> None:
    """
    Rates of the day of the tests.
    """
    day = NOON.date()
    quotes = {"USD": Quote("USD", "EUR", Decimal(2), day, "ecb")}
    for currency, rate in ({"KES": "129.5"} | per_dollar).items():
        quotes[currency] = Quote(currency, "USD", Decimal(rate), day, "open")
    put_rates(day, quotes)
