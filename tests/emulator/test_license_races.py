"""
Licences under a race: never more tenants than licences, and no payment added twice.
"""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import count as count_from
from typing import Any

import pytest

from infra.local.stack import eventually
from tests.emulator.provisioned import PLAN, Programme
from tests.emulator.racing import Racers
from tests.emulator.requesting import Caller

pytestmark = pytest.mark.emulator

RACERS = 16
"""Each process of a function takes half a second to start: the ordinary run has four of them."""
REFUSALS = 2
"""How many refusals convince a racer that no licence is left."""

_numbers = count_from(1)

type Outcome = tuple[int, str]


@pytest.fixture(scope="module")
def racers() -> Iterator[Racers]:
    with Racers(RACERS) as racers:
        yield racers


def create_tenants(caller: Caller, path: str, racer: int) -> Counter[Outcome]:
    """
    Create tenants until none can be created any more; how each request came out.
    """
    outcomes: Counter[Outcome] = Counter()
    number = 0
    while outcomes[409, "license.none_available"] < REFUSALS:
        number += 1
        body = {
            "name": f"Shop {racer}-{number}",
            "plan_code": PLAN,
            "owner_email": f"owner-{racer}-{number}@shop.example",
            "owner_name": "Kofi",
        }
        outcomes[caller.call("POST", path, body).outcome] += 1
    return outcomes


def new_operator(programme: Programme) -> Caller:
    number = next(_numbers)
    email = f"operator-{number}@tenantry.example"
    programme.operator.made("/v1/operators", {"email": email, "name": f"Olu {number}"})
    return programme.signed_in(email)


def deliver(stripe: Any, event_id: str, times: int) -> Counter[int | None]:  # noqa: ANN401 - a stand-in's player
    """
    Let Stripe send an event again and again.
    """
    return Counter(stripe.deliver_again(event_id) for _ in range(times))


def pool_of(programme: Programme, reseller: Any) -> Any:  # noqa: ANN401 - a JSON body
    return programme.operator.call("GET", f"/v1/resellers/{reseller['id']}/licenses").json


@pytest.mark.requirement("R-LIC-1")
@pytest.mark.parametrize(
    ("count", "licenses"),
    [
        (4, 24),
        pytest.param(RACERS, 60, marks=pytest.mark.deep),
        pytest.param(RACERS, 500, marks=pytest.mark.deep),
    ],
)
def test_many_processes_create_exactly_as_many_tenants_as_there_are_licences(
    programme: Programme, racers: Racers, count: int, licenses: int
) -> None:
    reseller = programme.new_reseller(type="subscription", initial_licenses=licenses)
    path = f"/v1/resellers/{reseller['id']}/tenants"
    programme.forget_limits()

    # The limit of new tenants in a minute counts persons, and this is not about it.
    colleagues = [new_operator(programme) for _ in range(4)]
    parts = [
        partial(create_tenants, colleagues[number % 4], path, number) for number in range(count)
    ]
    outcomes = sum(racers.race(parts), Counter[Outcome]())

    refused = outcomes.pop((409, "license.none_available"))
    assert outcomes == {(201, ""): licenses}
    assert refused == count * REFUSALS
    assert len(programme.operator.listed(path)) == licenses
    pool = pool_of(programme, reseller)
    assert (pool["used"], pool["available"]) == (licenses, 0)


@pytest.mark.requirement("R-LIC-3")
@pytest.mark.parametrize(
    ("count", "times"), [(4, 28), pytest.param(RACERS, 7, marks=pytest.mark.deep)]
)
def test_a_paid_event_that_comes_a_hundred_times_at_once_adds_its_pack_once(
    programme: Programme, racers: Racers, count: int, times: int
) -> None:
    reseller = programme.new_reseller(type="subscription")
    owner, stripe = programme.owner_of(reseller), programme.stack.stripe
    at = f"/v1/resellers/{reseller['id']}"
    quote = owner.made(f"{at}/license-quotes", {"quantity": 10})
    purchase = owner.made(f"{at}/license-purchases", {"quote_id": quote["id"]})
    stripe.hold(on=True)
    stripe.pay(purchase["checkout_url"])
    event = next(
        event
        for event in stripe.events("checkout.session.completed")
        if event["data"]["object"]["client_reference_id"] == purchase["id"]
    )

    answers = racers.race([partial(deliver, stripe, event["id"], times) for _ in range(count)])

    assert sum(answers, Counter[int | None]()) == {200: times * count}
    stripe.hold(on=False)
    eventually(lambda: pool_of(programme, reseller)["available"])
    eventually(lambda: programme.queued("WebhookQueue") == 0)
    assert pool_of(programme, reseller)["available"] == 10
    month = purchase["created_at"][:7]
    events = programme.operator.listed(f"{at}/audit?month={month}")
    assert Counter(event["kind"] for event in events)["license_purchase.paid"] == 1
