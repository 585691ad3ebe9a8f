"""
How tenants are billed, and what they paid by hand, over the API.
"""

import pytest

from tenantry.clock import stamp
from tenantry.principals import Role
from tests.acting import DAY
from tests.calling import Answer, call
from tests.functions.cast import (
    LONG_AGO,
    Json,
    a_member,
    a_payment,
    a_receipt,
    a_reseller,
    a_tenant,
    a_tenant_owner,
    an_owner,
    bill_by_hand,
    expect,
    made,
)

pytestmark = pytest.mark.requirement("R-BIL-3")


@pytest.fixture
def reseller(operator: str) -> Json:
    return a_reseller(operator)


@pytest.fixture
def tenant(operator: str, reseller: Json) -> Json:
    """
    A tenant of a reseller that bills its tenants itself.
    """
    bill_by_hand(operator, reseller)
    return a_tenant(operator, reseller)


def pay(secret: str, tenant: Json, **changes: object) -> Answer:
    body = a_receipt(**changes)
    return call("POST", f"/v1/tenants/{tenant['id']}/payments", body=body, secret=secret)


def give_back(secret: str, payment: Json, minor: object, reference: str = "B-1") -> Answer:
    body = {"reference": reference, "amount_minor": minor}
    path = f"/v1/tenants/{payment['tenant_id']}/payments/{payment['id']}/refunds"
    return call("POST", path, body=body, secret=secret)


def set_billing(secret: str, tenant: Json, mode: object) -> Answer:
    path = f"/v1/tenants/{tenant['id']}/billing"
    return call("PUT", path, body={"mode": mode}, secret=secret)


def refusal(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def fields_of(answer: Answer) -> list[str]:
    """
    The fields that an answer names, each of them once.
    """
    assert answer.status == 422, answer.text
    return sorted({error["field"] for error in answer.json["errors"]})


def test_a_tenant_is_billed_through_a_provider_until_somebody_says_otherwise(
    operator: str, reseller: Json
) -> None:
    tenant, owner = a_tenant(operator, reseller), an_owner(reseller)
    path = f"/v1/tenants/{tenant['id']}/billing"
    before = made(call("GET", path, secret=owner), 200)

    bill_by_hand(operator, reseller)
    after = made(set_billing(owner, tenant, "provider"), 200)

    unsaid = {"tenant_id": tenant["id"], "mode": "provider", "own": None, "resellers": None}
    assert before == unsaid
    assert after == unsaid | {"own": "provider", "resellers": "manual"}
    assert made(call("GET", path, secret=owner), 200) == after


def test_only_an_operator_says_how_all_of_a_resellers_tenants_are_billed(
    operator: str, reseller: Json
) -> None:
    path, body = f"/v1/resellers/{reseller['id']}/billing", {"mode": "manual"}

    answers = [call("PUT", path, body=body, secret=one) for one in (operator, an_owner(reseller))]

    assert [answer.status for answer in answers] == [200, 403]
    assert answers[0].json == {"mode": "manual"}


@pytest.mark.parametrize("mode", ["cash", "", 1, "MANUAL"])
def test_another_way_of_billing_is_named(operator: str, reseller: Json, mode: object) -> None:
    tenant = a_tenant(operator, reseller)

    assert fields_of(set_billing(operator, tenant, mode)) == ["mode"]


def test_a_payment_is_recorded_and_read(reseller: Json, tenant: Json) -> None:
    owner = an_owner(reseller)
    sent = a_receipt(tax_minor=207_200)

    payment = a_payment(owner, tenant, **sent)

    path = f"/v1/tenants/{tenant['id']}/payments"
    assert {name: payment[name] for name in sent} == sent
    assert (payment["provider"], payment["collected_by"]) == ("manual", "reseller")
    assert (payment["left_minor"], payment["recorded_by"]) == (1_295_000, reseller["owner_id"])
    assert (payment["usd_minor"], payment["usd_rates_of"]) == (None, None)
    assert made(call("GET", f"{path}/{payment['id']}", secret=owner), 200) == payment
    assert made(call("GET", path, secret=owner), 200)["items"] == [payment]


def test_a_repeat_is_the_first_answer_and_the_same_reference_is_refused(
    reseller: Json, tenant: Json
) -> None:
    owner, body = an_owner(reseller), a_receipt()
    path = f"/v1/tenants/{tenant['id']}/payments"
    first = expect(call("POST", path, body=body, secret=owner, key="one key"), 201)

    repeat = call("POST", path, body=body, secret=owner, key="one key")
    again = call("POST", path, body=body, secret=owner)

    assert (repeat.status, repeat.text) == (201, first.text)
    assert repeat.headers["idempotent-replayed"] == "true"
    assert refusal(again) == (409, "payment.exists")
    assert again.json["field"] == "reference"


def test_a_tenant_that_pays_a_provider_has_no_payments_by_hand(operator: str, tenant: Json) -> None:
    expect(set_billing(operator, tenant, "provider"), 200)

    answer = pay(operator, tenant)

    assert refusal(answer) == (409, "billing.not_manual")


WRONG: list[tuple[str, object]] = [
    ("reference", ""),
    ("reference", "x" * 201),
    ("reference", None),
    ("amount_minor", 0),
    ("amount_minor", -1),
    ("amount_minor", 1.5),
    ("amount_minor", "9"),
    ("amount_minor", True),
    ("amount_minor", 10**12 + 1),
    ("tax_minor", -1),
    ("currency", "XQX"),
    ("currency", "kes"),
    ("covers_from", "2026-01-01"),
    ("covers_until", stamp(LONG_AGO)),
    ("covers_until", stamp(LONG_AGO + 4_000 * DAY)),
    ("occurred_at", "2999-01-01T00:00:00Z"),
    ("occurred_at", 0),
    ("provider", "stripe"),
]


# Two workers may have read the clock on different days: the names of tests hold no date.
@pytest.mark.parametrize(("field", "value"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_field_is_named(operator: str, tenant: Json, field: str, value: object) -> None:
    answer = pay(operator, tenant, **{field: value})

    assert fields_of(answer) == [field]


def test_what_starts_too_long_after_its_payment_is_named(operator: str, tenant: Json) -> None:
    starts_at = LONG_AGO + 401 * DAY
    covers = {"covers_from": stamp(starts_at), "covers_until": stamp(starts_at + DAY)}

    assert fields_of(pay(operator, tenant, **covers)) == ["covers_from"]


def test_what_goes_back_is_listed_and_taken_from_what_is_left(reseller: Json, tenant: Json) -> None:
    owner = an_owner(reseller)
    payment = a_payment(owner, tenant)
    path = f"/v1/tenants/{tenant['id']}/payments/{payment['id']}"

    refund = made(give_back(owner, payment, 1_294_999))

    shown = refund["payment_id"], refund["reference"], refund["amount_minor"], refund["currency"]
    assert shown == (payment["id"], "B-1", 1_294_999, "KES")
    assert made(call("GET", path, secret=owner), 200)["left_minor"] == 1
    assert made(call("GET", f"{path}/refunds", secret=owner), 200)["items"] == [refund]


def test_too_much_or_the_same_again_does_not_go_back(operator: str, tenant: Json) -> None:
    payment = a_payment(operator, tenant)
    expect(give_back(operator, payment, 1), 201)

    again, too_much = give_back(operator, payment, 1), give_back(operator, payment, 1_295_000, "B")

    assert refusal(again) == (409, "refund.exists")
    assert again.json["field"] == "reference"
    assert refusal(too_much) == (409, "refund.too_much")
    assert too_much.json["left_minor"] == 1_294_999


@pytest.mark.parametrize("minor", [0, -1, 1.5, "9", None, True])
def test_a_wrong_amount_to_give_back_is_named(operator: str, tenant: Json, minor: object) -> None:
    payment = a_payment(operator, tenant)

    assert fields_of(give_back(operator, payment, minor)) == ["amount_minor"]


def test_billing_records_support_does_not_and_the_tenant_reads(
    operator: str, reseller: Json, tenant: Json
) -> None:
    billing, support = (
        a_member(operator, reseller, role)
        for role in (Role.RESELLER_BILLING, Role.RESELLER_SUPPORT)
    )
    customer = a_tenant_owner(tenant)
    path = f"/v1/tenants/{tenant['id']}/payments"

    recorded = [pay(secret, tenant).status for secret in (billing, support, customer)]
    read = [call("GET", path, secret=secret).status for secret in (billing, support, customer)]

    assert recorded == [201, 403, 403]
    assert read == [200, 403, 200]


def test_another_resellers_tenant_is_nowhere_to_be_found(operator: str, tenant: Json) -> None:
    payment = a_payment(operator, tenant)
    stranger = an_owner(a_reseller(operator))
    path = f"/v1/tenants/{tenant['id']}"

    reads = [
        call("GET", f"{path}/{rest}", secret=stranger)
        for rest in ("billing", "payments", f"payments/{payment['id']}")
    ]
    writes = [
        set_billing(stranger, tenant, "manual"),
        pay(stranger, tenant),
        give_back(stranger, payment, 1),
    ]

    assert {refusal(answer) for answer in reads + writes} == {(404, "tenant.not_found")}


def test_a_payment_is_found_under_its_own_tenant_alone(
    operator: str, reseller: Json, tenant: Json
) -> None:
    payment = a_payment(operator, tenant)
    sibling = a_tenant(operator, reseller)
    path = f"/v1/tenants/{sibling['id']}/payments/{payment['id']}"

    answers = [
        call("GET", path, secret=operator),
        call("GET", f"{path}/refunds", secret=operator),
        give_back(operator, payment | {"tenant_id": sibling["id"]}, 1),
    ]

    assert {refusal(answer) for answer in answers} == {(404, "payment.not_found")}
