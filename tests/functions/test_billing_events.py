"""
What Stripe tells takes effect once, in any order; what makes no sense is parked, never done with.
"""

from itertools import permutations

import pytest

from billing_webhooks.apply import handler as apply
from tests import stripe_events
from tests.calling import CONTEXT
from tests.functions.cast import Json, a_reseller, an_owner
from tests.functions.lambdas import failed_in, messages
from tests.functions.packs import a_purchase, pool_of, read, tell
from tests.licensing import PretendProvider
from tests.reading import kinds

pytestmark = pytest.mark.requirement("R-BIL-2")


@pytest.fixture
def reseller(operator: str, provider: PretendProvider) -> Json:
    """
    A prepaid reseller without licences, where the provider stands in.
    """
    del provider
    return a_reseller(operator, initial_licenses=0)


def parked(*bodies: Json | str) -> list[str]:
    """
    Which messages of a batch come again, and are parked in the end.
    """
    return failed_in(apply(messages(*map(stripe_events.queued, bodies)), CONTEXT))


def test_each_message_of_a_batch_stands_or_falls_alone(reseller: Json) -> None:
    owner = an_owner(reseller)
    first, second = a_purchase(owner, reseller, 10), a_purchase(owner, reseller, 20)
    good = [stripe_events.completed(first), stripe_events.completed(second)]

    again = parked(good[0], "{", good[1], {"type": "checkout.session.completed"})

    assert again == ["message-1", "message-3"]
    assert pool_of(owner, reseller)["available"] == 30


def test_an_event_that_comes_often_takes_effect_once(reseller: Json) -> None:
    owner = an_owner(reseller)
    event = stripe_events.completed(a_purchase(owner, reseller))
    tell(event)
    before = kinds()

    again = parked(*[event] * 5)

    assert again == []
    assert pool_of(owner, reseller)["available"] == 10
    assert kinds() == before


def test_two_events_of_one_payment_add_one_pack(reseller: Json) -> None:
    owner = an_owner(reseller)
    pack = a_purchase(owner, reseller)
    later = stripe_events.event(
        "checkout.session.async_payment_succeeded", stripe_events.session_of(pack)
    )

    tell(stripe_events.completed(pack), later)

    assert pool_of(owner, reseller)["available"] == 10


def test_a_refund_before_its_payment_waits_for_it(reseller: Json) -> None:
    owner = an_owner(reseller)
    seen = set()
    for order in permutations(range(3)):
        pack = a_purchase(owner, reseller)
        refund = stripe_events.refunded(pack, 20_000, status="pending")
        done = refund["data"]["object"] | {"status": "succeeded"}
        told = [
            stripe_events.completed(pack),
            refund,
            stripe_events.event("refund.updated", done),
        ]

        tell(*(told[number] for number in order))

        now = read(owner, reseller, pack)
        seen.add((now["status"], now["refunded_minor"], now["refunds"][0]["status"]))

    assert seen == {("refunded", 20_000, "succeeded")}


@pytest.mark.parametrize(
    "kind", ["customer.created", "charge.refunded", "payment_intent.succeeded", "", "invoice.paid"]
)
def test_a_type_that_says_nothing_to_us_is_done_with(reseller: Json, kind: str) -> None:
    pack = a_purchase(an_owner(reseller), reseller)
    before = kinds()

    again = parked(stripe_events.event(kind, stripe_events.session_of(pack)))

    assert again == []
    assert kinds() == before


@pytest.mark.parametrize(
    "session", [{"metadata": {}}, {"metadata": None}, {"mode": "subscription"}]
)
def test_a_checkout_that_is_not_ours_is_done_with(reseller: Json, session: Json) -> None:
    owner = an_owner(reseller)
    pack = a_purchase(owner, reseller)

    again = parked(stripe_events.completed(pack, **session))

    assert again == []
    assert read(owner, reseller, pack)["status"] == "open"


@pytest.mark.parametrize(("stage", "livemode"), [("dev", True), ("prod", False)])
def test_test_and_live_events_never_mix(
    reseller: Json, monkeypatch: pytest.MonkeyPatch, stage: str, *, livemode: bool
) -> None:
    owner = an_owner(reseller)
    event = stripe_events.completed(a_purchase(owner, reseller)) | {"livemode": livemode}
    monkeypatch.setenv("TENANTRY_STAGE", stage)

    again = parked(event)

    monkeypatch.undo()
    assert again == ["message-0"]
    assert pool_of(owner, reseller)["total"] == 0


def test_a_live_event_takes_effect_in_production(
    reseller: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = an_owner(reseller)
    event = stripe_events.completed(a_purchase(owner, reseller)) | {"livemode": True}
    monkeypatch.setenv("TENANTRY_STAGE", "prod")

    again = parked(event)

    monkeypatch.setenv("TENANTRY_STAGE", "dev")
    assert again == []
    assert pool_of(owner, reseller)["total"] == 10


@pytest.mark.parametrize(
    "changes",
    [
        {"amount_subtotal": None},
        {"amount_subtotal": "many"},
        {"currency": "xqx"},
        {"currency": None},
        {"payment_status": ...},
        {"mode": ...},
        {"amount_total": ...},
        {"payment_intent": ...},
        {"currency": "ugx", "amount_subtotal": 150},
    ],
)
def test_a_session_that_makes_no_sense_is_parked(reseller: Json, changes: Json) -> None:
    owner = an_owner(reseller)
    pack = a_purchase(owner, reseller)
    session = stripe_events.session_of(pack, **changes)
    left = {name: value for name, value in session.items() if value is not ...}

    again = parked(stripe_events.event("checkout.session.completed", left))

    assert again == ["message-0"]
    assert read(owner, reseller, pack)["status"] == "open"


@pytest.mark.parametrize("body", ["", "[]", "null", "5", '"text"', "{}{}", "nan"])
def test_a_message_that_is_no_event_is_parked(reseller: Json, body: str) -> None:
    del reseller

    assert parked(body) == ["message-0"]


@pytest.mark.parametrize("about", [None, [], "cs_1", 5, {}])
@pytest.mark.parametrize(
    "kind",
    ["checkout.session.completed", "checkout.session.expired", "refund.created"],
)
def test_an_event_about_nothing_is_parked(reseller: Json, kind: str, about: object) -> None:
    del reseller
    event = stripe_events.event(kind, {}) | {"data": {"object": about}}

    assert parked(event) == ["message-0"]


def test_a_payment_of_a_purchase_that_we_do_not_have_is_parked(reseller: Json) -> None:
    pack = a_purchase(an_owner(reseller), reseller)
    unknown = pack | {"id": "lic_01KAHZE4000000000000000000"}
    before = kinds()

    again = parked(stripe_events.completed(unknown))

    assert again == ["message-0"]
    assert kinds() == before
