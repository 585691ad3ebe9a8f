"""
A tenant is billed its own way, else its reseller's, else through a provider.
"""

from collections.abc import Callable

import pytest

from tenantry.billing import commands
from tenantry.billing.model import Mode
from tenantry.ids import TenantId
from tenantry.resellers.model import Reseller
from tenantry.tenants.model import Tenant
from tests.acting import OPERATOR, an_act, owner_of
from tests.builders import a_form, bring_in, make_reseller, refusal_of
from tests.commands.faults import meanwhile, tapped
from tests.reading import events_written, items_of

pytestmark = [pytest.mark.requirement("R-BIL-3"), pytest.mark.usefixtures("catalogue")]


@pytest.fixture
def reseller(catalogue: None) -> Reseller:
    del catalogue
    return make_reseller()


@pytest.fixture
def tenant(reseller: Reseller) -> Tenant:
    return bring_in(reseller)


def mode_of(tenant: Tenant) -> Mode:
    return commands.read(tenant.id, OPERATOR).mode


def test_a_tenant_is_billed_through_a_provider_unless_something_else_was_said(
    tenant: Tenant,
) -> None:
    billing = commands.read(tenant.id, OPERATOR)

    assert (billing.mode, billing.own, billing.resellers) == (Mode.PROVIDER, None, None)
    assert items_of("Billing") == []


WAYS = """
-        -        provider
-        provider provider
-        manual   manual
provider -        provider
provider manual   provider
manual   -        manual
manual   provider manual
"""


@pytest.mark.parametrize("row", WAYS.strip().splitlines())
@pytest.mark.parametrize("own_first", [True, False])
def test_what_is_said_of_a_tenant_wins_over_its_resellers_way(
    row: str, *, own_first: bool, tenant: Tenant
) -> None:
    own, resellers, holds = row.split()
    steps: list[tuple[Callable[..., object], TenantId, str]] = [
        (commands.set_for_tenant, tenant.id, own),
        (commands.set_for_reseller, tenant.held_by, resellers),
    ]

    for say, of, mode in steps if own_first else reversed(steps):
        if mode != "-":
            say(of, Mode(mode), an_act())

    assert mode_of(tenant) == holds


def test_a_resellers_way_holds_for_all_of_its_tenants_and_no_others(
    reseller: Reseller, tenant: Tenant
) -> None:
    sibling = bring_in(reseller, "sibling@shop.example")
    stranger = bring_in(make_reseller(a_form("other", email="o@o.example")), "far@shop.example")

    commands.set_for_reseller(reseller.id, Mode.MANUAL, an_act())

    modes = [mode_of(one) for one in (tenant, sibling, stranger)]
    assert modes == [Mode.MANUAL, Mode.MANUAL, Mode.PROVIDER]


def test_the_answer_says_what_holds_and_where_it_was_said(tenant: Tenant) -> None:
    commands.set_for_reseller(tenant.held_by, Mode.PROVIDER, an_act())

    answer = commands.set_for_tenant(tenant.id, Mode.MANUAL, an_act())

    assert (answer.mode, answer.own, answer.resellers) == (Mode.MANUAL, Mode.MANUAL, Mode.PROVIDER)
    assert answer == commands.read(tenant.id, OPERATOR)


def test_saying_it_again_changes_nothing_and_leaves_one_event(tenant: Tenant) -> None:
    commands.set_for_tenant(tenant.id, Mode.MANUAL, an_act())
    commands.set_for_reseller(tenant.held_by, Mode.MANUAL, an_act())
    before = items_of("Billing")

    again = commands.set_for_tenant(tenant.id, Mode.MANUAL, an_act())
    resellers = commands.set_for_reseller(tenant.held_by, Mode.MANUAL, an_act())

    assert (again.mode, resellers) == (Mode.MANUAL, Mode.MANUAL)
    assert items_of("Billing") == before
    assert events_written().count("billing.set") == 2


def test_what_equals_the_resellers_way_is_said_of_the_tenant_all_the_same(tenant: Tenant) -> None:
    commands.set_for_reseller(tenant.held_by, Mode.MANUAL, an_act())
    commands.set_for_tenant(tenant.id, Mode.MANUAL, an_act())

    commands.set_for_reseller(tenant.held_by, Mode.PROVIDER, an_act())

    assert mode_of(tenant) is Mode.MANUAL


def test_of_two_who_say_different_things_at_once_one_holds_and_both_are_told(
    tenant: Tenant,
) -> None:
    def other() -> object:
        return commands.set_for_tenant(tenant.id, Mode.PROVIDER, an_act())

    with tapped({2: meanwhile(other)}) as line:
        commands.set_for_tenant(tenant.id, Mode.MANUAL, an_act())

    assert line.calls[2] == "TransactWriteItems"
    assert mode_of(tenant) is Mode.MANUAL
    assert events_written().count("billing.set") == 2


def test_a_foreign_tenant_is_not_found(tenant: Tenant) -> None:
    stranger = owner_of(make_reseller(a_form("other", email="o@o.example")).id)

    refusals = [
        refusal_of(lambda: commands.read(tenant.id, stranger)),
        refusal_of(lambda: commands.set_for_tenant(tenant.id, Mode.MANUAL, an_act(stranger))),
        refusal_of(lambda: commands.set_for_tenant(TenantId("ten_X"), Mode.MANUAL, an_act())),
        refusal_of(lambda: commands.set_for_tenant(tenant.held_by, Mode.MANUAL, an_act())),
    ]

    assert refusals == ["tenant.not_found"] * 4
    assert items_of("Billing") == []


def test_only_a_reseller_has_a_way_for_its_tenants(tenant: Tenant) -> None:
    refusal = refusal_of(lambda: commands.set_for_reseller(tenant.id, Mode.MANUAL, an_act()))

    assert refusal == "reseller.not_found"
    assert items_of("Billing") == []


def test_a_way_that_is_unsaid_is_the_resellers_again(tenant: Tenant) -> None:
    commands.set_for_reseller(tenant.held_by, Mode.MANUAL, an_act())
    commands.set_for_tenant(tenant.id, Mode.PROVIDER, an_act())

    unsaid = commands.set_for_tenant(tenant.id, None, an_act())

    assert (unsaid.own, unsaid.mode) == (None, Mode.MANUAL)
    assert commands.set_for_reseller(tenant.held_by, None, an_act()) is Mode.PROVIDER
    assert commands.read(tenant.id, OPERATOR).mode is Mode.PROVIDER
