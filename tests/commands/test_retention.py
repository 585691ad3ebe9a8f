"""
Purging a deleted tenant: what names a person or holds their business goes, facts stay.
"""

from collections.abc import Callable

import pytest

from tenantry.consents import commands as consents
from tenantry.credentials import commands as credentials
from tenantry.ids import TenantId
from tenantry.licenses.store import get_pool
from tenantry.mail.model import Locale
from tenantry.principals import Role
from tenantry.records import commands as records
from tenantry.records.model import RecordKind
from tenantry.resellers.model import Reseller
from tenantry.retention import commands as retention
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import RETENTION, Status, Tenant
from tenantry.tenants.store import purges_due, tenants_of
from tenantry.users import commands as members
from tenantry.users.store import find_user_id
from tenants.purge import purge as run_job
from tests.acting import DAY, NOON, SECOND, a_job, an_act, tenant_owner_of
from tests.builders import (
    accept,
    an_offer,
    bring_in,
    make_prepaid_reseller,
    make_reseller,
    mint,
    tenant_in_table,
)
from tests.commands.faults import Fault, ProcessDied, dies_after, dies_before, tapped
from tests.reading import events_written, items_of, snapshot

pytestmark = pytest.mark.usefixtures("catalogue")

PURGE_AT = NOON + RETENTION
EMAIL, NAME, SHOP, LOOK = "kofi.mensah@shop.example", "Kofi Mensah", "Kofi's Shop", "Kofi Blue"
COLLEAGUE = "esi@shop.example"


def a_deleted_tenant(reseller: Reseller) -> Tenant:
    """
    A tenant with all that a customer leaves behind, deleted at noon.
    """
    offer = an_offer(EMAIL, SHOP, branding={"display_name": LOOK})
    accepted = accept(mint(reseller, offer), name=NAME)
    assert accepted.tenant_id is not None
    tenant = tenant_in_table(accepted.tenant_id)
    owner = tenant_owner_of(tenant.id, reseller.id)
    for number in range(3):
        records.record(
            tenant.id,
            an_act(owner),
            kind=RecordKind.SALES_ORDER,
            reference=f"{SHOP} {number}",
            content={"buyer": NAME},
        )
    consents.grant(tenant.id, reseller.id, an_act(owner))
    credentials.request_sign_in_link(EMAIL, an_act())
    add_to(tenant.id, COLLEAGUE)
    return tenants.delete(tenant.id, an_act())


def add_to(workspace_id: TenantId, email: str) -> None:
    members.add_member(
        workspace_id,
        email=email,
        name=email.title(),
        role=Role.TENANT_OWNER,
        tenant_ids=None,
        locale=Locale.EN,
        act=an_act(),
    )


def traces_of_the_customer() -> list[str]:
    personal = (EMAIL, COLLEAGUE, NAME, SHOP, LOOK)
    found = [
        f"{item['kind']['S']}: {text}"
        for item in snapshot().values()
        for text in personal
        if text.casefold() in repr(item).casefold()
    ]
    return sorted(set(found))


def test_until_the_retention_is_over_nothing_is_erased() -> None:
    tenant = a_deleted_tenant(make_reseller())
    before = snapshot()

    retention.purge(tenant.id, a_job(PURGE_AT - SECOND))

    assert snapshot() == before
    assert "User: Kofi Mensah" in traces_of_the_customer()


def test_after_the_retention_nothing_personal_is_left_in_any_item() -> None:
    tenant = a_deleted_tenant(make_reseller())

    purged = retention.purge(tenant.id, a_job(PURGE_AT))

    assert purged is not None
    assert purged.status is Status.PURGED
    assert traces_of_the_customer() == []
    assert find_user_id(EMAIL) is None
    assert items_of("BusinessRecord") == []


def test_facts_stay_events_and_the_holding_too() -> None:
    reseller = make_prepaid_reseller(licenses=1)
    tenant = a_deleted_tenant(reseller)
    before = sorted(events_written())

    retention.purge(tenant.id, a_job(PURGE_AT))

    assert sorted(events_written()) == sorted([*before, "tenant.purged"])
    assert [holding["tenant_id"] for holding in items_of("Holding")] == [tenant.id]
    assert len(items_of("Subscription")) == len(items_of("Consent")) == 1
    assert get_pool(reseller.id).used == 0
    assert [one for _, one in tenants_of(reseller.id, None, None, 10)] == []


def test_a_person_who_is_elsewhere_too_stays_a_user() -> None:
    reseller = make_reseller()
    tenant = a_deleted_tenant(reseller)
    other = bring_in(reseller, EMAIL)

    retention.purge(tenant.id, a_job(PURGE_AT))

    user_id = find_user_id(EMAIL)
    assert [one["user_id"] for one in items_of("Member") if one["pk"] == f"TENANT#{other.id}"] == [
        user_id
    ]
    assert find_user_id(COLLEAGUE) is None


def test_an_address_that_was_freed_can_become_somebody_again() -> None:
    reseller = make_reseller()
    tenant = a_deleted_tenant(reseller)
    before = find_user_id(EMAIL)
    retention.purge(tenant.id, a_job(PURGE_AT))

    again = bring_in(reseller, EMAIL, PURGE_AT + DAY)

    assert find_user_id(EMAIL) not in {None, before}
    assert again.id != tenant.id


@pytest.mark.parametrize("dies", [dies_before, dies_after])
def test_a_purge_that_dies_at_any_call_is_finished_by_the_next(dies: Fault) -> None:
    tenant = a_deleted_tenant(make_reseller())

    for call in range(100):
        try:
            with tapped({call: dies}):
                retention.purge(tenant.id, a_job(PURGE_AT))
        except ProcessDied:
            continue
        break

    # Each try went one call further than the one before, so it has died everywhere.
    assert 5 < call < 100
    assert traces_of_the_customer() == []
    assert events_written().count("tenant.purged") == 1


STATES: dict[str, Callable[[Tenant], object]] = {
    "active": lambda _: None,
    "inactive": lambda tenant: tenants.deactivate(tenant.id, an_act()),
}


@pytest.mark.parametrize("state", STATES)
def test_a_tenant_that_is_not_deleted_is_never_purged(state: str) -> None:
    tenant = bring_in(make_reseller())
    STATES[state](tenant)
    before = snapshot()

    retention.purge(tenant.id, a_job(NOON + 1_000 * DAY))

    assert snapshot() == before
    assert list(purges_due(PURGE_AT - DAY, PURGE_AT + DAY)) == []


def test_purging_twice_is_once_and_a_stranger_is_nothing() -> None:
    tenant = a_deleted_tenant(make_reseller())
    retention.purge(tenant.id, a_job(PURGE_AT))
    before = snapshot()

    retention.purge(tenant.id, a_job(PURGE_AT + DAY))

    assert retention.purge(TenantId("ten_NOBODY"), a_job(PURGE_AT)) is None
    assert snapshot() == before


@pytest.mark.requirement("R-OPS-3")
def test_the_daily_job_catches_up_after_missed_days_and_can_be_run_again() -> None:
    reseller = make_reseller()
    for number in range(3):
        tenant = bring_in(reseller, f"{number}@shop.example")
        tenants.delete(tenant.id, an_act(now=NOON + number * DAY))
    runs.finish(Job.TENANT_PURGE, PURGE_AT - 2 * DAY, "test")

    # The runs of two days are missed: the third finds what was due on each of them.
    assert run_job(a_job(PURGE_AT - DAY)) == {"purged": 0}
    assert run_job(a_job(PURGE_AT + 2 * DAY)) == {"purged": 3}
    assert run_job(a_job(PURGE_AT + DAY)) == {"purged": 0}
    assert events_written().count("tenant.purged") == 3
