"""
The hourly sweep finishes what was asked of the payment provider and has not ended.
"""

from datetime import datetime, timedelta

import pytest

from licenses.sweep import handler as sweep
from tenantry.clock import moment
from tenantry.payments.model import RefundStatus
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tests.calling import CONTEXT, call
from tests.functions.cast import Json, a_reseller, an_owner, made
from tests.functions.lambdas import at as scheduled_at
from tests.functions.packs import a_paid_purchase, a_quote, at, pool_of, read
from tests.licensing import PretendProvider

pytestmark = pytest.mark.requirement("R-LIC-3")

HOUR = timedelta(hours=1)


@pytest.fixture
def reseller(operator: str, provider: PretendProvider) -> Json:
    """
    A prepaid reseller without licences, where the provider stands in.
    """
    del provider
    return a_reseller(operator, initial_licenses=0)


def swept_after(purchase: Json, later: timedelta) -> Json:
    """
    Run the sweep so much later than a purchase was made.
    """
    return sweep(scheduled_at(moment(purchase["created_at"]) + later), CONTEXT)


def an_unanswered_purchase(owner: str, reseller: Json, provider: PretendProvider) -> Json:
    body = {"quote_id": a_quote(owner, reseller)["id"]}
    provider.is_silent = True
    assert call("POST", at(reseller), body=body, secret=owner).status == 503
    provider.is_silent = False
    [purchase] = made(call("GET", at(reseller), secret=owner), 200)["items"]
    return dict(purchase)


def a_pending_return(operator: str, reseller: Json, provider: PretendProvider) -> Json:
    pack = a_paid_purchase(an_owner(reseller), reseller, 10)
    provider.refunds_end = RefundStatus.PENDING
    body = {"quantity": 10}
    return made(call("POST", f"{at(reseller, pack)}/returns", body=body, secret=operator))


def let_refunds_end(provider: PretendProvider, status: RefundStatus) -> None:
    for refund_id, (reference, amount, _) in provider.refunds.items():
        provider.refunds[refund_id] = (reference, amount, status)


@pytest.mark.parametrize("operator_time", ["2026-11-21T12:00:00Z", "2031-02-28T23:00:00Z"])
@pytest.mark.usefixtures("operator", "provider")
def test_a_run_with_nothing_to_do_is_finished(operator_time: str) -> None:
    now = datetime.fromisoformat(operator_time)

    facts = sweep(scheduled_at(now), CONTEXT)

    assert facts == {"found": 0, "settled": 0}
    assert runs.finished_before(Job.LICENSE_SWEEP, now + HOUR) == now


def test_a_checkout_without_an_answer_is_opened_by_the_sweep(
    reseller: Json, provider: PretendProvider
) -> None:
    owner = an_owner(reseller)
    purchase = an_unanswered_purchase(owner, reseller, provider)

    facts = swept_after(purchase, HOUR)

    assert facts == {"found": 1, "settled": 1}
    assert len(provider.checkouts) == 1
    assert (
        read(owner, reseller, purchase)["checkout_url"] == f"https://pay.example/{purchase['id']}"
    )
    assert swept_after(purchase, 2 * HOUR) == {"found": 0, "settled": 0}


def test_what_was_asked_for_just_now_is_left_alone(
    reseller: Json, provider: PretendProvider
) -> None:
    purchase = an_unanswered_purchase(an_owner(reseller), reseller, provider)

    found = [swept_after(purchase, timedelta(minutes=minutes))["found"] for minutes in (4, 6)]

    assert found == [0, 1]


def test_a_checkout_that_nobody_saw_for_a_day_is_given_up(
    reseller: Json, provider: PretendProvider
) -> None:
    owner = an_owner(reseller)
    purchase = an_unanswered_purchase(owner, reseller, provider)
    asked = list(provider.asked)

    facts = swept_after(purchase, 24 * HOUR)

    assert facts == {"found": 1, "settled": 1}
    assert read(owner, reseller, purchase)["status"] == "expired"
    assert provider.asked == asked


def test_one_that_stays_open_is_found_again_and_the_run_is_finished(
    reseller: Json, provider: PretendProvider
) -> None:
    purchase = an_unanswered_purchase(an_owner(reseller), reseller, provider)
    provider.is_silent = True

    facts = [swept_after(purchase, HOUR * hours) for hours in (1, 2)]

    last = moment(purchase["created_at"]) + 2 * HOUR
    assert facts == [{"found": 1, "settled": 0}] * 2
    assert runs.finished_before(Job.LICENSE_SWEEP, last + HOUR) == last


@pytest.mark.parametrize(("end", "left"), [(RefundStatus.SUCCEEDED, 0), (RefundStatus.FAILED, 10)])
def test_a_pending_refund_is_followed_to_its_end(
    operator: str, reseller: Json, provider: PretendProvider, *, end: RefundStatus, left: int
) -> None:
    pending = a_pending_return(operator, reseller, provider)
    still = swept_after(pending, HOUR)
    let_refunds_end(provider, end)

    facts = swept_after(pending, 2 * HOUR)

    assert (still["settled"], facts["settled"]) == (0, 1)
    assert read(operator, reseller, pending)["refunds"][0]["status"] == end.value
    assert pool_of(operator, reseller)["available"] == left
    assert len(provider.refunds) == 1
