"""
Hosts: given to whom they belong, and taken away.
"""

import pytest

from tenantry.domains.model import State
from tenantry.hosts import commands
from tenantry.hosts.model import HOSTS_MAX
from tenantry.ids import TenantId
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Reseller
from tests.acting import NOON, SECOND, an_act
from tests.builders import bring_in, make_reseller, refusal_of, tenant_in_table
from tests.commands.faults import tapped
from tests.commands.hosted import OTHER, customer, delete, host, neighbour, site
from tests.hosting import PARTNER, PORTAL, SHOP, a_domain, give, let_be, prove
from tests.reading import events_written

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-WL-2")]

UNDER = f"any.{PARTNER}"


@pytest.fixture
def reseller() -> Reseller:
    return make_reseller()


@pytest.fixture
def proven(reseller: Reseller) -> Reseller:
    prove(reseller.id)
    return reseller


def test_a_host_given_to_the_reseller_itself_is_where_its_links_lead(proven: Reseller) -> None:
    shown = give(proven.id)

    assert (shown.is_portal, shown.is_reachable, shown.why) == (True, True, None)
    assert resellers.get(proven.id).portal == PORTAL
    give(proven.id, f"www.{PARTNER}")
    assert resellers.get(proven.id).portal == f"www.{PARTNER}"
    commands.remove(proven.id, f"www.{PARTNER}", an_act())
    assert resellers.get(proven.id).portal is None


def test_giving_a_host_as_it_is_changes_nothing(proven: Reseller) -> None:
    tenant = bring_in(proven)
    for owner in (None, tenant.id):
        give(proven.id, SHOP, owner)
        before = len(events_written())

        with tapped() as line:
            give(proven.id, SHOP, owner, NOON + SECOND)

        assert "TransactWriteItems" not in line.calls
        assert len(events_written()) == before
        assert host().given_at == NOON


def test_a_host_that_is_taken_away_shows_the_resellers_look(proven: Reseller) -> None:
    tenant = customer(proven)

    commands.remove(proven.id, SHOP, an_act())

    assert (site(SHOP).tenant_id, site(SHOP).is_given) == (None, False)
    assert tenant_in_table(tenant.id).hosts == ()
    assert events_written().count("host.removed") == 1
    assert refusal_of(lambda: commands.remove(proven.id, SHOP, an_act())) == "host.not_found"


def test_nobody_takes_away_or_gives_anothers_host(proven: Reseller) -> None:
    customer(proven)
    stranger = neighbour()
    prove(stranger.id, OTHER)

    assert refusal_of(lambda: commands.remove(stranger.id, SHOP, an_act())) == "host.not_found"
    assert refusal_of(lambda: give(stranger.id, SHOP)) == "host.not_under_domain"
    theirs = bring_in(stranger, "x@x.example")
    assert refusal_of(lambda: give(proven.id, UNDER, theirs.id)) == "tenant.not_found"
    assert refusal_of(lambda: give(proven.id, UNDER, proven.id)) == "tenant.not_found"
    assert refusal_of(lambda: give(proven.id, UNDER, TenantId("ten_NOBODY"))) == "tenant.not_found"


def test_a_gone_tenant_gets_no_host(proven: Reseller) -> None:
    tenant = bring_in(proven)
    delete(tenant)

    assert refusal_of(lambda: give(proven.id, SHOP, tenant.id)) == "tenant.deleted"


def test_no_host_is_given_under_a_suspended_domain(proven: Reseller) -> None:
    let_be(a_domain(proven.id), State.SUSPENDED)

    assert refusal_of(lambda: give(proven.id)) == "host.domain_closed"


def test_a_tenant_has_a_handful_of_hosts(proven: Reseller) -> None:
    tenant = bring_in(proven)
    for number in range(HOSTS_MAX):
        give(proven.id, f"shop{number}.{PARTNER}", tenant.id)

    assert refusal_of(lambda: give(proven.id, SHOP, tenant.id)) == "host.too_many"
    give(proven.id, f"shop0.{PARTNER}", tenant.id)
    assert len(tenant_in_table(tenant.id).hosts) == HOSTS_MAX


@pytest.mark.parametrize("label", ["xn--a", "xn--zzzzzzzzz", "ab--cd"])
def test_a_label_that_stands_for_no_letters_is_named(proven: Reseller, label: str) -> None:
    assert refusal_of(lambda: give(proven.id, f"{label}.{PARTNER}")) == "request.invalid"
