"""
No licence is sold twice or lost, whatever is done, told and repeated, and whoever dies meanwhile.
"""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.properties.licenses import Licenses

pytestmark = [pytest.mark.requirement("R-LIC-1"), pytest.mark.requirement("R-LIC-3")]

SELDOM = settings(
    max_examples=6,
    stateful_step_count=15,
    deadline=None,
    # To explain a failure, Hypothesis traces every line, moto's too: that takes gigabytes.
    phases=[phase for phase in Phase if phase is not Phase.explain],
    suppress_health_check=[HealthCheck.too_slow],
)
LONG = settings(SELDOM, max_examples=60, stateful_step_count=25)


@pytest.mark.usefixtures("world")
def test_every_order_of_commands_and_events_keeps_the_pool_right() -> None:
    run_state_machine_as_test(Licenses, settings=SELDOM)


@pytest.mark.deep
@pytest.mark.usefixtures("world")
def test_every_order_of_commands_and_events_keeps_the_pool_right_for_longer() -> None:
    run_state_machine_as_test(Licenses, settings=LONG)
