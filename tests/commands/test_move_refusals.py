"""
Moves that cannot be, and nothing is changed by them.
"""

from datetime import timedelta

import pytest

from tenantry.moves import commands
from tenantry.pilots import commands as pilots
from tenantry.product_plans.model import Component
from tenantry.resellers import commands as resellers
from tenantry.subscriptions.model import Terms
from tenantry.tenants import commands as tenants
from tests.acting import NOON, SECOND, an_act
from tests.builders import GROWTH, refusal_of
from tests.commands.composing import compose
from tests.commands.moving import COMMENT, MOVE_DAY, a_receiver, a_tenant, move, now_held
from tests.reading import snapshot

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-RES-14")]


REFUSED = {
    "itself": "move.same_reseller",
    "an inactive reseller": "reseller.inactive",
    "nobody": "reseller.not_found",
}


@pytest.mark.parametrize("to", REFUSED)
def test_a_tenant_does_not_move_to(to: str) -> None:
    tenant, receiver = a_tenant(), a_receiver()
    resellers.deactivate(receiver.id, an_act())
    ids = {"itself": tenant.held_by, "an inactive reseller": receiver.id, "nobody": tenant.id}
    before = snapshot()

    refusal = refusal_of(lambda: commands.move(tenant.id, ids[to], COMMENT, an_act(now=MOVE_DAY)))

    assert (refusal, snapshot() == before) == (REFUSED[to], True)


def test_a_tenant_leaves_an_inactive_reseller() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    resellers.deactivate(tenant.held_by, an_act())

    assert move(tenant, receiver).held_by == receiver.id


def test_a_deleted_tenant_does_not_move() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    tenants.delete(tenant.id, an_act())

    assert refusal_of(lambda: move(tenant, receiver)) == "tenant.deleted"


def test_a_reseller_is_no_tenant_that_moves() -> None:
    tenant, receiver = a_tenant(), a_receiver()

    refusal = refusal_of(lambda: commands.move(receiver.id, tenant.held_by, COMMENT, an_act()))

    assert refusal == "tenant.not_found"


def test_a_plan_that_the_old_reseller_composed_stays_with_it() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    plan = compose(resellers.get(tenant.held_by), parts=(Component(GROWTH, 2),))
    pilots.upgrade(tenant.id, Terms(plan.code), an_act())

    assert refusal_of(lambda: move(tenant, receiver)) == "move.own_plan"


@pytest.mark.parametrize("late", [-SECOND, 0 * SECOND])
def test_a_holding_is_never_empty_nor_turned_round(late: timedelta) -> None:
    tenant, receiver = a_tenant(), a_receiver()

    refusal = refusal_of(lambda: move(tenant, receiver, NOON + late))

    assert (refusal, now_held(tenant)) == ("move.too_soon", tenant.held_by)
