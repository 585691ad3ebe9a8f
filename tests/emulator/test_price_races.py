"""
List prices that are set and settled at the same instant, each in a process of its own.
"""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from infra.local.launcher import Engine
from tests.emulator.commanding import environment
from tests.emulator.pricing import Standing, set_price, settle_price, standing, start_prices
from tests.emulator.racing import Racers

pytestmark = pytest.mark.emulator

MET = {None, "list_price.changed_meanwhile"}

often = pytest.mark.parametrize("rounds", [10, pytest.param(300, marks=pytest.mark.deep)])


@pytest.fixture
def two(engine: Engine, new_table: Callable[[], str]) -> Iterator[Racers]:
    with Racers(2, environment(engine.endpoint_url, new_table())) as racers:
        yield racers


@pytest.mark.requirement("R-PRI-1")
@often
def test_of_two_prices_at_the_same_instant_the_one_that_stands_is_the_last_of_the_past(
    two: Racers, rounds: int
) -> None:
    (sellers,) = two.race([partial(start_prices, rounds)])

    for seller in sellers:
        refusals = two.race([partial(set_price, seller, minor) for minor in (1200, 1300)])

        (came_out,) = two.race([partial(standing, seller)])
        assert set(refusals) <= MET
        assert refusals.count(None) >= 1
        assert came_out.minor == came_out.latest_past
        assert came_out.minor in {1200, 1300}


@pytest.mark.requirement("R-PRI-3")
@often
def test_a_price_that_is_raised_while_the_job_settles_it_is_not_left_marked(
    two: Racers, rounds: int
) -> None:
    (sellers,) = two.race([partial(start_prices, rounds)])

    for seller in sellers:
        refused, settled = two.race(
            [partial(set_price, seller, 1200), partial(settle_price, seller)]
        )

        (came_out,) = two.race([partial(standing, seller)])
        assert {refused, settled} <= MET
        raised = Standing(1200, is_below_floor=False, latest_past=1200, told=came_out.told)
        marked = Standing(1000, is_below_floor=True, latest_past=1000, told=1)
        assert came_out == (marked if refused else raised)
