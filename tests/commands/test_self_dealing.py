"""
Tenants that may be their reseller's own are held until an operator decides.
"""

from datetime import UTC, datetime, timedelta

import pytest

from tenantry.commissions import facts_store, suspecting
from tenantry.commissions.inputs import FlagStatus
from tenantry.commissions.model import Reason
from tenantry.commissions.suspicions import SuspicionChanged, SuspicionNotFound
from tenantry.ids import TenantId, UserId
from tenantry.ledger_check.checking import check_partner
from tenantry.principals import Role
from tenantry.transactions import transaction
from tenantry.users import store as users
from tenantry.users.model import Member
from tests.acting import a_job, an_act
from tests.builders import a_form, make_prepaid_reseller, make_reseller
from tests.commands.faults import meanwhile, tapped
from tests.reading import events_written, items_of
from tests.stating import amounts, hold, pay_each, tenant_id, write, written
from tests.unit.commissions.paying import MID_OCTOBER, NOVEMBER, OCTOBER

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-8")]

ONE, TWO = tenant_id(1), tenant_id(2)
MID_NOVEMBER = datetime(2026, 11, 15, tzinfo=UTC)
DECEMBER_1 = datetime(2026, 12, 1, 5, 46, tzinfo=UTC)
MINE = "ama@acme-trading.example"


@pytest.fixture
def partner() -> TenantId:
    """
    A partner with an address of its own domain, and two tenants who pay 5.00 in October.
    """
    reseller_id = make_reseller(a_form("acme", email=MINE)).id
    hold(reseller_id, [ONE, TWO])
    pay_each([ONE, TWO])
    own(ONE, "shop@elsewhere.example")
    own(TWO, "kofi@shop.example")
    return reseller_id


def own(tenant: TenantId, email: str) -> None:
    """
    Somebody with this address owns a tenant.
    """
    user_id = UserId(f"usr_{email}")
    owner = Member(tenant, user_id, Role.TENANT_OWNER, email, "Somebody", MID_OCTOBER)
    with transaction() as writes:
        users.put_member(writes, owner)


def look(reseller_id: TenantId, tenant: TenantId = ONE, now: datetime = MID_OCTOBER) -> bool:
    return suspecting.look(reseller_id, tenant, a_job(now))


def say(reseller_id: TenantId, status: FlagStatus, now: datetime = MID_NOVEMBER) -> FlagStatus:
    return suspecting.say(reseller_id, ONE, status, an_act(now=now), why="looked into").status


def test_a_tenant_with_its_resellers_address_is_held_and_earns_nothing_yet(
    partner: TenantId,
) -> None:
    own(ONE, "Ama+shop@Acme-Trading.example")

    found = look(partner)
    write(OCTOBER)

    assert found
    [(_, lines)] = written(partner)
    assert [(line.tenant_id, line.amount.minor, line.numbers.is_held) for line in lines] == [
        (ONE, 0, True),
        (TWO, 1_00, False),
    ]


def test_others_are_not_held(partner: TenantId) -> None:
    assert (look(partner, ONE), look(partner, TWO)) == (False, False)

    assert items_of("Suspicion") == []


def test_what_is_released_is_paid_with_the_next_statement(partner: TenantId) -> None:
    own(ONE, MINE)
    look(partner)
    write(OCTOBER)

    say(partner, FlagStatus.RELEASED)
    write(NOVEMBER)

    _, (_, [line]) = written(partner)
    assert (line.amount.minor, line.reason) == (1_00, Reason.SELF_DEALING_RELEASED)
    assert list(check_partner(partner)) == []


def test_what_is_confirmed_earns_nothing_for_good(partner: TenantId) -> None:
    own(ONE, MINE)
    look(partner)
    write(OCTOBER)

    say(partner, FlagStatus.CONFIRMED)
    write(NOVEMBER)

    assert amounts(partner)[1] == []


def test_what_is_said_after_the_cut_off_falls_into_the_statement_after(partner: TenantId) -> None:
    own(ONE, MINE)
    look(partner)
    write(OCTOBER)

    say(partner, FlagStatus.RELEASED, DECEMBER_1)
    write(NOVEMBER)

    assert amounts(partner)[1] == []
    assert list(check_partner(partner)) == []


def test_months_before_a_sign_was_found_stay_as_they_are(partner: TenantId) -> None:
    write(OCTOBER)
    own(ONE, MINE)

    look(partner, now=MID_NOVEMBER)
    write(NOVEMBER)

    assert amounts(partner) == [[("commission", 1_00), ("commission", 1_00)], []]


def test_the_same_sign_holds_nothing_again_once_it_is_decided(partner: TenantId) -> None:
    own(ONE, MINE)
    look(partner)
    say(partner, FlagStatus.RELEASED)

    again = look(partner, now=MID_NOVEMBER)

    assert not again
    suspicion = suspecting.get(partner, ONE)
    assert [word.status for word in suspicion.words] == [FlagStatus.HELD, FlagStatus.RELEASED]


def test_another_sign_holds_it_again_from_then_on(partner: TenantId) -> None:
    own(ONE, "kwame@acme-trading.example")
    look(partner)
    say(partner, FlagStatus.RELEASED)
    own(ONE, MINE)

    look(partner, now=MID_NOVEMBER + timedelta(days=20))

    words = suspecting.get(partner, ONE).words
    assert [(word.status, word.since) for word in words] == [
        (FlagStatus.HELD, OCTOBER),
        (FlagStatus.RELEASED, OCTOBER),
        (FlagStatus.HELD, "2026-12"),
    ]


def test_looking_again_changes_nothing(partner: TenantId) -> None:
    own(ONE, MINE)
    look(partner)

    assert not look(partner, now=MID_NOVEMBER)

    assert events_written().count("self_dealing.held") == 1


def test_when_the_resellers_people_change_all_its_tenants_are_looked_at(
    partner: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suspecting, "TOGETHER", 1)
    own(TWO, MINE)

    places = [place := suspecting.look_at_all(partner, None, a_job(MID_OCTOBER))]
    while place is not None:
        places.append(place := suspecting.look_at_all(partner, place, a_job(MID_OCTOBER)))

    assert len(places) == 3
    listed = facts_store.listed_suspicions(FlagStatus.HELD, None, None)
    assert [one.tenant_id for _, one in listed] == [TWO]


def test_a_prepaid_reseller_earns_nothing_that_could_be_held() -> None:
    reseller = make_prepaid_reseller(licenses=1)
    own(ONE, reseller.personal.email)

    assert not look(reseller.id)


def test_an_operator_holds_a_tenant_by_hand(partner: TenantId) -> None:
    assert say(partner, FlagStatus.HELD, MID_OCTOBER) is FlagStatus.HELD

    write(OCTOBER)

    assert amounts(partner) == [[("commission", 0), ("commission", 1_00)]]


def test_nothing_is_said_of_a_tenant_that_is_not_held(partner: TenantId) -> None:
    with pytest.raises(SuspicionNotFound):
        say(partner, FlagStatus.RELEASED)
    with pytest.raises(SuspicionNotFound):
        suspecting.say(partner, tenant_id(9), FlagStatus.HELD, an_act(), why="another's")


def test_what_two_say_at_once_is_not_lost(partner: TenantId) -> None:
    own(ONE, MINE)
    look(partner)

    def confirm() -> object:
        return say(partner, FlagStatus.CONFIRMED)

    with tapped({1: meanwhile(confirm)}), pytest.raises(SuspicionChanged):
        say(partner, FlagStatus.RELEASED)

    assert suspecting.get(partner, ONE).status is FlagStatus.CONFIRMED
