"""
Several people, the sweep and providers' notices at once: money leaves once, to where it was meant.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from tenantry.commissions.model import Status
from tenantry.disbursements import commands
from tenantry.disbursements.following import follow_all
from tenantry.disbursements.model import Disbursement, PartState
from tenantry.disbursements.model import Status as Standing
from tenantry.errors import TenantryError
from tenantry.providers.payouts import PayoutAnswer, PayoutHeard, PayoutState
from tenantry.resellers.model import Reseller
from tenantry.statements import approving
from tests.acting import DAY, NOON, a_job, an_act
from tests.builders import refusal_of
from tests.commands.faults import meanwhile, tapped
from tests.paying_out import (
    OCTOBER,
    PHONE,
    PretendBank,
    a_partner,
    a_request,
    an_approved,
    attempts,
    balance,
    pay,
    paying,
    set_account,
    statement,
    stored,
)
from tests.reading import items_of, restore, snapshot

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-6")]

ELSEWHERE = {"phone": "254700000000"}


@pytest.fixture
def bank() -> Iterator[PretendBank]:
    with paying(PretendBank()) as bank:
        yield bank


@pytest.fixture
def partner(bank: PretendBank) -> Reseller:
    del bank
    return a_partner()


def at_every_call(
    act: Callable[[], object], other: Callable[[], object], bank: PretendBank
) -> Iterator[int]:
    """
    Let *other* happen before each call of *act* in turn, from the same start.
    """
    before, kept = snapshot(), dict(bank.transfers)
    with tapped() as line:
        act()
    for number in range(len(line.calls)):
        restore(before)
        bank.transfers = dict(kept)

        def does() -> None:
            with suppress(TenantryError):
                other()

        with tapped({number: meanwhile(does)}), suppress(TenantryError):
            act()
        yield number


def test_two_operators_who_pay_at_once_claim_a_statement_once(
    partner: Reseller, bank: PretendBank
) -> None:
    an_approved(partner)

    for _ in at_every_call(lambda: pay(partner), lambda: pay(partner), bank):
        assert len(items_of("Disbursement")) == 1
        assert bank.paid_minor == 100_00
        assert balance(partner) == 0


def test_the_second_of_two_who_pay_at_once_is_told_of_the_first(
    partner: Reseller, bank: PretendBank
) -> None:
    an_approved(partner)
    bank.says = [PayoutState.SENT]
    pay(partner)

    assert refusal_of(lambda: pay(partner)) == "disbursement.open"


def test_two_operators_who_retry_at_once_pay_once(partner: Reseller, bank: PretendBank) -> None:
    an_approved(partner)
    bank.says = [PayoutState.FAILED]
    made = pay(partner)

    def retry() -> Disbursement:
        return commands.retry(partner.id, made.id, a_request())

    for _ in at_every_call(retry, retry, bank):
        assert bank.paid_minor == 100_00
        assert len(attempts(made)) == 2


def test_a_sweep_and_a_retry_at_once_settle_once_and_count_what_is_paid_twice(
    partner: Reseller, bank: PretendBank
) -> None:
    header = an_approved(partner)
    bank.says = [PayoutState.FAILED]
    made = pay(partner)
    [attempt] = attempts(made)
    # The provider, who said that it failed, has paid it after all.
    bank.finds = {attempt.id: PayoutState.PAID}

    for _ in at_every_call(
        lambda: commands.retry(partner.id, made.id, a_request()),
        lambda: follow_all(a_job(NOON + DAY)),
        bank,
    ):
        follow_all(a_job(NOON + 2 * DAY))
        paid = bank.paid_minor + 100_00
        assert statement(header).status is Status.SETTLED
        assert paid + balance(partner) == 100_00


def test_a_notice_and_a_sweep_at_once_settle_once(partner: Reseller, bank: PretendBank) -> None:
    header = an_approved(partner)
    bank.says = [PayoutState.UNCLEAR]
    [attempt] = attempts(pay(partner))
    told = PayoutHeard(attempt.id, PayoutAnswer(PayoutState.PAID, "n-1"), is_hint=False)

    for _ in at_every_call(
        lambda: follow_all(a_job(NOON + DAY)),
        lambda: commands.heard(told, a_job(NOON + DAY)),
        bank,
    ):
        assert statement(header).status is Status.SETTLED
        assert balance(partner) == 0
        settled = [one for one in items_of("Event") if one["name"] == "disbursement.paid"]
        assert len(settled) == 1


def test_a_give_up_and_a_retry_at_once_never_pay_what_is_free(
    partner: Reseller, bank: PretendBank
) -> None:
    header = an_approved(partner)
    bank.says = [PayoutState.FAILED]
    made = pay(partner)

    for _ in at_every_call(
        lambda: commands.give_up(partner.id, made.id, "closed", an_act()),
        lambda: commands.retry(partner.id, made.id, a_request()),
        bank,
    ):
        is_paid = bank.paid_minor == 100_00
        assert (statement(header).status is Status.SETTLED) is is_paid
        assert bank.paid_minor + balance(partner) == 100_00


def test_an_account_that_changes_while_a_disbursement_is_made_stops_it(
    partner: Reseller, bank: PretendBank
) -> None:
    an_approved(partner)

    for _ in at_every_call(
        lambda: pay(partner), lambda: set_account(partner.id, destination=ELSEWHERE), bank
    ):
        assert all(dict(order.destination) == PHONE for order in bank.transfers.values())


def test_an_account_that_changes_after_a_disbursement_is_made_is_not_paid_to(
    partner: Reseller, bank: PretendBank
) -> None:
    header = an_approved(partner)
    bank.says = [PayoutState.FAILED]
    made = pay(partner)
    set_account(partner.id, destination=ELSEWHERE)

    refused = refusal_of(lambda: commands.retry(partner.id, made.id, a_request()))
    commands.give_up(partner.id, made.id, "another account", an_act())

    assert refused == "payout_account.differs"
    assert (bank.paid_minor, statement(header).disbursement_id) == (0, None)
    pay(partner, now=NOON + 7 * DAY)
    assert [dict(order.destination) for order in bank.transfers.values()] == [ELSEWHERE]


def test_a_part_that_waits_is_not_sent_once_the_account_has_changed(
    partner: Reseller, bank: PretendBank
) -> None:
    an_approved(partner)
    bank.largest_minor = 40_00
    made = pay(partner)
    set_account(partner.id, destination=ELSEWHERE)

    follow_all(a_job(NOON + DAY))

    assert stored(made).parts[2].state is PartState.WAITING
    assert bank.paid_minor == 80_00


def test_a_statement_that_is_rejected_while_it_is_claimed_is_not_paid(
    partner: Reseller, bank: PretendBank
) -> None:
    header = an_approved(partner)

    def reject() -> object:
        return approving.reject(partner.id, OCTOBER, an_act(), reason="wrong", restates=False)

    for _ in at_every_call(lambda: pay(partner), reject, bank):
        is_paid = statement(header).status is Status.SETTLED
        assert bank.paid_minor == (100_00 if is_paid else 0)


def test_what_is_open_stays_the_only_one(partner: Reseller, bank: PretendBank) -> None:
    an_approved(partner)
    bank.says = [PayoutState.SENT]
    made = pay(partner)

    with suppress(TenantryError):
        pay(partner)

    assert [item["sk"] for item in items_of("Disbursement")] == [f"DISBURSEMENT#{made.id}"]
    assert stored(made).status is Standing.OPEN
