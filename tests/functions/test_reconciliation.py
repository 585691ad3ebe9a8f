"""
The night's job gives payments their worth in US dollars, and a report says what a day came to.
"""

from datetime import UTC, datetime, timedelta

import pytest

from fx_reconciliation.reconcile import handler as reconcile
from tenantry.clock import stamp
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tests.calling import CONTEXT, Answer, call
from tests.functions.cast import (
    LONG_AGO,
    Json,
    a_payment,
    a_reseller,
    a_tenant,
    an_owner,
    bill_by_hand,
    made,
)
from tests.functions.lambdas import at
from tests.receiving import publish

pytestmark = pytest.mark.requirement("R-FX-1")

DAY = timedelta(days=1)
PAID_ON = LONG_AGO.date()
NIGHT = datetime(PAID_ON.year, PAID_ON.month, PAID_ON.day, 2, 30, tzinfo=UTC) + DAY
"""When the job runs for what was paid on that day."""


@pytest.fixture
def tenant(operator: str) -> Json:
    reseller = a_reseller(operator)
    bill_by_hand(operator, reseller)
    return a_tenant(operator, reseller)


def run(now: datetime = NIGHT) -> Json:
    return reconcile(at(now), CONTEXT)


def report(secret: str, day: object = PAID_ON) -> Answer:
    return call("GET", f"/v1/reconciliations/{day}", secret=secret)


def read(secret: str, payment: Json) -> Json:
    path = f"/v1/tenants/{payment['tenant_id']}/payments/{payment['id']}"
    return made(call("GET", path, secret=secret), 200)


def test_a_payment_shows_its_worth_and_the_day_of_its_rates(operator: str, tenant: Json) -> None:
    publish(PAID_ON)
    payment = a_payment(operator, tenant)

    facts = run()

    assert facts == {"reconciled": 1, "waiting": 0}
    worth = {"usd_minor": 10_000, "usd_rates_of": str(PAID_ON)}
    assert read(operator, payment) == payment | worth


def test_a_run_has_finished_when_nothing_waits(operator: str, tenant: Json) -> None:
    publish(PAID_ON)
    a_payment(operator, tenant)

    run()

    assert runs.last_finished(Job.RECONCILIATION) == NIGHT


@pytest.mark.requirement("R-FX-3")
def test_a_run_has_not_finished_while_a_rate_is_missing_and_the_alarm_hears_of_it(
    operator: str, tenant: Json, capsys: pytest.CaptureFixture[str]
) -> None:
    a_payment(operator, tenant)

    facts = run()

    assert facts == {"reconciled": 0, "waiting": 1}
    assert runs.last_finished(Job.RECONCILIATION) is None
    assert '"reconciliation.waiting":[1.0]' in capsys.readouterr().out


@pytest.mark.requirement("R-FX-3")
def test_the_next_run_does_what_has_waited(operator: str, tenant: Json) -> None:
    payment = a_payment(operator, tenant)
    run()
    publish(PAID_ON)

    facts = run(NIGHT + DAY)

    assert facts == {"reconciled": 1, "waiting": 0}
    assert read(operator, payment)["usd_rates_of"] == str(PAID_ON)
    assert runs.last_finished(Job.RECONCILIATION) == NIGHT + DAY


def test_a_repeated_run_changes_nothing(operator: str, tenant: Json) -> None:
    publish(PAID_ON)
    payment = a_payment(operator, tenant)
    run()
    before = read(operator, payment)

    facts = run()

    assert facts == {"reconciled": 0, "waiting": 0}
    assert read(operator, payment) == before


def test_a_run_for_a_past_day_leaves_what_was_paid_later(operator: str, tenant: Json) -> None:
    publish(PAID_ON)
    payment = a_payment(operator, tenant)

    facts = run(NIGHT - DAY)

    assert facts == {"reconciled": 0, "waiting": 0}
    assert read(operator, payment)["usd_minor"] is None


def test_the_report_says_what_a_day_came_to_and_what_is_missing(
    operator: str, tenant: Json
) -> None:
    publish(PAID_ON, "USD")
    for amount, currency in ((500, "USD"), (700, "USD"), (100, "KES")):
        a_payment(operator, tenant, amount_minor=amount, currency=currency)
    a_payment(operator, tenant, occurred_at=stamp(LONG_AGO + DAY))
    run()

    day = made(report(operator), 200)

    shillings = {"currency": "KES", "count": 1, "amount_minor": 100, "usd_minor": 0, "missing": 1}
    dollars = {
        "currency": "USD",
        "count": 2,
        "amount_minor": 1_200,
        "usd_minor": 1_200,
        "missing": 0,
    }
    totals = [{"provider": "manual", **one} for one in (shillings, dollars)]
    assert day == {"day": str(PAID_ON), "totals": totals}


def test_a_day_without_payments_has_an_empty_report(operator: str) -> None:
    assert made(report(operator), 200) == {"day": str(PAID_ON), "totals": []}


@pytest.mark.parametrize("day", ["2026-02-29", "2026-13-01", "0000-01-01"])
def test_a_day_that_is_none_is_named(operator: str, day: str) -> None:
    answer = report(operator, day)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "day")


@pytest.mark.parametrize("day", ["tomorrow", "20260228", "2026-W09-6"])
def test_what_has_not_the_form_of_a_day_is_nothing(operator: str, day: str) -> None:
    assert report(operator, day).status == 404


def test_a_reseller_does_not_see_what_all_of_them_were_paid(operator: str, tenant: Json) -> None:
    del tenant
    owner = an_owner(a_reseller(operator))

    assert report(owner).status == 403
