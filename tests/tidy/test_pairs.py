"""
What must be said in two places is said alike in both.
"""

import ast
import re

import pytest

from tenantry.delivery.compose import MAILED_KINDS
from tenantry.runs.model import Job
from tenantry.runs.rules import EXPECTED
from tenantry.watching.commands import metric_of
from tests.tidy.sources import ROOT, parsed, python_files
from tests.tidy.template import resources


def test_every_kind_of_event_that_is_mailed_reaches_the_mail_queue() -> None:
    rule = resources("AWS::Events::Rule")["MailRule"]

    assert set(rule["EventPattern"]["detail-type"]) == MAILED_KINDS


def test_every_job_is_expected_to_finish_so_often() -> None:
    assert set(EXPECTED) == set(Job)


@pytest.mark.requirement("R-COM-7")
def test_every_job_has_an_alarm_with_its_name() -> None:
    alarms = resources("AWS::CloudWatch::Alarm").values()
    metrics = {alarm.get("MetricName") for alarm in alarms}

    assert {job for job in Job if metric_of(job) not in metrics} == {Job.WATCHER}
    assert "watcher.ran" in metrics


def test_every_job_has_a_schedule_and_a_place_in_the_operations() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    scheduled = [
        function
        for function in resources("AWS::Serverless::Function").values()
        if any(event["Type"] == "Schedule" for event in function.get("Events", {}).values())
    ]

    assert len(scheduled) == len(Job)
    assert {job for job in Job if f"`{job.value}`" not in text} == set()


def test_every_kind_of_event_is_described() -> None:
    text = (ROOT / "docs" / "events.md").read_text()
    said = {kind for kind in _event_kinds() if f"`{kind}`" not in text}

    assert said == set()


def _event_kinds() -> set[str]:
    """
    The texts of the form `thing.happened` in command files: kinds of events, and of notifications.
    """
    return {
        node.value
        for path in python_files("layers/common/tenantry")
        if path.name in {"commands.py", "acceptance.py", "bulk.py"}
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[a-z_]+\.[a-z_]+", node.value)
    } - _counted()


def _counted() -> set[str]:
    """
    The names of metrics, which have the same form.
    """
    return {
        node.args[0].value
        for path in python_files("layers/common/tenantry")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "counted"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }
