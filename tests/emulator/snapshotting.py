"""
Statements as racers write and decide on them: each in a process of its own, on one table.
"""

import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from unittest.mock import patch

from tenantry import events
from tenantry.acts import Act
from tenantry.clock import Month
from tenantry.commissions import reading
from tenantry.commissions import rules as commissions
from tenantry.commissions.inputs import Customer
from tenantry.commissions.model import Line, Status, Written
from tenantry.commissions.store import holdings_with
from tenantry.errors import Conflict
from tenantry.ids import TenantId
from tenantry.ledger_check.checking import check_partner
from tenantry.money import Money
from tenantry.principals import SCHEDULER, Principal
from tenantry.resellers.model import Reseller
from tenantry.statements import approving, attempts, lines, rules, store
from tenantry.statements.model import StatementHeader, Wanted
from tenantry.statements.snapshots import SETTLED_AFTER, Step, start, work
from tests.acting import NOON, OPERATOR
from tests.builders import a_form, make_reseller, refusal_of
from tests.paying_out import a_statement
from tests.stating import hold, pay, pay_each, publish, run_of, tell, tenant_id
from tests.unit.commissions.paying import NOVEMBER, OCTOBER, paid, refund

type Queue = deque[tuple[Step, datetime]]

TENANTS = 7
IN_PART = 3
PARTS = 3
EARLY = 3
LOOKS = 20_000
"""More than anybody looks before the others have finished; then it was no race."""
REPEATS = 200
AT_SIX = run_of(OCTOBER)
AT_SEVEN = AT_SIX + timedelta(hours=1)
BETWEEN = AT_SIX + timedelta(minutes=20)
"""After the cut-off of a run at six, and before that of one at seven."""
LATE = AT_SIX + timedelta(minutes=50)
"""After the cut-off of both."""


@dataclass(frozen=True, slots=True)
class Told:
    """
    What a statement says.
    """

    month: Month
    lines: list[Line]
    total: Money
    inputs_hash: str


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How a statement stands.
    """

    status: Status
    version: int
    events: Counter[str]


@contextmanager
def small_parts() -> Iterator[None]:
    """
    Parts of three tenants, so that seven make three of them.
    """
    with (
        patch.object(rules, "TENANTS_IN_PART", IN_PART),
        patch.object(commissions, "TENANTS_IN_PART", IN_PART),
    ):
        yield


def tenants_of(number: int) -> list[TenantId]:
    """
    The tenants of one of the partners.
    """
    return [tenant_id(number * 100 + place) for place in range(TENANTS)]


def start_partners(count: int) -> list[TenantId]:
    """
    Partners whose seven tenants paid 5.00 in October, and the rates of its end.

    On the 1st it becomes known that three of them got it back.
    """
    publish(OCTOBER)
    return [_start_partner(number) for number in range(count)]


def work_through(*moments: datetime) -> None:
    """
    Start the job at each of these moments, and work all that it asks for.
    """
    queued: Queue = deque()
    for now in moments:
        start(_act(now, SCHEDULER), _sender(queued, now))
    _work(queued)


def write_november(reseller_id: TenantId) -> None:
    """
    Work what the job of the 1st of December asks for of one partner.
    """
    now = run_of(NOVEMBER)
    wanted = Wanted(reseller_id, OCTOBER, NOVEMBER, now - SETTLED_AFTER)
    _work(deque([(Step(wanted), now)]))


def record_late(count: int, places: Sequence[int]) -> None:
    """
    Record late that some tenants have paid, and that what others had paid went back.
    """
    for number in range(count):
        for place in places:
            tenant = tenants_of(number)[place]
            pay(tenant, paid(7_00, payment_id=f"pay_late_{tenant}", recorded_at=LATE))
            if place >= EARLY:
                tell(tenant, refund(5_00, LATE, payment_id=f"pay_{tenant[4:]}"))


def first_sights(partners: Sequence[TenantId]) -> list[Told | None]:
    """
    What each partner's statement says at the first moment that there is one.
    """
    return [_first_sight(partner) for partner in partners]


def reject_midway(reseller_id: TenantId, parts: int, *, restates: bool) -> str | None:
    """
    Reject the statement of October as soon as so many parts of November's are written; the
    refusal's code, if it is one.
    """
    for _ in range(LOOKS):
        attempt = attempts.get_attempt(reseller_id, NOVEMBER)
        if attempt is not None and len(attempts.parts_of(attempt)) >= parts:
            break
    return reject(reseller_id, restates=restates)


def headers(reseller_id: TenantId) -> list[StatementHeader]:
    """
    A partner's statements, the earliest first.
    """
    return list(store.headers_of(reseller_id))


def written(reseller_id: TenantId) -> list[Told]:
    """
    What a partner's statements say, the earliest first.
    """
    return [_told(header) for header in headers(reseller_id)]


def computed(reseller_id: TenantId, number: int) -> list[Told]:
    """
    What they say by the pure rules, from all that is known by now and the stored cut-offs.
    """
    partner, customers = reading.partner_of(reseller_id), _customers(reseller_id, number)
    so_far, found = Written(), []
    with small_parts():
        for header in headers(reseller_id):
            made = commissions.statement((partner, customers), so_far, header.month, header.cut_off)
            found.append(Told(made.month, _ordered(made.lines), made.total, made.inputs_hash))
            so_far = (
                commissions.with_statement(so_far, made)
                if header.counts
                else commissions.with_rejected(so_far, made.month, restates=header.restates)
            )
    return found


def differences(reseller_id: TenantId) -> list[str]:
    """
    What the nightly check finds wrong.
    """
    with small_parts():
        return [str(one) for one in check_partner(reseller_id)]


def history(reseller_id: TenantId) -> Counter[str]:
    """
    How often what happened to a partner.
    """
    return Counter(event.kind for _, event in events.of_workspace(reseller_id, None, 100))


def start_statements(count: int) -> list[TenantId]:
    """
    Partners with a pending statement of October each.
    """
    return [a_statement(_make_partner(number)).reseller_id for number in range(count)]


def approve(reseller_id: TenantId) -> str | None:
    """
    Approve a statement; the refusal's code, if it is one.
    """
    return refusal_of(lambda: approving.approve(reseller_id, OCTOBER, _act(NOON)))


def reject(reseller_id: TenantId, *, restates: bool = True) -> str | None:
    """
    Reject a statement; the refusal's code, if it is one.
    """
    return refusal_of(
        lambda: approving.reject(
            reseller_id, OCTOBER, _act(NOON), reason="a race", restates=restates
        )
    )


def standing(reseller_id: TenantId) -> Standing:
    """
    How a partner's statement of October stands.
    """
    header = store.get_header(reseller_id, OCTOBER)
    assert header is not None, "it was written"
    kinds = history(reseller_id)
    told = Counter({kind: n for kind, n in kinds.items() if kind.startswith("statement.")})
    return Standing(header.status, header.version, told)


def _make_partner(number: int) -> Reseller:
    return make_reseller(a_form(f"partner-{number}", email=f"p{number}@partner.example"))


def _start_partner(number: int) -> TenantId:
    partner, tenants = _make_partner(number), tenants_of(number)
    hold(partner.id, tenants)
    pay_each(tenants)
    for tenant in tenants[:EARLY]:
        tell(tenant, refund(5_00, BETWEEN, payment_id=f"pay_{tenant[4:]}"))
    return partner.id


def _sender(queued: Queue, now: datetime) -> Callable[[Iterable[Step]], int]:
    def send(steps: Iterable[Step]) -> int:
        queued.extend((step, now) for step in steps)
        return len(queued)

    return send


def _work(queued: Queue) -> None:
    """
    Empty the queue. What is refused because others were faster is done again, as the queue does.
    """
    repeats = 0
    with small_parts():
        while queued:
            step, now = queued.popleft()
            try:
                queued.extend((one, now) for one in work(step, _act(now, SCHEDULER)))
            except Conflict:
                queued.append((step, now))
                repeats += 1
            assert repeats < REPEATS, "it ends"


def _first_sight(reseller_id: TenantId) -> Told | None:
    found = (store.get_header(reseller_id, OCTOBER) for _ in range(LOOKS))
    return next((_told(header) for header in found if header is not None), None)


def _told(header: StatementHeader) -> Told:
    found = (line for _, line in lines.lines_of(header, None, None))
    return Told(header.month, _ordered(found), header.total, header.inputs_hash)


def _ordered(found: Iterable[Line]) -> list[Line]:
    return sorted(found, key=lambda line: (line.tenant_id, line.id))


def _customers(reseller_id: TenantId, number: int) -> list[Customer]:
    said = reading.said_of(reseller_id)
    return [
        reading.customer_of(tenant, holdings_with(reseller_id, tenant), said)
        for tenant in tenants_of(number)
    ]


def _act(now: datetime, principal: Principal = OPERATOR) -> Act:
    # Ids follow from the entropy, and two processes shall never make the same.
    return Act(principal, now, os.urandom(32), "a race")
