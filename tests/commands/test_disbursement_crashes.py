"""
Wherever the process that pays dies, and whatever answer is lost: money leaves once.
"""

from collections.abc import Callable
from contextlib import suppress

import pytest

from tenantry.commissions.model import Status
from tenantry.disbursements import commands
from tenantry.disbursements.following import follow_all
from tenantry.disbursements.model import Disbursement
from tenantry.disbursements.model import Status as Standing
from tenantry.disbursements.store import disbursements_of
from tenantry.errors import TenantryError
from tenantry.providers.payouts import PayoutState
from tenantry.resellers.model import Reseller
from tenantry.statements.store import get_header
from tests.acting import DAY, NOON, a_job
from tests.commands.faults import (
    Fault,
    ProcessDied,
    dies_after,
    dies_before,
    loses_the_answer,
    tapped,
)
from tests.paying_out import (
    OCTOBER,
    PretendBank,
    a_partner,
    a_request,
    an_approved,
    attempts,
    balance,
    pay,
    paying,
    statement,
)
from tests.reading import Snapshot, restore, snapshot

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-6")]

WRITE = "TransactWriteItems"


def dies() -> None:
    raise ProcessDied


def made_of(partner: Reseller) -> Disbursement | None:
    rows = list(disbursements_of(partner.id, None, None))
    assert len(rows) <= 1, "one was asked for"
    return rows[0][1] if rows else None


def go_on(partner: Reseller) -> None:
    """
    What people and the sweep do until all is paid: pay what is not being paid, ask, retry.
    """
    for day in range(1, 4):
        now = NOON + day * DAY
        made = made_of(partner)
        if made is None:
            pay(partner, now=now)
        elif made.status is Standing.PAID:
            return
        follow_all(a_job(now))
        if made is not None:
            with suppress(TenantryError):
                commands.retry(partner.id, made.id, a_request(now=now))


def check_paid_once(partner: Reseller, bank: PretendBank) -> None:
    header = get_header(partner.id, OCTOBER)
    assert header is not None
    assert bank.paid_minor == 100_00
    assert (header.status, balance(partner)) == (Status.SETTLED, 0)
    made = made_of(partner)
    assert made is not None
    assert not [one for one in attempts(made) if one.is_surplus]


def faults_of(call: str) -> tuple[Fault, ...]:
    """
    A read that was made, and whose answer was lost, is as good as none.
    """
    return (dies_before, dies_after, loses_the_answer) if call == WRITE else (dies_before,)


def walk(partner: Reseller, before: Snapshot, act: Callable[[], object], bank: PretendBank) -> int:
    """
    Break each call of an act in every way, let everybody go on, and look at the money.
    """
    kept = dict(bank.transfers)
    with tapped() as line:
        act()
    for number, call in enumerate(line.calls):
        for fault in faults_of(call):
            restore(before)
            bank.transfers = dict(kept)
            with tapped({number: fault}), suppress(ProcessDied, TenantryError):
                act()

            go_on(partner)

            check_paid_once(partner, bank)
    return len(line.calls)


def test_a_payment_that_breaks_off_at_any_call_is_made_once() -> None:
    with paying(PretendBank()) as bank:
        partner = a_partner()
        an_approved(partner)

        walked = walk(partner, snapshot(), lambda: pay(partner), bank)

    assert walked > 8


def test_a_retry_that_breaks_off_at_any_call_pays_once() -> None:
    with paying(PretendBank(says=[PayoutState.FAILED])) as bank:
        partner = a_partner()
        an_approved(partner)
        made = pay(partner)

        def retry() -> Disbursement:
            return commands.retry(partner.id, made.id, a_request())

        walked = walk(partner, snapshot(), retry, bank)

    assert walked > 5


def test_a_sweep_that_breaks_off_at_any_call_settles_once() -> None:
    with paying(PretendBank(says=[PayoutState.UNCLEAR])) as bank:
        partner = a_partner()
        an_approved(partner)
        pay(partner)

        walked = walk(partner, snapshot(), lambda: follow_all(a_job(NOON + DAY / 2)), bank)

    assert walked > 5


@pytest.mark.parametrize("when", ["happens", "happens_after"])
@pytest.mark.parametrize("after_days", [0, 1])
def test_a_process_that_dies_while_it_asks_the_provider_pays_once(
    when: str, after_days: int
) -> None:
    with paying(PretendBank()) as bank:
        partner = a_partner()
        an_approved(partner)
        setattr(bank, when, [dies])
        with pytest.raises(ProcessDied):
            pay(partner)

        # Too early, nobody can know whether the provider was asked.
        follow_all(a_job(NOON + after_days * DAY))
        go_on(partner)

    check_paid_once(partner, bank)


def test_a_lost_answer_is_asked_for_and_nothing_is_sent_again() -> None:
    with paying(PretendBank(says=[PayoutState.UNCLEAR])) as bank:
        partner = a_partner()
        an_approved(partner)
        made = pay(partner)

        follow_all(a_job(NOON + DAY))
        follow_all(a_job(NOON + 2 * DAY))

    assert len(attempts(made)) == 1
    check_paid_once(partner, bank)


def test_a_provider_that_never_answers_keeps_blocking() -> None:
    with paying(PretendBank(says=[PayoutState.UNCLEAR])) as bank:
        partner = a_partner()
        header = an_approved(partner)
        made = pay(partner)
        [attempt] = attempts(made)
        bank.finds = {attempt.id: PayoutState.UNCLEAR}

        go_on(partner)

    assert statement(header).status is Status.APPROVED
    assert (len(attempts(made)), len(bank.transfers)) == (1, 1)
