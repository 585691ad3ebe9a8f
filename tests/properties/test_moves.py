"""
Whatever moves happen, and whatever happens between them: one holder at any instant.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenantry.clock import stamp
from tenantry.licenses.store import get_pool
from tenantry.resellers.model import Reseller
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import Tenant
from tests.acting import NOON, an_act
from tests.builders import bring_in, make_plan, refusal_of, tenant_in_table
from tests.commands.moving import a_receiver, make_token, move, redeem
from tests.reading import Snapshot, items_of, restore, snapshot

pytestmark = [pytest.mark.requirement("R-RES-14"), pytest.mark.requirement("R-LIC-1")]

POOLS = (None, 1, 2, 0)
"""The resellers: one that earns commission, and prepaid ones with so many licences."""

ALLOWED = {
    None,
    "move.same_reseller",
    "move.too_soon",
    "license.none_available",
    "tenant.deleted",
    "transfer.not_found",
    "transfer.open",
}
"""With what a step may be refused."""

step = st.tuples(
    st.sampled_from(["move", "redeem", "delete"]),
    st.integers(0, 1),
    st.integers(0, len(POOLS) - 1),
    st.integers(0, 2),
)
"""What happens, to which tenant, to which reseller it would go, and how many minutes later."""


@dataclass
class World:
    """
    Four resellers, and the table as it was before anything happened.
    """

    resellers: list[Reseller]
    fresh: Snapshot


@pytest.fixture
def start(world: None) -> World:
    """
    The resellers.
    """
    del world
    make_plan()
    made = [a_receiver(f"reseller-{number}", pool) for number, pool in enumerate(POOLS)]
    return World(made, snapshot())


def play(kind: str, tenant: Tenant, to: Reseller, now: datetime) -> None:
    """
    One step.
    """
    if kind == "move":
        move(tenant, to, now)
    elif kind == "redeem":
        redeem(make_token(tenant, now), to, now)
    else:
        tenants.delete(tenant.id, an_act(now=now))


def held(tenant: Tenant) -> list[tuple[str, str, str | None]]:
    """
    The tenant's holdings by time: who, from when, until when.
    """
    rows = [
        (str(row["pk"]).removeprefix("TENANT#"), str(row["starts_at"]), row.get("ends_at"))
        for row in items_of("Holding")
        if row["tenant_id"] == tenant.id
    ]
    return sorted(rows, key=lambda row: row[1])


def used_by(reseller: Reseller) -> int:
    """
    How many tenants say that they use one of the reseller's licences.
    """
    rows = [row for row in items_of("Tenant") if row.get("parent_tenant_id") == reseller.id]
    return sum(bool(row["holds_license"]) for row in rows)


def as_holdings(came: list[tuple[str, datetime]]) -> list[tuple[str, str, str | None]]:
    """
    The holdings of a tenant that came to these resellers at these moments.
    """
    ends: list[str | None] = [stamp(moment) for _, moment in came[1:]]
    starts = [(reseller_id, stamp(moment)) for reseller_id, moment in came]
    return [(*one, end) for one, end in zip(starts, [*ends, None], strict=True)]


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(step, max_size=6))
def test_holdings_follow_each_other_and_licences_are_right(
    start: World, steps: list[tuple[str, int, int, int]]
) -> None:
    restore(start.fresh)
    pair = [bring_in(start.resellers[n], f"shop{n}@shop.example") for n in (0, 1)]
    came: list[list[tuple[str, datetime]]] = [[(one.held_by, NOON)] for one in pair]
    now = NOON

    for kind, whose, to, minutes in steps:
        now += timedelta(minutes=minutes)
        receiver, tenant = start.resellers[to], tenant_in_table(pair[whose].id)
        refusal = refusal_of(partial(play, kind, tenant, receiver, now))
        assert refusal in ALLOWED
        if refusal is None and kind != "delete":
            came[whose].append((receiver.id, now))

    for tenant, moments in zip(pair, came, strict=True):
        assert held(tenant) == as_holdings(moments)
        assert tenant_in_table(tenant.id).held_by == moments[-1][0]
    assert [used_by(one) for one in start.resellers] == [
        get_pool(one.id).used for one in start.resellers
    ]
    assert all(get_pool(one.id).available >= 0 for one in start.resellers)
