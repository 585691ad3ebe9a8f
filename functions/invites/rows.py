"""
A CSV file of invitations, row by row: a bad row is a refusal, and no reason to refuse the others.
"""

import csv
from collections.abc import Sequence
from io import StringIO

from pydantic import ValidationError

from invites.schemas import MintInvite, RowBody
from tenantry.errors import Invalid, TenantryError, invalid_field
from tenantry.invites.bulk import ROWS_MAX, Row, RowResult
from tenantry.invites.model import Invite, Offer
from tenantry.users.rules import normalise_email

COLUMNS = ("email", "tenant_name", "plan_code", "locale")
REQUIRED = frozenset(COLUMNS[:3])


def parse(raw: bytes) -> list[Row]:
    """
    Read the file.

    Raises:
        Invalid: It is no CSV in UTF-8, lacks a column, or has no row or too many.
    """
    try:
        # Spreadsheets put a byte order mark first.
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise invalid_field("body", "must be CSV in UTF-8") from None
    reader = csv.DictReader(StringIO(text, newline=""), strict=True, restkey="", restval="")
    try:
        headings = [(heading or "").strip().lower() for heading in reader.fieldnames or []]
        _check_headings(headings)
        reader.fieldnames = headings
        lines = list(reader)
    except csv.Error as error:
        raise invalid_field("body", f"must be CSV: {error}") from error
    if not 0 < len(lines) <= ROWS_MAX:
        raise invalid_field("body", f"must have 1 to {ROWS_MAX} rows below the heading")
    return _without_duplicates([_row(number, line) for number, line in enumerate(lines, 1)])


def show(result: RowResult) -> RowBody:
    """
    What became of a row.
    """
    outcome = result.outcome
    if isinstance(outcome, Invite):
        return RowBody(row=result.row.number, status="minted", invite_id=outcome.id)
    faults = outcome.context.get("errors")
    first = faults[0]["field"] if isinstance(faults, list) else outcome.context.get("field")
    return RowBody(
        row=result.row.number,
        status="refused",
        code=outcome.code,
        detail=str(outcome),
        field=None if first is None else str(first),
    )


def _check_headings(headings: Sequence[str]) -> None:
    missing = sorted(REQUIRED - set(headings))
    if missing:
        rule = f"lacks the column {missing[0]}; the columns are {', '.join(COLUMNS)}"
        raise invalid_field("body", rule)
    unknown = sorted(set(headings) - set(COLUMNS))
    if unknown:
        rule = f"has an unknown column {unknown[0]!r}; the columns are {', '.join(COLUMNS)}"
        raise invalid_field("body", rule)
    if len(set(headings)) < len(headings):
        raise invalid_field("body", "has a column twice")


def _row(number: int, line: dict[str, str]) -> Row:
    if "" in line:
        return Row(number, invalid_field("row", "has more cells than the heading"))
    given = {name: value.strip() for name, value in line.items() if value.strip()}
    try:
        return Row(number, MintInvite.model_validate(given).offer())
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(str(part) for part in fault["loc"])
        return Row(number, invalid_field(field, fault["msg"]))


def _without_duplicates(rows: Sequence[Row]) -> list[Row]:
    first: dict[tuple[str, str], int] = {}
    checked = []
    for row in rows:
        offer: Offer | TenantryError = row.offer
        if isinstance(offer, Offer):
            same = normalise_email(offer.email), offer.tenant_name.casefold()
            earlier = first.setdefault(same, row.number)
            if earlier != row.number:
                reason: Invalid = invalid_field(
                    "email", f"invites the same customer as row {earlier}"
                )
                offer = reason
        checked.append(Row(row.number, offer))
    return checked
