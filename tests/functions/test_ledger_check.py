"""
The nightly check over its queue, and what the API says of it.
"""

import json

import pytest

from ledger_check.compare import handler as compare
from ledger_check.find import handler as find
from tenantry import queue_settings
from tenantry.clock import Month
from tenantry.ids import TenantId
from tenantry.ledger_check import commands
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tests.acting import NOON
from tests.calling import CONTEXT, call
from tests.functions.cast import Json, a_reseller, made
from tests.functions.lambdas import at, failed_in, messages, received
from tests.stating import hold, pay_each, tenant_id, write
from tests.written import a_line, write_statement

pytestmark = pytest.mark.requirement("R-COM-7")

LISTED = f"/v1/ledger-checks/{NOON.date()}/differences"


@pytest.fixture
def reseller(operator: str) -> Json:
    received(queue_settings.ledger_queue_url())
    return a_reseller(operator, type="commission", initial_licenses=0)


def night() -> int:
    """
    Work the queue of a night until it is empty; how many messages there were.
    """
    find(at(NOON), CONTEXT)
    worked = 0
    while bodies := received(queue_settings.ledger_queue_url()):
        assert failed_in(compare(messages(*map(json.loads, bodies)), CONTEXT)) == []
        worked += len(bodies)
    return worked


def kinds(operator: str) -> list[str]:
    listed = made(call("GET", f"{LISTED}?limit=200", secret=operator), 200)["items"]
    return sorted(one["difference"] for one in listed)


def test_statements_as_they_were_written_have_no_differences(operator: str, reseller: Json) -> None:
    hold(TenantId(reseller["id"]), [tenant_id(1), tenant_id(2)])
    pay_each([tenant_id(1), tenant_id(2)])
    write(Month("2026-10"))

    night()

    assert kinds(operator) == []
    assert runs.last_finished(Job.LEDGER_CHECK) == NOON


def test_a_statement_that_follows_from_nothing_is_listed_and_counted(
    operator: str, reseller: Json, capsys: pytest.CaptureFixture[str]
) -> None:
    write_statement(TenantId(reseller["id"]), [a_line()])

    night()

    expected = ["count_differs", "count_differs", "inputs_differ", "line_unknown", "total_differs"]
    assert kinds(operator) == expected
    assert '"ledger_check.differences":[5.0]' in capsys.readouterr().out


def test_a_large_partner_is_checked_in_messages_of_its_own(
    operator: str, reseller: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "AT_ONCE_MAX", 0)
    hold(TenantId(reseller["id"]), [tenant_id(1)])
    pay_each([tenant_id(1)])
    write(Month("2026-10"))

    worked = night()

    # The partner, and the one part of its one statement.
    assert worked == 2
    assert kinds(operator) == []
