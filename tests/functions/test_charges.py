"""
Tenants are asked to pay over HTTP, through a payment provider of this process.
"""

from collections.abc import Iterator

import pytest

from tenantry.payments.model import Dispute, DisputeStatus
from tenantry.providers.facts import PaymentDisputed
from tests.calling import Answer, call
from tests.charging import tell as tell_of
from tests.functions.cast import (
    Json,
    a_list_price,
    a_reseller,
    a_tenant,
    a_tenant_owner,
    an_owner,
    bill_by_hand,
    expect,
    made,
    price_plan,
)
from tests.functions.charged import a_charge, a_paid_charge, an_upgrade, ask
from tests.functions.composed import a_payment_key
from tests.functions.keys import answer_trials
from tests.functions.stored import everything
from tests.pretending import PretendProvider, standing_in

pytestmark = pytest.mark.requirement("R-BIL-1")


@pytest.fixture
def provider() -> Iterator[PretendProvider]:
    with standing_in(PretendProvider()) as standing:
        yield standing


@pytest.fixture
def reseller(operator: str, provider: PretendProvider) -> Json:
    """
    A reseller that sells the plan `growth` for 15 dollars a month, where the provider stands in.
    """
    del provider
    price_plan(operator)
    reseller = a_reseller(operator)
    a_list_price(operator, reseller)
    return reseller


@pytest.fixture
def tenant(operator: str, reseller: Json) -> Json:
    """
    A pilot.
    """
    return a_tenant(operator, reseller)


def subscribe(operator: str, tenant: Json) -> None:
    path = f"/v1/tenants/{tenant['id']}/upgrade"
    expect(call("POST", path, body=an_upgrade(), secret=operator), 200)


def give_back(secret: str, payment: Json, minor: object, key: str | None = None) -> Answer:
    path = f"/v1/tenants/{payment['tenant_id']}/payments/{payment['id']}/refunds"
    return call("POST", path, body={"amount_minor": minor}, secret=secret, key=key)


def refusal(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def named(answer: Answer) -> tuple[int, list[str]]:
    return answer.status, [fault["field"] for fault in answer.json["errors"]]


def test_a_charge_names_the_page_on_which_to_pay(operator: str, tenant: Json) -> None:
    subscribe(operator, tenant)

    charge = a_charge(a_tenant_owner(tenant), tenant)

    assert charge["url"] == f"https://pay.example/{charge['id']}"
    assert (charge["status"], charge["purpose"]) == ("open", "period")
    assert (charge["amount_minor"], charge["currency"]) == (1_500, "USD")
    assert charge["collected_by"] == "platform"
    assert charge["covers_from"] < charge["covers_until"]


def test_a_pilot_is_upgraded_by_its_payment(operator: str, tenant: Json) -> None:
    charge, payment = a_paid_charge(operator, tenant, upgrade=an_upgrade(quantity=2))

    path = f"/v1/tenants/{tenant['id']}/subscription"
    subscription = made(call("GET", path, secret=operator), 200)
    assert (charge["status"], charge["amount_minor"]) == ("paid", 3_000)
    assert (payment["provider"], payment["amount_minor"]) == ("paystack", 3_000)
    assert (subscription["status"], subscription["quantity"]) == ("active", 2)


def test_a_repeat_of_the_request_is_the_same_charge(
    operator: str, tenant: Json, provider: PretendProvider
) -> None:
    subscribe(operator, tenant)
    first = ask(operator, tenant, key="one")
    before = everything()

    repeat = ask(operator, tenant, key="one")

    assert (repeat.status, repeat.json) == (first.status, first.json)
    assert everything() == before
    assert len(provider.orders) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"provider": "stripe"},
        {"upgrade": an_upgrade(quantity=2)},
        {"upgrade": an_upgrade(currency="KES")},
        {"upgrade": None},
    ],
)
def test_a_key_is_good_for_one_charge_only(operator: str, tenant: Json, other: Json) -> None:
    expect(ask(operator, tenant, {"upgrade": an_upgrade()}, key="one"), 201)

    answer = ask(operator, tenant, {"upgrade": an_upgrade()} | other, key="one")

    assert refusal(answer) == (422, "idempotency.key_reused")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"provider": "paypal"}, "provider"),
        ({"provider": None}, "provider"),
        ({"email": "kofi"}, "email"),
        ({"phone": "+254712345678"}, "phone"),
        ({"phone": "0712345678"}, "phone"),
        ({"phone": 254712345678}, "phone"),
        ({"phone": "2547123456781234"}, "phone"),
        ({"account": "mine"}, "account"),
        ({"upgrade": {"plan_code": "growth"}}, "upgrade.currency"),
        ({"upgrade": an_upgrade(quantity=0)}, "upgrade.quantity"),
        ({"upgrade": an_upgrade(quantity=100_001)}, "upgrade.quantity"),
        ({"upgrade": an_upgrade(interval="week")}, "upgrade.interval"),
        ({"amount_minor": 1}, "amount_minor"),
    ],
)
def test_a_wrong_field_of_a_charge_is_named(
    operator: str, tenant: Json, body: Json, field: str
) -> None:
    before = everything()

    answer = ask(operator, tenant, body)

    assert named(answer) == (422, [field])
    assert everything() == before


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({}, (409, "charge.nothing_due")),
        ({"upgrade": an_upgrade(plan_code="gone")}, (404, "plan.not_found")),
        ({"upgrade": an_upgrade(currency="KES")}, (409, "price.not_for_sale")),
        ({"upgrade": an_upgrade(), "account": "reseller"}, (409, "charge.no_own_account")),
        ({"upgrade": an_upgrade(quantity=100_000)}, (409, "charge.too_much")),
    ],
)
def test_what_cannot_be_charged_is_refused(
    operator: str, tenant: Json, body: Json, refused: tuple[int, str]
) -> None:
    before = everything()

    answer = ask(operator, tenant, body)

    assert refusal(answer) == refused
    assert everything() == before


def test_a_reseller_that_bills_by_hand_is_not_charged_for(
    operator: str, reseller: Json, tenant: Json
) -> None:
    bill_by_hand(operator, reseller)

    answer = ask(operator, tenant, {"upgrade": an_upgrade()})

    assert refusal(answer) == (409, "billing.manual")


def test_a_silent_provider_is_asked_again_with_the_same_key(
    operator: str, tenant: Json, provider: PretendProvider
) -> None:
    upgrade = {"upgrade": an_upgrade()}
    provider.is_silent = True
    lost = ask(operator, tenant, upgrade, key="one")
    provider.is_silent = False

    repeat = ask(operator, tenant, upgrade, key="one")

    assert refusal(lost) == (503, "provider.unavailable")
    assert int(lost.headers["retry-after"]) > 0
    assert (repeat.status, repeat.json["status"]) == (201, "open")
    assert len({order.id for order in provider.orders}) == 1


def test_a_provider_that_says_no_ends_the_charge(
    operator: str, tenant: Json, provider: PretendProvider
) -> None:
    provider.refuses = True

    answer = ask(operator, tenant, {"upgrade": an_upgrade()})

    listed = made(call("GET", f"/v1/tenants/{tenant['id']}/charges", secret=operator), 200)
    assert refusal(answer) == (409, "provider.refused")
    assert [charge["status"] for charge in listed["items"]] == ["failed"]


@pytest.mark.requirement("R-BIL-5")
def test_a_resellers_own_account_is_opened_with_its_key(
    reseller: Json, tenant: Json, provider: PretendProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_trials(monkeypatch)
    owner, key = an_owner(reseller), a_payment_key()
    path = f"/v1/resellers/{reseller['id']}/payment-key"
    expect(call("PUT", path, body=key, secret=owner), 200)
    own = {"provider": "stripe", "account": "reseller", "upgrade": an_upgrade()}

    answer = ask(owner, tenant, own)

    assert (answer.status, answer.json["collected_by"]) == (201, "reseller")
    assert set(provider.opened_with) == {key["key"]}
    assert key["key"] not in answer.text + str(everything())


def test_nobody_reads_the_charge_of_another_tenant(
    operator: str, reseller: Json, tenant: Json
) -> None:
    charge = a_charge(operator, tenant, upgrade=an_upgrade())
    other = a_tenant(operator, reseller)

    answer = call("GET", f"/v1/tenants/{other['id']}/charges/{charge['id']}", secret=operator)

    assert refusal(answer) == (404, "charge.not_found")


def test_an_operator_pays_back_through_the_provider(
    operator: str, tenant: Json, provider: PretendProvider
) -> None:
    _, payment = a_paid_charge(operator, tenant, upgrade=an_upgrade())

    first, repeat = (give_back(operator, payment, 500, key="one") for _ in range(2))

    [order] = provider.refunds.values()
    assert (first.status, first.json["status"]) == (201, "pending")
    assert (repeat.json["id"], first.json["amount_minor"]) == (first.json["id"], 500)
    assert (order.payment_reference, order.amount.minor) == (payment["reference"], 500)


def test_the_platforms_money_is_not_a_resellers_to_pay_back(
    operator: str, reseller: Json, tenant: Json, provider: PretendProvider
) -> None:
    _, payment = a_paid_charge(operator, tenant, upgrade=an_upgrade())

    answer = give_back(an_owner(reseller), payment, 500)

    assert refusal(answer) == (403, "refund.operators_only")
    assert provider.refunds == {}


@pytest.mark.parametrize("minor", [0, -1, 1.5, "1", None])
def test_an_amount_that_is_none_is_not_paid_back(
    operator: str, tenant: Json, provider: PretendProvider, minor: object
) -> None:
    _, payment = a_paid_charge(operator, tenant, upgrade=an_upgrade())

    answer = give_back(operator, payment, minor)

    assert named(answer) == (422, ["amount_minor"])
    assert provider.refunds == {}


def test_disputes_are_listed_at_each_status_that_they_came_to(operator: str, tenant: Json) -> None:
    _, payment = a_paid_charge(operator, tenant, upgrade=an_upgrade())
    for status in (DisputeStatus.OPEN, DisputeStatus.WON):
        tell_of(PaymentDisputed(payment["reference"], Dispute("du_1", 700, status)))

    path = f"/v1/tenants/{tenant['id']}/payments/{payment['id']}/disputes"
    items = made(call("GET", path, secret=a_tenant_owner(tenant)), 200)["items"]

    assert [(one["id"], one["status"], one["amount_minor"]) for one in items] == [
        ("du_1", "open", 700),
        ("du_1", "won", 700),
    ]
