"""
The monthly job over its queue, and what operators see of it.
"""

from datetime import UTC, datetime, timedelta

import pytest

from statements.start import handler as start
from statements.write import handler as write
from tenantry import queue_settings
from tenantry.ids import TenantId
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tenantry.statements.model import RatesNotIn, RunInFuture
from tests.calling import CONTEXT, Answer, call
from tests.functions import cast
from tests.functions.cast import Json
from tests.functions.lambdas import at, failed_in, messages, received
from tests.stating import (
    amounts,
    hold,
    pay,
    pay_each,
    publish,
    run_of,
    tenant_id,
    written,
)
from tests.unit.commissions.paying import OCTOBER, paid

pytestmark = pytest.mark.requirement("R-COM-2")

NOVEMBER_1 = run_of(OCTOBER)
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def reseller(operator: str) -> Json:
    received(queue_settings.statement_queue_url())
    return cast.a_reseller(operator, type="commission", initial_licenses=0)


@pytest.fixture
def partner(reseller: Json) -> TenantId:
    """
    A reseller whose one tenant paid 5.00 in October.
    """
    reseller_id = TenantId(reseller["id"])
    hold(reseller_id, [tenant_id(1)])
    pay_each([tenant_id(1)])
    return reseller_id


def work_queue() -> list[str]:
    """
    Which messages stay in the queue.
    """
    queued = received(queue_settings.statement_queue_url())
    return failed_in(write(messages(*queued), CONTEXT))


def progress(secret: str) -> Answer:
    return call("GET", f"/v1/statement-runs/{OCTOBER}", secret=secret)


def test_the_job_writes_each_partners_statement_and_has_then_finished(partner: TenantId) -> None:
    publish()

    begun = start(at(NOVEMBER_1), CONTEXT)
    left = work_queue()
    over = start(at(NOVEMBER_1 + AN_HOUR), CONTEXT)

    assert (begun, left) == ({"month": OCTOBER, "written": 0, "missing": 1}, [])
    assert over == {"month": OCTOBER, "written": 1, "missing": 0}
    assert amounts(partner) == [[("commission", 1_00)]]
    assert runs.last_finished(Job.STATEMENTS) == NOVEMBER_1 + AN_HOUR


@pytest.mark.requirement("R-COM-3")
def test_a_month_that_was_missed_is_to_be_approved_from_now_on(partner: TenantId) -> None:
    publish()
    begun = datetime.now(UTC)
    start(at(NOVEMBER_1), CONTEXT)

    work_queue()

    [(header, _)] = written(partner)
    assert header.cut_off == NOVEMBER_1 - timedelta(minutes=15)
    assert header.approve_by > header.written_at >= max(begun, NOVEMBER_1)


def test_the_job_has_not_finished_while_rates_are_missing(partner: TenantId) -> None:
    with pytest.raises(RatesNotIn):
        start(at(NOVEMBER_1), CONTEXT)

    assert (amounts(partner), runs.last_finished(Job.STATEMENTS)) == ([], None)


def test_where_real_money_is_nothing_is_begun_as_of_a_moment_to_come(
    partner: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    monkeypatch.setenv("TENANTRY_STAGE", "prod")

    with pytest.raises(RunInFuture):
        start(at(datetime(2999, 11, 1, 6, tzinfo=UTC)), CONTEXT)

    assert (amounts(partner), received(queue_settings.statement_queue_url())) == ([], [])


def test_a_statement_that_cannot_be_written_stays_in_the_queue_and_is_counted(
    operator: str, partner: TenantId, capsys: pytest.CaptureFixture[str]
) -> None:
    hold(partner, [tenant_id(2)])
    pay(tenant_id(2), paid(5_00, "NGN"))
    publish()
    start(at(NOVEMBER_1), CONTEXT)

    left = work_queue()
    start(at(NOVEMBER_1 + AN_HOUR), CONTEXT)

    seen = progress(operator).json
    assert len(left) == 1
    assert (seen["partners"], seen["missing"], seen["missing_resellers"]) == (1, 1, [partner])
    assert not seen["is_finished"]
    assert '"statement.missing":[1.0]' in capsys.readouterr().out


@pytest.mark.usefixtures("partner")
def test_operators_alone_see_how_far_a_month_has_come(operator: str, reseller: Json) -> None:
    publish()
    start(at(NOVEMBER_1), CONTEXT)
    owner = cast.an_owner(reseller)

    seen, refused = progress(operator).json, progress(owner)

    assert (seen["month"], seen["written"], seen["missing"]) == (OCTOBER, 0, 1)
    assert seen["as_of"] == "2026-11-01T06:00:00.000000Z"
    assert refused.status == 403


def test_a_month_that_was_never_begun_is_not_found(operator: str) -> None:
    answer = call("GET", "/v1/statement-runs/2031-01", secret=operator)

    assert (answer.status, answer.json["code"]) == (404, "statement.no_snapshot")
