"""
What hosts show follows their domain, their reseller and their tenant.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tenantry.domains import store as domains
from tenantry.domains.model import State
from tenantry.hosts import following, store
from tenantry.hosts.model import Missing, Reach, Site, Why
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Branding, Reseller
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import Tenant
from tenantry.transactions import transaction
from tests.acting import DAY, NOON, an_act, owner_of
from tests.builders import bring_in, make_reseller, refusal_of, tenant_in_table
from tests.commands.faults import tapped
from tests.commands.hosted import (
    OTHER,
    brand,
    customer,
    delete,
    host,
    move,
    neighbour,
    purge,
    rows,
    site,
)
from tests.hosting import PARTNER, PORTAL, SHOP, a_domain, give, let_be, prove
from tests.reading import events_written, items_of

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-WL-2")]

UNDER = f"any.{PARTNER}"


@pytest.fixture
def reseller() -> Reseller:
    return make_reseller()


@pytest.fixture
def proven(reseller: Reseller) -> Reseller:
    prove(reseller.id)
    return reseller


def test_a_proven_domain_shows_its_resellers_look_under_every_name(proven: Reseller) -> None:
    for name in (PARTNER, PORTAL, UNDER):
        found = site(name)
        assert (found.reseller_id, found.tenant_id) == (proven.id, None)
        assert (found.look.name, found.is_reachable) == ("Acme Corp", True)
    assert store.find(f"a.{UNDER}") is Missing.UNKNOWN
    assert resellers.get(proven.id).domains == (PARTNER,)
    assert events_written().count("hosts.opened") == 1


def test_a_domain_that_is_followed_again_is_left_alone(proven: Reseller) -> None:
    before = len(events_written())

    with tapped() as line:
        following.follow(a_domain(proven.id), Reach(apex=True, below=True), an_act())

    assert "TransactWriteItems" not in line.calls
    assert len(events_written()) == before


def test_people_are_sent_there_only_when_dns_and_the_edge_are_ready(reseller: Reseller) -> None:
    domain = prove(reseller.id, served=Reach())
    assert not site(PORTAL).is_reachable

    following.follow(domain, Reach(below=True), an_act())

    assert (site(PORTAL).is_reachable, site(PARTNER).is_reachable) == (True, False)
    assert events_written().count("hosts.changed") == 1
    led_away = replace(domain, checks=a_domain(reseller.id, is_here=False).checks)
    following.follow(led_away, Reach(apex=True, below=True), an_act())
    assert not site(PORTAL).is_reachable


@pytest.mark.requirement("R-WL-3")
def test_a_reseller_that_is_renamed_is_renamed_at_its_hosts_at_once(proven: Reseller) -> None:
    give(proven.id)

    brand(proven, display_name="Savanna", primary_color="#0b5d4e")

    for name in (PARTNER, PORTAL, UNDER):
        assert (site(name).look.name, site(name).look.primary_color) == ("Savanna", "#0b5d4e")
    assert items_of("HostedDomain")[0]["version"] == 2


@pytest.mark.requirement("R-WL-3")
def test_a_tenants_own_look_stands_over_its_resellers(proven: Reseller) -> None:
    tenant = customer(proven)
    own = {"display_name": "Kofi's Shop", "primary_color": ""}
    act = an_act(owner_of(proven.id))

    tenants.change(tenant.id, act, name=None, branding=own, also=following.tenant_changed)
    brand(proven, display_name="Savanna", primary_color="#0b5d4e")

    assert (site(SHOP).look.name, site(SHOP).look.primary_color) == ("Kofi's Shop", "#0b5d4e")
    assert site(UNDER).look.name == "Savanna"


def test_who_changes_a_look_and_forgets_its_hosts_is_stopped(proven: Reseller) -> None:
    tenant = customer(proven)

    with pytest.raises(AssertionError, match="pass `also`"):
        tenants.delete(tenant.id, an_act())
    with pytest.raises(AssertionError, match="pass `also`"):
        resellers.change(proven.id, an_act(), branding=Branding(display_name="New"))

    assert isinstance(store.find(SHOP), Site)


@pytest.mark.parametrize(
    ("gone", "why"),
    [
        (lambda tenant, _: delete(tenant), Why.TENANT_DELETED),
        (move, Why.TENANT_MOVED),
    ],
)
def test_a_tenant_that_goes_takes_its_host_along_in_the_same_transaction(
    proven: Reseller, gone: Callable[[Tenant, Reseller], object], why: Why
) -> None:
    tenant, receiver = customer(proven), neighbour()

    with tapped() as line:
        gone(tenant, receiver)

    assert line.calls.count("TransactWriteItems") == 1
    assert (store.find(SHOP), host().why) == (Missing.CLOSED, why)
    assert isinstance(store.find(UNDER), Site)


def test_a_purged_tenant_leaves_its_host_closed_and_nothing_of_itself_there(
    proven: Reseller,
) -> None:
    tenant = customer(proven)
    own = {"display_name": "Kofi's Shop"}
    act = an_act(owner_of(proven.id))
    tenants.change(tenant.id, act, name=None, branding=own, also=following.tenant_changed)
    delete(tenant)

    purge(tenant)

    assert (store.find(SHOP), host().why) == (Missing.CLOSED, Why.TENANT_PURGED)
    assert "Kofi" not in repr(items_of("Host"))
    assert tenant_in_table(tenant.id).hosts == ()


def test_a_host_of_a_deleted_tenant_serves_again_when_its_reseller_gives_it_anew(
    proven: Reseller,
) -> None:
    tenant, second = customer(proven), bring_in(proven, "esi@shop.example")
    delete(tenant)

    give(proven.id, SHOP, second.id)

    assert site(SHOP).tenant_id == second.id
    assert (tenant_in_table(tenant.id).hosts, tenant_in_table(second.id).hosts) == ((), (SHOP,))


def test_a_tenants_host_opens_again_with_the_tenant(proven: Reseller) -> None:
    tenant = customer(proven)
    deleted = delete(tenant)
    # No command restores a tenant yet; whoever writes one calls this in its transaction.
    restored = replace(tenant, version=deleted.version + 1)

    with transaction() as writes:
        following.tenant_changed(writes, deleted, restored)

    assert site(SHOP).tenant_id == tenant.id


def test_a_moved_tenant_gets_a_host_of_its_new_reseller(proven: Reseller) -> None:
    tenant, receiver = customer(proven), neighbour()
    prove(receiver.id, OTHER)
    move(tenant, receiver)

    give(receiver.id, f"shop.{OTHER}", tenant.id, NOON + DAY)

    assert site(f"shop.{OTHER}").tenant_id == tenant.id
    assert tenant_in_table(tenant.id).hosts == (f"shop.{OTHER}",)
    assert store.find(SHOP) is Missing.CLOSED


def test_a_suspended_domain_serves_nothing_and_serves_again_when_it_is_back(
    proven: Reseller,
) -> None:
    customer(proven)
    domain = a_domain(proven.id)

    suspended = let_be(domain, State.SUSPENDED)

    assert {store.find(name) for name in (PARTNER, SHOP, UNDER)} == {Missing.SUSPENDED}
    let_be(suspended, State.PROVEN)
    assert (site(SHOP).tenant_id is None, site(UNDER).tenant_id) == (False, None)


def test_a_released_domain_serves_nothing(proven: Reseller) -> None:
    customer(proven)
    give(proven.id)

    let_be(a_domain(proven.id), State.RELEASED)

    assert {store.find(name) for name in (PARTNER, SHOP, PORTAL)} == {Missing.UNKNOWN}
    after = resellers.get(proven.id)
    assert (after.domains, after.portal) == ((), None)
    assert refusal_of(lambda: give(proven.id)) == "host.not_under_domain"


def test_a_domain_in_grace_goes_on_serving(proven: Reseller) -> None:
    let_be(a_domain(proven.id), State.GRACE)

    assert site(PORTAL).reseller_id == proven.id


def test_a_domain_that_another_reseller_has_now_shows_nothing_of_the_first(
    proven: Reseller,
) -> None:
    tenant, receiver = customer(proven), neighbour()
    let_be(a_domain(proven.id), State.RELEASED)

    prove(receiver.id, PARTNER, NOON + DAY)

    assert (site(SHOP).reseller_id, site(SHOP).tenant_id) == (receiver.id, None)
    give(receiver.id, SHOP, None, NOON + DAY)
    assert tenant_in_table(tenant.id).hosts == ()
    assert [name for _, name in rows(proven)] == []
    assert [name for _, name in rows(receiver)] == [SHOP]


def test_a_domain_that_is_lost_without_a_word_is_struck_out_when_it_opens_elsewhere(
    proven: Reseller,
) -> None:
    receiver = neighbour()
    domain = a_domain(receiver.id, now=NOON + DAY)
    with transaction() as writes:
        domains.create(writes, domain)

    following.follow(domain, Reach(apex=True, below=True), an_act(owner_of(receiver.id)))

    assert (resellers.get(proven.id).domains, resellers.get(receiver.id).domains) == (
        (),
        (PARTNER,),
    )
    brand(proven, display_name="Still mine?")
    assert site(PARTNER).look.name == "Neighbour"


def test_no_record_may_hide_the_open_hosts_of_a_domain(proven: Reseller) -> None:
    give(proven.id)
    give(proven.id, PARTNER)
    delete(customer(proven))

    wanted = following.hosts_in_use(a_domain(proven.id))

    assert wanted.hosts == (PORTAL,)
