"""
Partners with customers who paid, and the monthly job that writes what they earned.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tenantry.batches import put_all
from tenantry.clock import Month, month_bounds
from tenantry.commissions.inputs import Paid
from tenantry.commissions.model import Line
from tenantry.commissions.months import last_day
from tenantry.fx.model import Quote
from tenantry.fx.store import put_rates
from tenantry.ids import TenantId
from tenantry.ledger import facts
from tenantry.ledger import store as ledger
from tenantry.ledger.folding import learn
from tenantry.ledger.model import TenantDispute, TenantPayment, TenantRefund
from tenantry.payments.model import Dispute, Refund
from tenantry.statements import lines, store
from tenantry.statements.model import StatementHeader
from tenantry.statements.snapshots import Step, start, work
from tenantry.tenants.store import HoldingItem, holding_key
from tenantry.transactions import transaction
from tests.acting import a_job
from tests.unit.commissions.paying import LONG_AGO, OCTOBER, paid

FIVE_DOLLARS = 5_00
SIX_HOURS = timedelta(hours=6)


def run_of(month: Month) -> datetime:
    """
    When the statements of a month are begun: at six in the morning of the 1st.
    """
    return month_bounds(month)[1] + SIX_HOURS


def tenant_id(number: int) -> TenantId:
    """
    One of many tenants.
    """
    return TenantId(f"ten_{number:026}")


def hold(
    reseller_id: TenantId,
    tenants: Iterable[TenantId],
    since: datetime = LONG_AGO,
    until: datetime | None = None,
) -> None:
    """
    A reseller holds tenants, or held them.
    """
    put_all(
        HoldingItem(
            *holding_key(reseller_id, one, since), tenant_id=one, starts_at=since, ends_at=until
        )
        for one in tenants
    )


def pay(tenant: TenantId, *payments: Paid) -> None:
    """
    Payments of a tenant, as providers have told of them.
    """
    with transaction() as writes:
        for one in payments:
            ledger.create(writes, replace(one.payment, tenant_id=tenant, terms=one.terms))


def pay_each(tenants: Sequence[TenantId], minor: int = FIVE_DOLLARS, **said: Any) -> None:
    """
    Each of many tenants pays, once.
    """
    for one in tenants:
        pay(one, paid(minor, payment_id=f"pay_{one[4:]}", **said))


def tell(tenant: TenantId, fact: TenantRefund | TenantDispute) -> None:
    """
    Something becomes known of a payment's money.
    """
    before = _payment(tenant, fact.payment_id)
    thing: Refund | Dispute
    if isinstance(fact, TenantRefund):
        thing = Refund(fact.id, fact.amount.minor, fact.status)
    else:
        thing = Dispute(fact.id, fact.amount.minor, fact.status)
    with transaction() as writes:
        facts.add(writes, facts.fact_key(before, thing), replace(fact, tenant_id=tenant))
        ledger.put_known(writes, before, learn(before, thing))


def publish(month: Month = OCTOBER, **per_dollar: str) -> None:
    """
    The rates of a month's last day.
    """
    day = last_day(month)
    quotes = {"USD": Quote("USD", "EUR", Decimal(2), day, "ecb")}
    for currency, rate in ({"KES": "100"} | per_dollar).items():
        quotes[currency] = Quote(currency, "USD", Decimal(rate), day, "open")
    put_rates(day, quotes)


def begin(now: datetime) -> list[Step]:
    """
    The steps that a run of the job puts on its queue.
    """
    queued: list[Step] = []

    def send(steps: Iterable[Step]) -> int:
        queued.extend(steps)
        return len(queued)

    start(a_job(now), send)
    return queued


def finish(steps: Iterable[Step], now: datetime) -> None:
    """
    Work a queue, and all that is put on it meanwhile, until it is empty.
    """
    queued = list(steps)
    while queued:
        queued += work(queued.pop(0), a_job(now))


def write(month: Month = OCTOBER) -> None:
    """
    Write the statements of a month.
    """
    publish(month)
    finish(begin(run_of(month)), run_of(month))


def written(reseller_id: TenantId) -> list[tuple[StatementHeader, list[Line]]]:
    """
    A partner's statements with their lines, the earliest first.
    """
    return [
        (header, [line for _, line in lines.lines_of(header, None, None)])
        for header in store.headers_of(reseller_id)
    ]


def amounts(reseller_id: TenantId) -> list[list[tuple[str, int]]]:
    """
    What a partner's statements say, as short as it can be said.
    """
    return [
        [(line.reason or line.kind, line.amount.minor) for line in said]
        for _, said in written(reseller_id)
    ]


def _payment(tenant: TenantId, payment_id: str) -> TenantPayment:
    found = ledger.get_payment(tenant, payment_id)
    assert found is not None, "it was paid"
    return found
