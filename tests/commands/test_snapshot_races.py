"""
Statements while others reject the one before, agree on another currency, or seal the same one.
"""

from decimal import Decimal

import pytest

from tenantry.commissions.agreements import AgreementChanged
from tenantry.commissions.commands import agree
from tenantry.commissions.model import Agreement
from tenantry.errors import Invalid
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.statements import commands, rules, snapshots
from tenantry.statements.approving import reject
from tenantry.statements.model import AttemptOutdated
from tests.acting import a_job, an_act
from tests.builders import make_reseller
from tests.commands.faults import meanwhile, tapped
from tests.reading import events_written
from tests.stating import (
    amounts,
    begin,
    finish,
    hold,
    pay_each,
    publish,
    run_of,
    tell,
    tenant_id,
    write,
    written,
)
from tests.unit.commissions.paying import NOVEMBER, OCTOBER, refund

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-2")]

NOVEMBER_1 = run_of(OCTOBER)
ONE, TWO = tenant_id(1), tenant_id(2)


@pytest.fixture
def partner() -> TenantId:
    """
    A partner of two tenants, who pay 5.00 in October.
    """
    reseller_id = make_reseller().id
    hold(reseller_id, [ONE, TWO])
    pay_each([ONE, TWO])
    return reseller_id


@pytest.mark.parametrize(("restates", "second"), [(True, [("restated", 1_00)] * 2), (False, [])])
def test_a_rejected_statement_is_as_if_never_written(
    partner: TenantId, restates: bool, second: list[tuple[str, int]]
) -> None:
    write()
    reject(partner, OCTOBER, an_act(), reason="a test", restates=restates)

    write(NOVEMBER)

    assert amounts(partner)[1] == second


def test_a_statement_before_that_is_rejected_meanwhile_begins_this_one_anew(
    partner: TenantId,
) -> None:
    write()
    publish(NOVEMBER)
    now = run_of(NOVEMBER)
    [step] = begin(now)
    begun = commands.begin(step.wanted, a_job(now))
    assert begun is not None
    reject(partner, OCTOBER, an_act(), reason="a test", restates=True)

    parts = [commands.write_part(begun, begun.spans[0])]
    with pytest.raises(AttemptOutdated):
        commands.seal(begun, parts, a_job(now))
    finish(snapshots.work(step, a_job(now)), now)

    _, (header, lines) = written(partner)
    assert (header.attempt, len(lines)) == ("2", 2)


def test_a_part_whose_statement_before_was_rejected_since_has_the_whole_begun_anew(
    partner: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    write()
    tell(ONE, refund(5_00, NOVEMBER_1, payment_id=f"pay_{ONE[4:]}"))
    publish(NOVEMBER)
    monkeypatch.setattr(rules, "TENANTS_IN_PART", 1)
    now = run_of(NOVEMBER)
    [step] = begin(now)
    first, second = snapshots.work(step, a_job(now))
    reject(partner, OCTOBER, an_act(), reason="a test", restates=True)

    again = snapshots.work(first, a_job(now))
    finish([second, *again], now)

    assert [one.span for one in again] == [None]
    assert amounts(partner)[1] == [("restated", 1_00)]


@pytest.mark.parametrize("call", range(4))
def test_two_who_seal_at_the_same_moment_make_one_statement(partner: TenantId, call: int) -> None:
    publish()
    [step] = begin(NOVEMBER_1)
    begun = commands.begin(step.wanted, a_job(NOVEMBER_1))
    assert begun is not None
    parts = [commands.write_part(begun, begun.spans[0])]

    with tapped({call: meanwhile(lambda: commands.seal(begun, parts, a_job(NOVEMBER_1)))}):
        commands.seal(begun, parts, a_job(NOVEMBER_1))

    assert events_written().count("statement.written") == 1
    assert len(written(partner)) == 1


@pytest.mark.parametrize("call", [2, 8, 13, 16])
def test_a_currency_that_is_agreed_meanwhile_is_that_of_the_first_statement(
    partner: TenantId, call: int
) -> None:
    publish()
    [step] = begin(NOVEMBER_1)
    in_kes = Agreement(NOVEMBER, minimum=Money(0, "KES"), currency="KES")

    with tapped({call: meanwhile(lambda: agree(partner, in_kes, a_job(NOVEMBER_1)))}):
        finish([step], NOVEMBER_1)

    [(header, lines)] = written(partner)
    assert header.total == Money(200_00, "KES")
    assert [line.amount for line in lines] == [Money(100_00, "KES")] * 2


def test_an_agreement_waits_for_nothing_but_keeps_to_what_is_written(partner: TenantId) -> None:
    in_kes = Agreement(NOVEMBER, minimum=Money(0, "KES"), currency="KES")

    with (
        tapped({3: meanwhile(write)}),
        pytest.raises(AgreementChanged),
    ):
        agree(partner, in_kes, a_job(NOVEMBER_1))

    with pytest.raises(Invalid, match="currency"):
        agree(partner, in_kes, a_job(NOVEMBER_1))
    agreed = agree(partner, Agreement(NOVEMBER, rate=Decimal("0.1")), a_job(NOVEMBER_1))
    assert agreed.agreement.currency == "USD"
