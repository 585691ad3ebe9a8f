"""
The unhappy half of payments: returns, refunds made at the provider, disputes, sums that differ.
"""

import pytest

from tenantry.principals import Role
from tenantry.providers.model import ProviderRefused
from tests import stripe_events
from tests.calling import Answer, call
from tests.functions.cast import Json, a_member, a_reseller, a_tenant, an_owner, made
from tests.functions.packs import a_paid_purchase, a_purchase, at, pool_of, read, tell
from tests.licensing import PretendProvider
from tests.reading import kinds

pytestmark = pytest.mark.requirement("R-LIC-3")


@pytest.fixture
def reseller(operator: str, provider: PretendProvider) -> Json:
    """
    A prepaid reseller without licences, where the provider stands in.
    """
    del provider
    return a_reseller(operator, initial_licenses=0)


def give_back(
    secret: str, reseller: Json, pack: Json, quantity: object, *, key: str | None = None
) -> Answer:
    path = f"{at(reseller, pack)}/returns"
    return call("POST", path, body={"quantity": quantity}, secret=secret, key=key)


def decide(method: str, secret: str, path: str, quantity: int) -> Answer:
    return call(method, path, body={"quantity": quantity}, secret=secret)


def waiting(operator: str) -> list[str]:
    """
    The purchases that wait for an operator.
    """
    listed = made(call("GET", "/v1/license-purchases/waiting", secret=operator), 200)
    return [purchase["id"] for purchase in listed["items"]]


def a_dispute(pack: Json, minor: int, status: str) -> Json:
    about = {
        "id": f"du_{pack['id']}",
        "object": "dispute",
        "amount": minor,
        "currency": "usd",
        "payment_intent": f"pi_{pack['id']}",
        "status": status,
    }
    return stripe_events.event("charge.dispute.updated", about)


def test_a_return_pays_back_what_the_pack_cost_more_than_what_stays(
    operator: str, reseller: Json, provider: PretendProvider
) -> None:
    pack = a_paid_purchase(an_owner(reseller), reseller, 100)

    after = made(give_back(operator, reseller, pack, 20))

    # 1,500.00 were paid; the 80 that stay cost 17.50 each.
    [(reference, amount, _)] = provider.refunds.values()
    assert (reference, amount.minor) == (f"pi_{pack['id']}", 10_000)
    assert (after["status"], after["refunded_minor"]) == ("partly_refunded", 10_000)
    assert (after["licenses_left"], pool_of(operator, reseller)["available"]) == (80, 80)


def test_a_whole_pack_goes_back_with_its_tax(
    operator: str, reseller: Json, provider: PretendProvider
) -> None:
    pack = a_paid_purchase(an_owner(reseller), reseller, 10, amount_total=21_600)

    after = made(give_back(operator, reseller, pack, 10))

    [(_, amount, _)] = provider.refunds.values()
    assert (after["status"], amount.minor) == ("refunded", 21_600)
    assert pool_of(operator, reseller)["total"] == 0


@pytest.mark.requirement("R-API-1")
def test_a_repeated_return_pays_back_once(
    operator: str, reseller: Json, provider: PretendProvider
) -> None:
    pack = a_paid_purchase(an_owner(reseller), reseller, 100)
    first = give_back(operator, reseller, pack, 20, key="return")
    before = kinds()

    repeat = give_back(operator, reseller, pack, 20, key="return")
    other = give_back(operator, reseller, pack, 30, key="return")

    assert (repeat.status, repeat.text) == (first.status, first.text)
    assert (other.status, other.json["code"]) == (422, "idempotency.key_reused")
    assert len(provider.refunds) == 1
    assert kinds() == before


@pytest.mark.requirement("R-API-1")
def test_a_return_without_an_answer_is_finished_by_its_repeat(
    operator: str, reseller: Json, provider: PretendProvider
) -> None:
    pack = a_paid_purchase(an_owner(reseller), reseller, 100)
    provider.is_silent = True
    unanswered = give_back(operator, reseller, pack, 20, key="return")
    between = read(operator, reseller, pack)
    provider.is_silent = False

    repeat = give_back(operator, reseller, pack, 20, key="return")

    assert (unanswered.status, unanswered.json["code"]) == (503, "provider.unavailable")
    assert [refund["status"] for refund in between["refunds"]] == ["pending"]
    assert [refund["status"] for refund in repeat.json["refunds"]] == ["succeeded"]
    assert len(provider.refunds) == 1


def test_a_return_that_the_provider_refuses_gives_the_licences_back(
    operator: str, reseller: Json, provider: PretendProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = a_paid_purchase(an_owner(reseller), reseller, 100)

    def refuse(*_: object) -> None:
        text = "no"
        raise ProviderRefused(text)

    monkeypatch.setattr(provider, "refund", refuse)

    answer = give_back(operator, reseller, pack, 20)

    assert (answer.status, answer.json["code"]) == (409, "provider.refused")
    assert pool_of(operator, reseller)["available"] == 100
    assert read(operator, reseller, pack)["status"] == "paid"


REFUSED_RETURNS = """
100    1  nothing_to_refund
 10    2  nothing_to_refund
 10   11  too_many_returned
"""


@pytest.mark.parametrize("row", REFUSED_RETURNS.strip().splitlines())
def test_a_return_that_yields_nothing_is_refused(
    operator: str, reseller: Json, provider: PretendProvider, row: str
) -> None:
    bought, returned, code = row.split()
    pack = a_paid_purchase(an_owner(reseller), reseller, int(bought))

    answer = give_back(operator, reseller, pack, int(returned))

    assert (answer.status, answer.json["code"]) == (409, f"license_purchase.{code}")
    assert provider.refunds == {}
    assert pool_of(operator, reseller)["available"] == int(bought)


def test_a_pack_that_nobody_paid_cannot_be_returned(operator: str, reseller: Json) -> None:
    pack = a_purchase(an_owner(reseller), reseller, 10)

    answer = give_back(operator, reseller, pack, 1)

    assert (answer.status, answer.json["code"]) == (409, "license_purchase.not_paid")


@pytest.mark.parametrize("quantity", [0, -1, 10_001, "1", 1.5, None])
def test_a_quantity_that_cannot_be_returned_is_named(
    operator: str, reseller: Json, quantity: object
) -> None:
    pack = a_purchase(an_owner(reseller), reseller, 10)

    answer = give_back(operator, reseller, pack, quantity)

    assert (answer.status, answer.json["errors"][0]["field"]) == (422, "quantity")


def test_only_operators_return_accept_and_name(operator: str, reseller: Json) -> None:
    owner = an_owner(reseller)
    pack = a_purchase(owner, reseller, 10)
    secrets = [owner, a_member(operator, reseller, Role.RESELLER_BILLING)]
    path = at(reseller, pack)

    answers = [
        decide(method, secret, path + step, 1)
        for secret in secrets
        for method, step in (("POST", "/returns"), ("POST", "/accept"), ("PUT", "/refunds/re_1"))
    ]

    assert [answer.status for answer in answers] == [403] * 6


@pytest.mark.requirement("R-TEN-3")
def test_a_return_takes_no_licence_in_use(operator: str, reseller: Json) -> None:
    pack = a_paid_purchase(an_owner(reseller), reseller, 10)
    tenant = a_tenant(operator, reseller)

    made(give_back(operator, reseller, pack, 10))

    pool = pool_of(operator, reseller)
    assert (pool["total"], pool["used"], pool["owed"], pool["available"]) == (1, 1, 1, 0)
    assert call("GET", f"/v1/tenants/{tenant['id']}", secret=operator).json["status"] == "active"


@pytest.mark.parametrize("paid", [{"amount_subtotal": 1}, {"currency": "kes"}])
def test_a_payment_that_differs_waits_for_an_operator(
    operator: str, reseller: Json, paid: Json
) -> None:
    pack = a_paid_purchase(an_owner(reseller), reseller, 10, **paid)
    held, path = read(operator, reseller, pack), f"{at(reseller, pack)}/accept"
    before = (waiting(operator), pool_of(operator, reseller)["total"])

    accepted = made(decide("POST", operator, path, 3), 200)

    assert (held["status"], held["waits_for_operator"]) == ("held", True)
    assert before == ([pack["id"]], 0)
    assert (accepted["status"], accepted["licenses_left"]) == ("paid", 3)
    assert (waiting(operator), pool_of(operator, reseller)["total"]) == ([], 3)


def test_a_pack_paid_in_another_currency_is_refunded_at_the_provider(
    operator: str, reseller: Json, provider: PretendProvider
) -> None:
    pack = a_paid_purchase(an_owner(reseller), reseller, 10, currency="kes")
    made(decide("POST", operator, f"{at(reseller, pack)}/accept", 10), 200)

    answer = give_back(operator, reseller, pack, 5)

    assert (answer.status, answer.json["code"]) == (409, "license_purchase.paid_otherwise")
    assert provider.refunds == {}


def test_what_is_not_held_is_not_accepted(operator: str, reseller: Json) -> None:
    pack = a_paid_purchase(an_owner(reseller), reseller, 10)

    answer = decide("POST", operator, f"{at(reseller, pack)}/accept", 3)

    assert (answer.status, answer.json["code"]) == (409, "license_purchase.not_held")


def test_a_refund_made_at_the_provider_waits_for_its_quantity(
    operator: str, reseller: Json
) -> None:
    pack = a_paid_purchase(an_owner(reseller), reseller, 10)
    tell(refund := stripe_events.refunded(pack, 4_000))
    path = f"{at(reseller, pack)}/refunds/{refund['data']['object']['id']}"
    before = (waiting(operator), read(operator, reseller, pack))

    named = made(decide("PUT", operator, path, 2), 200)

    assert before[0] == [pack["id"]]
    assert (before[1]["refunded_minor"], before[1]["licenses_left"]) == (4_000, 10)
    assert (named["licenses_left"], named["waits_for_operator"]) == (8, False)
    assert (waiting(operator), pool_of(operator, reseller)["available"]) == ([], 8)


def test_a_quantity_can_be_named_anew_and_never_above_the_pack(
    operator: str, reseller: Json
) -> None:
    pack = a_paid_purchase(an_owner(reseller), reseller, 10)
    tell(refund := stripe_events.refunded(pack, 4_000))
    path = f"{at(reseller, pack)}/refunds/{refund['data']['object']['id']}"

    answers = [decide("PUT", operator, path, quantity) for quantity in (2, 11, 10, 0)]

    assert [answer.status for answer in answers] == [200, 409, 200, 200]
    assert answers[1].json["possible"] == 10
    assert [answers[n].json["licenses_left"] for n in (0, 2, 3)] == [8, 0, 10]


def test_a_refund_that_is_not_the_providers_is_not_found(operator: str, reseller: Json) -> None:
    pack = a_paid_purchase(an_owner(reseller), reseller, 100)
    [ours] = made(give_back(operator, reseller, pack, 20))["refunds"]

    answers = [
        decide("PUT", operator, f"{at(reseller, pack)}/refunds/{refund_id}", 1)
        for refund_id in (ours["id"], "re_unknown")
    ]

    assert {answer.json["code"] for answer in answers} == {"license_purchase.refund_not_found"}


@pytest.mark.parametrize(
    ("status", "frozen", "available", "shown"),
    [("needs_response", 5, 5, "disputed"), ("won", 0, 10, "paid"), ("lost", 0, 5, "disputed")],
)
def test_a_dispute_freezes_takes_or_frees_licences(
    operator: str, reseller: Json, *, status: str, frozen: int, available: int, shown: str
) -> None:
    pack = a_paid_purchase(an_owner(reseller), reseller, 10)
    tell(a_dispute(pack, 10_000, "needs_response"))

    tell(a_dispute(pack, 10_000, status))

    pool = pool_of(operator, reseller)
    assert (pool["frozen"], pool["available"]) == (frozen, available)
    assert read(operator, reseller, pack)["status"] == shown
