"""
What nobody is asked to pay: the wrong tenant, the wrong way, nothing, or more than can be charged.
"""

from collections.abc import Callable, Iterator

import pytest

from tenantry.billing import commands as billing
from tenantry.billing.model import Mode
from tenantry.charges import commands
from tenantry.charges.model import NewCharge
from tenantry.intervals import Interval
from tenantry.ledger.model import CollectedBy
from tenantry.list_prices import commands as list_prices
from tenantry.list_prices.model import Article
from tenantry.payment_keys import commands as payment_keys
from tenantry.pilots import commands as pilots
from tenantry.plans import commands as plans
from tenantry.principals import Principal
from tenantry.subscribing import commands as subscribing
from tenantry.subscriptions.model import Terms
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import Tenant
from tests import charging, pretending
from tests.acting import DAY, OPERATOR, an_act, owner_of, tenant_owner_of
from tests.builders import GROWTH, a_form, bring_in, make_reseller, once, refusal_of
from tests.charging import PAY_DAY, ask, paid, payment_of, stored, tell
from tests.commands.faults import meanwhile, tapped
from tests.pretending import PretendProvider
from tests.reading import items_of

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-BIL-1")]

INTENT = 4
"""The number of the call that writes the intent of a charge for a period."""


@pytest.fixture
def provider() -> Iterator[PretendProvider]:
    with pretending.standing_in(PretendProvider()) as standing:
        yield standing


@pytest.fixture
def tenant(provider: PretendProvider, catalogue: None) -> Tenant:
    del provider, catalogue
    return charging.a_subscriber()


def ask_as(principal: Principal, tenant: Tenant) -> object:
    act = an_act(principal, PAY_DAY, once("one"))
    return commands.ask(tenant.id, NewCharge("paystack"), act)


def test_a_currency_that_the_provider_does_not_take_is_refused(
    provider: PretendProvider, tenant: Tenant
) -> None:
    provider.currencies = frozenset({"KES"})

    assert refusal_of(lambda: ask(tenant)) == "provider.not_offered"
    assert (provider.orders, items_of("Charge")) == ([], [])


@pytest.mark.parametrize(("largest", "refused"), [(14_99, "charge.too_much"), (15_00, None)])
def test_more_than_the_provider_takes_at_once_is_refused(
    provider: PretendProvider, tenant: Tenant, largest: int, refused: str | None
) -> None:
    provider.largest_minor = largest

    assert refusal_of(lambda: ask(tenant)) == refused
    assert len(provider.orders) == (refused is None)


def test_a_pilot_has_nothing_to_pay_but_an_upgrade(provider: PretendProvider) -> None:
    pilot = charging.a_pilot()

    assert refusal_of(lambda: ask(pilot)) == "charge.nothing_due"
    assert provider.orders == []


def test_what_was_sold_without_a_price_is_not_charged(provider: PretendProvider) -> None:
    pilot = charging.a_pilot()
    pilots.upgrade(pilot.id, Terms(GROWTH), an_act())

    assert refusal_of(lambda: ask(pilot)) == "charge.nothing_due"
    assert provider.orders == []


def test_what_has_ended_is_not_charged(provider: PretendProvider, tenant: Tenant) -> None:
    subscribing.cancel(tenant.id, an_act(), at_once=True)

    assert refusal_of(lambda: ask(tenant)) == "charge.nothing_due"
    assert provider.orders == []


def test_who_is_subscribed_is_not_upgraded(provider: PretendProvider, tenant: Tenant) -> None:
    refused = refusal_of(lambda: ask(tenant, upgrade=charging.an_upgrade()))

    assert refused == "subscription.not_a_pilot"
    assert provider.orders == []


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"currency": "EUR"}, "price.not_for_sale"),
        ({"interval": Interval.YEAR}, "price.not_for_sale"),
        ({"plan_code": "nothing"}, "plan.not_found"),
    ],
)
def test_what_is_not_sold_is_not_charged(
    provider: PretendProvider, changes: dict[str, object], refused: str
) -> None:
    pilot = charging.a_pilot()

    assert refusal_of(lambda: ask(pilot, upgrade=charging.an_upgrade(**changes))) == refused
    assert provider.orders == []


def test_a_plan_that_needs_a_service_is_not_charged_for_without_it(
    provider: PretendProvider,
) -> None:
    pilot = charging.a_pilot()
    plans.change(GROWTH, an_act(), needs_subscription=True)

    refused = refusal_of(lambda: ask(pilot, upgrade=charging.an_upgrade()))

    assert refused == "plan.subscription_needed"
    assert (provider.orders, items_of("Charge")) == ([], [])


def by_hand(tenant: Tenant, *, own: bool) -> None:
    if own:
        billing.set_for_tenant(tenant.id, Mode.MANUAL, an_act())
    else:
        billing.set_for_reseller(tenant.held_by, Mode.MANUAL, an_act())


@pytest.mark.requirement("R-BIL-3")
@pytest.mark.parametrize("own", [True, False])
def test_who_is_billed_by_hand_is_not_charged_by_the_platform(
    provider: PretendProvider, tenant: Tenant, own: bool
) -> None:
    by_hand(tenant, own=own)

    assert refusal_of(lambda: ask(tenant)) == "billing.manual"
    assert (provider.orders, items_of("Charge")) == ([], [])


@pytest.mark.requirement("R-BIL-3")
@pytest.mark.parametrize("own", [True, False])
def test_who_is_billed_by_hand_from_this_very_moment_is_not_charged(
    provider: PretendProvider, tenant: Tenant, own: bool
) -> None:
    with tapped({INTENT: meanwhile(lambda: by_hand(tenant, own=own))}) as line:
        refused = refusal_of(lambda: ask(tenant))

    assert line.calls[INTENT] == "TransactWriteItems"
    assert refused == "billing.manual"
    assert (provider.orders, items_of("Charge")) == ([], [])


@pytest.mark.requirement("R-BIL-3")
def test_a_tenant_that_the_platform_bills_is_charged_whatever_its_reseller_does(
    provider: PretendProvider, tenant: Tenant
) -> None:
    by_hand(tenant, own=False)
    billing.set_for_tenant(tenant.id, Mode.PROVIDER, an_act())

    assert refusal_of(lambda: ask(tenant)) is None
    assert len(provider.orders) == 1


@pytest.mark.requirement("R-BIL-5")
def test_a_reseller_without_a_key_has_no_account_of_its_own(
    provider: PretendProvider, tenant: Tenant
) -> None:
    def ask_own(name: str = "stripe") -> str | None:
        return refusal_of(lambda: ask(tenant, provider=name, own_account=True))

    without = ask_own()
    charging.open_account(tenant.held_by)

    assert (without, ask_own("paystack")) == ("charge.no_own_account",) * 2
    assert (provider.orders, items_of("Charge")) == ([], [])


@pytest.mark.requirement("R-BIL-5")
def test_what_goes_to_the_resellers_own_account_is_the_resellers(
    provider: PretendProvider, tenant: Tenant
) -> None:
    key = charging.open_account(tenant.held_by)
    by_hand(tenant, own=True)

    charge = ask(tenant, provider="stripe", own_account=True)
    tell(paid(charge), provider="stripe")

    assert set(provider.opened_with) == {key}
    assert [order.id for order in provider.orders] == [charge.id]
    assert payment_of(charge).collected_by is CollectedBy.RESELLER


@pytest.mark.requirement("R-BIL-5")
def test_a_key_that_is_gone_leaves_the_charge_for_when_there_is_one_again(
    provider: PretendProvider, tenant: Tenant
) -> None:
    charging.open_account(tenant.held_by)
    provider.is_silent = True
    refusal_of(lambda: ask(tenant, key="one", provider="stripe", own_account=True))
    provider.is_silent = False
    payment_keys.remove_key(tenant.held_by, an_act())

    def again() -> object:
        return ask(tenant, key="one", provider="stripe", own_account=True)

    assert refusal_of(again) == "charge.no_own_account"
    charging.open_account(tenant.held_by)
    assert refusal_of(again) is None


def test_an_unknown_provider_is_refused(catalogue: None) -> None:
    del catalogue
    tenant = charging.a_subscriber()

    assert refusal_of(lambda: ask(tenant, provider="acme")) == "provider.not_found"
    assert items_of("Charge") == []


LIFE: list[tuple[Callable[[Tenant], object], str | None]] = [
    (lambda tenant: tenants.deactivate(tenant.id, an_act()), None),
    (lambda tenant: tenants.delete(tenant.id, an_act()), "tenant.deleted"),
]


@pytest.mark.parametrize(("happens", "refused"), LIFE, ids=["inactive", "deleted"])
def test_a_tenant_that_is_gone_pays_nothing_and_an_inactive_one_what_is_due(
    tenant: Tenant, happens: Callable[[Tenant], object], refused: str | None
) -> None:
    happens(tenant)

    assert refusal_of(lambda: ask(tenant)) == refused


def test_the_money_of_a_tenant_that_is_gone_is_recorded_and_its_gate_stays_shut(
    tenant: Tenant,
) -> None:
    charge = ask(tenant)
    tenants.delete(tenant.id, an_act(now=PAY_DAY))

    tell(paid(charge), now=PAY_DAY + DAY)

    assert payment_of(charge).left_minor == 15_00
    assert tenants.read(tenant.id, OPERATOR).records_until < PAY_DAY


@pytest.mark.requirement("R-RES-6")
def test_a_foreign_tenant_is_nowhere_to_be_found(tenant: Tenant) -> None:
    other = make_reseller(a_form("other", email="o@other.example"))
    strange = bring_in(other, "o@shop.example")
    charge = ask(tenant)
    strangers = [owner_of(other.id), tenant_owner_of(strange.id, other.id)]

    for stranger in strangers:
        assert refusal_of(lambda who=stranger: ask_as(who, tenant)) == "tenant.not_found"  # type: ignore[misc]
        read = refusal_of(lambda who=stranger: commands.get(tenant.id, charge.id, who))  # type: ignore[misc]
        assert read == "tenant.not_found"
    assert refusal_of(lambda: commands.get(strange.id, charge.id, OPERATOR)) == "charge.not_found"


def test_a_tenants_owner_asks_for_its_own_charge(provider: PretendProvider, tenant: Tenant) -> None:
    owner = tenant_owner_of(tenant.id, tenant.held_by)

    ask_as(owner, tenant)

    [order] = provider.orders
    assert (order.tenant_id, order.amount) == (tenant.id, charging.PRICE)


def test_a_key_of_one_person_is_no_key_of_another(
    provider: PretendProvider, tenant: Tenant
) -> None:
    ask_as(owner_of(tenant.held_by), tenant)
    ask_as(tenant_owner_of(tenant.id, tenant.held_by), tenant)

    assert len({order.id for order in provider.orders}) == 2


def test_a_price_that_changes_later_changes_no_charge(tenant: Tenant) -> None:
    charge = ask(tenant)
    article = Article(GROWTH, "USD", Interval.MONTH)
    list_prices.set_price(tenant.held_by, article, 99_00, an_act(now=PAY_DAY))

    tell(paid(charge))

    assert payment_of(charge).net == stored(charge).amount == charging.PRICE
