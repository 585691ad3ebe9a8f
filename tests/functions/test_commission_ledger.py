"""
A partner's ledger: its statements, their lines, its balance; and a small statement as a file.
"""

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from pypdf import PdfReader

from tenantry.clock import Month
from tenantry.commissions.model import Status
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.principals import Role
from tenantry.statement_exports import model as exports
from tests.calling import Answer, call
from tests.functions import cast
from tests.functions.cast import Json, made
from tests.written import APPROVED, a_line, a_refund_of, converted, write_statement

pytestmark = pytest.mark.requirement("R-COM-4")

MONTH = "2026-09"
FILES = ("statement.csv", "statement.pdf")


@pytest.fixture
def reseller(operator: str) -> Json:
    return cast.a_reseller(operator, type="commission")


@pytest.fixture
def owner(reseller: Json) -> str:
    return cast.an_owner(reseller)


def stated(reseller: Json, count: int = 3, **changes: Any) -> None:
    lines = [a_line(number) for number in range(count)]
    write_statement(TenantId(reseller["id"]), lines, **changes)


def ask(secret: str, reseller: Json, path: str = "") -> Answer:
    return call("GET", f"/v1/resellers/{reseller['id']}{path}", secret=secret)


def test_a_partner_sees_a_statement_and_what_has_become_of_it(reseller: Json, owner: str) -> None:
    stated(reseller, **{**APPROVED, "approved_by": "usr_1"})

    found = made(ask(owner, reseller, f"/statements/{MONTH}"), 200)

    assert (found["status"], found["total_minor"], found["line_count"]) == ("approved", 93, 3)
    assert [(step["status"], step["by"]) for step in found["history"]] == [
        ("pending", None),
        ("approved", "usr_1"),
    ]
    assert made(ask(owner, reseller, "/statements"), 200)["items"] == [found]


@pytest.mark.requirement("R-COM-4")
def test_a_line_has_all_the_numbers_behind_it(reseller: Json, owner: str) -> None:
    write_statement(TenantId(reseller["id"]), [line := converted(a_line())])

    [found] = made(ask(owner, reseller, f"/statements/{MONTH}/lines"), 200)["items"]

    assert (found["tenant_id"], found["payment_id"]) == (line.tenant_id, line.payment_id)
    assert (found["mrr"], found["mrr_minor"], found["share"]) == ("196.9983", "118199/6", "0.20")
    assert found["paid"] == {"amount_minor": 2_363_98, "currency": "KES"}
    assert (found["fx_day"], found["fx_rates"][0]["rate"]) == ("2026-09-30", "129.25")
    assert (found["amount_minor"], found["currency"], found["months"]) == (31, "USD", 12)


def test_answer_csv_and_pdf_say_the_same(reseller: Json, owner: str) -> None:
    lines = [a_line(1, 31), a_line(2, 1_000), a_refund_of(a_line(2, 1_000), -400)]
    write_statement(TenantId(reseller["id"]), lines)
    at = f"/statements/{MONTH}"

    told = made(ask(owner, reseller, f"{at}/lines"), 200)["items"]
    rows = list(csv.DictReader(StringIO(ask(owner, reseller, f"{at}/statement.csv").text)))
    document = PdfReader(BytesIO(ask(owner, reseller, f"{at}/statement.pdf").content))

    assert [row["line_id"] for row in rows] == [one["id"] for one in told]
    assert sum(Decimal(row["amount"]) for row in rows) == Decimal("6.31")
    assert sum(one["amount_minor"] for one in told) == 631
    assert "Total of 3 lines: 6.31 USD" in document.pages[0].extract_text()


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("statement.csv", "text/csv; charset=utf-8"), ("statement.pdf", "application/pdf")],
)
def test_a_file_is_named_by_its_month_and_kept_nowhere(
    reseller: Json, owner: str, name: str, media_type: str
) -> None:
    stated(reseller)

    answer = ask(owner, reseller, f"/statements/{MONTH}/{name}")

    disposition = f'attachment; filename="statement-{MONTH}.{name[-3:]}"'
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == disposition
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", FILES)
def test_a_large_statement_is_not_answered_at_once(reseller: Json, owner: str, name: str) -> None:
    many = exports.DIRECT_LINES_MAX + 1
    write_statement(TenantId(reseller["id"]), (), line_count=many)

    answer = ask(owner, reseller, f"/statements/{MONTH}/{name}")

    assert (answer.status, answer.json["code"]) == (409, "statement.too_many_lines")
    assert answer.json["most"] == 1_000


@pytest.mark.parametrize("path", ["", "/lines", "/statement.csv", "/statement.pdf"])
def test_a_month_without_a_statement_answers_404(reseller: Json, owner: str, path: str) -> None:
    answer = ask(owner, reseller, f"/statements/{MONTH}{path}")

    assert (answer.status, answer.json["code"]) == (404, "statement.not_found")


@pytest.mark.requirement("R-RES-6")
@pytest.mark.parametrize(
    "path", ["/statements", f"/statements/{MONTH}", f"/statements/{MONTH}/lines"]
)
def test_nobody_sees_anothers_ledger(operator: str, reseller: Json, path: str) -> None:
    stated(reseller)
    stranger = cast.an_owner(cast.a_reseller(operator))
    support = cast.a_member(operator, reseller, Role.RESELLER_SUPPORT)

    assert ask(stranger, reseller, path).status == 404
    assert ask(support, reseller, path).status == 403


@pytest.mark.requirement("R-COM-3")
def test_the_balance_says_what_is_payable_and_why_the_rest_is_not(
    reseller: Json, owner: str
) -> None:
    stated(reseller, **APPROVED)
    write_statement(TenantId(reseller["id"]), (), month=Month("2026-10"))

    found = made(ask(owner, reseller, "/commission-balance"), 200)

    assert (found["balance_minor"], found["approved_minor"], found["currency"]) == (93, 93, "USD")
    assert (found["payable_minor"], found["minimum_minor"]) == (0, 50_00)
    assert found["because"] == ["pending", "minimum", "no_account"]
    assert [(one["month"], one["because"]) for one in found["statements"]] == [
        (MONTH, []),
        ("2026-10", ["pending"]),
    ]


def test_a_partner_without_statements_is_owed_nothing(reseller: Json, owner: str) -> None:
    found = made(ask(owner, reseller, "/commission-balance"), 200)

    assert (found["balance_minor"], found["statements"]) == (0, [])


def test_the_balance_is_in_the_currency_of_the_statements(operator: str, reseller: Json) -> None:
    path = f"/v1/resellers/{reseller['id']}/agreements/2999-01"
    terms = {"rate": "0.20", "minimum_payout": {"amount_minor": 50_00, "currency": "KES"}}
    made(call("PUT", path, body=terms, secret=operator), 200)
    stated(reseller, **{**APPROVED, "total": Money(93_00, "KES")})

    found = made(ask(operator, reseller, "/commission-balance"), 200)

    assert (found["currency"], found["balance_minor"]) == ("KES", 93_00)


def test_a_rejected_statement_says_why(reseller: Json, owner: str) -> None:
    at = APPROVED["pay_by"]
    stated(reseller, status=Status.REJECTED, rejected_at=at, rejected_by="usr_2", reason="doubled")

    found = made(ask(owner, reseller, f"/statements/{MONTH}"), 200)

    assert found["history"][-1] == {
        "status": "rejected",
        "at": "2026-10-17T00:00:00.000000Z",
        "by": "usr_2",
        "reason": "doubled",
    }
