"""
Money that matches nobody, or not exactly: it waits until an operator has decided, once.
"""

from collections.abc import Callable, Iterator

import pytest

from tenantry.charges import matching
from tenantry.charges.model import Charge, Status
from tenantry.intervals import months_after
from tenantry.ledger.model import CollectedBy
from tenantry.money import Money
from tenantry.payments.model import Payment, RefundStatus
from tenantry.providers.facts import ChargePaid
from tenantry.receiving.commands import apply
from tenantry.subscriptions.covering import paid_until
from tenantry.subscriptions.model import Status as Subscribed
from tenantry.suspense.model import Status as Decided
from tenantry.suspense.model import SuspendedPayment, Why
from tests import charging, pretending
from tests.acting import DAY, NOON, OPERATOR, a_job, an_act
from tests.builders import refusal_of
from tests.charging import (
    PAY_DAY,
    PRICE,
    an_event,
    ask,
    paid,
    payment_of,
    payments_of,
    refunded,
    stored,
    subscription_of,
    suspended,
    tell,
)
from tests.commands.faults import meanwhile, tapped
from tests.pretending import PretendProvider
from tests.reading import events_written

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-BIL-7")]


@pytest.fixture
def provider() -> Iterator[PretendProvider]:
    with pretending.standing_in(PretendProvider()) as standing:
        yield standing


@pytest.fixture
def charge(provider: PretendProvider, catalogue: None) -> Charge:
    del provider, catalogue
    return ask(charging.a_subscriber())


def held(charge: Charge, minor: int = 14_99, currency: str = "USD") -> SuspendedPayment:
    """
    Money that came for a charge, and not what was asked for.
    """
    tell(paid(charge, minor, currency))
    [suspended_payment] = suspended()
    return suspended_payment


def match(one: SuspendedPayment, charge: Charge) -> None:
    matching.match(one.id, charge.id, "it is theirs", an_act(now=PAY_DAY))


def give_back(one: SuspendedPayment) -> None:
    matching.give_back(one.id, "sent back", an_act(now=PAY_DAY))


def stray(reference: str = "ref-stray", typed: str | None = "rent march") -> ChargePaid:
    return ChargePaid(Payment(reference, PRICE, PRICE.minor), NOON, payer_reference=typed)


def another_prompt(charge: Charge) -> ChargePaid:
    payment = Payment("ref-other", PRICE, PRICE.minor)
    return ChargePaid(payment, NOON, charge.id, request_id="req_other")


WRONG: list[tuple[Callable[[Charge], ChargePaid], Why, bool]] = [
    (lambda charge: paid(charge, 14_99), Why.AMOUNT_DIFFERS, True),
    (lambda charge: paid(charge, 15_00, "EUR"), Why.CURRENCY_DIFFERS, True),
    (another_prompt, Why.REQUEST_DIFFERS, True),
    (lambda _: stray(), Why.UNKNOWN, False),
    (lambda _: stray(typed=None), Why.UNKNOWN, False),
    (lambda _: ChargePaid(Payment("r", PRICE, 15_00), NOON, "chg_NOBODYS"), Why.UNKNOWN, False),
]


@pytest.mark.parametrize(("wrong", "why", "names"), WRONG)
def test_what_is_wrong_with_it_is_said(
    charge: Charge, wrong: Callable[[Charge], ChargePaid], why: Why, names: bool
) -> None:
    fact = wrong(charge)

    tell(fact)

    [one] = suspended()
    assert (one.why, one.payment, one.typed) == (why, fact.payment, fact.payer_reference)
    assert one.charge_id == (charge.id if names else None)
    assert (payments_of(charge.tenant_id), stored(charge)) == ([], charge)
    assert events_written().count("payment.suspended") == 1


def test_a_charge_of_another_provider_is_none_of_this_ones(charge: Charge) -> None:
    tell(paid(charge), provider="stripe")

    assert [(one.why, one.provider) for one in suspended()] == [(Why.UNKNOWN, "stripe")]
    assert stored(charge).status is Status.OPEN


def test_several_are_listed_oldest_first(charge: Charge) -> None:
    for day, reference in enumerate(["b", "a", "c"]):
        tell(stray(reference), now=PAY_DAY + day * DAY)

    assert [one.payment.reference for one in suspended()] == ["b", "a", "c"]
    assert payments_of(charge.tenant_id) == []


def test_an_operator_says_whose_it_is_whatever_its_amount(charge: Charge) -> None:
    one = held(charge, 1, currency="EUR")

    match(one, charge)

    payment = payment_of(charge)
    assert (payment.net, payment.recorded_by) == (Money(1, "EUR"), OPERATOR.person_id)
    assert (payment.reference, payment.occurred_at) == (one.payment.reference, one.occurred_at)
    assert (suspended(), stored(charge).payment_ids) == ([], (payment.id,))
    decided = matching.get(one.id)
    assert (decided.status, decided.comment) == (Decided.MATCHED, "it is theirs")
    assert paid_until(subscription_of(charge.tenant_id)) == months_after(NOON, 1)


@pytest.mark.parametrize(
    ("status", "left"), [(RefundStatus.SUCCEEDED, 4_99), (RefundStatus.FAILED, 14_99)]
)
@pytest.mark.parametrize("when", ["before", "meanwhile", "after"])
def test_what_went_back_of_it_counts_whenever_it_was_told(
    charge: Charge, status: RefundStatus, left: int, when: str
) -> None:
    one = held(charge)
    told = {"before": [0], "meanwhile": [3], "after": [99]}[when]
    back = meanwhile(lambda: tell(refunded(charge, 10_00, status)))

    with tapped(dict.fromkeys(told, back)) as line:
        match(one, charge)
    if when == "after":
        tell(refunded(charge, 10_00, status))

    assert len(line.calls) >= 3
    assert payment_of(charge).left_minor == left
    assert [refund.status for refund in payment_of(charge).refunds.values()] == [status]


def test_money_that_has_all_gone_back_pays_for_nothing(charge: Charge) -> None:
    one = held(charge)
    tell(refunded(charge, 14_99))

    match(one, charge)

    assert payment_of(charge).left_minor == 0
    assert paid_until(subscription_of(charge.tenant_id)) is None


def test_a_pilots_upgrade_takes_place_when_its_money_is_matched(provider: PretendProvider) -> None:
    del provider
    pilot = charging.a_pilot()
    charge = ask(pilot, upgrade=charging.an_upgrade(quantity=3))
    one = held(charge, 44_00)

    match(one, charge)

    subscription = subscription_of(pilot.id)
    assert (subscription.status, subscription.quantity) == (Subscribed.ACTIVE, 3)
    assert paid_until(subscription) == months_after(PAY_DAY, 1)


def test_what_was_sent_back_pays_for_nothing_and_stays_listed_as_such(charge: Charge) -> None:
    one = held(charge)

    give_back(one)
    tell(paid(charge, 14_99))
    tell(refunded(charge, 14_99))

    assert (suspended(), payments_of(charge.tenant_id)) == ([], [])
    decided = matching.get(one.id)
    assert (decided.status, decided.decided_by) == (Decided.RETURNED, OPERATOR.person_id)
    assert events_written().count("suspended_payment.returned") == 1


DECISIONS: dict[str, Callable[[SuspendedPayment, Charge], None]] = {
    "match": match,
    "return": lambda one, _: give_back(one),
}


@pytest.mark.parametrize("second", DECISIONS)
@pytest.mark.parametrize("first", DECISIONS)
def test_what_was_decided_is_not_decided_again(charge: Charge, first: str, second: str) -> None:
    one = held(charge)
    DECISIONS[first](one, charge)
    before = payments_of(charge.tenant_id)

    refused = refusal_of(lambda: DECISIONS[second](one, charge))

    assert refused == "suspended_payment.already_decided"
    assert payments_of(charge.tenant_id) == before
    assert len(before) == (first == "match")


@pytest.mark.parametrize("second", DECISIONS)
@pytest.mark.parametrize("first", DECISIONS)
def test_of_two_who_decide_at_once_one_is_refused(charge: Charge, first: str, second: str) -> None:
    one = held(charge)
    last = {"match": 3, "return": 1}[second]

    with tapped({last: meanwhile(lambda: DECISIONS[first](one, charge))}):
        refused = refusal_of(lambda: DECISIONS[second](one, charge))

    assert refused in {"suspended_payment.already_decided", "suspended_payment.changed_meanwhile"}
    assert len(payments_of(charge.tenant_id)) == (first == "match")
    assert suspended() == []


def test_what_is_not_there_cannot_be_decided(charge: Charge) -> None:
    one = held(charge)
    do = matching

    refusals = [
        refusal_of(lambda: do.get("sus_NONE")),
        refusal_of(lambda: do.give_back("sus_NONE", "no", an_act())),
        refusal_of(lambda: do.match("sus_NONE", charge.id, "no", an_act())),
        refusal_of(lambda: do.match(one.id, "chg_NONE", "no", an_act())),
    ]

    assert refusals == ["suspended_payment.not_found"] * 3 + ["charge.not_found"]
    assert len(suspended()) == 1


def test_money_of_two_providers_under_one_reference_is_two_payments(charge: Charge) -> None:
    for provider in ("stripe", "paystack"):
        tell(stray("7"), provider=provider)

    for one in suspended():
        match(one, charge)

    assert {one.provider for one in payments_of(charge.tenant_id)} == {"stripe", "paystack"}


@pytest.mark.requirement("R-BIL-5")
def test_whose_account_has_the_money_is_not_an_operators_to_say(provider: PretendProvider) -> None:
    del provider
    tenant = charging.a_subscriber()
    charging.open_account(tenant.held_by)
    platforms = ask(tenant, provider="stripe")
    own = ask(tenant, provider="stripe", own_account=True)
    for number, named in enumerate([platforms, own]):
        tell(paid(named, 10 + number), provider="stripe")

    for one in suspended():
        match(one, own if one.charge_id == platforms.id else platforms)

    found = {payment.net.minor: payment.collected_by for payment in payments_of(tenant.id)}
    assert found == {10: CollectedBy.PLATFORM, 11: CollectedBy.RESELLER}


def test_one_job_holds_several_payments(charge: Charge) -> None:
    job = a_job(PAY_DAY)

    for reference in ("a", "b"):
        apply(an_event(stray(reference)), job)
        apply(an_event(paid(charge, reference=f"ref-{reference}")), job)

    assert (len(suspended()), len(payments_of(charge.tenant_id))) == (2, 2)
