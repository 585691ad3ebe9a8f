"""
Moves while others change the same things, and while calls fail: one holder at any instant.
"""

from itertools import pairwise

import pytest

from tenantry.billing import commands as billing
from tenantry.billing.model import Mode
from tenantry.licenses import commands as licenses
from tenantry.moves import transfers
from tenantry.pilots import commands as pilots
from tenantry.resellers import commands as resellers
from tenantry.subscriptions.model import Status, Terms
from tenantry.subscriptions.store import get_subscription
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import Tenant
from tests.acting import SECOND, an_act
from tests.builders import GROWTH, accept, an_offer, mint, tenant_in_table
from tests.commands.faults import (
    Fault,
    ProcessDied,
    dies_after,
    dies_before,
    loses_the_answer,
    meets_another_transaction,
    tapped,
)
from tests.commands.moving import (
    MOVE_DAY,
    a_receiver,
    a_tenant,
    consent_ends,
    holdings,
    make_token,
    move,
    now_held,
    race,
    redeem,
    used,
    write_of,
)
from tests.reading import items_of

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-RES-14")]


def is_whole(tenant: Tenant) -> bool:
    """
    Whether the holdings follow each other without a gap, and the last one is the parent's.
    """
    rows = holdings()
    follows = all(before[2] == after[1] for before, after in pairwise(rows))
    still = [(row[0], row[2]) for row in rows if row[2] is None]
    return follows and still == [(now_held(tenant), None)]


def licenses_are_right() -> bool:
    """
    Whether each pool's count is what the tenants say.
    """
    held = [item for item in items_of("Tenant") if item["holds_license"]]
    parents = [str(item["parent_tenant_id"]) for item in held]
    return all(
        int(item["used"]) == parents.count(str(item["pk"]).removeprefix("TENANT#"))
        for item in items_of("LicensePool")
    )


def test_of_two_moves_at_one_instant_the_first_one_holds() -> None:
    tenant, one, other = a_tenant(1), a_receiver("one", 1), a_receiver("another", 1)

    refusal = race(lambda: move(tenant, one), lambda: move(tenant, other))

    assert (refusal, now_held(tenant)) == ("move.too_soon", other.id)
    assert is_whole(tenant)
    assert licenses_are_right()


def test_a_second_move_after_the_first_goes_on_from_there() -> None:
    tenant, one, other = a_tenant(1), a_receiver("one", 1), a_receiver("another", 1)

    refusal = race(lambda: move(tenant, one, MOVE_DAY + SECOND), lambda: move(tenant, other))

    assert (refusal, now_held(tenant)) == (None, one.id)
    assert is_whole(tenant)
    assert licenses_are_right()


def test_a_token_that_two_redeem_is_good_for_one() -> None:
    tenant, one, other = a_tenant(), a_receiver("one"), a_receiver("another")
    issued = make_token(tenant)

    refusal = race(lambda: redeem(issued, one, MOVE_DAY + SECOND), lambda: redeem(issued, other))

    assert (refusal, now_held(tenant)) == ("transfer.not_found", other.id)
    assert consent_ends(tenant, one.id) is None
    assert is_whole(tenant)


def test_a_token_that_is_revoked_meanwhile_moves_nothing() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    issued = make_token(tenant)

    refusal = race(
        lambda: redeem(issued, receiver),
        lambda: transfers.revoke(tenant.id, issued.transfer.id, an_act()),
    )

    assert (refusal, now_held(tenant)) == ("transfer.not_found", tenant.held_by)


def test_a_token_that_is_made_meanwhile_is_ended_by_the_operators_move() -> None:
    tenant, receiver = a_tenant(), a_receiver()

    refusal = race(lambda: move(tenant, receiver), lambda: make_token(tenant))

    assert (refusal, now_held(tenant)) == (None, receiver.id)
    assert [item["status"] for item in items_of("Transfer")] == ["revoked"]
    assert items_of("OpenTransfer") == []


def test_no_token_is_made_for_a_reseller_that_has_lost_the_tenant_meanwhile() -> None:
    tenant, receiver = a_tenant(), a_receiver()

    refusal = race(lambda: make_token(tenant), lambda: move(tenant, receiver))

    assert (refusal, items_of("Transfer")) == ("tenant.changed_meanwhile", [])


def test_a_tenant_that_is_deleted_meanwhile_does_not_move() -> None:
    tenant, receiver = a_tenant(1), a_receiver("one", 1)

    refusal = race(lambda: move(tenant, receiver), lambda: tenants.delete(tenant.id, an_act()))

    assert (refusal, now_held(tenant)) == ("tenant.deleted", tenant.held_by)
    assert [used(tenant.held_by), used(receiver.id)] == [(0, 1), (0, 1)]


def test_a_deletion_that_meets_a_move_frees_nobody_elses_licence() -> None:
    tenant, receiver = a_tenant(1), a_receiver("one", 1)

    refusal = race(lambda: tenants.delete(tenant.id, an_act()), lambda: move(tenant, receiver))

    assert refusal == "tenant.changed_meanwhile"
    assert licenses_are_right()
    assert is_whole(tenant)


def test_the_last_licence_goes_to_a_customer_that_accepts_meanwhile() -> None:
    tenant, receiver = a_tenant(), a_receiver("one", 1)
    invite = mint(receiver, an_offer("first@shop.example"))

    refusal = race(lambda: move(tenant, receiver), lambda: accept(invite))

    assert (refusal, now_held(tenant)) == ("license.none_available", tenant.held_by)
    assert used(receiver.id) == (1, 0)


def test_an_acceptance_that_meets_a_move_finds_no_licence_left() -> None:
    tenant, receiver = a_tenant(), a_receiver("one", 1)
    invite = mint(receiver, an_offer("first@shop.example"))

    refusal = race(lambda: accept(invite, MOVE_DAY), lambda: move(tenant, receiver))

    assert (refusal, now_held(tenant)) == ("license.none_available", receiver.id)
    assert licenses_are_right()


def test_a_licence_that_is_taken_back_meanwhile_is_not_given_to_the_tenant() -> None:
    tenant, receiver = a_tenant(), a_receiver("one", 1)

    refusal = race(
        lambda: move(tenant, receiver), lambda: licenses.grant(receiver.id, -1, "", an_act())
    )

    assert (refusal, now_held(tenant)) == ("license.none_available", tenant.held_by)


def test_a_reseller_that_is_deactivated_meanwhile_gets_nothing() -> None:
    tenant, receiver = a_tenant(), a_receiver()

    refusal = race(
        lambda: move(tenant, receiver), lambda: resellers.deactivate(receiver.id, an_act())
    )

    assert (refusal, now_held(tenant)) == ("reseller.inactive", tenant.held_by)


def test_an_upgrade_meanwhile_stays_and_the_tenant_moves() -> None:
    tenant, receiver = a_tenant(), a_receiver()

    refusal = race(
        lambda: move(tenant, receiver),
        lambda: pilots.upgrade(tenant.id, Terms(GROWTH), an_act()),
    )

    subscription = get_subscription(tenant.id)
    assert subscription is not None
    assert refusal is None
    assert (subscription.status, subscription.reseller_id) == (Status.ACTIVE, receiver.id)


def test_the_old_reseller_says_no_more_how_a_tenant_is_billed_that_it_has_lost() -> None:
    tenant, receiver = a_tenant(), a_receiver()

    refusal = race(
        lambda: billing.set_for_tenant(tenant.id, Mode.MANUAL, an_act()),
        lambda: move(tenant, receiver),
    )

    assert (refusal, items_of("Billing")) == ("tenant.changed_meanwhile", [])


@pytest.mark.parametrize("dies", [dies_before, dies_after])
def test_a_move_that_dies_is_done_wholly_or_not_at_all(dies: Fault) -> None:
    tenant, receiver = a_tenant(1), a_receiver("one", 1)
    write = write_of(lambda: move(tenant, receiver))

    with pytest.raises(ProcessDied), tapped({write: dies}):
        move(tenant, receiver)

    assert now_held(tenant) == (receiver.id if dies is dies_after else tenant.held_by)
    assert is_whole(tenant)
    assert licenses_are_right()


@pytest.mark.parametrize("fault", [loses_the_answer, meets_another_transaction])
def test_a_write_that_is_tried_again_moves_once(fault: Fault) -> None:
    tenant, receiver = a_tenant(1), a_receiver("one", 1)
    write = write_of(lambda: move(tenant, receiver))

    with tapped({write: fault}):
        moved = move(tenant, receiver)

    assert moved == tenant_in_table(tenant.id)
    assert is_whole(tenant)
    assert licenses_are_right()
