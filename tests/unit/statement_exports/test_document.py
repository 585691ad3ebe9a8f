"""
A statement as PDF, read back.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tenantry.commissions.model import STANDARD, Line, Status
from tenantry.statement_exports.document import write_document
from tenantry.statement_exports.model import LinesDiffer, Told
from tenantry.statement_exports.rows import whole
from tests.builders import RESELLER_ID
from tests.written import APPROVED, a_header, a_line, a_refund_of, converted

pytestmark = pytest.mark.requirement("R-COM-6")


def document(lines: Sequence[Line], partner: str = "Acme Ltd", **changes: Any) -> bytes:
    header = a_header(RESELLER_ID, lines, **changes)
    file = BytesIO()
    write_document(Told(header, partner, STANDARD), whole(header, lines), file)
    return file.getvalue()


def text_of(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_it_says_what_it_comes_to_and_how_that_was_counted() -> None:
    line = a_line(minor=31)

    text = text_of(document([line, a_refund_of(line, -10)]))

    assert "Total of 2 lines: 0.21 USD" in text
    assert "MRR (monthly recurring revenue) of a tenant for a month is the payment that" in text
    assert "20 % of what customers pay, net of tax; paid out from 50.00 USD on" in text
    assert f"Inputs (SHA-256) {'ab' * 32}" in text


def test_a_line_stands_there_with_its_numbers() -> None:
    line = converted(a_line())

    text = text_of(document([line]))

    for said in (line.tenant_id, line.payment_id, "growth x 1", "18.29 USD", "2363.98 KES"):
        assert said in text
    assert "196.9983 KES" in text
    assert "For 2026-09-30: 1 USD = 129.25 KES (Open Exchange Rates, published 2026-09-30)" in text


def test_it_says_how_it_was_settled() -> None:
    settled = {**APPROVED, "status": Status.SETTLED, "reference": "TRF-1"}

    text = text_of(document([], **settled, settled_at=APPROVED["pay_by"]))

    assert "Approved 2026-10-02T09:00:00.000000Z" in text
    assert "Settled 2026-10-17T00:00:00.000000Z, reference TRF-1" in text


@settings(max_examples=10)
@given(st.lists(st.integers(-(10**9), 10**9), max_size=30))
def test_the_total_is_that_of_its_lines(minors: list[int]) -> None:
    lines = [a_line(number, minor) for number, minor in enumerate(minors)]
    total = a_header(RESELLER_ID, lines).total

    text = text_of(document(lines))

    assert f"Total of {len(lines)} lines: {total.major()} USD" in text


def test_lines_that_are_not_the_statements_make_no_document() -> None:
    header = a_header(RESELLER_ID, [a_line()])

    with pytest.raises(LinesDiffer):
        write_document(Told(header, "Acme", STANDARD), whole(header, ()), BytesIO())


def test_the_same_statement_makes_the_same_bytes() -> None:
    lines = [a_line(number) for number in range(60)]

    assert document(lines) == document(lines)


def test_every_page_of_many_has_the_headings() -> None:
    pages = PdfReader(BytesIO(document([a_line(number) for number in range(80)]))).pages

    assert len(pages) > 2
    assert all("Tenant" in page.extract_text() for page in pages[:-1])


@pytest.mark.parametrize("partner", ["Žofie s.r.o.", "Жанна плюс", "北京科技有限公司", "주식회사"])
def test_a_partners_name_can_be_read_back_in_its_own_script(partner: str) -> None:
    assert partner in text_of(document([], partner))


def test_what_cannot_be_drawn_is_said() -> None:
    text = text_of(document([], "Acme \u0e44 北京"))

    assert "Acme [U+0E44]" in text
    assert "written as their codes: U+0E44." in text
    assert "are drawn with the fonts of your viewer" in text


@settings(max_examples=25)
@given(st.text(max_size=200))
def test_any_name_makes_a_document(partner: str) -> None:
    assert text_of(document([], partner)).startswith("Commission statement 2026-09")
