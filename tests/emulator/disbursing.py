"""
Payouts as racers make and follow them: each in a process of its own, and one bank for all of them.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from tenantry import events
from tenantry.acts import Act, Once
from tenantry.commissions.model import Method, Status
from tenantry.disbursements import commands, store
from tenantry.disbursements.attempts import attempts_of
from tenantry.disbursements.carrying import get_carried
from tenantry.disbursements.following import follow_all
from tenantry.disbursements.model import Attempt, AttemptState, Disbursement
from tenantry.ids import TenantId, UserId
from tenantry.ledger_check.checking import check_payouts
from tenantry.money import Money
from tenantry.payout_accounts import commands as payout_accounts
from tenantry.payout_accounts.model import NewAccount
from tenantry.principals import SCHEDULER, Principal
from tenantry.providers import payouts
from tenantry.providers.payouts import PayoutAnswer, PayoutHeard, PayoutOrder, PayoutState
from tenantry.statements import approving
from tenantry.statements import store as statements
from tests.acting import DAY, NOON, OPERATOR, owner_of
from tests.builders import refusal_of
from tests.paying_out import OCTOBER, PAYER, a_partner, an_approved
from tests.written import SEPTEMBER

OWED = 150_00
"""The statements of September and October come to so many cents."""
LARGEST = 60_00
TELLER = replace(OPERATOR, person_id=UserId("usr_TELLER"))
"""A third operator, who says what became of what the second one has paid."""
ELSEWHERE = {"phone": "254700000000"}
SOON = NOON + timedelta(minutes=10)
"""The sweep sends what waits since noon, and asks about nothing yet."""
NEXT_DAY = NOON + DAY
LOOKS = 60


@dataclass(frozen=True, slots=True)
class SharedBank:
    """
    Pays what any process asks it to: each transfer is a file in its folder.

    Args:
        says: What it answers to whoever asks it to pay.
        largest_minor: Of one transfer; None for no limit.
    """

    folder: Path
    says: PayoutState = PayoutState.PAID
    largest_minor: int | None = None
    currencies: frozenset[str] = field(default=frozenset({"USD"}))

    def largest(self, currency: str) -> Money | None:
        return None if self.largest_minor is None else Money(self.largest_minor, currency)

    def step(self, currency: str) -> int:
        del currency
        return 1

    def check_destination(self, destination: Mapping[str, str]) -> dict[str, str]:
        return dict(destination)

    def send(self, order: PayoutOrder) -> PayoutAnswer:
        if self.says is not PayoutState.FAILED:
            # A name of its own: whoever asks for one order twice is paid twice here.
            written = json.dumps([order.amount.minor, dict(order.destination)])
            (self.folder / f"{order.id}.{os.urandom(8).hex()}").write_text(written)
        return PayoutAnswer(self.says, f"ref-{order.id}", "so it says")

    def find(self, order: PayoutOrder) -> PayoutAnswer:
        is_there = any(self.folder.glob(f"{order.id}.*"))
        state = PayoutState.PAID if is_there else PayoutState.NOT_FOUND
        return PayoutAnswer(state, f"ref-{order.id}" if is_there else None)

    def transfers(self) -> list[tuple[int, dict[str, str]]]:
        """
        All money that has left: how much, and where to.
        """
        return [tuple(json.loads(one.read_text())) for one in sorted(self.folder.iterdir())]


@dataclass(frozen=True, slots=True)
class Books:
    """
    How a partner's statements and what pays them stand.
    """

    disbursements: list[Disbursement]
    statuses: list[Status]
    claimed_by: set[str | None]
    attempts: Counter[AttemptState]
    balance: int
    events: Counter[str]
    differences: list[str]

    @property
    def paid(self) -> int:
        """
        What of the statements was paid, as the disbursements say.
        """
        return sum(one.paid.minor for one in self.disbursements)


def start_partners(rounds: int, bank: SharedBank, method: Method) -> list[TenantId]:
    """
    Partners that are owed two approved statements, and the accounts that these are paid to.
    """
    return [_with(bank, lambda: _start_partner(method)) for _ in range(rounds)]


def create(reseller_id: TenantId, bank: SharedBank, now: datetime = NOON) -> str | None:
    """
    Pay a partner; the refusal's code, if it is one.
    """
    return _refused(bank, lambda: commands.create(reseller_id, _act(PAYER, now)))


def retry(reseller_id: TenantId, bank: SharedBank, now: datetime = NOON) -> Counter[str | None]:
    """
    Try again and again to pay what is not under way; how it was answered.
    """
    return _for_each(
        reseller_id,
        lambda one: _refused(bank, lambda: commands.retry(reseller_id, one.id, _act(PAYER, now))),
    )


def give_up(reseller_id: TenantId, bank: SharedBank, now: datetime) -> Counter[str | None]:
    """
    Give up what is not under way; how it was answered.
    """
    return _for_each(
        reseller_id,
        lambda one: _refused(
            bank, lambda: commands.give_up(reseller_id, one.id, "a race", _act(PAYER, now))
        ),
    )


def hint(reseller_id: TenantId, bank: SharedBank, now: datetime = NOON) -> Counter[str | None]:
    """
    Say again and again of all attempts that they were paid, without proof; how it was answered.
    """

    def tell(one: Disbursement) -> str | None:
        refusals = {_refused(bank, _hinting(each, now)) for each in _attempts(one)} - {None}
        return next(iter(refusals), None)

    return _for_each(reseller_id, tell)


def record(
    reseller_id: TenantId, bank: SharedBank, state: PayoutState, now: datetime
) -> Counter[str | None]:
    """
    Say in the provider's or the bank's place what became of the first attempt; how it was answered.
    """

    def tell(one: Disbursement) -> str | None:
        answer = PayoutAnswer(state, "by hand", "so they say")
        first = next((each.id for each in _attempts(one)), None)
        return _refused(
            bank,
            lambda: commands.record(
                reseller_id, one.id, answer, _act(TELLER, now), attempt_id=first
            ),
        )

    return _for_each(reseller_id, tell)


def sweep(bank: SharedBank, now: datetime) -> None:
    """
    Run the hourly sweep a few times.
    """
    for _ in range(3):
        _with(bank, lambda: follow_all(_act(SCHEDULER, now)))


def move_elsewhere(reseller_id: TenantId, bank: SharedBank) -> str | None:
    """
    The owner is paid elsewhere from now on; the refusal's code, if it is one.
    """
    asked = NewAccount(Method.PAYSTACK, "USD", ELSEWHERE, "money@acme.example")
    act = _act(owner_of(reseller_id), NOON)
    return _refused(bank, lambda: payout_accounts.set_account(reseller_id, asked, act))


def reject_october(reseller_id: TenantId) -> str | None:
    """
    Reject the partner's last statement; the refusal's code, if it is one.
    """
    act = _act(OPERATOR, NOON)
    return refusal_of(
        lambda: approving.reject(reseller_id, OCTOBER, act, reason="a race", restates=False)
    )


def books(reseller_id: TenantId) -> Books:
    """
    How a partner's books stand.
    """
    made = [one for _, one in store.disbursements_of(reseller_id, None, None)]
    headers = list(statements.headers_of(reseller_id))
    waiting = [one.total.minor for one in headers if one.status is Status.APPROVED]
    return Books(
        disbursements=made,
        statuses=[header.status for header in headers],
        claimed_by={header.disbursement_id for header in headers},
        attempts=Counter(each.state for one in made for each in _attempts(one)),
        balance=sum(waiting) + get_carried(reseller_id, "USD").amount.minor,
        events=Counter(event.kind for _, event in events.of_workspace(reseller_id, None, 200)),
        differences=[str(one) for one in check_payouts(reseller_id)],
    )


def _start_partner(method: Method) -> TenantId:
    reseller = a_partner(method)
    an_approved(reseller, SEPTEMBER, 100_00)
    an_approved(reseller, OCTOBER, OWED - 100_00)
    return reseller.id


def _for_each(
    reseller_id: TenantId, act: Callable[[Disbursement], str | None]
) -> Counter[str | None]:
    """
    Do something with the partner's disbursements as soon as there are any, a few times.
    """
    answers: Counter[str | None] = Counter()
    for _ in range(LOOKS):
        made = [one for _, one in store.disbursements_of(reseller_id, None, None)]
        answers.update(act(one) for one in made)
        if answers.total() >= 3:
            break
    return answers


def _attempts(disbursement: Disbursement) -> Sequence[Attempt]:
    rows = attempts_of(disbursement.reseller_id, disbursement.id, None, None)
    return [attempt for _, attempt in rows]


def _hinting(attempt: Attempt, now: datetime) -> Callable[[], None]:
    told = PayoutHeard(attempt.id, PayoutAnswer(PayoutState.PAID), is_hint=True)
    return lambda: commands.heard(told, _act(SCHEDULER, now))


def _refused(bank: SharedBank, act: Callable[[], object]) -> str | None:
    return _with(bank, lambda: refusal_of(act))


def _with[T](bank: SharedBank, act: Callable[[], T]) -> T:
    with patch.object(payouts, "provider_of", lambda _: bank):
        return act()


def _act(principal: Principal, now: datetime) -> Act:
    # Ids follow from the entropy, and two processes shall never make the same.
    entropy = os.urandom(32)
    return Act(principal, now, entropy, "a race", Once(entropy.hex(), "a request", str, 201))
