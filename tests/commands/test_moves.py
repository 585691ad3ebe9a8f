"""
A tenant moves to another reseller, with all that hangs on it.
"""

from dataclasses import replace

import pytest

from tenantry import events
from tenantry.billing import commands as billing
from tenantry.billing.model import Mode
from tenantry.clock import month_of, stamp
from tenantry.consents import commands as consents
from tenantry.ids import TenantId
from tenantry.invites.store import get_invite
from tenantry.license_stock.recount import recount
from tenantry.licenses import rules
from tenantry.licenses import store as licenses
from tenantry.licenses.store import get_pool
from tenantry.moves import commands
from tenantry.records import commands as records
from tenantry.records.model import RecordKind
from tenantry.resellers import commands as resellers
from tenantry.retention import commands as retention
from tenantry.subscriptions.model import PILOT
from tenantry.subscriptions.store import get_subscription
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import RETENTION, Status
from tenantry.tenants.store import tenants_of
from tenantry.transactions import transaction
from tests.acting import DAY, NOON, a_job, an_act, owner_of, tenant_owner_of
from tests.builders import once, refusal_of, tenant_in_table
from tests.commands.moving import (
    COMMENT,
    MOVE_DAY,
    a_receiver,
    a_tenant,
    consent_ends,
    holdings,
    make_token,
    move,
    now_held,
    told,
    used,
)
from tests.reading import snapshot

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-RES-14")]


def take_back_one(reseller_id: TenantId) -> None:
    """
    A refund takes the entitlement to a licence that is in use: it is owed.
    """
    pool = get_pool(reseller_id)
    with transaction() as writes:
        licenses.move(writes, pool, rules.move(pool, entitled=-1))


def test_one_holding_ends_at_the_instant_at_which_the_next_begins() -> None:
    tenant, receiver = a_tenant(), a_receiver()

    moved = move(tenant, receiver)

    assert moved == tenant_in_table(tenant.id)
    assert holdings() == [
        (tenant.held_by, stamp(NOON), stamp(MOVE_DAY)),
        (receiver.id, stamp(MOVE_DAY), None),
    ]


def test_the_tenant_leaves_one_list_and_stands_in_the_other() -> None:
    tenant, receiver = a_tenant(), a_receiver()

    move(tenant, receiver)

    lists = [list(tenants_of(one, None, None, 9)) for one in (tenant.held_by, receiver.id)]
    assert [len(rows) for rows in lists] == [0, 1]


@pytest.mark.parametrize(
    ("had", "gets", "after"),
    [
        (None, None, [(0, 0), (0, 0)]),
        (2, None, [(0, 2), (0, 0)]),
        (None, 2, [(0, 0), (1, 1)]),
        (2, 2, [(0, 2), (1, 1)]),
    ],
)
def test_a_licence_goes_back_to_one_pool_and_comes_from_the_other(
    had: int | None, gets: int | None, after: list[tuple[int, int]]
) -> None:
    tenant, receiver = a_tenant(had), a_receiver(licenses=gets)

    moved = move(tenant, receiver)

    assert [used(tenant.held_by), used(receiver.id)] == after
    assert moved.holds_license is (gets is not None)


def test_a_prepaid_reseller_without_a_free_licence_gets_nothing() -> None:
    tenant, receiver = a_tenant(1), a_receiver(licenses=0)
    before = snapshot()

    refusal = refusal_of(lambda: move(tenant, receiver))

    assert refusal == "license.none_available"
    assert snapshot() == before


def test_an_owed_licence_is_nobodys_after_the_move() -> None:
    tenant, receiver = a_tenant(1), a_receiver()
    take_back_one(tenant.held_by)

    move(tenant, receiver)

    assert used(tenant.held_by) == (0, 0)


def test_a_pilot_keeps_its_end_and_its_owner() -> None:
    tenant, receiver = a_tenant(), a_receiver()

    moved = move(tenant, receiver)

    pilot = get_subscription(tenant.id)
    assert pilot is not None
    assert (pilot.ends_at, pilot.reseller_id) == (NOON + PILOT, receiver.id)
    assert moved.records_until == tenant.records_until


def test_an_inactive_tenant_moves_and_stays_inactive() -> None:
    tenant, receiver = a_tenant(1), a_receiver(licenses=1)
    tenants.deactivate(tenant.id, an_act())

    moved = move(tenant, receiver)

    assert (moved.status, moved.holds_license) == (Status.INACTIVE, True)
    assert [used(tenant.held_by), used(receiver.id)] == [(0, 1), (1, 0)]


def test_the_look_that_stood_over_the_old_reseller_goes() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    tenants.change(tenant.id, an_act(), name=None, branding={"display_name": "Acme"})

    moved = move(tenant, receiver)

    assert moved.branding is None


@pytest.mark.requirement("R-RES-15")
def test_after_an_operators_move_nobody_is_let_in_until_the_owner_says_so() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    assert consent_ends(tenant, tenant.held_by) is not None

    move(tenant, receiver)

    assert [consent_ends(tenant, one) for one in (tenant.held_by, receiver.id)] == [None, None]
    act = an_act(tenant_owner_of(tenant.id, receiver.id), MOVE_DAY)
    assert consents.grant(tenant.id, receiver.id, act).ends_at > MOVE_DAY


@pytest.mark.requirement("R-RES-15")
def test_a_consent_of_long_ago_does_not_come_back_with_the_tenant() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    move(tenant, receiver)
    # A grant that was on its way when the tenant left.
    consents.grant(tenant.id, tenant.held_by, an_act(tenant_owner_of(tenant.id, receiver.id)))

    move(tenant, resellers.get(tenant.held_by), MOVE_DAY + DAY)

    assert consent_ends(tenant, tenant.held_by) is None


def test_the_new_reseller_bills_in_its_own_way() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    billing.set_for_tenant(tenant.id, Mode.MANUAL, an_act())

    move(tenant, receiver)

    assert billing.read(tenant.id, an_act().principal).mode is Mode.PROVIDER


def test_each_reseller_is_told_and_has_its_own_event() -> None:
    tenant, receiver = a_tenant(), a_receiver()

    move(tenant, receiver)

    assert told(tenant.held_by)[-1] == "tenant.moved"
    assert told(receiver.id) == ["tenant.received"]
    rows = [
        [event.kind for _, event in events.of_reseller(one, month_of(MOVE_DAY), None, 1)]
        for one in (tenant.held_by, receiver.id)
    ]
    assert rows == [["tenant.moved"], ["tenant.received"]]


def test_an_operators_comment_stands_in_the_audit_log() -> None:
    tenant, receiver = a_tenant(), a_receiver()

    move(tenant, receiver)

    rows = [event for _, event in events.of_workspace(tenant.id, None, 2)]
    assert {event.kind: event.data["comment"] for event in rows} == {
        "tenant.moved": COMMENT,
        "tenant.received": COMMENT,
    }


def test_a_reseller_sees_of_the_audit_log_what_was_while_it_held_the_tenant() -> None:
    tenant, receiver = a_tenant(), a_receiver()

    move(tenant, receiver)

    old, new = (
        {event.kind for _, event in events.of_workspace(tenant.id, None, 9, held_by=one)}
        for one in (tenant.held_by, receiver.id)
    )
    assert old == {"invite.accepted", "tenant.moved"}
    assert new == {"tenant.received"}


def test_the_old_reseller_finds_no_such_tenant_and_the_new_one_does() -> None:
    tenant, receiver = a_tenant(), a_receiver()

    move(tenant, receiver)

    refusal = refusal_of(lambda: tenants.read(tenant.id, owner_of(tenant.held_by)))
    assert refusal == "tenant.not_found"
    assert tenants.read(tenant.id, owner_of(receiver.id)).id == tenant.id


def test_an_owner_whose_credential_is_remembered_records_on() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    move(tenant, receiver)
    remembered = an_act(tenant_owner_of(tenant.id, tenant.held_by), MOVE_DAY + DAY)

    record = records.record(
        tenant.id, remembered, kind=RecordKind.SHIPMENT, reference="S-1", content={}
    )

    assert record.tenant_id == tenant.id
    [(_, event)] = events.of_workspace(tenant.id, None, 1)
    assert (event.kind, event.reseller_id) == ("shipment.recorded", receiver.id)


def test_a_repeat_of_the_request_moves_once() -> None:
    tenant, receiver = a_tenant(1), a_receiver(licenses=2)
    act = replace(an_act(now=MOVE_DAY), once=once())
    commands.move(tenant.id, receiver.id, COMMENT, act)

    refusal = refusal_of(lambda: commands.move(tenant.id, receiver.id, COMMENT, act))

    assert refusal == "move.same_reseller"
    assert used(receiver.id) == (1, 1)


def test_a_purge_finds_the_invite_with_the_reseller_that_minted_it() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    move(tenant, receiver)
    tenants.delete(tenant.id, an_act(now=MOVE_DAY))

    retention.purge(tenant.id, a_job(MOVE_DAY + RETENTION))

    assert tenant.invite_id is not None
    invite = get_invite(tenant.held_by, tenant.invite_id)
    assert invite is not None
    assert (invite.offer.email, invite.offer.tenant_name) == ("", "")


@pytest.mark.requirement("R-LIC-4")
def test_a_tenant_that_moved_away_is_no_orphan_of_the_pool() -> None:
    tenant, receiver = a_tenant(1), a_receiver(licenses=1)
    move(tenant, receiver)

    counts = [recount(one, an_act(), repair=False) for one in (tenant.held_by, receiver.id)]

    assert [(one.used, one.counted, one.orphans) for one in counts] == [(0, 0, ()), (1, 1, ())]


def test_an_operators_move_ends_the_owners_token() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    issued = make_token(tenant)

    move(tenant, receiver)

    third = a_receiver("third")
    act = an_act(owner_of(third.id), MOVE_DAY + DAY)
    refusal = refusal_of(lambda: commands.redeem(third.id, issued.token, COMMENT, act))
    assert (refusal, now_held(tenant)) == ("transfer.not_found", receiver.id)
