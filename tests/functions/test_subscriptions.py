"""
A tenant's subscription over HTTP.
"""

import pytest

from tests.calling import call
from tests.functions.cast import Json, a_reseller, a_tenant, an_owner

pytestmark = pytest.mark.requirement("R-BIL-4")


@pytest.fixture
def reseller(operator: str) -> Json:
    """
    A reseller.
    """
    return a_reseller(operator)


@pytest.fixture
def owner(reseller: Json) -> str:
    """
    The key of its owner.
    """
    return an_owner(reseller)


@pytest.fixture
def path(operator: str, reseller: Json) -> str:
    """
    The subscription of a tenant that was upgraded.
    """
    tenant = a_tenant(operator, reseller)
    at = f"/v1/tenants/{tenant['id']}"
    terms = {"plan_code": "growth", "interval": "year", "quantity": 3}
    assert call("POST", f"{at}/upgrade", body=terms, secret=operator).status == 200
    return f"{at}/subscription"


def test_an_upgrade_says_how_often_and_how_many(operator: str, path: str) -> None:
    found = call("GET", path, secret=operator).json

    assert (found["status"], found["interval"], found["quantity"]) == ("active", "year", 3)
    assert found["ends_at"] is None


def test_an_owner_changes_cancels_and_resumes_its_customers_subscription(
    owner: str, path: str
) -> None:
    changed = call("PATCH", path, body={"interval": "month"}, secret=owner).json
    cancelled = call("POST", f"{path}/cancel", body={}, secret=owner).json
    resumed = call("POST", f"{path}/resume", secret=owner).json

    assert (changed["interval"], changed["quantity"]) == ("month", 3)
    assert cancelled["ends_at"] > changed["starts_at"]
    assert (resumed["ends_at"], resumed["status"]) == (None, "active")


def test_a_subscription_that_was_cancelled_at_once_has_ended(owner: str, path: str) -> None:
    cancelled = call("POST", f"{path}/cancel", body={"when": "now"}, secret=owner).json
    refused = call("PATCH", path, body={"quantity": 4}, secret=owner)

    assert cancelled["status"] == "cancelled"
    assert (refused.status, refused.json["code"]) == (409, "subscription.not_active")


def test_the_past_is_read_by_an_instant(operator: str, path: str) -> None:
    later = call("GET", f"{path}/history?at=2099-01-01T00:00:00Z", secret=operator)
    before = call("GET", f"{path}/history?at=2001-01-01T00:00:00Z", secret=operator)

    assert (later.json["status"], later.json["quantity"]) == ("active", 3)
    assert (before.status, before.json["code"]) == (404, "subscription.not_yet")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"quantity": 0}, "quantity"),
        ({"quantity": 100_001}, "quantity"),
        ({"quantity": "3"}, "quantity"),
        ({"interval": "week"}, "interval"),
        ({"plan_code": "No Plan"}, "plan_code"),
        ({"planCode": "growth"}, "planCode"),
    ],
)
def test_a_wrong_change_names_its_field(
    operator: str, path: str, body: dict[str, object], field: str
) -> None:
    answer = call("PATCH", path, body=body, secret=operator)

    assert answer.status == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]
