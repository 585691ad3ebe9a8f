"""
Approving and paying over the API, and the two jobs that look after it.
"""

from datetime import datetime

import pytest

from disbursements import overdue, sweep
from tenantry.clock import Month
from tenantry.ids import TenantId
from tenantry.principals import Role
from tenantry.resellers import commands as resellers
from tests.acting import DAY, NOON
from tests.calling import CONTEXT, call
from tests.functions.cast import LONG_AGO, Json, a_key, a_member, a_reseller, an_owner, expect, made
from tests.functions.paid_out import (
    a_failed_payout,
    a_silent_payout,
    an_account,
    an_owed_reseller,
    give_account,
)
from tests.functions.stored import everything
from tests.paying_out import BANK, a_statement, an_approved

pytestmark = pytest.mark.requirement("R-COM-3")

OCTOBER = Month("2026-10")


def at(reseller_id: str, rest: str = "disbursements") -> str:
    return f"/v1/resellers/{reseller_id}/{rest}"


def run(job: object, now: datetime) -> Json:
    handler = job.handler  # type: ignore[attr-defined]
    answer: Json = handler({"time": now.isoformat()}, CONTEXT)
    return answer


def a_colleague(operator: str) -> str:
    """
    The API key of a second operator.
    """
    body = {"email": "second@platform.example", "name": "Sam"}
    added = made(call("POST", "/v1/operators", body=body, secret=operator))
    return a_key(added["user_id"], Role.OPERATOR, "ten_PLATFORM")


def test_one_operator_approves_and_another_one_pays(operator: str) -> None:
    reseller = a_reseller(operator)
    give_account(reseller)
    a_statement(resellers.get(TenantId(reseller["id"])), OCTOBER)
    named = {"statements": [{"reseller_id": reseller["id"], "month": OCTOBER}]}
    path = "/v1/statements/approvals"
    [decided] = made(call("POST", path, body=named, secret=operator), 200)["results"]

    refused = call("POST", at(reseller["id"]), secret=operator)
    paid = made(call("POST", at(reseller["id"]), secret=a_colleague(operator)))

    assert decided["status"] == "approved"
    assert (refused.status, refused.json["code"]) == (403, "disbursement.four_eyes")
    assert (paid["status"], paid["months"], paid["amount_minor"]) == ("open", [OCTOBER], 100_00)


def test_a_bank_transfer_is_recorded_with_its_reference(operator: str) -> None:
    reseller_id = an_owed_reseller(operator)
    made_one = made(call("POST", at(reseller_id), secret=operator))
    path = f"{at(reseller_id)}/{made_one['id']}"

    without = call("POST", f"{path}/outcome", body={"outcome": "paid"}, secret=operator)
    body = {"outcome": "paid", "reference": "FT-1"}
    paid = made(call("POST", f"{path}/outcome", body=body, secret=operator), 200)

    assert without.json["errors"][0]["field"] == "reference"
    assert (paid["status"], paid["parts"][0]["reference"]) == ("paid", "FT-1")
    tried = made(call("GET", f"{path}/attempts", secret=operator), 200)["items"]
    assert [one["state"] for one in tried] == ["paid"]


def test_another_operator_says_what_a_silent_provider_does_not(operator: str) -> None:
    reseller = a_reseller(operator)
    path = f"{at(reseller['id'])}/{a_silent_payout(reseller)}"
    [tried] = made(call("GET", f"{path}/attempts", secret=operator), 200)["items"]
    unnamed = {"outcome": "failed"}
    without = unnamed | {"attempt_id": tried["id"]}
    failed = without | {"reason": "not in the portal"}
    bodies = (unnamed, without, failed)

    one, two, said = (
        call("POST", f"{path}/outcome", body=body, secret=operator) for body in bodies
    )

    assert one.json["errors"][0]["field"] == "attempt_id"
    assert two.json["errors"][0]["field"] == "reason"
    assert made(said, 200)["parts"][0]["state"] == "failed"
    [after] = made(call("GET", f"{path}/attempts", secret=operator), 200)["items"]
    assert (tried["told_by"], after["state"], after["reason"]) == (None, "failed", failed["reason"])
    assert after["told_by"]


def test_a_partner_sees_its_payouts_and_nobody_elses(operator: str) -> None:
    reseller, other = a_reseller(operator), a_reseller(operator)
    give_account(reseller)
    path = f"{at(reseller['id'])}/{a_failed_payout(reseller)}"

    seen = made(call("GET", path, secret=an_owner(reseller)), 200)

    assert seen["destination"]["account_number"] == "****9012"
    assert call("GET", path, secret=an_owner(other)).status == 404
    support = a_member(operator, reseller, Role.RESELLER_SUPPORT)
    assert call("GET", path, secret=support).status == 403
    assert call("POST", at(reseller["id"]), secret=an_owner(reseller)).status == 403


def test_only_the_owner_sets_where_money_goes(operator: str) -> None:
    reseller = a_reseller(operator)
    path = at(reseller["id"], "payout-account")
    billing = a_member(operator, reseller, Role.RESELLER_BILLING)

    answers = {
        name: call("PUT", path, body=an_account(), secret=secret).status
        for name, secret in (("operator", operator), ("billing", billing))
    }
    kept = made(call("PUT", path, body=an_account(), secret=an_owner(reseller)), 200)

    assert answers == {"operator": 403, "billing": 403}
    assert (kept["paused_until"], kept["destination"]["bank_name"]) == (None, "****Bank")
    assert BANK["account_number"] not in repr(everything())


def test_a_wrong_account_names_its_field_and_repeats_no_value(operator: str) -> None:
    reseller = a_reseller(operator)
    wrong = an_account(destination=BANK | {"account_number": "GB82WEST12345698765433"})

    path = at(reseller["id"], "payout-account")
    answer = call("PUT", path, body=wrong, secret=an_owner(reseller))

    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "account_number"
    assert "98765433" not in answer.text


def test_operators_say_where_and_when_they_work(operator: str) -> None:
    body = {"zone": "Africa/Nairobi", "holidays": ["2026-12-25", "2026-12-12"]}

    changed = made(call("PATCH", "/v1/programme", body=body, secret=operator), 200)
    unknown = call("PATCH", "/v1/programme", body={"zone": "Mars/Base"}, secret=operator)

    assert changed["holidays"] == ["2026-12-12", "2026-12-25"]
    assert (unknown.status, unknown.json["errors"][0]["field"]) == (422, "zone")
    assert made(call("GET", "/v1/programme", secret=operator), 200)["zone"] == "Africa/Nairobi"


def test_what_is_overdue_is_counted_without_what_is_carried(operator: str) -> None:
    an_owed_reseller(operator)
    poor = resellers.get(TenantId(a_reseller(operator)["id"]))
    an_approved(poor, OCTOBER, 49_99, now=LONG_AGO)
    a_statement(poor, Month("2026-11"), approve_by=NOON)

    counted = run(overdue, NOON + DAY)
    path = "/v1/statements?status=approved&overdue=true"
    listed = made(call("GET", path, secret=operator), 200)["items"]

    assert counted == {"to_approve": 1, "to_pay": 1}
    assert poor.id not in {one["reseller_id"] for one in listed}


def test_the_sweep_asks_nobody_about_what_people_pay(operator: str) -> None:
    reseller_id = an_owed_reseller(operator)
    expect(call("POST", at(reseller_id), secret=operator), 201)

    found = run(sweep, NOON + DAY)

    assert found == {"asked": 0, "ended": 0, "waiting": 0, "sent": 0}
