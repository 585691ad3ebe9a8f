"""
Agreements with partners, and previews of their commission, as they are asked for.
"""

import pytest

from tenantry.clock import Month
from tenantry.commissions.model import Status
from tenantry.ids import TenantId
from tenantry.principals import Role
from tests import pretending
from tests.calling import Answer, call
from tests.functions import cast, charged, deciding
from tests.functions.cast import Json, made
from tests.pretending import standing_in
from tests.written import write_statement

pytestmark = pytest.mark.requirement("R-COM-1")

MONTH = "2099-01"


@pytest.fixture
def reseller(operator: str) -> Json:
    return cast.a_reseller(operator, type="commission")


def put(secret: str, reseller: Json, month: str = MONTH, **changes: object) -> Answer:
    path = f"/v1/resellers/{reseller['id']}/agreements/{month}"
    return call("PUT", path, body=cast.agreement_terms(**changes), secret=secret)


def preview(secret: str, reseller: Json, month: str) -> Answer:
    path = f"/v1/resellers/{reseller['id']}/commission-preview/{month}"
    return call("GET", path, secret=secret)


def a_payment(operator: str, reseller: Json) -> Json:
    """
    A tenant upgraded to 15.00 USD a month, and paid for it now.
    """
    cast.price_plan(operator)
    cast.a_list_price(operator, reseller)
    tenant = cast.a_tenant(operator, reseller)
    with standing_in(pretending.PretendProvider()):
        _, payment = charged.a_paid_charge(operator, tenant, upgrade=charged.an_upgrade())
    return payment


def test_an_agreement_is_set_by_operators_and_read_by_the_partner(
    operator: str, reseller: Json
) -> None:
    owner = cast.an_owner(reseller)

    agreed = made(put(operator, reseller, rate="0.30", hold_days=30, method="paystack"), 200)

    listed = call("GET", f"/v1/resellers/{reseller['id']}/agreements", secret=owner).json["items"]
    assert listed == [agreed]
    assert {name: value for name, value in agreed.items() if name != "agreed_at"} == {
        "month": MONTH,
        "rate": "0.30",
        "base": "paid",
        "minimum_payout": {"amount_minor": 2000, "currency": "USD"},
        "hold_days": 30,
        "method": "paystack",
    }
    assert put(owner, reseller).status == 403


@pytest.mark.parametrize("rate", ["1.01", "20%", "-0.1", "0.1234567", ".2", "", 0.2])
def test_a_rate_is_a_share_written_as_text(operator: str, reseller: Json, rate: object) -> None:
    answer = put(operator, reseller, rate=rate)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "rate")


@pytest.mark.parametrize(
    ("month", "status"),
    [("2026-01", 422), ("2099-13", 404), ("0099-01", 404), ("2099-1", 404), ("soon", 404)],
)
def test_a_month_that_is_over_or_none_is_refused(
    operator: str, reseller: Json, month: str, status: int
) -> None:
    assert put(operator, reseller, month).status == status


@pytest.mark.requirement("R-COM-4")
def test_a_partner_sees_the_numbers_behind_what_it_would_earn(
    operator: str, reseller: Json
) -> None:
    payment = a_payment(operator, reseller)
    month = payment["covers_from"][:7]

    shown = made(preview(cast.an_owner(reseller), reseller, month), 200)

    [line] = shown["lines"]
    assert (shown["month"], shown["is_preview"], shown["fx_day"]) == (month, True, None)
    assert (shown["total_minor"], shown["currency"]) == (3_00, "USD")
    assert (shown["agreement"]["month"], shown["agreement"]["rate"]) == (None, "0.20")
    assert (line["amount_minor"], line["rate"], line["mrr_minor"]) == (3_00, "0.20", "1500")
    assert (line["payment_id"], line["paid_minor"], line["months"]) == (payment["id"], 15_00, 1)
    assert (line["plan_code"], line["kind"], line["gone"]) == ("growth", "commission", "0")
    assert line["covers_from"] == payment["covers_from"]


@pytest.mark.requirement("R-COM-4")
def test_support_sees_no_commission(operator: str, reseller: Json) -> None:
    support = cast.a_member(operator, reseller, Role.RESELLER_SUPPORT)

    assert preview(support, reseller, "2026-10").status == 403


@pytest.mark.requirement("R-COM-4")
def test_a_prepaid_reseller_is_told_that_it_earns_none(operator: str) -> None:
    prepaid = cast.a_reseller(operator)

    answer = preview(cast.an_owner(prepaid), prepaid, "2026-10")

    assert (answer.status, answer.json["code"]) == (409, "commission.prepaid")


def test_a_month_that_is_to_come_is_not_previewed(operator: str, reseller: Json) -> None:
    answer = preview(operator, reseller, MONTH)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "month")


@pytest.mark.requirement("R-COM-5")
@pytest.mark.parametrize("month", ["2026-08", "2026-09"])
def test_what_earns_nothing_for_good_is_not_corrected(
    operator: str, reseller: Json, month: str
) -> None:
    reseller_id = TenantId(reseller["id"])
    deciding.open_books(reseller_id)
    write_statement(reseller_id, (), Month("2026-09"), status=Status.REJECTED, reason="wrong")
    named = {"tenant_id": f"ten_{0:026}", "payment_id": f"pay_{0:026}", "month": month}
    body = {**named, "amount_minor": 1_00, "reason": "agreed by phone"}

    refused = call("POST", f"/v1/resellers/{reseller_id}/corrections", body=body, secret=operator)

    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "month")
