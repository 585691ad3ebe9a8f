"""
A reseller's licences: counted, granted, recounted, and told of when few are left.
"""

from dataclasses import replace

import pytest

from licenses.watch import handler as watch
from tenantry.ids import TenantId
from tenantry.licenses import store as pools
from tenantry.table import connection
from tenantry.tenants import store as tenants
from tenantry.transactions import transaction
from tests.calling import CONTEXT, Answer, call
from tests.functions.cast import Json, a_reseller, a_tenant, an_owner, made
from tests.functions.lambdas import failed_in, messages
from tests.functions.packs import pool_of
from tests.reading import events_written

NOTHING = {"total": 3, "used": 0, "frozen": 0, "owed": 0, "available": 3, "low_stock_at": None}


@pytest.fixture
def reseller(operator: str) -> Json:
    return a_reseller(operator, initial_licenses=3)


def ask(operator: str, reseller: Json, what: str, **body: object) -> Answer:
    return call("POST", f"/v1/resellers/{reseller['id']}/{what}", body=body, secret=operator)


def set_threshold(secret: str, reseller: Json, low_stock_at: object) -> Answer:
    body = {"low_stock_at": low_stock_at}
    return call("PATCH", f"/v1/resellers/{reseller['id']}/licenses", body=body, secret=secret)


def write_used(reseller: Json, used: int) -> None:
    """
    Make the pool wrong, as no request can.
    """
    pool = pools.get_pool(TenantId(reseller["id"]))
    with transaction() as writes:
        pools.set_used(writes, pool, replace(pool, used=used))


def lose(tenant: Json) -> None:
    """
    Drop a tenant's item, as no request can.
    """
    pk, sk = tenants.key(TenantId(tenant["id"]))
    shared = connection()
    shared.connection.client.delete_item(  # type: ignore[attr-defined]
        TableName=shared.table_name, Key={"pk": {"S": pk}, "sk": {"S": sk}}
    )


def look_at(*reseller_ids: str | None) -> None:
    """
    Work the stock queue.
    """
    told = [{"detail": {"reseller_id": reseller_id}} for reseller_id in reseller_ids]
    assert failed_in(watch(messages(*told), CONTEXT)) == []


def told_of_stock(operator: str, reseller: Json) -> list[Json]:
    path = f"/v1/resellers/{reseller['id']}/notifications"
    items = made(call("GET", path, secret=operator), 200)["items"]
    return [item["data"] for item in items if item["kind"] == "licenses.low"]


@pytest.mark.requirement("R-LIC-3")
def test_a_new_reseller_has_what_it_was_given(operator: str, reseller: Json) -> None:
    pool = pool_of(an_owner(reseller), reseller)

    assert pool == {"reseller_id": reseller["id"], **NOTHING}
    assert pool == pool_of(operator, reseller)


@pytest.mark.requirement("R-TEN-3")
def test_a_tenant_holds_one_licence_until_it_is_deleted(operator: str, reseller: Json) -> None:
    tenant = a_tenant(operator, reseller)
    path = f"/v1/tenants/{tenant['id']}"

    used = [pool_of(operator, reseller)["used"]]
    for method, step in (("POST", "/deactivate"), ("POST", "/reactivate"), ("DELETE", "")):
        made(call(method, path + step, secret=operator), 200)
        used.append(pool_of(operator, reseller)["used"])

    assert used == [1, 1, 1, 0]


@pytest.mark.requirement("R-LIC-1")
def test_without_a_licence_no_tenant_is_created(operator: str) -> None:
    reseller = a_reseller(operator, initial_licenses=0)
    owner = {"owner_email": "kofi@shop.example", "owner_name": "Kofi"}

    answer = ask(operator, reseller, "tenants", name="Shop", plan_code="growth", **owner)

    assert (answer.status, answer.json["code"]) == (409, "license.none_available")


@pytest.mark.requirement("R-LIC-4")
def test_an_operator_gives_and_takes_back(operator: str, reseller: Json) -> None:
    given = made(ask(operator, reseller, "licenses/grants", quantity=7, reason="a gift"))
    taken = made(ask(operator, reseller, "licenses/grants", quantity=-10, reason="a mistake"))

    assert (given["total"], given["available"]) == (10, 10)
    assert (taken["total"], taken["available"]) == (0, 0)
    assert events_written()[-2:] == ["licenses.granted", "licenses.removed"]


@pytest.mark.requirement("R-LIC-4")
def test_what_tenants_use_is_not_taken_back(operator: str, reseller: Json) -> None:
    a_tenant(operator, reseller)

    answer = ask(operator, reseller, "licenses/grants", quantity=-3, reason="a mistake")

    assert (answer.status, answer.json["code"]) == (409, "license.in_use")
    assert answer.json["possible"] == 2
    assert pool_of(operator, reseller)["total"] == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity", "5"),
        ("quantity", 1.5),
        ("quantity", True),
        ("quantity", 1_000_001),
        ("quantity", -1_000_001),
        ("reason", ""),
        ("reason", None),
        ("unknown", 1),
    ],
)
def test_a_wrong_field_of_a_grant_is_named(
    operator: str, reseller: Json, field: str, value: object
) -> None:
    body = {"quantity": 5, "reason": "a gift", field: value}

    answer = ask(operator, reseller, "licenses/grants", **body)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, field)


@pytest.mark.requirement("R-LIC-5")
def test_a_reseller_sets_when_it_is_told(reseller: Json) -> None:
    owner = an_owner(reseller)

    shown = [set_threshold(owner, reseller, at).json["low_stock_at"] for at in (2, 0, None)]

    assert shown == [2, 0, None]


@pytest.mark.parametrize("value", [-1, "2", 1.5, True, 1_000_001])
def test_a_wrong_threshold_is_named(operator: str, reseller: Json, value: object) -> None:
    answer = set_threshold(operator, reseller, value)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "low_stock_at")


@pytest.mark.requirement("R-LIC-5")
def test_a_reseller_is_told_once_each_time_its_stock_falls(operator: str, reseller: Json) -> None:
    set_threshold(operator, reseller, 3)
    counts = []
    for grant in (0, 5, -5):
        ask(operator, reseller, "licenses/grants", quantity=grant, reason="stock")
        look_at(reseller["id"], reseller["id"])
        counts.append(len(told_of_stock(operator, reseller)))

    assert counts == [1, 1, 2]
    assert told_of_stock(operator, reseller)[0] == {"available": 3, "low_stock_at": 3}


def test_nobody_is_told_of_stock_that_is_well_or_not_watched(operator: str, reseller: Json) -> None:
    look_at(reseller["id"], None)
    set_threshold(operator, reseller, 2)
    look_at(reseller["id"])

    assert told_of_stock(operator, reseller) == []


@pytest.mark.requirement("R-LIC-6")
def test_a_recount_of_a_right_pool_changes_nothing(operator: str, reseller: Json) -> None:
    a_tenant(operator, reseller)

    found = made(ask(operator, reseller, "licenses/sync", repair=True), 200)

    right = {"used": 1, "counted": 1, "difference": 0, "orphans": [], "was_repaired": False}
    assert found == right
    assert "licenses.repaired" not in events_written()


@pytest.mark.requirement("R-LIC-6")
def test_a_recount_reports_and_repairs_only_when_asked(operator: str, reseller: Json) -> None:
    a_tenant(operator, reseller)
    write_used(reseller, 3)

    seen = made(ask(operator, reseller, "licenses/sync"), 200)
    still = pool_of(operator, reseller)["used"]
    repaired = made(ask(operator, reseller, "licenses/sync", repair=True), 200)

    assert (seen["used"], seen["counted"], seen["difference"], still) == (3, 1, -2, 3)
    assert (repaired["difference"], repaired["was_repaired"]) == (-2, True)
    assert pool_of(operator, reseller)["available"] == 2
    assert events_written()[-1] == "licenses.repaired"


@pytest.mark.requirement("R-LIC-6")
def test_a_recount_names_tenants_that_are_gone(operator: str, reseller: Json) -> None:
    tenant = a_tenant(operator, reseller)
    lose(tenant)

    found = made(ask(operator, reseller, "licenses/sync"), 200)

    assert (found["orphans"], found["difference"]) == ([tenant["id"]], -1)


def test_a_repair_that_is_repeated_is_answered_alike(operator: str, reseller: Json) -> None:
    path, body = f"/v1/resellers/{reseller['id']}/licenses/sync", {"repair": True}
    write_used(reseller, 2)
    first = call("POST", path, body=body, secret=operator, key="repair")

    repeat = call("POST", path, body=body, secret=operator, key="repair")

    assert first.json["was_repaired"]
    assert (repeat.status, repeat.text) == (first.status, first.text)
    assert repeat.headers["idempotent-replayed"] == "true"
