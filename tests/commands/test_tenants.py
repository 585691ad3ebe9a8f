"""
Tenants: created, changed, deactivated, reactivated and deleted, with the licence that each uses.
"""

from dataclasses import replace

import pytest

from tenantry.ids import TenantId
from tenantry.licenses.store import get_pool
from tenantry.mail.model import Locale
from tenantry.pilots import commands as pilots
from tenantry.plans import commands as plans
from tenantry.principals import Role
from tenantry.provisioning import commands as provisioning
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Reseller
from tenantry.subscriptions.model import PILOT, Terms
from tenantry.subscriptions.store import get_subscription
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import NEVER, Status, Tenant
from tenantry.tenants.store import tenants_of
from tenantry.users.store import find_user_id, members_of
from tests.acting import DAY, NOON, a_job, an_act, owner_of, tenant_owner_of
from tests.builders import (
    GROWTH,
    a_form,
    bring_in,
    make_prepaid_reseller,
    make_reseller,
    refusal_of,
    tenant_in_table,
)
from tests.commands.faults import meanwhile, tapped
from tests.reading import events_written, items_of, kinds, snapshot

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-TEN-3")]


def create(reseller: Reseller, email: str = "kofi@shop.example", plan_code: str = GROWTH) -> Tenant:
    return provisioning.create(
        reseller.id,
        an_act(owner_of(reseller.id)),
        name="Kofi's Shop",
        plan_code=plan_code,
        owner_email=email,
        owner_name="Kofi Mensah",
        locale=Locale.SW,
        branding=None,
    )


def used(reseller: Reseller) -> tuple[int, int]:
    pool = get_pool(reseller.id)
    return pool.used, pool.available


def test_a_reseller_creates_a_tenant_with_a_pilot_and_an_owner_and_no_consent() -> None:
    reseller = make_prepaid_reseller(licenses=1)

    tenant = create(reseller)

    pilot = get_subscription(tenant.id)
    assert pilot is not None
    assert (pilot.plan_code, pilot.ends_at) == (GROWTH, NOON + PILOT)
    ((_, owner),) = members_of(tenant.id)
    assert (owner.role, owner.user_id) == (Role.TENANT_OWNER, find_user_id("kofi@shop.example"))
    assert (used(reseller), items_of("Consent")) == ((1, 0), [])


def test_creating_needs_a_licence_a_plan_and_an_active_reseller() -> None:
    reseller = make_prepaid_reseller(licenses=1)
    plans.create("old", "Old", (), an_act())
    plans.change("old", an_act(), is_active=False)

    assert refusal_of(lambda: create(reseller, plan_code="none")) == "plan.not_found"
    assert refusal_of(lambda: create(reseller, plan_code="old")) == "plan.not_offered"
    create(reseller)
    assert refusal_of(lambda: create(reseller, "ben@shop.example")) == "license.none_available"
    resellers.deactivate(reseller.id, an_act())
    assert refusal_of(lambda: create(reseller)) == "reseller.inactive"


@pytest.mark.requirement("R-RES-5")
def test_a_reseller_that_becomes_inactive_at_the_last_moment_creates_nothing() -> None:
    reseller, before = make_reseller(), kinds()
    write = 4

    with tapped({write: meanwhile(lambda: resellers.deactivate(reseller.id, an_act()))}) as line:
        refused = refusal_of(lambda: create(reseller))

    assert (refused, line.calls[write]) == ("reseller.inactive", "TransactWriteItems")
    assert dict(kinds() - before) == {"Event": 1}


def test_deactivating_keeps_the_licence_and_shuts_the_gate() -> None:
    reseller = make_prepaid_reseller(licenses=1)
    tenant = bring_in(reseller)

    after = tenants.deactivate(tenant.id, an_act())

    assert (after.status, after.records_until) == (Status.INACTIVE, NEVER)
    assert tenant_in_table(tenant.id) == after
    assert used(reseller) == (1, 0)


def test_deleting_frees_the_licence_for_the_next_customer() -> None:
    reseller = make_prepaid_reseller(licenses=1)
    tenant = bring_in(reseller)

    after = tenants.delete(tenant.id, an_act(now=NOON + DAY))

    assert (after.status, after.deleted_at, after.holds_license) == (
        Status.DELETED,
        NOON + DAY,
        False,
    )
    assert used(reseller) == (0, 1)
    assert bring_in(reseller, "ben@shop.example").holds_license


def test_deleting_an_inactive_tenant_frees_its_licence_too() -> None:
    reseller = make_prepaid_reseller(licenses=1)
    tenant = bring_in(reseller)
    tenants.deactivate(tenant.id, an_act())

    tenants.delete(tenant.id, an_act())

    assert used(reseller) == (0, 1)


def test_deleting_twice_frees_one_licence() -> None:
    reseller = make_prepaid_reseller(licenses=2)
    tenant, _ = bring_in(reseller), bring_in(reseller, "ben@shop.example")

    first = tenants.delete(tenant.id, an_act())
    second = tenants.delete(tenant.id, an_act(now=NOON + DAY))

    assert second == first
    assert used(reseller) == (1, 1)
    assert events_written().count("tenant.deleted") == 1


def test_two_who_delete_at_the_same_instant_free_one_licence() -> None:
    reseller = make_prepaid_reseller(licenses=2)
    tenant, _ = bring_in(reseller), bring_in(reseller, "ben@shop.example")
    write = 1

    with tapped({write: meanwhile(lambda: tenants.delete(tenant.id, an_act()))}):
        refused = refusal_of(lambda: tenants.delete(tenant.id, an_act()))

    assert refused == "tenant.changed_meanwhile"
    assert used(reseller) == (1, 1)


def test_a_tenant_of_a_commission_reseller_frees_nothing() -> None:
    reseller = make_reseller(a_form(initial_licenses=3))

    tenants.delete(bring_in(reseller).id, an_act())

    assert used(reseller) == (0, 3)


def test_reactivating_opens_the_gate_for_as_long_as_the_pilot_lasts() -> None:
    tenant = bring_in(make_reseller())
    tenants.deactivate(tenant.id, an_act())

    after = tenants.reactivate(tenant.id, an_act(now=NOON + DAY))

    assert (after.status, after.records_until) == (Status.ACTIVE, NOON + PILOT)


def test_an_upgrade_that_comes_while_a_tenant_is_reactivated_is_not_lost() -> None:
    tenant = bring_in(make_reseller())
    tenants.deactivate(tenant.id, an_act())
    write = 2

    with tapped({write: meanwhile(lambda: pilots.upgrade(tenant.id, Terms(GROWTH), an_act()))}):
        refused = refusal_of(lambda: tenants.reactivate(tenant.id, an_act()))

    assert refused == "conflict"
    assert tenants.reactivate(tenant.id, an_act()).records_until.year == 9999


def test_a_name_in_any_script_is_kept_unharmed() -> None:
    tenant = bring_in(make_reseller())
    name = "متجر كوفي ☕ Ọjà — 'n' \"q\" <b>&"

    after = tenants.change(tenant.id, an_act(), name=name, branding={"display_name": name})

    assert after.name == name
    assert tenant_in_table(tenant.id) == after
    ((_, listed),) = tenants_of(tenant.held_by, None, None, 10)
    assert listed.name == name


def test_changing_nothing_writes_nothing() -> None:
    tenant = bring_in(make_reseller())
    before = snapshot()

    tenants.change(tenant.id, an_act(), name=None, branding=None)
    tenants.change(tenant.id, an_act(), name=tenant.name, branding=tenant.branding)

    assert snapshot() == before


@pytest.mark.requirement("R-RES-6")
def test_nobody_touches_a_foreign_tenant() -> None:
    tenant = bring_in(make_reseller())
    strangers = [
        owner_of(TenantId("ten_OTHER")),
        tenant_owner_of(TenantId("ten_X"), tenant.held_by),
    ]
    limited = replace(
        owner_of(tenant.held_by), role=Role.RESELLER_SUPPORT, tenant_ids=frozenset[TenantId]()
    )
    before = snapshot()

    for stranger in (*strangers, limited):
        act = an_act(stranger)
        for do in (tenants.deactivate, tenants.reactivate, tenants.delete):
            assert refusal_of(lambda do=do, act=act: do(tenant.id, act)) == "tenant.not_found"  # type: ignore[misc]
    assert snapshot() == before


@pytest.mark.requirement("R-RES-1")
def test_a_reseller_is_no_tenant_to_be_deleted() -> None:
    reseller = make_reseller()

    assert items_of("Tenant")[0]["is_reseller"] is True
    for do in (tenants.deactivate, tenants.reactivate, tenants.delete):
        refused = refusal_of(lambda do=do: do(reseller.id, an_act()))  # type: ignore[misc]
        assert refused == "tenant.not_found"


def test_tenants_are_listed_by_name_page_by_page() -> None:
    reseller = make_reseller()
    for name in ("delta", "Alpha", "charlie", "Bravo"):
        tenant = bring_in(reseller, f"{name}@shop.example")
        tenants.change(tenant.id, an_act(), name=name, branding=None)

    first = list(tenants_of(reseller.id, None, None, 3))
    rest = list(tenants_of(reseller.id, None, first[-1][0], 3))

    assert [tenant.name for _, tenant in first + rest] == ["Alpha", "Bravo", "charlie", "delta"]


def test_tenants_are_listed_by_what_became_of_them() -> None:
    reseller = make_reseller()
    kept, gone = bring_in(reseller), bring_in(reseller, "ben@shop.example")
    tenants.delete(gone.id, an_act())

    listed = {
        status: [tenant.id for _, tenant in tenants_of(reseller.id, status, None, 10)]
        for status in (Status.ACTIVE, Status.DELETED, Status.INACTIVE)
    }

    assert listed == {Status.ACTIVE: [kept.id], Status.DELETED: [gone.id], Status.INACTIVE: []}


def test_the_existing_tenants_of_an_inactive_reseller_are_still_governed_by_the_operator() -> None:
    tenant = bring_in(make_reseller())
    resellers.deactivate(tenant.held_by, an_act())

    tenants.deactivate(tenant.id, an_act())
    tenants.reactivate(tenant.id, an_act())

    assert pilots.settle(tenant.id, a_job(NOON + PILOT)) is not None
