"""
What partners would earn, worked out by hand to the cent.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tenantry.clock import Month
from tenantry.commissions import commands
from tenantry.commissions.inputs import Paid
from tenantry.commissions.model import Agreement, Basis, Kind
from tenantry.commissions.previewing import Preview
from tenantry.fx.store import put_rates
from tenantry.ledger import store as ledger
from tenantry.ledger.model import CollectedBy
from tenantry.money import Money
from tenantry.payments.model import DisputeStatus
from tenantry.resellers import commands as resellers
from tenantry.tenants.model import Tenant
from tenantry.transactions import transaction
from tests import charging
from tests.acting import DAY, NOON, an_act
from tests.builders import bring_in, make_prepaid_reseller, make_reseller, refusal_of
from tests.pretending import PretendProvider, standing_in
from tests.quoting import a_quote
from tests.reading import snapshot
from tests.unit.commissions.paying import paid, sold_at

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-COM-4")]

OCTOBER, NOVEMBER, DECEMBER = Month("2026-10"), Month("2026-11"), Month("2026-12")
BY_NOW = charging.PAY_DAY
OCTOBER_1 = datetime(2026, 10, 1, tzinfo=UTC)
DECEMBER_2 = datetime(2026, 12, 2, tzinfo=UTC)
TODAY, LAST_DAY = BY_NOW.date(), date(2026, 11, 30)


@pytest.fixture
def tenant() -> Tenant:
    return bring_in(make_reseller(), now=OCTOBER_1)


def keep(tenant: Tenant, *payments: Paid) -> None:
    """
    Payments of a tenant, as providers have told of them.
    """
    with transaction() as writes:
        for one in payments:
            ledger.create(writes, replace(one.payment, tenant_id=tenant.id, terms=one.terms))


def preview(tenant: Tenant, month: Month = NOVEMBER, now: datetime = BY_NOW) -> Preview:
    return commands.preview(tenant.held_by, month, now)


def agree(tenant: Tenant, **said: Any) -> None:
    commands.agree(tenant.held_by, Agreement(NOVEMBER, **said), an_act())


def publish(day: date, *, shilling: str | None = "129.5", published: date | None = None) -> None:
    """
    Store what a euro and a dollar cost on a day.
    """
    quotes = {"USD": a_quote(published=published or day)}
    if shilling is not None:
        quotes["KES"] = a_quote("KES", shilling, "USD", published or day)
    put_rates(day, quotes)


def amounts(shown: Preview) -> Sequence[int]:
    return [line.amount.minor for line in shown.lines]


@pytest.mark.requirement("R-COM-1")
def test_a_customer_of_15_00_a_month_earns_3_00_and_1_50_when_half_went_back() -> None:
    with standing_in(PretendProvider()):
        tenant = charging.a_subscriber()
        charge = charging.ask(tenant)
        charging.tell(charging.paid(charge))
    before = preview(tenant)
    charging.tell(charging.refunded(charge, 7_50))

    after = preview(tenant)

    assert (before.total, after.total) == (Money(3_00, "USD"), Money(1_50, "USD"))
    [line] = after.lines
    assert (line.tenant_id, line.kind) == (tenant.id, Kind.COMMISSION)
    assert (line.numbers.plan_code, line.numbers.gone) == ("growth", "1/2")
    assert line.numbers.paid == charging.PRICE
    assert line.numbers.covers == (NOON, datetime(2026, 12, 21, 12, tzinfo=UTC))


def test_an_open_dispute_holds_what_it_earns_and_a_won_one_releases_it() -> None:
    with standing_in(PretendProvider()):
        tenant = charging.a_subscriber()
        charge = charging.ask(tenant)
        charging.tell(charging.paid(charge))
    charging.tell(charging.disputed(charge, 15_00))
    held = preview(tenant)
    charging.tell(charging.disputed(charge, 15_00, DisputeStatus.WON))

    released = preview(tenant)

    assert (amounts(held), amounts(released)) == ([0], [3_00])


def test_a_year_is_spread_over_its_months(tenant: Tenant) -> None:
    # 18.29 / 12 = 1.5242; 20 % of it is 0.3048.
    keep(tenant, paid(18_29, months=12))

    shown = [preview(tenant, month, DECEMBER_2) for month in (OCTOBER, NOVEMBER, DECEMBER)]

    assert [amounts(one) for one in shown] == [[30], [30], [30]]
    assert {line.numbers.mrr for one in shown for line in one.lines} == {"1829/12"}


def test_another_currency_takes_the_rates_of_the_months_last_day(tenant: Tenant) -> None:
    # 1,295.00 KES are 10.00 USD at 129.5, and 5.00 at 259.
    keep(tenant, paid(1_295_00, "KES", months=2))
    publish(LAST_DAY)
    publish(date(2026, 12, 1), shilling="259")

    over, running = preview(tenant, now=DECEMBER_2), preview(tenant, DECEMBER, DECEMBER_2)

    assert (over.total, over.rates_of) == (Money(1_00, "USD"), LAST_DAY)
    [line] = over.lines
    assert line.numbers.fx_day == LAST_DAY
    assert {quote.currency for quote in line.numbers.quotes} == {"KES", "USD"}
    assert running.lines == ()


def test_while_a_month_runs_the_last_rates_count_that_were_published(tenant: Tenant) -> None:
    keep(tenant, paid(1_295_00, "KES", at=NOON))
    publish(TODAY - 2 * DAY, shilling="129.5")
    publish(TODAY - DAY, shilling=None)

    shown = preview(tenant)

    assert (shown.total, shown.rates_of) == (Money(2_00, "USD"), TODAY - 2 * DAY)
    assert shown.lines[0].numbers.fx_day == TODAY - 2 * DAY


@pytest.mark.requirement("R-FX-3")
def test_no_rate_no_preview_and_a_stale_one_is_none(tenant: Tenant) -> None:
    keep(tenant, paid(1_295_00, "KES", months=2))
    publish(TODAY - 6 * DAY)
    publish(TODAY - DAY, published=TODAY - 6 * DAY)
    publish(date(2026, 12, 1))

    codes = [refusal_of(lambda now=now: preview(tenant, now=now)) for now in (BY_NOW, DECEMBER_2)]  # type: ignore[misc]

    assert codes == ["fx.rate_missing", "fx.rate_missing"]


def test_what_needs_no_rates_is_previewed_without(tenant: Tenant) -> None:
    keep(tenant, paid(10_00, at=NOON))

    shown = preview(tenant)

    assert (shown.total, shown.rates_of) == (Money(2_00, "USD"), None)


@pytest.mark.requirement("R-COM-1")
def test_the_agreement_of_the_month_says_how_much(tenant: Tenant) -> None:
    # Two at 15.00 that cost 10.00: 10 % of 20.00, and 10.00 above it.
    keep(tenant, paid(30_00, at=NOON, terms=sold_at(15_00, 10_00, quantity=2)))
    agree(tenant, rate=Decimal("0.1"), basis=Basis.WHOLESALE)

    shown = preview(tenant)

    lines = [(line.kind, line.amount.minor) for line in shown.lines]
    assert lines == [(Kind.COMMISSION, 2_00), (Kind.MARKUP, 10_00)]
    assert shown.total == Money(12_00, "USD")
    assert shown.agreement.rate == Decimal("0.1")


def test_the_total_is_the_sum_of_rounded_lines_in_the_agreements_currency(tenant: Tenant) -> None:
    # 20 % of 5.02 is 1.004 each; together they would be 2.01.
    other = bring_in(resellers.get(tenant.held_by), "ama@shop.example")
    keep(tenant, paid(5_02, at=NOON))
    keep(other, paid(5_02, at=NOON))

    shown = preview(tenant)

    assert amounts(shown) == [1_00, 1_00]
    assert shown.total == Money(2_00, "USD")


def test_what_the_reseller_collected_itself_earns_nothing(tenant: Tenant) -> None:
    keep(tenant, paid(10_00, at=NOON, collected_by=CollectedBy.RESELLER))

    assert preview(tenant).lines == ()


def test_whoever_has_not_paid_past_the_months_end_earns_nothing(tenant: Tenant) -> None:
    keep(tenant, paid(10_00))

    shown = {month: preview(tenant, month).total.minor for month in (OCTOBER, NOVEMBER)}

    assert shown == {OCTOBER: 2_00, NOVEMBER: 0}


def test_a_preview_stores_nothing(tenant: Tenant) -> None:
    keep(tenant, paid(10_00, at=NOON))
    before = snapshot()

    preview(tenant)

    assert snapshot() == before


@pytest.mark.requirement("R-RES-4")
def test_a_prepaid_reseller_earns_none() -> None:
    tenant = bring_in(make_prepaid_reseller(licenses=1))

    assert refusal_of(lambda: preview(tenant)) == "commission.prepaid"


def test_a_month_that_is_to_come_has_no_preview(tenant: Tenant) -> None:
    assert refusal_of(lambda: preview(tenant, DECEMBER)) == "request.invalid"


@pytest.mark.parametrize(("more", "code"), [(0, None), (1, "commission.too_many_tenants")])
def test_so_many_tenants_are_previewed_and_no_more(
    monkeypatch: pytest.MonkeyPatch, more: int, code: str | None
) -> None:
    monkeypatch.setattr(commands, "TENANTS_MAX", 3)
    reseller = make_reseller()
    for number in range(3 + more):
        bring_in(reseller, f"kofi{number}@shop.example")

    assert refusal_of(lambda: commands.preview(reseller.id, NOVEMBER, BY_NOW)) == code


def test_tenants_of_other_times_do_not_count(
    monkeypatch: pytest.MonkeyPatch, tenant: Tenant
) -> None:
    monkeypatch.setattr(commands, "TENANTS_MAX", 1)
    keep(tenant, paid(10_00))
    bring_in(resellers.get(tenant.held_by), "ama@shop.example")

    assert preview(tenant, OCTOBER).total == Money(2_00, "USD")
