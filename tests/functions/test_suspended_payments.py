"""
Money that matches nobody, or not exactly: what operators see of it, and decide over HTTP.
"""

from collections.abc import Iterator

import pytest

from tests.calling import call
from tests.functions.cast import (
    Json,
    a_list_price,
    a_reseller,
    a_tenant,
    made,
    price_plan,
)
from tests.functions.charged import (
    a_charge,
    a_suspended_payment,
    an_upgrade,
    decide,
    paid,
    tell,
)
from tests.functions.stored import everything
from tests.pretending import PretendProvider, standing_in

pytestmark = pytest.mark.requirement("R-BIL-7")

NO_CHARGE = "chg_01KAHZE4000000000000000000"


@pytest.fixture
def charge(operator: str) -> Iterator[Json]:
    """
    An upgrade of a pilot, for 15 dollars, that nobody has paid.
    """
    price_plan(operator)
    reseller = a_reseller(operator)
    a_list_price(operator, reseller)
    with standing_in(PretendProvider()):
        yield a_charge(operator, a_tenant(operator, reseller), upgrade=an_upgrade())


def waiting(operator: str, status: str = "waiting") -> list[Json]:
    path = f"/v1/suspended-payments?status={status}"
    items: list[Json] = made(call("GET", path, secret=operator), 200)["items"]
    return items


def test_too_little_waits_and_says_for_which_charge(operator: str, charge: Json) -> None:
    tell(paid(charge, 1_499))

    [suspended] = waiting(operator)
    assert (suspended["why"], suspended["charge_id"]) == ("amount_differs", charge["id"])
    assert (suspended["amount_minor"], suspended["currency"]) == (1_499, "USD")
    assert suspended["decided_by"] is None


def test_a_match_is_answered_with_the_payment(operator: str, charge: Json) -> None:
    suspended = a_suspended_payment(operator)

    payment = made(decide(operator, suspended, "match", charge_id=charge["id"]))

    path = f"/v1/suspended-payments/{suspended['id']}"
    decided = made(call("GET", path, secret=operator), 200)
    assert (payment["tenant_id"], payment["reference"]) == (
        charge["tenant_id"],
        suspended["reference"],
    )
    assert (decided["status"], decided["comment"]) == ("matched", "by phone")
    assert decided["decided_by"].startswith("usr_")
    assert waiting(operator) == []


def test_a_return_is_answered_with_what_was_decided(operator: str) -> None:
    suspended = a_suspended_payment(operator)

    decided = made(decide(operator, suspended, "return"), 200)

    assert (decided["id"], decided["status"]) == (suspended["id"], "returned")
    assert waiting(operator, "returned") == [decided]


@pytest.mark.parametrize("second", ["match", "return"])
def test_what_was_decided_is_not_decided_again(operator: str, charge: Json, second: str) -> None:
    suspended = a_suspended_payment(operator)
    made(decide(operator, suspended, "return"), 200)
    said = {"charge_id": charge["id"]} if second == "match" else {}

    answer = decide(operator, suspended, second, **said)

    assert (answer.status, answer.json["code"]) == (409, "suspended_payment.already_decided")
    assert answer.json["payment_status"] == "returned"


def test_a_charge_that_is_none_is_named(operator: str) -> None:
    suspended = a_suspended_payment(operator)

    answer = decide(operator, suspended, "match", charge_id=NO_CHARGE)

    assert (answer.status, answer.json["code"]) == (404, "charge.not_found")
    assert answer.json["field"] == "charge_id"


@pytest.mark.parametrize(
    ("decision", "body", "field"),
    [
        ("match", {}, "charge_id"),
        ("match", {"charge_id": "chg_1"}, "charge_id"),
        ("match", {"charge_id": NO_CHARGE, "comment": " "}, "comment"),
        ("match", {"charge_id": NO_CHARGE, "comment": "a\nb"}, "comment"),
        ("return", {"comment": ""}, "comment"),
        ("return", {"charge_id": NO_CHARGE}, "charge_id"),
    ],
)
def test_a_wrong_field_of_a_decision_is_named(
    operator: str, decision: str, body: dict[str, str], field: str
) -> None:
    suspended = a_suspended_payment(operator)
    before = everything()

    answer = decide(operator, suspended, decision, **body)

    assert (answer.status, [one["field"] for one in answer.json["errors"]]) == (422, [field])
    assert everything() == before
