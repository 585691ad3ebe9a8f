"""
Any history, in the table: whatever dies and however often it runs, the lines are the core's.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenantry.clock import Month, month_bounds
from tenantry.commissions import facts_store, reading, rules, store
from tenantry.commissions.agreements import Agreed
from tenantry.commissions.corrections import CorrectionStatus, ProposedCorrection
from tenantry.commissions.inputs import Correction, Customer, Partner
from tenantry.commissions.model import Line, Written
from tenantry.commissions.suspicions import Suspicion, Word
from tenantry.fx.store import put_rates
from tenantry.ids import TenantId, UserId
from tenantry.ledger import store as ledger
from tenantry.statements.approving import reject
from tenantry.transactions import transaction
from tests.acting import an_act
from tests.builders import TENANT_ID, a_form, make_reseller
from tests.commands.faults import ProcessDied, dies_after, dies_before, tapped
from tests.reading import Snapshot, restore, snapshot
from tests.stating import begin, finish, hold, pay, run_of, tell, written
from tests.unit.commissions import simple_model
from tests.unit.commissions.histories import (
    ANCHOR_DAYS,
    MONTHS,
    PARTNERS,
    anchor_of,
    customer_of,
    histories,
    partner_of,
)
from tests.unit.commissions.simple_model import History
from tests.unit.commissions.test_histories import by_key

pytestmark = [
    pytest.mark.usefixtures("world"),
    pytest.mark.requirement("R-COM-2"),
    pytest.mark.requirement("R-COM-5"),
]

FEW = settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
MANY = settings(FEW, max_examples=60)
WRITTEN_MONTHS = MONTHS[:5]
SOMEBODY = UserId("usr_SOMEBODY")
CRASHES = st.lists(
    st.tuples(st.integers(0, 45), st.sampled_from([dies_before, dies_after])), max_size=2
)


def keep(history: History, day: tuple[int, int]) -> dict[str, TenantId]:
    """
    Store all that happened, at once: what was recorded after a cut-off is not there for it.
    """
    ids = {}
    for name in PARTNERS:
        ids[name] = make_reseller(a_form(name[4:].lower() * 3)).id
        customer = customer_of(history, name, anchor_of(*day))
        partner = replace(partner_of(history, name), reseller_id=ids[name])
        keep_partner(partner, customer)
    keep_payments(customer, partner)
    return ids


def keep_partner(partner: Partner, customer: Customer) -> None:
    reseller_id = partner.reseller_id
    for holding in customer.holdings:
        hold(reseller_id, [TENANT_ID], holding.starts_at, holding.ends_at)
    words = [
        Word(one.status, one.since, one.recorded_at, SOMEBODY)
        for one in sorted(customer.flags, key=lambda flag: flag.recorded_at)
    ]
    with transaction() as writes:
        for agreement in partner.agreements:
            agreed_at = month_bounds(agreement.effective_from)[0]
            store.create(writes, reseller_id, Agreed(agreement, agreed_at))
        for one in customer.corrections:
            facts_store.create_correction(writes, approved(reseller_id, one))
        if words:
            suspicion = Suspicion(reseller_id, TENANT_ID, tuple(words))
            facts_store.put_suspicion(writes, None, suspicion)


def approved(reseller_id: TenantId, one: Correction) -> ProposedCorrection:
    return ProposedCorrection(
        one.id,
        reseller_id,
        TENANT_ID,
        one.key,
        one.amount,
        one.why,
        SOMEBODY,
        one.recorded_at,
        status=CorrectionStatus.APPROVED,
        decided_by=SOMEBODY,
        decided_at=one.recorded_at,
    )


def keep_payments(customer: Customer, partner: Partner) -> None:
    confirmed = {one.payment_id: one.recorded_at for one in customer.confirmed}
    pay(TENANT_ID, *customer.payments)
    for paid in customer.payments:
        if paid.payment.id in confirmed:
            known = replace(paid.payment, tenant_id=TENANT_ID)
            with transaction() as writes:
                ledger.put_confirmed(
                    writes,
                    replace(
                        known,
                        confirmed_at=confirmed[known.id],
                        confirmed_by=SOMEBODY,
                        confirmed_why="a test",
                    ),
                )
    for fact in customer.money:
        tell(TENANT_ID, fact)
    for day, rates in partner.rates.items():
        put_rates(day, rates.quotes)


def run(month: Month, crashes: Sequence[tuple[int, object]]) -> None:
    """
    Write a month, dying now and then.
    """
    now = run_of(month)
    for call, dies in crashes:
        with tapped({call: dies}), suppress(ProcessDied):  # type: ignore[dict-item]
            finish(begin(now), now)
    finish(begin(now), now)


def check_table(
    history: History, day: tuple[int, int], crashes: Sequence[Sequence[tuple[int, object]]]
) -> None:
    ids = keep(history, day)
    for number, (month, some) in enumerate(zip(WRITTEN_MONTHS, crashes, strict=True)):
        run(month, some)
        for name, reseller_id in ids.items():
            outcome = history.outcomes[name][number]
            if outcome != "stands" and has_lines(reseller_id):
                reject(
                    reseller_id, month, an_act(), reason="a test", restates=outcome == "restated"
                )
            else:
                history.outcomes[name][number] = "stands"
    for name, reseller_id in ids.items():
        check_partner(history, name, reseller_id)


def has_lines(reseller_id: TenantId) -> bool:
    """
    Whether the last statement waits for approval: one without lines is settled.
    """
    made = written(reseller_id)
    return bool(made) and bool(made[-1][1])


def check_partner(history: History, name: str, reseller_id: TenantId) -> None:
    """
    Compare each statement with the core's, and what counts with the simple model.
    """
    partner = reading.partner_of(reseller_id)
    holdings = store.holdings_with(reseller_id, TENANT_ID)
    customer = reading.customer_of(TENANT_ID, holdings, reading.said_of(reseller_id))
    before, counted = Written(), list[Line]()
    for header, lines in written(reseller_id):
        made = rules.statement((partner, [customer]), before, header.month, header.cut_off)
        assert sorted(lines, key=lambda one: one.id) == sorted(made.lines, key=lambda one: one.id)
        assert (header.total, header.inputs_hash) == (made.total, made.inputs_hash)
        if header.counts:
            before, counted = rules.with_statement(before, made), [*counted, *lines]
        else:
            before = rules.with_rejected(before, header.month, restates=header.restates)
    made_by = written(reseller_id)
    if made_by and made_by[-1][0].counts and made_by[0][0].month == MONTHS[0]:
        last = made_by[-1][0]
        number = MONTHS.index(last.month)
        assert by_key(counted) == simple_model.earned(history, name, number, last.cut_off)


@pytest.fixture
def empty(world: None) -> Snapshot:
    del world
    return snapshot()


@FEW
@given(history=histories(), day=ANCHOR_DAYS, crashes=st.tuples(*[CRASHES] * len(WRITTEN_MONTHS)))
def test_what_stands_in_the_table_is_what_the_core_says(
    empty: Snapshot,
    history: History,
    day: tuple[int, int],
    crashes: Sequence[Sequence[tuple[int, object]]],
) -> None:
    restore(empty)

    check_table(history, day, crashes)


@pytest.mark.deep
@MANY
@given(history=histories(), day=ANCHOR_DAYS, crashes=st.tuples(*[CRASHES] * len(WRITTEN_MONTHS)))
def test_what_stands_in_the_table_is_what_the_core_says_for_longer(
    empty: Snapshot,
    history: History,
    day: tuple[int, int],
    crashes: Sequence[Sequence[tuple[int, object]]],
) -> None:
    restore(empty)

    check_table(history, day, crashes)
