"""
The gate: orders and shipments are written only while the tenant may record them.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tenantry.acts import Act
from tenantry.consents import commands as consents
from tenantry.consents.model import GRANTED_FOR, Consent
from tenantry.consents.store import put as put_consent
from tenantry.ids import TenantId
from tenantry.invites.model import VALID_FOR
from tenantry.pilots import commands as pilots
from tenantry.records import commands as records
from tenantry.records.model import BusinessRecord, RecordKind
from tenantry.resellers import commands as resellers
from tenantry.retention import commands as retention
from tenantry.subscriptions.model import PILOT, Terms
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import RETENTION, Tenant
from tenantry.tenants.store import check_gate
from tenantry.transactions import transaction
from tests.acting import DAY, NOON, OPERATOR, SECOND, a_job, an_act, owner_of, tenant_owner_of
from tests.builders import (
    GROWTH,
    a_form,
    bring_in,
    make_prepaid_reseller,
    make_reseller,
    refusal_of,
)
from tests.commands.faults import tapped
from tests.reading import items_of, kinds

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-TEN-2")]

MICROSECOND = timedelta(microseconds=1)
ENDS_AT = NOON + PILOT
ACCESS_ENDS_AT = NOON + VALID_FOR + GRANTED_FOR


def by_owner(tenant: Tenant, now: datetime = NOON) -> Act:
    return an_act(tenant_owner_of(tenant.id, tenant.held_by), now)


def by_reseller(tenant: Tenant, now: datetime = NOON) -> Act:
    return an_act(owner_of(tenant.held_by), now)


def record(
    tenant_id: TenantId,
    act: Act,
    kind: RecordKind = RecordKind.PURCHASE_ORDER,
    reference: str = "PO-1",
) -> BusinessRecord:
    return records.record(tenant_id, act, kind=kind, reference=reference, content={"lines": 1})


def refused(tenant: Tenant, act: Act) -> str | None:
    return refusal_of(lambda: record(tenant.id, act))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (NOON, None),
        (ENDS_AT - SECOND, None),
        (ENDS_AT - MICROSECOND, None),
        (ENDS_AT, "pilot.expired"),
        (ENDS_AT + MICROSECOND, "pilot.expired"),
        (ENDS_AT + 365 * DAY, "pilot.expired"),
    ],
)
def test_a_pilot_is_refused_from_the_very_instant_at_which_it_ends(
    now: datetime, expected: str | None
) -> None:
    tenant = bring_in(make_reseller())

    assert refused(tenant, by_owner(tenant, now)) == expected


@pytest.mark.parametrize("kind", RecordKind)
def test_orders_and_shipments_of_every_kind_wait_at_the_gate(kind: RecordKind) -> None:
    tenant = bring_in(make_reseller())

    written = record(tenant.id, by_owner(tenant, ENDS_AT - SECOND), kind)

    assert items_of("BusinessRecord")[0]["id"] == written.id
    late = by_owner(tenant, ENDS_AT)
    assert refusal_of(lambda: record(tenant.id, late, kind, "late")) == "pilot.expired"
    assert len(items_of("BusinessRecord")) == 1


@pytest.mark.parametrize("job_runs_at", [ENDS_AT - SECOND, ENDS_AT, ENDS_AT + DAY])
def test_the_gate_needs_no_job(job_runs_at: datetime) -> None:
    tenant = bring_in(make_reseller())
    pilots.settle(tenant.id, a_job(job_runs_at))

    assert refused(tenant, by_owner(tenant, ENDS_AT - SECOND)) is None
    assert refused(tenant, by_owner(tenant, ENDS_AT)) == "pilot.expired"


STATES: dict[str, tuple[Callable[[Tenant], object], str | None]] = {
    "deactivated": (lambda tenant: tenants.deactivate(tenant.id, an_act()), "tenant.not_active"),
    "deleted": (lambda tenant: tenants.delete(tenant.id, an_act()), "tenant.not_active"),
    "reactivated": (
        lambda tenant: [
            change(tenant.id, an_act()) for change in (tenants.deactivate, tenants.reactivate)
        ],
        None,
    ),
    "its reseller is inactive": (
        lambda tenant: resellers.deactivate(tenant.held_by, an_act()),
        None,
    ),
    "purged": (
        lambda tenant: [
            tenants.delete(tenant.id, an_act()),
            retention.purge(tenant.id, a_job(NOON + RETENTION)),
        ],
        "tenant.not_active",
    ),
    "upgraded": (lambda tenant: pilots.upgrade(tenant.id, Terms(GROWTH), an_act()), None),
}


@pytest.mark.parametrize("state", STATES)
def test_the_gate_of_a_tenant_that_is(state: str) -> None:
    do, expected = STATES[state]
    tenant = bring_in(make_reseller())

    do(tenant)

    assert refused(tenant, by_owner(tenant)) == expected


def test_an_upgraded_tenant_records_for_good() -> None:
    tenant = bring_in(make_reseller())
    pilots.upgrade(tenant.id, Terms(GROWTH), an_act(now=ENDS_AT + DAY))

    assert refused(tenant, by_owner(tenant, NOON + 10_000 * DAY)) is None


def test_a_pilot_that_is_reactivated_after_its_end_stays_shut() -> None:
    tenant = bring_in(make_reseller())
    tenants.deactivate(tenant.id, an_act())
    tenants.reactivate(tenant.id, an_act(now=ENDS_AT))

    assert refused(tenant, by_owner(tenant, ENDS_AT)) == "pilot.expired"


@pytest.mark.requirement("R-RES-6")
def test_a_foreign_tenant_is_answered_like_one_that_does_not_exist() -> None:
    tenant = bring_in(make_reseller())
    other = make_reseller(a_form("other", email="ben@other.example"))
    nobody = TenantId("ten_NOBODY")

    for act in (an_act(owner_of(other.id)), an_act(tenant_owner_of(other.id, other.id))):
        assert refused(tenant, act) == "tenant.not_found"
    assert refusal_of(lambda: record(nobody, by_owner(tenant))) == "tenant.not_found"
    assert refusal_of(lambda: record(nobody, an_act(OPERATOR))) == "tenant.not_found"


def test_a_reseller_is_no_tenant_that_records() -> None:
    reseller = make_reseller()

    assert refusal_of(lambda: record(reseller.id, an_act(owner_of(reseller.id)))) == (
        "tenant.not_found"
    )
    assert refusal_of(lambda: record(reseller.id, an_act())) == "tenant.not_found"


@pytest.mark.requirement("R-RES-15")
@pytest.mark.parametrize(
    ("now", "expected"), [(ACCESS_ENDS_AT - SECOND, None), (ACCESS_ENDS_AT, "consent.missing")]
)
def test_a_reseller_records_until_its_access_ends(now: datetime, expected: str | None) -> None:
    tenant = bring_in(make_reseller())
    pilots.upgrade(tenant.id, Terms(GROWTH), an_act())

    assert refused(tenant, by_reseller(tenant, now)) == expected


@pytest.mark.requirement("R-RES-15")
def test_a_reseller_is_shut_out_at_once_when_the_owner_says_so_and_let_in_again() -> None:
    tenant = bring_in(make_reseller())

    consents.revoke(tenant.id, tenant.held_by, by_owner(tenant, NOON + DAY))
    assert refused(tenant, by_reseller(tenant, NOON + DAY)) == "consent.missing"
    assert refused(tenant, by_owner(tenant, NOON + DAY)) is None

    consents.grant(tenant.id, tenant.held_by, by_owner(tenant, NOON + 2 * DAY))
    act = by_reseller(tenant, NOON + 2 * DAY)
    assert refusal_of(lambda: record(tenant.id, act, reference="PO-2")) is None


def test_the_operator_records_without_consent_and_under_the_same_gate() -> None:
    tenant = bring_in(make_reseller())
    consents.revoke(tenant.id, tenant.held_by, by_owner(tenant))

    assert refused(tenant, an_act(now=ENDS_AT)) == "pilot.expired"
    assert refused(tenant, an_act()) is None


def test_a_reference_is_taken_once_for_each_kind() -> None:
    tenant = bring_in(make_reseller())
    record(tenant.id, by_owner(tenant))

    assert refused(tenant, by_owner(tenant)) == "record.exists"
    record(tenant.id, by_owner(tenant), RecordKind.SHIPMENT)
    assert len(items_of("BusinessRecord")) == 2


def test_the_tenants_own_record_is_one_call() -> None:
    tenant = bring_in(make_reseller())

    with tapped() as line:
        record(tenant.id, by_owner(tenant))

    assert line.calls == ["TransactWriteItems"]


def test_whoever_acts_in_a_tenant_stands_in_its_audit_log() -> None:
    tenant = bring_in(make_reseller())

    record(tenant.id, by_reseller(tenant))

    (event,) = [one for one in items_of("Event") if one["name"] == "purchase_order.recorded"]
    assert (event["actor_id"], event["on_behalf_of"]) == ("usr_RESELLEROWNER", tenant.held_by)
    assert (event["tenant_id"], event["reseller_id"]) == (tenant.id, tenant.held_by)


@pytest.mark.parametrize("names_reseller", [True, False])
@pytest.mark.parametrize(("now", "is_open"), [(ENDS_AT - MICROSECOND, True), (ENDS_AT, False)])
def test_another_command_puts_the_gate_into_its_own_transaction(
    now: datetime, is_open: bool, names_reseller: bool
) -> None:
    tenant = bring_in(make_prepaid_reseller(licenses=1))
    before = kinds()

    def write_something_else() -> None:
        with transaction() as writes:
            check_gate(writes, tenant.id, tenant.held_by if names_reseller else None, now)
            put_consent(writes, a_consent_of(tenant))

    assert refusal_of(write_something_else) == (None if is_open else "pilot.expired")
    assert (kinds() - before).total() == is_open


def a_consent_of(tenant: Tenant) -> Consent:
    other = TenantId("ten_OTHER")
    return Consent(tenant.id, other, OPERATOR.person_id, NOON, ENDS_AT)


@pytest.mark.parametrize("reseller_id", [None, TenantId("ten_RESELLER")])
def test_the_gate_of_a_tenant_that_does_not_exist_is_shut(reseller_id: TenantId | None) -> None:
    nobody = TenantId("ten_NOBODY")
    before = kinds()

    def write_something() -> None:
        with transaction() as writes:
            check_gate(writes, nobody, reseller_id, NOON)
            put_consent(writes, Consent(nobody, nobody, OPERATOR.person_id, NOON, ENDS_AT))

    assert refusal_of(write_something) == "tenant.not_found"
    assert kinds() == before
