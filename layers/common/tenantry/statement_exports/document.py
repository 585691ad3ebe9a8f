"""
A statement as PDF: what it comes to, how it was counted, every line, and how it was settled.

The same statement makes the same bytes: nothing in them tells when they were made. The library
holds the pages until the end, 3 KB a line: so a document has at most `DOCUMENT_LINES_MAX`.
"""

from collections.abc import Iterable
from typing import BinaryIO

from tenantry.clock import stamp
from tenantry.commissions.model import Kind
from tenantry.money import Money
from tenantry.statement_exports import wording
from tenantry.statement_exports.model import Told
from tenantry.statement_exports.paper import Align, Column, Paper
from tenantry.statement_exports.rows import Row, rate_text

COLUMNS = (
    Column("Tenant", "Payment", 118),
    Column("Earned", "What", 86),
    Column("Plan", "Price of a unit", 92),
    Column("Covers from", "until", 56),
    Column("Paid", "over months", 76, Align.RIGHT),
    Column("MRR", "your share of it", 84, Align.RIGHT),
    Column("Gone back", "Rates of", 60, Align.RIGHT),
    Column("Because of", "corrects", 118),
    Column("Amount", "", 76, Align.RIGHT),
)
"""Each has two rows."""

BODY, SMALL, HEADING = 8.0, 6.2, 15.0


def write_document(told: Told, rows: Iterable[Row], target: BinaryIO) -> None:
    """
    Write the whole document to *target*.

    Raises:
        LinesDiffer: The lines are not those of the statement.
    """
    header = told.header
    paper = Paper(target, f"Commission statement {header.month}", header.reseller_id)
    _front(paper, told)
    rates: dict[str, list[str]] = {}
    total = Money(0, header.total.currency)
    paper.begin_table(COLUMNS, SMALL)
    for row in rows:
        paper.table_row(*_cells(row))
        total += row.amount
        if row.fx_day is not None:
            _collect(rates, row)
    paper.end_table()
    paper.line(f"Total of {header.line_count} lines: {wording.amount(total)}", BODY + 3)
    paper.space(BODY)
    _rates(paper, rates)
    _notes(paper)
    paper.close()


def _front(paper: Paper, told: Told) -> None:
    header = told.header
    paper.line(f"Commission statement {header.month}", HEADING)
    paper.line(told.partner, BODY + 3)
    paper.space(BODY)
    facts = [
        ("Partner", header.reseller_id),
        ("Status", header.status.value),
        ("Total", wording.amount(header.total)),
        ("Agreement", wording.agreed(told.agreement)),
        ("What was known", f"all that was recorded by {stamp(header.cut_off)}"),
        ("Counted", f"{header.line_count} lines about {header.tenant_count} tenants"),
        ("Inputs (SHA-256)", header.inputs_hash),
    ]
    for name, value in facts:
        paper.fact(name, value, BODY)
    for step in wording.standing(told):
        paper.fact("", step, BODY)
    paper.space(BODY)
    paper.line("How it is counted", BODY + 2)
    for paragraph in wording.MRR:
        paper.paragraph(paragraph, BODY)
    paper.space(BODY)


def _cells(row: Row) -> tuple[list[str], list[str]]:
    sold = "" if row.plan_code is None else f"{row.plan_code} x {row.quantity}"
    because = row.cause or ""
    corrected = f"corrected {row.corrected.major()}" if row.corrected.minor else ""
    upper = [
        row.tenant_id,
        row.earned,
        sold,
        f"{row.covers_from:%Y-%m-%d}",
        wording.amount(row.paid),
        f"{row.mrr} {row.paid.currency}",
        "" if row.gone == "0" else row.gone,
        because,
        wording.amount(row.amount),
    ]
    lower = [
        row.payment_id,
        _what(row),
        "" if row.price is None else wording.amount(row.price),
        f"{row.covers_until:%Y-%m-%d}",
        str(row.months),
        f"{(row.share * 100).normalize():f} %",
        row.fx_day or "",
        "" if row.corrects is None else f"a line of {row.corrects[:7]}",
        "held" if row.is_held else corrected,
    ]
    return upper, lower


def _what(row: Row) -> str:
    if row.kind is not Kind.ADJUSTMENT:
        return row.kind.value
    reason = "adjustment" if row.reason is None else row.reason.value.replace("_", " ")
    return reason if row.about is Kind.COMMISSION else f"{reason} ({row.about.value})"


def _collect(rates: dict[str, list[str]], row: Row) -> None:
    assert row.fx_day is not None, "something was converted"
    known = rates.setdefault(row.fx_day, [])
    known += [text for quote in row.fx_rates if (text := rate_text(quote)) not in known]


def _rates(paper: Paper, rates: dict[str, list[str]]) -> None:
    paper.line("Rates of exchange that were used", BODY + 2)
    if not rates:
        paper.line("None: nothing was converted.", BODY)
    for day, quotes in sorted(rates.items()):
        for quote in sorted(quotes):
            paper.line(f"For {day}: {quote}", BODY)
    paper.space(BODY)


def _notes(paper: Paper) -> None:
    if paper.missing:
        paper.paragraph(wording.missing(frozenset(paper.missing)), BODY)
    if paper.uses_fonts_of_viewer:
        paper.paragraph(wording.OWN_FONTS, BODY)
