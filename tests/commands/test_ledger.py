"""
Payments by hand are recorded once, and never more of them goes back than was paid.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tenantry.billing import commands as billing
from tenantry.billing.model import Mode
from tenantry.ids import TenantId
from tenantry.ledger import commands, facts, store
from tenantry.ledger.model import CollectedBy, RefundedTooMuch, TenantPayment, TenantRefund
from tenantry.money import Money
from tenantry.resellers.model import Reseller
from tenantry.tenants.model import Tenant
from tenantry.transactions import transaction
from tests.acting import NOON, OPERATOR, SECOND, an_act, owner_of
from tests.builders import a_form, bring_in, make_reseller, once, refusal_of
from tests.commands.faults import meanwhile, tapped
from tests.reading import events_written, items_of
from tests.receiving import YESTERDAY, a_payment, a_receipt, a_reseller_by_hand, receive

pytestmark = pytest.mark.usefixtures("catalogue")

WRITE, WHOLE_REFUND = 3, 3
"""Which of a command's calls writes: a payment, and a refund of all of one."""
"""The number of the call that writes, in `record` and in `give_back`."""


@pytest.fixture
def reseller(catalogue: None) -> Reseller:
    del catalogue
    return a_reseller_by_hand()


@pytest.fixture
def tenant(reseller: Reseller) -> Tenant:
    return bring_in(reseller)


@pytest.fixture
def payment(tenant: Tenant) -> TenantPayment:
    return receive(tenant)


def say_of(tenant_id: TenantId, mode: Mode) -> None:
    billing.set_for_tenant(tenant_id, mode, an_act())


def give_back(payment: TenantPayment, minor: int, reference: str = "B-1") -> TenantRefund:
    return commands.give_back(
        payment.tenant_id, payment.id, an_act(), reference=reference, minor=minor
    )


def left_of(payment: TenantPayment) -> int:
    return commands.get(payment.tenant_id, payment.id, OPERATOR).left_minor


def sent_back(payment: TenantPayment) -> list[int]:
    """
    What every refund of a payment sent back.
    """
    return sorted(refund.amount.minor for _, refund in facts.refunds_of(payment, None, None))


@pytest.mark.requirement("R-BIL-3")
def test_a_payment_by_hand_is_the_resellers_money(tenant: Tenant) -> None:
    payment = receive(tenant, tax_minor=7)

    assert commands.get(tenant.id, payment.id, owner_of(tenant.held_by)) == payment
    assert (payment.provider, payment.collected_by) == ("manual", CollectedBy.RESELLER)
    assert (payment.reseller_id, payment.recorded_by) == (tenant.held_by, "usr_RESELLEROWNER")
    assert (payment.net, payment.tax_minor) == (Money(12_950_00, "KES"), 7)
    assert (payment.occurred_at, payment.recorded_at) == (YESTERDAY, NOON)
    assert (payment.left_minor, payment.in_usd) == (12_950_00, None)
    assert events_written().count("payment.recorded") == 1


@pytest.mark.requirement("R-BIL-3")
def test_the_same_reference_is_the_same_payment(payment: TenantPayment, tenant: Tenant) -> None:
    refusal = refusal_of(lambda: receive(tenant, net=Money(1, "USD")))

    assert refusal == "payment.exists"
    assert [one for _, one in store.payments_of(tenant.id, None, None)] == [payment]
    assert events_written().count("payment.recorded") == 1


def test_a_reference_belongs_to_one_tenant(reseller: Reseller, payment: TenantPayment) -> None:
    other = receive(bring_in(reseller, "sibling@shop.example"))

    assert (other.reference, other.id == payment.id) == (payment.reference, False)
    assert len(items_of("TenantPayment")) == 2


@pytest.mark.requirement("R-BIL-3")
def test_of_two_at_once_with_one_reference_one_is_recorded(tenant: Tenant) -> None:
    with tapped({WRITE: meanwhile(lambda: receive(tenant, tax_minor=1))}):
        refusal = refusal_of(lambda: receive(tenant, tax_minor=2))

    assert refusal == "payment.exists"
    assert [one.tax_minor for _, one in store.payments_of(tenant.id, None, None)] == [1]


@pytest.mark.requirement("R-API-1")
def test_a_repeated_request_gets_the_first_answer(tenant: Tenant) -> None:
    act = replace(an_act(), once=once())
    commands.record(tenant.id, a_receipt(), act)
    before = items_of("TenantPayment")

    repeat = refusal_of(lambda: commands.record(tenant.id, a_receipt(), act))

    assert repeat == "idempotency.already_answered"
    assert items_of("TenantPayment") == before
    assert events_written().count("payment.recorded") == 1


@pytest.mark.requirement("R-API-1")
def test_a_repeat_gets_the_first_answer_after_the_billing_has_changed(tenant: Tenant) -> None:
    act = replace(an_act(), once=once())
    commands.record(tenant.id, a_receipt(), act)
    say_of(tenant.id, Mode.PROVIDER)

    repeat = refusal_of(lambda: commands.record(tenant.id, a_receipt(), act))

    assert repeat == "idempotency.already_answered"


MODES = """
-        -        billing.not_manual
-        provider billing.not_manual
-        manual   recorded
manual   -        recorded
manual   provider recorded
provider -        billing.not_manual
provider manual   billing.not_manual
"""


@pytest.mark.requirement("R-BIL-3")
@pytest.mark.parametrize("row", MODES.strip().splitlines())
def test_only_who_is_billed_by_hand_has_payments_by_hand(row: str) -> None:
    own, resellers, expected = row.split()
    tenant = bring_in(make_reseller())
    if own != "-":
        say_of(tenant.id, Mode(own))
    if resellers != "-":
        billing.set_for_reseller(tenant.held_by, Mode(resellers), an_act())

    refusal = refusal_of(lambda: receive(tenant))

    assert (refusal or "recorded") == expected
    assert len(items_of("TenantPayment")) == (expected == "recorded")


@pytest.mark.requirement("R-BIL-3")
@pytest.mark.parametrize("whose", ["the tenant's", "its reseller's", "the tenant's own before"])
def test_a_payment_is_refused_when_its_tenants_billing_changes_meanwhile(
    tenant: Tenant, whose: str
) -> None:
    if whose == "the tenant's own before":
        say_of(tenant.id, Mode.MANUAL)

    def change() -> None:
        if whose == "its reseller's":
            billing.set_for_reseller(tenant.held_by, Mode.PROVIDER, an_act())
        else:
            say_of(tenant.id, Mode.PROVIDER)

    with tapped({WRITE: meanwhile(change)}) as line:
        refusal = refusal_of(lambda: receive(tenant))

    assert (line.calls[WRITE], refusal) == ("TransactWriteItems", "billing.not_manual")
    assert items_of("TenantPayment") == []


def test_a_change_that_leaves_the_billing_manual_does_no_harm(tenant: Tenant) -> None:
    with tapped({WRITE: meanwhile(lambda: say_of(tenant.id, Mode.MANUAL))}):
        payment = receive(tenant)

    assert left_of(payment) == payment.net.minor


def test_a_payment_that_cannot_be_is_not_written(tenant: Tenant) -> None:
    refusal = refusal_of(lambda: receive(tenant, occurred_at=NOON + SECOND))

    assert refusal == "request.invalid"
    assert items_of("TenantPayment") == []


def test_a_foreign_tenants_payments_are_not_found(payment: TenantPayment) -> None:
    stranger = owner_of(make_reseller(a_form("other", email="o@o.example")).id)
    tenant_id, act = payment.tenant_id, an_act(stranger)
    asked: list[Callable[[], object]] = [
        lambda: commands.record(tenant_id, a_receipt("R-2"), act),
        lambda: commands.get(tenant_id, payment.id, stranger),
        lambda: commands.give_back(tenant_id, payment.id, act, reference="B-1", minor=1),
    ]

    refusals = [refusal_of(one) for one in asked]

    assert refusals == ["tenant.not_found"] * 3
    assert left_of(payment) == payment.net.minor


def test_a_part_goes_back_and_the_rest_is_left(payment: TenantPayment) -> None:
    refund = give_back(payment, 50_00)

    assert refund.amount == Money(50_00, "KES")
    assert left_of(payment) == 12_900_00
    assert [one for _, one in facts.refunds_of(payment, None, None)] == [refund]
    assert events_written().count("payment.refunded") == 1


def test_never_more_goes_back_than_is_left(payment: TenantPayment) -> None:
    give_back(payment, 12_949_99)

    with pytest.raises(RefundedTooMuch) as refused:
        give_back(payment, 2, "B-2")

    assert refused.value.context == {"left_minor": 1}
    assert give_back(payment, 1, "B-2").amount.minor == 1
    assert (left_of(payment), sent_back(payment)) == (0, [1, 12_949_99])


def test_of_two_refunds_of_the_whole_at_once_one_is_recorded(payment: TenantPayment) -> None:
    whole = payment.net.minor

    with tapped({WHOLE_REFUND: meanwhile(lambda: give_back(payment, whole, "B-1"))}) as line:
        refusal = refusal_of(lambda: give_back(payment, whole, "B-2"))

    assert (line.calls[WHOLE_REFUND], refusal) == ("TransactWriteItems", "refund.too_much")
    assert (left_of(payment), sent_back(payment)) == (0, [whole])


def test_the_same_reference_is_the_same_refund(payment: TenantPayment) -> None:
    give_back(payment, 100)

    refusal = refusal_of(lambda: give_back(payment, 200))

    assert refusal == "refund.exists"
    assert (left_of(payment), sent_back(payment)) == (12_949_00, [100])


@pytest.mark.requirement("R-API-1")
def test_a_repeated_refund_gets_the_first_answer(payment: TenantPayment) -> None:
    act = replace(an_act(), once=once())

    def ask() -> TenantRefund:
        return commands.give_back(
            payment.tenant_id, payment.id, act, reference="B-1", minor=payment.net.minor
        )

    ask()

    assert refusal_of(ask) == "idempotency.already_answered"
    assert (left_of(payment), len(sent_back(payment))) == (0, 1)


def test_a_payment_that_nobody_knows_is_not_given_back(
    reseller: Reseller, payment: TenantPayment
) -> None:
    sibling = bring_in(reseller, "sibling@shop.example")

    refusals = [
        refusal_of(lambda: give_back(replace(payment, id="pay_NOBODYS"), 1)),
        refusal_of(lambda: give_back(replace(payment, tenant_id=sibling.id), 1)),
    ]

    assert refusals == ["payment.not_found"] * 2
    assert items_of("TenantRefund") == []


def test_a_providers_payment_is_given_back_at_the_provider(tenant: Tenant) -> None:
    payment = replace(a_payment(provider="stripe"), tenant_id=tenant.id)
    with transaction() as writes:
        store.create(writes, payment)

    assert refusal_of(lambda: give_back(payment, 1)) == "request.invalid"
    assert (left_of(payment), sent_back(payment)) == (payment.net.minor, [])
