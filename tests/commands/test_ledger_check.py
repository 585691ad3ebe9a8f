"""
Every statement is worked out again from what it follows from, and any difference is found.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tenantry import table
from tenantry.clock import Month
from tenantry.commissions import commands as commissions
from tenantry.commissions.model import Agreement
from tenantry.commissions.months import last_day
from tenantry.disbursements import commands as payouts
from tenantry.disbursements.store import key as disbursement_key
from tenantry.fx.store import key as rates_key
from tenantry.ids import TenantId
from tenantry.ledger.store import key as payment_key
from tenantry.ledger_check import commands, store
from tenantry.ledger_check.checking import Task, check_partner, check_payouts, tasks_of
from tenantry.ledger_check.model import Kind, PartChecked
from tenantry.providers.payouts import PayoutState
from tenantry.statements.store import headers_of
from tenantry.statements.store import key as header_key
from tests.acting import DAY, NOON, an_act
from tests.builders import make_reseller
from tests.paying_out import PAYER, PretendBank, a_partner, an_approved, paying
from tests.paying_out import pay as pay_out
from tests.reading import snapshot
from tests.stating import hold, pay, pay_each, tell, tenant_id, write
from tests.unit.commissions.paying import NOVEMBER, OCTOBER, paid, refund
from tests.written import a_header

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-7")]

ONE, TWO, THREE = tenant_id(1), tenant_id(2), tenant_id(3)
TODAY = date(2027, 1, 2)
FIRST = "2026-10/pay_00000000000000000000000001/2026-10/commission/0"
MID_NOVEMBER = datetime(2026, 11, 15, tzinfo=UTC)


@pytest.fixture
def partner() -> TenantId:
    """
    A partner of three tenants, of whom one pays in shillings, and one has half of it back later.
    """
    reseller_id = make_reseller().id
    commissions.agree(reseller_id, Agreement(Month("2026-11")), an_act())
    hold(reseller_id, [ONE, TWO, THREE])
    pay_each([ONE, TWO])
    pay(THREE, paid(9_000, "KES", payment_id="pay_3"))
    write(OCTOBER)
    tell(TWO, refund(2_50, MID_NOVEMBER, payment_id=f"pay_{TWO[4:]}"))
    write(NOVEMBER)
    return reseller_id


def found(reseller_id: TenantId) -> list[tuple[str, str, str]]:
    return [(one.kind.value, one.month, one.about) for one in check_partner(reseller_id)]


def by_hand(place: tuple[str, str], change: Callable[[dict[str, Any]], object]) -> None:
    """
    Somebody changes an item in the table, past all of our code.
    """
    item = snapshot()[place]
    change(item)
    client: Any = table.connection().connection.client
    client.put_item(TableName=table.connection().table_name, Item=item)


def nobody_asks(tasks: Iterable[Task]) -> None:
    pytest.fail(f"put on the queue: {list(tasks)}")


def line_place(reseller_id: TenantId, tenant: TenantId, month: Month = OCTOBER) -> tuple[str, str]:
    prefix = f"LINE#{month}#1#{tenant}#"
    return next(
        place
        for place in snapshot()
        if place[0] == f"TENANT#{reseller_id}" and place[1].startswith(prefix)
    )


def test_what_nobody_has_touched_has_no_differences(partner: TenantId) -> None:
    assert found(partner) == []


def test_a_line_that_was_changed_is_found_to_the_cent(partner: TenantId) -> None:
    place = line_place(partner, ONE)
    by_hand(place, lambda item: item["amount_minor"].update(N="101"))

    differences = {one.kind: one for one in check_partner(partner)}

    line = differences[Kind.LINE_DIFFERS]
    assert (line.month, line.about) == (OCTOBER, FIRST)
    assert '"minor":101' in line.stored
    assert '"minor":100' in line.expected
    assert (differences[Kind.SUM_DIFFERS].stored, differences[Kind.SUM_DIFFERS].expected) == (
        "219 USD",
        "218 USD",
    )
    assert differences.keys() == {Kind.LINE_DIFFERS, Kind.SUM_DIFFERS, Kind.STANDING_DIFFERS}


def test_a_line_that_was_taken_out_is_missing(partner: TenantId) -> None:
    pk, sk = line_place(partner, ONE)
    client: Any = table.connection().connection.client
    client.delete_item(
        TableName=table.connection().table_name, Key={"pk": {"S": pk}, "sk": {"S": sk}}
    )

    assert (Kind.LINE_MISSING.value, OCTOBER, FIRST) in found(partner)


@pytest.mark.parametrize("tenant", [tenant_id(0), tenant_id(9)])
def test_a_line_of_a_tenant_that_was_never_held_is_unknown(
    partner: TenantId, tenant: TenantId
) -> None:
    pk, sk = line_place(partner, ONE)
    item = snapshot()[pk, sk]
    item["sk"] = {"S": sk.replace(ONE, tenant)}
    client: Any = table.connection().connection.client
    client.put_item(TableName=table.connection().table_name, Item=item)

    kinds = {kind for kind, _, _ in found(partner)}

    assert kinds == {Kind.LINE_UNKNOWN, Kind.SUM_DIFFERS, Kind.STANDING_DIFFERS}


def test_a_payment_that_was_changed_makes_other_lines_and_other_inputs(partner: TenantId) -> None:
    place = payment_key(ONE, f"pay_{ONE[4:]}")
    by_hand(place, lambda item: item["net_minor"].update(N="600"))

    differences = {(kind, month) for kind, month, _ in found(partner)}

    assert {
        ("line_differs", OCTOBER),
        ("total_differs", OCTOBER),
        ("inputs_differ", OCTOBER),
        ("inputs_differ", NOVEMBER),
        ("standing_differs", NOVEMBER),
    } == differences


def test_a_rate_that_was_changed_makes_another_line(partner: TenantId) -> None:
    def halve(item: dict[str, Any]) -> None:
        item["KES"]["S"] = item["KES"]["S"].replace('"100"', '"50"')

    by_hand(rates_key(last_day(OCTOBER)), halve)

    assert {(kind, month) for kind, month, _ in found(partner)} == {
        ("line_differs", OCTOBER),
        ("total_differs", OCTOBER),
        ("inputs_differ", OCTOBER),
        ("standing_differs", NOVEMBER),
    }


def test_an_agreement_that_was_changed_is_another_input(partner: TenantId) -> None:
    place = (f"TENANT#{partner}", "AGREEMENT#2026-11")
    by_hand(place, lambda item: item["rate"].update(S="0.21"))

    assert found(partner) == [("inputs_differ", NOVEMBER, "inputs_hash")]


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        ("total_minor", {"N": "1"}, {"total_differs", "sum_differs"}),
        ("tenant_count", {"N": "1"}, {"count_differs"}),
        ("line_count", {"N": "7"}, {"count_differs"}),
        ("inputs_hash", {"S": "00"}, {"inputs_differ"}),
        ("status", {"S": "settled"}, {"not_paid"}),
    ],
)
def test_a_header_that_was_changed_is_found(
    partner: TenantId, name: str, change: dict[str, str], expected: set[str]
) -> None:
    by_hand(header_key(partner, NOVEMBER), lambda item: item.update({name: change}))

    assert {kind for kind, _, _ in found(partner)} == expected


def test_a_statement_whose_rate_is_gone_cannot_be_worked_out(partner: TenantId) -> None:
    pk, sk = rates_key(last_day(OCTOBER))
    client: Any = table.connection().connection.client
    client.delete_item(
        TableName=table.connection().table_name, Key={"pk": {"S": pk}, "sk": {"S": sk}}
    )

    assert ("not_computed", OCTOBER, "part 1") in found(partner)


def test_what_becomes_known_later_is_told_and_is_no_difference(partner: TenantId) -> None:
    tell(ONE, refund(5_00, datetime(2026, 12, 20, tzinfo=UTC), payment_id=f"pay_{ONE[4:]}"))
    told: list[PartChecked] = []

    assert list(check_partner(partner, told.append)) == []

    assert [one.upcoming.minor for one in told if one.upcoming] == [-1_00]


def test_a_large_statement_is_checked_in_the_parts_that_it_was_made_in() -> None:
    reseller_id = make_reseller().id
    hold(reseller_id, [tenant_id(number) for number in range(503)])

    tasks = list(tasks_of(reseller_id, [a_header(reseller_id, (), OCTOBER)]))

    assert [(task.number, task.start, task.following) for task in tasks] == [
        (1, "", tenant_id(500)),
        (2, tenant_id(500), None),
    ]
    spans = [(task.span.first, task.span.last) for task in tasks if task.span]
    assert spans == [(tenant_id(0), tenant_id(499)), (tenant_id(500), tenant_id(502))]


@pytest.mark.parametrize("name", ["inputs_hash", "status"])
def test_part_by_part_the_same_is_found_as_at_once(partner: TenantId, name: str) -> None:
    by_hand(header_key(partner, NOVEMBER), lambda item: item.update({name: {"S": "settled"}}))
    headers = list(headers_of(partner))

    for task in tasks_of(partner, headers):
        commands.check_part(partner, task, TODAY)

    listed = [one for _, one in store.differences_on(TODAY, None, None)]
    assert listed == [one for one in check_partner(partner) if one.kind is not Kind.NOT_PAID]
    assert len(listed) == (name == "inputs_hash")


def test_what_was_found_is_listed_once_however_often_it_is_found(partner: TenantId) -> None:
    by_hand(header_key(partner, OCTOBER), lambda item: item.update(inputs_hash={"S": "00"}))

    for _ in range(2):
        commands.check(partner, TODAY, nobody_asks)

    [(_, difference)] = store.differences_on(TODAY, None, None)
    assert (difference.kind, difference.stored) == (Kind.INPUTS_DIFFER, "00")


def test_a_partner_without_statements_has_nothing_to_check() -> None:
    reseller_id = make_reseller().id

    commands.check(reseller_id, TODAY, nobody_asks)

    assert list(store.differences_on(TODAY, None, None)) == []


def test_what_was_paid_out_in_full_or_in_part_or_given_up_has_no_differences() -> None:
    bank = PretendBank(largest_minor=40_00)
    with paying(bank):
        whole, part, none = a_partner(), a_partner(), a_partner()
        for number, one in enumerate((whole, part, none)):
            an_approved(one)
            bank.says = [[], [PayoutState.PAID, PayoutState.FAILED], [PayoutState.FAILED]][number]
            made = pay_out(one)
            if number:
                payouts.give_up(one.id, made.id, "closed", an_act(PAYER, NOON + DAY))

    assert [check_payouts(one.id) for one in (whole, part, none)] == [[], [], []]


def test_a_disbursement_that_was_changed_is_found() -> None:
    with paying(PretendBank()):
        partner = a_partner()
        an_approved(partner)
        made = pay_out(partner)

    place = disbursement_key(partner.id, made.id)
    by_hand(place, lambda item: item["total_minor"].update(N="10001"))

    assert {one.kind for one in check_payouts(partner.id)} == {Kind.PAYOUT_DIFFERS}
