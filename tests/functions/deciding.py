"""
What operators and the system say of lines, in function tests.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

from tenantry.clock import Month, month_bounds, month_of, stamp
from tenantry.commissions import facts_store
from tenantry.commissions.agreements import Books
from tenantry.commissions.corrections import CorrectionStatus, ProposedCorrection
from tenantry.commissions.inputs import FlagStatus
from tenantry.commissions.model import Kind, LineKey
from tenantry.commissions.self_dealing import Sign
from tenantry.commissions.store import put_books
from tenantry.commissions.suspicions import Suspicion, Word
from tenantry.errors import Conflict
from tenantry.ids import TenantId, UserId, derived_id
from tenantry.ledger_check import store as checks
from tenantry.ledger_check.model import Difference
from tenantry.ledger_check.model import Kind as Found
from tenantry.money import Money
from tenantry.transactions import transaction
from tests.acting import DAY
from tests.functions.cast import Json

SOMEBODY = UserId("usr_ANOTHER")


def this_month() -> dict[str, str]:
    """
    Covers of a payment that pays for the month that runs, and for nothing of the next one.
    """
    starts_at, ends_at = month_bounds(month_of(datetime.now(UTC)))
    return {"covers_from": stamp(starts_at), "covers_until": stamp(ends_at)}


def a_proposal(ids: Mapping[str, str]) -> Json:
    """
    A dollar more for what a payment earns this month.
    """
    return {
        "tenant_id": ids["tenant_id"],
        "payment_id": ids["payment_id"],
        "month": month_of(datetime.now(UTC)),
        "amount_minor": 1_00,
        "reason": "agreed by phone",
    }


def a_first_proposal(reseller: Json, tenant: Json, payment_id: str) -> Json:
    """
    The same, of a reseller that has had no statement.
    """
    open_books(TenantId(reseller["id"]))
    return a_proposal({"tenant_id": tenant["id"], "payment_id": payment_id})


def decide_of(ids: Mapping[str, str]) -> dict[str, str]:
    """
    A correction that waits, one that counts, and a tenant that is held; the month has a statement.
    """
    reseller_id, now = TenantId(ids["reseller_id"]), datetime.now(UTC) - DAY
    open_books(reseller_id)
    names = {"correction_id": CorrectionStatus.PROPOSED, "approved_id": CorrectionStatus.APPROVED}
    corrections = {
        name: _correction(reseller_id, ids["tenant_id"], status, (name, now))
        for name, status in names.items()
    }
    with transaction() as writes:
        for one in corrections.values():
            facts_store.create_correction(writes, one)
        held = _suspicion(reseller_id, ids["tenant_id"], FlagStatus.HELD, now)
        facts_store.put_suspicion(writes, None, held)
    return {name: one.id for name, one in corrections.items()}


def open_books(reseller_id: TenantId) -> None:
    """
    As if the month that runs had a statement already.
    """
    books = Books("USD", month_of(datetime.now(UTC)))
    with transaction() as writes:
        put_books(writes, reseller_id, (None, books), lambda: Conflict("it has books"))


def fill(reseller_id: str, moment: datetime) -> None:
    """
    Three corrections and tenants of each status, and three differences of a check.
    """
    owner = TenantId(reseller_id)
    with transaction() as writes:
        for number, status in product(range(3), CorrectionStatus):
            name = f"{number} {status}"
            one = _correction(owner, derived_id("ten", name), status, (name, moment))
            facts_store.create_correction(writes, one)
        for number, said in product(range(3), FlagStatus):
            tenant_id = derived_id("ten", f"{number} {said}")
            held = _suspicion(owner, tenant_id, said, moment)
            facts_store.put_suspicion(writes, None, held)
    found = [
        Difference(Found.LINE_MISSING, owner, Month("2026-10"), str(number), "", "1 USD")
        for number in range(3)
    ]
    checks.put_differences(moment.date(), found)


def _correction(
    reseller_id: TenantId, tenant_id: str, status: CorrectionStatus, of: tuple[str, datetime]
) -> ProposedCorrection:
    name, now = of
    key = LineKey(Month("2026-10"), derived_id("pay", name), Kind.COMMISSION)
    one = ProposedCorrection(
        id=derived_id("cor", reseller_id, name),
        reseller_id=reseller_id,
        tenant_id=TenantId(tenant_id),
        key=key,
        amount=Money(1, "USD"),
        why="agreed by phone",
        proposed_by=SOMEBODY,
        proposed_at=now,
        status=status,
    )
    if status is CorrectionStatus.PROPOSED:
        return one
    return replace(one, decided_by=UserId("usr_THIRD"), decided_at=now, comment="checked")


def _suspicion(
    reseller_id: TenantId, tenant_id: str, status: FlagStatus, now: datetime
) -> Suspicion:
    word = Word(status, month_of(now), now, SOMEBODY)
    return Suspicion(reseller_id, TenantId(tenant_id), (word,), {"ab": Sign.SAME_EMAIL})
