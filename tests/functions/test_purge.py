"""
The nightly purge: what names a person goes after the retention, and nothing goes before.
"""

from datetime import UTC, datetime

import pytest

from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tenantry.tenants.model import RETENTION
from tenants.purge import handler as purge
from tests.acting import DAY, SECOND
from tests.calling import CONTEXT, call
from tests.functions.cast import Json, a_reseller, a_tenant, a_tenant_owner, expect
from tests.functions.lambdas import at
from tests.functions.stored import everything
from tests.reading import events_written, kinds


@pytest.fixture(autouse=True)
def _runs_every_night(operator: str) -> None:
    del operator
    runs.finish(Job.TENANT_PURGE, due() - DAY, "last night")


@pytest.fixture
def tenant(operator: str) -> Json:
    """
    A tenant with a record, deleted just now.
    """
    tenant = a_tenant(
        operator, a_reseller(operator), tenant_name="Nyota", email="esi@nyota.example"
    )
    path = f"/v1/tenants/{tenant['id']}"
    order: Json = {"kind": "shipment", "reference": "S-1", "content": {"to": "Esi, Accra"}}
    expect(call("POST", f"{path}/records", body=order, secret=a_tenant_owner(tenant)), 201)
    expect(call("DELETE", path, secret=operator), 200)
    return tenant


def due() -> datetime:
    return datetime.now(UTC) + RETENTION


def left_after(moment: datetime) -> list[object]:
    """
    Every item, those aside that DynamoDB has let lapse by *moment*.
    """
    lapsed_at = moment.timestamp()
    return [
        item
        for item in everything().values()
        if float(item.get("expires", {"N": "inf"})["N"]) > lapsed_at
    ]


def test_nothing_is_purged_before_the_retention_is_over(tenant: Json) -> None:
    before = kinds()

    answer = purge(at(due() - DAY / 2), CONTEXT)

    assert answer == {"purged": 0}
    assert kinds() - before == {"JobRun": 1}
    assert "Nyota" in str(everything())
    assert tenant["id"] in str(everything())


def test_after_the_retention_nothing_names_the_customer(operator: str, tenant: Json) -> None:
    events = events_written()

    answer = purge(at(due() + SECOND), CONTEXT)

    assert answer == {"purged": 1}
    left = str(left_after(due()))
    assert not any(name in left for name in ("Nyota", "esi@nyota.example", "Esi, Accra", "Kofi"))
    assert events_written() == [*events, "tenant.purged"]
    read = call("GET", f"/v1/tenants/{tenant['id']}", secret=operator)
    assert (read.status, read.json["status"]) == (200, "purged")


def test_a_purge_that_runs_again_or_was_missed_does_no_harm(tenant: Json) -> None:
    del tenant

    answers = [purge(at(due() + days * DAY), CONTEXT) for days in (-0.5, 5, 5, 6)]

    assert answers == [{"purged": 0}, {"purged": 1}, {"purged": 0}, {"purged": 0}]
    assert events_written().count("tenant.purged") == 1


def test_a_purged_tenant_stands_in_no_list(operator: str) -> None:
    reseller = a_reseller(operator)
    tenant = a_tenant(operator, reseller)
    path = f"/v1/resellers/{reseller['id']}/tenants"
    expect(call("DELETE", f"/v1/tenants/{tenant['id']}", secret=operator), 200)
    listed = call("GET", f"{path}?status=deleted", secret=operator).json["items"]

    purge(at(due() + SECOND), CONTEXT)

    assert [item["id"] for item in listed] == [tenant["id"]]
    assert call("GET", path, secret=operator).json["items"] == []


def test_a_person_of_another_workspace_too_stays(operator: str) -> None:
    person = {"name": "Esi", "email": "esi@both.example"}
    reseller = a_reseller(operator, personal=person)
    tenant = a_tenant(operator, a_reseller(operator), email="esi@both.example")
    expect(call("DELETE", f"/v1/tenants/{tenant['id']}", secret=operator), 200)

    purge(at(due() + SECOND), CONTEXT)

    members = call("GET", f"/v1/resellers/{reseller['id']}/members", secret=operator).json
    assert [member["email"] for member in members["items"]] == ["esi@both.example"]
    assert "esi@both.example" in str(everything())
