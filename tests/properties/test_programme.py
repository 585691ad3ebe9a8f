"""
A programme keeps its promises whatever is done to it, in whatever order, however often.
"""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tenantry.licenses.model import LicensePool
from tests.builders import RESELLER_ID
from tests.properties.in_rules import Rules
from tests.properties.in_table import Table
from tests.properties.programme import Programme, World
from tests.reading import restore

pytestmark = [pytest.mark.requirement("R-LIC-1"), pytest.mark.requirement("R-TEN-4")]

OFTEN = settings(max_examples=150, stateful_step_count=40, deadline=None)
SELDOM = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    # To explain a failure, Hypothesis traces every line, moto's too: that takes gigabytes.
    phases=[phase for phase in Phase if phase is not Phase.explain],
    suppress_health_check=[HealthCheck.too_slow],
)
LONG = settings(SELDOM, max_examples=200, stateful_step_count=30)


class InRules(Programme):
    @staticmethod
    def make_world(licenses: int) -> World:
        return Rules(LicensePool(RESELLER_ID, licenses))


class InTable(Programme):
    @staticmethod
    def make_world(licenses: int) -> World:
        restore({})
        return Table(licenses)


def test_the_rules_alone_keep_them() -> None:
    run_state_machine_as_test(InRules, settings=OFTEN)


@pytest.mark.usefixtures("world")
def test_the_commands_and_the_table_keep_them() -> None:
    run_state_machine_as_test(InTable, settings=SELDOM)


@pytest.mark.deep
@pytest.mark.usefixtures("world")
def test_the_commands_and_the_table_keep_them_for_longer() -> None:
    run_state_machine_as_test(InTable, settings=LONG)
