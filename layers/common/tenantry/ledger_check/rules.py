"""
Comparing what is stored with what follows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from tenantry.clock import FOREVER, month_of
from tenantry.commissions import rules as commissions
from tenantry.commissions.earning import earned, is_held_at_the_end
from tenantry.commissions.fingerprints import canonical, partner_digest
from tenantry.commissions.inputs import Customer, Partner
from tenantry.commissions.knowing import facts_of, known_from
from tenantry.commissions.model import Line, LineKey, Status
from tenantry.commissions.months import months_from
from tenantry.disbursements.model import Disbursement
from tenantry.disbursements.model import Status as Payout
from tenantry.ids import TenantId
from tenantry.ledger_check.model import Difference, Kind, PartChecked
from tenantry.money import Money
from tenantry.statements.model import Attempt, StatementHeader
from tenantry.statements.rules import written_before


def attempt_of(headers: Sequence[StatementHeader], header: StatementHeader, parts: int) -> Attempt:
    """
    The statement as it was written, made again from what the statements before it say.

    Raises:
        MonthNotOver, MonthOutOfOrder: It could not be written like this.
    """
    written = written_before(headers, header.month)
    return Attempt(
        reseller_id=header.reseller_id,
        month=header.month,
        number=int(header.attempt),
        closing=commissions.closing_of(written, header.month, header.cut_off),
        currency=header.total.currency,
        parts=parts,
        begun_at=header.written_at,
    )


def compare_lines(
    header: StatementHeader, stored: Iterable[Line], computed: Iterable[Line]
) -> Iterator[Difference]:
    """
    Lines that are missing, that nobody knows, and that say something else.
    """
    there = {(line.tenant_id, line.id): line for line in stored}
    follows = {(line.tenant_id, line.id): line for line in computed}
    for place in sorted(there.keys() | follows.keys()):
        line, expected = there.get(place), follows.get(place)
        if line == expected:
            continue
        if line is None or expected is None:
            kind = Kind.LINE_MISSING if line is None else Kind.LINE_UNKNOWN
            amounts = (_amount(line), _amount(expected))
        else:
            kind, amounts = Kind.LINE_DIFFERS, _differing(line, expected)
        yield Difference(kind, header.reseller_id, header.month, place[1], *amounts)


def compare_header(
    partner: Partner, attempt: Attempt, header: StatementHeader, parts: Sequence[PartChecked]
) -> Iterator[Difference]:
    """
    Whether total, counts and hash of a header are what all of its parts come to.
    """
    nothing = Money(0, header.total.currency)
    computed = sum((part.computed.total for part in parts), start=nothing)
    stored = sum((part.stored for part in parts), start=nothing)
    digests = [part.computed.digest for part in parts if part.computed.tenant_count]
    expected = partner_digest(partner, attempt.closing, digests)
    tenants = sum(part.computed.tenant_count for part in parts)
    lines = sum(part.computed.line_count for part in parts)
    found = [
        (Kind.TOTAL_DIFFERS, "total", header.total, computed),
        (Kind.SUM_DIFFERS, "lines", stored, header.total),
        (Kind.COUNT_DIFFERS, "tenant_count", header.tenant_count, tenants),
        (Kind.COUNT_DIFFERS, "line_count", header.line_count, lines),
        (Kind.INPUTS_DIFFER, "inputs_hash", header.inputs_hash, expected),
    ]
    for kind, about, said, follows in found:
        if said != follows:
            one, other = _text(said), _text(follows)
            yield Difference(kind, header.reseller_id, header.month, about, one, other)


def standing(
    partner: Partner, customer: Customer, headers: Sequence[StatementHeader], *, today: bool
) -> dict[LineKey, int]:
    """
    What all lines of a tenant must come to, in minor units, by what they are about.

    Args:
        today: By what is known now; else by what was known at the last statement's cut-off.

    Raises:
        RateMissing: A rate is not known.
    """
    counted = [header for header in headers if header.counts]
    open_months = {
        header.month
        for header in headers
        if not header.counts and (not header.restates or header.month > counted[-1].month)
    }
    months = [
        month
        for month in months_from(headers[0].month, counted[-1].month)
        if month not in open_months and is_held_at_the_end(customer.holdings, month)
    ]
    cut_off = FOREVER if today else counted[-1].cut_off
    found = earned(partner, known_from(facts_of(customer, cut_off)), months)
    return {key: one.amount.minor for key, one in found.items() if one.amount.minor}


def compare_standing(
    header: StatementHeader,
    lines: Iterable[Line],
    expected: Mapping[TenantId, Mapping[LineKey, int]],
) -> Iterator[Difference]:
    """
    Whether all lines together come to what was known at the last cut-off, tenant by tenant.

    Args:
        header: Of the last statement that counts.
        lines: Of all statements that count, of these tenants.
    """
    sums = sums_of(lines)
    for tenant_id in sorted(sums.keys() | expected.keys()):
        there: Mapping[LineKey, int] = sums.get(tenant_id, {})
        follows = expected.get(tenant_id, {})
        for key in sorted(there.keys() | follows.keys()):
            said, owed = there.get(key, 0), follows.get(key, 0)
            if said != owed:
                about = f"{tenant_id} {key.earned} {key.payment_id} {key.about.value}"
                yield Difference(
                    Kind.STANDING_DIFFERS,
                    header.reseller_id,
                    header.month,
                    about,
                    str(said),
                    str(owed),
                )


def sums_of(lines: Iterable[Line]) -> dict[TenantId, Counter[LineKey]]:
    """
    What lines come to, in minor units, by tenant and by what they are about.
    """
    sums: dict[TenantId, Counter[LineKey]] = {}
    for line in lines:
        sums.setdefault(line.tenant_id, Counter())[line.key] += line.amount.minor
    return sums


def compare_payouts(
    headers: Sequence[StatementHeader], disbursements: Iterable[Disbursement]
) -> Iterator[Difference]:
    """
    Whether each settled statement is in exactly one paid disbursement, and the amounts agree.
    """
    live = {one.id: one for one in disbursements if one.status is not Payout.GIVEN_UP}
    by_month = {header.month: header for header in headers}
    for header in headers:
        yield from _payout_of(header, live)
    for one in live.values():
        claimed = [by_month[month] for month in one.months if month in by_month]
        yield from _sums_of_payout(one, claimed)


def _payout_of(header: StatementHeader, live: Mapping[str, Disbursement]) -> Iterator[Difference]:
    claims = [one.id for one in live.values() if header.month in one.months]
    own = live.get(header.disbursement_id or "")
    where = (header.reseller_id, header.month, header.disbursement_id or "")
    if len(claims) > 1:
        yield Difference(Kind.PAID_TWICE, *where, ", ".join(sorted(claims)), "one disbursement")
    is_settled = header.status is Status.SETTLED and header.line_count > 0
    if (is_settled or header.disbursement_id) and (own is None or own.id not in claims):
        yield Difference(Kind.NOT_PAID, *where, header.status.value, "a disbursement that pays it")
    elif own is None and claims:
        yield Difference(Kind.PAYOUT_DIFFERS, *where, "not claimed", claims[0])
    elif own is not None and is_settled != (own.status is Payout.PAID):
        yield Difference(Kind.PAYOUT_DIFFERS, *where, header.status.value, own.status.value)


def _sums_of_payout(one: Disbursement, claimed: Sequence[StatementHeader]) -> Iterator[Difference]:
    total = sum((header.total for header in claimed), start=one.carried)
    amount = sum((part.amount for part in one.parts), start=Money(0, one.amount.currency))
    worth = sum((part.worth for part in one.parts), start=Money(0, one.total.currency))
    paid = [("total", one.total, total), ("parts", amount, one.amount)]
    # What ended short has paid less than its parts, and leaves the rest.
    pays = worth if one.status is Payout.OPEN else one.paid
    paid.append(("worths and remainder", pays + one.remainder, one.total))
    for about, said, follows in paid:
        if said != follows:
            # One that pays a rest alone has no months.
            month = max(one.months, default=month_of(one.created_at))
            where = (one.reseller_id, month, f"{one.id} {about}")
            yield Difference(Kind.PAYOUT_DIFFERS, *where, _text(said), _text(follows))


def _differing(stored: Line, expected: Line) -> tuple[str, str]:
    """
    The parts of two lines that are not the same, as JSON.
    """
    said, follows = _parts(stored), _parts(expected)
    names = [name for name in said if said[name] != follows[name]]
    return (
        canonical({name: said[name] for name in names}),
        canonical({name: follows[name] for name in names}),
    )


def _parts(line: Line) -> dict[str, Any]:
    own = {one.name: getattr(line, one.name) for one in fields(line) if one.name != "numbers"}
    numbers = {one.name: getattr(line.numbers, one.name) for one in fields(line.numbers)}
    return own | numbers


def _amount(line: Line | None) -> str:
    return "" if line is None else _text(line.amount)


def _text(value: object) -> str:
    return f"{value.minor} {value.currency}" if isinstance(value, Money) else str(value)
