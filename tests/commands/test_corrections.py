"""
What operators correct of lines by hand: one proposes, a second one decides.
"""

from datetime import UTC, datetime

import pytest

from tenantry.acts import Act
from tenantry.commissions import correcting, facts_store
from tenantry.commissions.correcting import NewCorrection
from tenantry.commissions.corrections import (
    CorrectionNotFound,
    CorrectionStatus,
    ProposedCorrection,
    SecondPersonNeeded,
)
from tenantry.commissions.model import Kind, LineKey, Reason
from tenantry.errors import Invalid, TenantryError
from tenantry.ids import TenantId
from tenantry.ledger_check.checking import check_partner
from tests.acting import an_act, owner_of
from tests.builders import make_reseller
from tests.commands.faults import meanwhile, tapped
from tests.paying_out import PAYER
from tests.reading import events_written
from tests.stating import amounts, hold, pay_each, tenant_id, write, written
from tests.unit.commissions.paying import NOVEMBER, OCTOBER

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-5")]

ONE, TWO = tenant_id(1), tenant_id(2)
PAID = f"pay_{ONE[4:]}"
KEY = LineKey(OCTOBER, PAID, Kind.COMMISSION)
MID_NOVEMBER = datetime(2026, 11, 15, tzinfo=UTC)
DECEMBER_1 = datetime(2026, 12, 1, 5, 46, tzinfo=UTC)


@pytest.fixture
def partner() -> TenantId:
    """
    A partner that earned a dollar of each of two tenants in October.
    """
    reseller_id = make_reseller().id
    hold(reseller_id, [ONE, TWO])
    pay_each([ONE, TWO])
    write(OCTOBER)
    return reseller_id


def propose(reseller_id: TenantId, minor: int = 30, key: LineKey = KEY) -> ProposedCorrection:
    new = NewCorrection(ONE, key, minor, "a price that was wrong")
    return correcting.propose(reseller_id, new, an_act(now=MID_NOVEMBER))


def second(now: datetime = MID_NOVEMBER) -> Act:
    return an_act(PAYER, now)


def test_what_a_second_person_approves_is_in_the_next_statement(partner: TenantId) -> None:
    proposed = propose(partner, minor=-30)

    correcting.approve(partner, proposed.id, "checked", second())
    write(NOVEMBER)

    _, (_, [line]) = written(partner)
    assert (line.amount.minor, line.reason, line.cause) == (-30, Reason.CORRECTION, proposed.id)
    assert line.corrects == "2026-10/pay_00000000000000000000000001/2026-10/commission/0"
    assert list(check_partner(partner)) == []


def test_what_is_only_proposed_or_was_declined_counts_for_nothing(partner: TenantId) -> None:
    propose(partner)
    declined = propose(partner, minor=20)

    correcting.decline(partner, declined.id, "not so", second())
    write(NOVEMBER)

    assert facts_store.corrections_of(partner) == {}
    assert amounts(partner)[1] == []


def test_what_is_approved_after_the_cut_off_falls_into_the_statement_after(
    partner: TenantId,
) -> None:
    proposed = propose(partner)

    correcting.approve(partner, proposed.id, "checked", second(DECEMBER_1))
    write(NOVEMBER)

    assert amounts(partner)[1] == []


def test_more_is_never_taken_than_was_earned(partner: TenantId) -> None:
    proposed = propose(partner, minor=-500)

    correcting.approve(partner, proposed.id, "checked", second())
    write(NOVEMBER)

    assert amounts(partner)[1] == [("correction", -1_00)]


@pytest.mark.requirement("R-COM-6")
def test_who_proposed_a_correction_does_not_approve_it(partner: TenantId) -> None:
    proposed = propose(partner)

    with pytest.raises(SecondPersonNeeded):
        correcting.approve(partner, proposed.id, "it is mine", an_act(now=MID_NOVEMBER))

    assert facts_store.corrections_of(partner) == {}


def test_who_proposed_a_correction_takes_it_back(partner: TenantId) -> None:
    proposed = propose(partner)

    after = correcting.decline(partner, proposed.id, "a mistake", an_act(now=MID_NOVEMBER))

    assert after.status is CorrectionStatus.DECLINED


DECISIONS = """
approve approve approved
approve decline correction.already_decided
decline approve correction.already_decided
decline decline declined
"""


@pytest.mark.parametrize("row", DECISIONS.strip().splitlines())
def test_a_correction_is_decided_once(partner: TenantId, row: str) -> None:
    first, then, expected = row.split()
    do = {"approve": correcting.approve, "decline": correcting.decline}
    proposed = propose(partner)
    do[first](partner, proposed.id, "first", second())

    try:
        outcome = do[then](partner, proposed.id, "then", second()).status.value
    except TenantryError as error:
        outcome = error.code

    assert outcome == expected
    assert sum(kind.startswith("correction.") for kind in events_written()) == 2


def test_two_who_decide_at_once_do_not_both(partner: TenantId) -> None:
    proposed = propose(partner)

    def decline() -> object:
        return correcting.decline(partner, proposed.id, "not so", second())

    with tapped({1: meanwhile(decline)}), pytest.raises(TenantryError) as refused:
        correcting.approve(partner, proposed.id, "checked", second())

    assert refused.value.code == "correction.changed_meanwhile"
    assert facts_store.corrections_of(partner) == {}


@pytest.mark.parametrize(
    ("minor", "key"),
    [
        (0, KEY),
        (1, LineKey(NOVEMBER, PAID, Kind.COMMISSION)),
        (1, LineKey(OCTOBER, f"pay_{TWO[4:]}", Kind.COMMISSION)),
        (1, LineKey(OCTOBER, PAID, Kind.MARKUP)),
    ],
)
def test_only_what_earns_something_is_corrected(
    partner: TenantId, minor: int, key: LineKey
) -> None:
    with pytest.raises(Invalid):
        propose(partner, minor, key)


def test_a_partner_sees_a_correction_once_it_counts(partner: TenantId) -> None:
    proposed = propose(partner)
    with pytest.raises(CorrectionNotFound):
        correcting.get(partner, proposed.id, owner_of(partner))

    correcting.approve(partner, proposed.id, "checked", second())

    assert correcting.get(partner, proposed.id, owner_of(partner)).why == "a price that was wrong"
