"""
The sweep of providers' lists, by its schedule, and what it reports over HTTP.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pytest

from payment_sweep.sweep import handler as sweep
from tenantry.clock import stamp
from tenantry.errors import Unavailable
from tenantry.money import Money
from tenantry.payments.model import Payment
from tenantry.providers.facts import ChargePaid
from tenantry.providers.parts import NAMES
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tests.acting import DAY
from tests.calling import CONTEXT, call
from tests.charging import PAY_DAY, an_event, tell
from tests.functions.cast import (
    LONG_AGO,
    Json,
    a_list_price,
    a_reseller,
    a_tenant,
    made,
    price_plan,
)
from tests.functions.charged import a_paid_charge, an_upgrade
from tests.functions.lambdas import at
from tests.pretending import PretendProvider, standing_in

pytestmark = pytest.mark.requirement("R-BIL-6")

NIGHT = PAY_DAY + DAY
TODAY = f"/v1/payment-sweeps/{NIGHT.date()}"

type Providers = Mapping[str, PretendProvider]


@pytest.fixture
def providers(operator: str) -> Iterator[Providers]:
    """
    Every provider by its name, each in this process.
    """
    del operator
    all_of_them = {name: PretendProvider(name=name) for name in NAMES}
    with standing_in(*all_of_them.values()):
        yield all_of_them


def paid(reference: str, minor: int = 1_500) -> ChargePaid:
    return ChargePaid(Payment(reference, Money(minor, "USD"), minor), PAY_DAY)


def swept(operator: str) -> dict[str, Json]:
    sweeps = made(call("GET", TODAY, secret=operator), 200)["sweeps"]
    return {one["provider"]: one for one in sweeps}


def differences(operator: str) -> list[Json]:
    items: list[Json] = made(call("GET", f"{TODAY}/differences", secret=operator), 200)["items"]
    return items


def test_a_night_without_differences_says_so(operator: str, providers: Providers) -> None:
    providers["paystack"].listed = [tell(paid("told"))]

    said = sweep(at(NIGHT), CONTEXT)

    reported = swept(operator)
    assert said == {"listed": 1, "missed": 0, "repaired": 0}
    assert reported.keys() == set(NAMES)
    assert {one["outcome"] for one in reported.values()} == {"finished"}
    assert reported["paystack"]["listed"] == 1
    assert differences(operator) == []


def test_a_missed_webhook_is_found_applied_and_reported(
    operator: str, providers: Providers
) -> None:
    providers["paddle"].listed = [an_event(paid("missed"), "evt_missed", "paddle")]

    said = sweep(at(NIGHT), CONTEXT)

    [found] = differences(operator)
    suspended = made(call("GET", "/v1/suspended-payments", secret=operator), 200)["items"]
    assert said == {"listed": 1, "missed": 1, "repaired": 1}
    assert (found["provider"], found["event_id"]) == ("paddle", "evt_missed")
    assert (found["difference"], found["refusal"]) == ("missed", None)
    assert [one["reference"] for one in suspended] == ["missed"]


@pytest.mark.requirement("R-COM-5")
def test_what_a_run_for_a_past_night_finds_is_recorded_now(
    operator: str, providers: Providers
) -> None:
    providers["paddle"].listed = [an_event(paid("missed"), "evt_missed", "paddle")]
    begun = stamp(datetime.now(UTC))

    sweep(at(LONG_AGO), CONTEXT)

    [kept] = made(call("GET", "/v1/suspended-payments", secret=operator), 200)["items"]
    assert kept["recorded_at"] >= begun


def test_a_payment_at_another_amount_is_reported_and_stays_as_it_is(
    operator: str, providers: Providers, capsys: pytest.CaptureFixture[str]
) -> None:
    price_plan(operator)
    a_list_price(operator, reseller := a_reseller(operator))
    tenant = a_tenant(operator, reseller)
    _, payment = a_paid_charge(operator, tenant, upgrade=an_upgrade())
    providers["paystack"].listed = [an_event(paid(payment["reference"], 1_400))]

    said = sweep(at(NIGHT), CONTEXT)

    [found] = differences(operator)
    path = f"/v1/tenants/{tenant['id']}/payments/{payment['id']}"
    assert said["repaired"] == 0
    assert (found["difference"], found["refusal"]) == ("amount_differs", "payment.amount_differs")
    assert made(call("GET", path, secret=operator), 200) == payment
    assert '"payment_sweep.refused":[1.0]' in capsys.readouterr().out


def test_the_same_night_again_finds_nothing_new(operator: str, providers: Providers) -> None:
    providers["paystack"].listed = [an_event(paid("missed"))]
    sweep(at(NIGHT), CONTEXT)

    again = sweep(at(NIGHT), CONTEXT)

    assert again == {"listed": 1, "missed": 0, "repaired": 0}
    assert len(differences(operator)) == 1


def test_a_silent_provider_fails_the_run_and_keeps_no_other_waiting(
    operator: str, providers: Providers
) -> None:
    providers["stripe"].is_silent = True
    providers["mpesa"].listed = [an_event(paid("missed"), provider="mpesa")]

    with pytest.raises(Unavailable, match="stripe"):
        sweep(at(NIGHT), CONTEXT)

    reported = swept(operator)
    assert reported["stripe"]["outcome"] == "unavailable"
    assert (reported["mpesa"]["outcome"], reported["mpesa"]["repaired"]) == ("finished", 1)
    assert runs.last_finished(Job.PAYMENT_SWEEP) is None


@pytest.mark.usefixtures("providers")
def test_a_finished_run_is_written_down() -> None:
    sweep(at(NIGHT), CONTEXT)

    assert runs.last_finished(Job.PAYMENT_SWEEP) == NIGHT


def test_a_day_that_nobody_swept_has_no_sweeps(operator: str) -> None:
    body = made(call("GET", "/v1/payment-sweeps/2026-01-31", secret=operator), 200)

    assert body == {"day": "2026-01-31", "sweeps": []}


@pytest.mark.parametrize("place", ["2026-02-30", "2026-02-30/differences"])
def test_a_day_that_the_calendar_has_not_is_named(operator: str, place: str) -> None:
    answer = call("GET", f"/v1/payment-sweeps/{place}", secret=operator)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "day")
