"""
What may happen to a tenant, and when its gate is open.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tenantry.clock import FOREVER
from tenantry.ids import TenantId, UserId
from tenantry.principals import ANONYMOUS, SCHEDULER, Principal, Role
from tenantry.subscriptions.model import PILOT
from tenantry.subscriptions.model import Status as SubscriptionStatus
from tenantry.tenants import rules
from tenantry.tenants.model import NEVER, RETENTION, Status, Tenant
from tests.acting import DAY, NOON, OPERATOR, SECOND, owner_of, tenant_owner_of
from tests.builders import RESELLER_ID, TENANT_ID, a_subscription, a_tenant, outcome

AFTER_RETENTION = NOON + RETENTION

LIFECYCLE = """
active    rename      active
active    deactivate  inactive
active    reactivate  active
active    upgrade     active
active    delete      deleted
active    purge       active
inactive  rename      inactive
inactive  deactivate  inactive
inactive  reactivate  active
inactive  upgrade     inactive
inactive  delete      deleted
inactive  purge       inactive
deleted   rename      tenant.deleted
deleted   deactivate  tenant.deleted
deleted   reactivate  tenant.deleted
deleted   upgrade     tenant.deleted
deleted   delete      deleted
deleted   purge       purged
purged    rename      tenant.deleted
purged    deactivate  tenant.deleted
purged    reactivate  tenant.deleted
purged    upgrade     tenant.deleted
purged    delete      purged
purged    purge       purged
"""

DO: dict[str, Callable[[Tenant], Tenant]] = {
    "rename": lambda tenant: rules.rename(tenant, "Kofi & Sons", None),
    "deactivate": rules.deactivate,
    "reactivate": lambda tenant: rules.reactivate(tenant, a_subscription()),
    "upgrade": lambda tenant: rules.with_subscription(
        tenant, a_subscription(SubscriptionStatus.ACTIVE)
    ),
    "delete": lambda tenant: rules.delete(tenant, NOON),
    "purge": lambda tenant: rules.purge(tenant, AFTER_RETENTION),
}


ROWS = LIFECYCLE.strip().splitlines()
ALLOWED = [row for row in ROWS if "." not in row]


@pytest.mark.requirement("R-TEN-3")
@pytest.mark.parametrize("row", ROWS)
def test_tenant_lifecycle(row: str) -> None:
    before, action, expected = row.split()
    tenant = a_tenant(Status(before))

    assert outcome(lambda: DO[action](tenant)) == expected


@pytest.mark.parametrize("row", ALLOWED)
def test_what_is_done_twice_changes_nothing_the_second_time(row: str) -> None:
    before, action, _ = row.split()
    once = DO[action](a_tenant(Status(before)))

    assert DO[action](once) is once


@pytest.mark.parametrize("row", ALLOWED)
def test_every_change_makes_the_next_version(row: str) -> None:
    before, action, _ = row.split()
    tenant = a_tenant(Status(before))

    after = DO[action](tenant)

    assert after is tenant or after.version == tenant.version + 1


def test_only_an_active_tenant_has_an_open_gate() -> None:
    upgraded = a_subscription(SubscriptionStatus.ACTIVE)
    active, inactive = a_tenant(), a_tenant(Status.INACTIVE)

    assert rules.with_subscription(active, upgraded).records_until == FOREVER
    assert rules.with_subscription(inactive, upgraded).records_until == NEVER
    assert rules.reactivate(inactive, upgraded).records_until == FOREVER
    assert rules.reactivate(inactive, a_subscription()).records_until == NOON + PILOT
    assert rules.deactivate(active).records_until == NEVER
    assert rules.delete(active, NOON).records_until == NEVER


@pytest.mark.requirement("R-TEN-3")
def test_deactivating_keeps_the_licence_and_deleting_frees_it() -> None:
    tenant = a_tenant(holds_license=True)

    assert rules.deactivate(tenant).holds_license
    assert not rules.delete(tenant, NOON).holds_license
    assert not rules.delete(rules.deactivate(tenant), NOON).holds_license


def test_a_new_customer_starts_active_with_the_gate_of_its_pilot() -> None:
    tenant = rules.new_child(
        TENANT_ID,
        "Kofi's Shop",
        RESELLER_ID,
        a_subscription(),
        holds_license=True,
        branding=None,
        invite_id=None,
        now=NOON,
    )

    assert (tenant.status, tenant.records_until) == (Status.ACTIVE, NOON + PILOT)
    assert (tenant.held_by, tenant.holds_license, tenant.is_reseller) == (RESELLER_ID, True, False)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (AFTER_RETENTION - SECOND, Status.DELETED),
        (AFTER_RETENTION - timedelta(microseconds=1), Status.DELETED),
        (AFTER_RETENTION, Status.PURGED),
        (AFTER_RETENTION + 90 * DAY, Status.PURGED),
    ],
)
def test_a_deleted_tenant_is_purged_from_the_end_of_its_retention_on(
    now: datetime, expected: Status
) -> None:
    assert rules.purge(a_tenant(Status.DELETED), now).status is expected


def test_a_purged_tenant_has_no_name_and_no_look() -> None:
    tenant = replace(a_tenant(Status.DELETED), branding={"display_name": "Kofi"})

    purged = rules.purge(tenant, AFTER_RETENTION)

    assert "Kofi" not in repr(purged)


PRINCIPALS = {
    "an operator": (OPERATOR, True),
    "its reseller's owner": (owner_of(RESELLER_ID), True),
    "another reseller's owner": (owner_of(TenantId("ten_OTHER")), False),
    "its own owner": (tenant_owner_of(TENANT_ID, RESELLER_ID), True),
    "a sister's owner": (tenant_owner_of(TenantId("ten_SISTER"), RESELLER_ID), False),
    "a job": (SCHEDULER, False),
    "nobody": (ANONYMOUS, False),
}


def a_support_member(*tenant_ids: TenantId) -> Principal:
    chosen = frozenset(tenant_ids)
    return replace(owner_of(RESELLER_ID), role=Role.RESELLER_SUPPORT, tenant_ids=chosen)


@pytest.mark.requirement("R-RES-6")
@pytest.mark.parametrize("who", PRINCIPALS)
def test_who_may_know_that_a_tenant_exists(who: str) -> None:
    principal, expected = PRINCIPALS[who]

    assert rules.is_visible(a_tenant(), principal) is expected


@pytest.mark.requirement("R-RES-13")
def test_a_limited_support_member_knows_the_chosen_tenants_alone() -> None:
    foreign = replace(a_tenant(), parent_tenant_id=TenantId("ten_OTHER"))

    assert rules.is_visible(a_tenant(), a_support_member(TENANT_ID))
    assert not rules.is_visible(a_tenant(), a_support_member(TenantId("ten_SISTER")))
    assert not rules.is_visible(a_tenant(), a_support_member())
    assert not rules.is_visible(foreign, a_support_member(TENANT_ID))


@pytest.mark.parametrize(
    ("tenant", "code"),
    [
        (None, "tenant.not_found"),
        (a_tenant(Status.INACTIVE), "tenant.not_active"),
        (a_tenant(Status.DELETED), "tenant.not_active"),
        (a_tenant(Status.PURGED), "tenant.not_active"),
        (a_tenant(), "pilot.expired"),
    ],
)
def test_the_gate_says_why_it_is_shut(tenant: Tenant | None, code: str) -> None:
    assert rules.gate_refusal(tenant, NOON + PILOT).code == code


def test_an_open_gate_that_refuses_is_a_bug() -> None:
    with pytest.raises(AssertionError):
        rules.gate_refusal(a_tenant(), NOON)


def test_a_reseller_is_held_by_nobody() -> None:
    workspace = replace(a_tenant(), is_reseller=True, parent_tenant_id=None)

    with pytest.raises(AssertionError):
        _ = workspace.held_by
    assert not rules.is_visible(workspace, owner_of(RESELLER_ID, UserId("usr_OWNER")))
