"""
Two who change a host's fate at once: at whatever moment one comes between, the copies are right.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from tenantry.domains import store as domains
from tenantry.domains.model import Domain, State
from tenantry.errors import TenantryError
from tenantry.hosts import commands, following, rules, store
from tenantry.hosts.model import HostedDomain, Reach, Site
from tenantry.resellers import commands as resellers
from tenantry.resellers.looks import look_of
from tenantry.resellers.model import Reseller
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import Tenant
from tests.acting import NOON, an_act, owner_of
from tests.builders import bring_in, make_reseller, refusal_of, tenant_in_table
from tests.commands.faults import (
    Fault,
    ProcessDied,
    dies_after,
    dies_before,
    meanwhile,
    tapped,
)
from tests.commands.hosted import brand, delete, move, neighbour
from tests.hosting import PARTNER, SHOP, a_domain, give, let_be, prove
from tests.reading import PlainItem, Snapshot, items_of, restore, snapshot

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-WL-2")]

LATER = NOON + timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Street:
    """
    A reseller with a proven domain and two tenants, one of which has a host; and another reseller.
    """

    reseller: Reseller
    receiver: Reseller
    first: Tenant
    second: Tenant


@pytest.fixture
def street() -> Street:
    reseller = make_reseller()
    prove(reseller.id)
    first, second = (bring_in(reseller, f"{name}@shop.example") for name in ("first", "second"))
    give(reseller.id, SHOP, first.id)
    return Street(reseller, neighbour(), first, second)


def follow(street: Street) -> None:
    following.follow(domain(street), Reach(apex=True), an_act(owner_of(street.reseller.id)))


def domain(street: Street) -> Domain:
    return domains.get_domain(street.reseller.id, PARTNER) or a_domain(street.reseller.id)


def rename(street: Street) -> None:
    brand(street.reseller, display_name="Renamed")


def rename_first(street: Street) -> None:
    own = {"display_name": "First's own"}
    act = an_act(owner_of(street.reseller.id))
    tenants.change(street.first.id, act, name=None, branding=own, also=following.tenant_changed)


def suspend(street: Street) -> None:
    let_be(domain(street), State.SUSPENDED)


def release(street: Street) -> None:
    let_be(domain(street), State.RELEASED)


ACTS: dict[str, Callable[[Street], object]] = {
    "domain is followed": follow,
    "reseller is renamed": rename,
    "host goes to the second": lambda street: give(street.reseller.id, SHOP, street.second.id),
    "host goes to the first": lambda street: give(street.reseller.id, SHOP, street.first.id),
    "host goes to the reseller": lambda street: give(street.reseller.id, SHOP),
    "another host goes to the first": lambda street: give(
        street.reseller.id, f"more.{PARTNER}", street.first.id
    ),
    "host is taken away": lambda street: commands.remove(street.reseller.id, SHOP, an_act()),
    "first is renamed": rename_first,
    "first is deleted": lambda street: delete(street.first),
    "second is deleted": lambda street: delete(street.second),
    "first moves": lambda street: move(street.first, street.receiver),
    "second moves": lambda street: move(street.second, street.receiver),
    "domain is suspended": suspend,
    "domain is released": release,
}

PAIRS = [
    ("domain is followed", "reseller is renamed"),
    ("reseller is renamed", "domain is followed"),
    ("domain is followed", "domain is suspended"),
    ("domain is followed", "domain is released"),
    ("host goes to the second", "second is deleted"),
    ("second is deleted", "host goes to the second"),
    ("host goes to the second", "second moves"),
    ("host goes to the second", "host goes to the reseller"),
    ("first is renamed", "another host goes to the first"),
    ("host goes to the second", "domain is released"),
]
MORE_PAIRS = [
    ("reseller is renamed", "domain is released"),
    ("second moves", "host goes to the second"),
    ("host goes to the reseller", "host goes to the second"),
    ("another host goes to the first", "first is deleted"),
    ("first is deleted", "another host goes to the first"),
    ("first moves", "another host goes to the first"),
    ("another host goes to the first", "first is renamed"),
    ("host goes to the first", "first is renamed"),
    ("host goes to the second", "first is deleted"),
    ("host is taken away", "first is deleted"),
    ("first is deleted", "host is taken away"),
    ("host is taken away", "host goes to the second"),
    ("host goes to the reseller", "domain is suspended"),
]
BOTH = [
    *(pytest.param(*pair, id=" | ".join(pair)) for pair in PAIRS),
    *(pytest.param(*pair, id=" | ".join(pair), marks=pytest.mark.deep) for pair in MORE_PAIRS),
]


def tried(action: Callable[[], object]) -> None:
    """
    What one of two is told when the other was faster is none of these tests' affair.
    """
    try:
        action()
    except TenantryError:
        return


@pytest.mark.parametrize(("first", "second"), BOTH)
def test_whatever_comes_between_hosts_show_what_is_so(
    street: Street, first: str, second: str
) -> None:
    before = snapshot()
    with tapped() as line:
        ACTS[first](street)

    for number in range(len(line.calls)):
        restore(before)
        between = meanwhile(lambda: tried(lambda: ACTS[second](street)))
        with tapped({number: between}):
            tried(lambda: ACTS[first](street))
        assert wrong_in(street) == [], number


def test_no_host_is_given_under_a_domain_that_goes_at_this_moment(street: Street) -> None:
    for shuts, told in ((release, "host.not_under_domain"), (suspend, "host.domain_closed")):
        before = snapshot()
        with tapped() as line:
            give(street.reseller.id, f"late.{PARTNER}")
        write = line.calls.index("TransactWriteItems")
        restore(before)

        with tapped({write: meanwhile(lambda shuts=shuts: shuts(street))}):  # type: ignore[misc]
            refused = refusal_of(lambda: give(street.reseller.id, f"late.{PARTNER}"))

        assert (refused, store.get_host(f"late.{PARTNER}")) == (told, None)
        restore(before)


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("dies", [dies_before, dies_after])
def test_who_dies_at_its_write_leaves_all_or_nothing(
    street: Street, name: str, dies: Fault
) -> None:
    before = snapshot()
    for write in writes_of(name, street, before):
        restore(before)
        with tapped({write: dies}), pytest.raises(ProcessDied):
            ACTS[name](street)

        assert wrong_in(street) == []
        tried(lambda: ACTS[name](street))
        assert wrong_in(street) == []


def writes_of(name: str, street: Street, before: Snapshot) -> list[int]:
    restore(before)
    with tapped() as line:
        ACTS[name](street)
    return [number for number, call in enumerate(line.calls) if call == "TransactWriteItems"]


def wrong_in(street: Street) -> list[str]:
    """
    Every copy that does not say what the original says, and every pair of which one half is there.
    """
    holders = [resellers.get(one.id) for one in (street.reseller, street.receiver)]
    hosted = [shown(item) for item in items_of("HostedDomain")]
    wrong = []
    for one in holders:
        its = [each for each in hosted if each.reseller_id == one.id]
        if sorted(each.name for each in its) != sorted(one.domains):
            wrong.append(f"{one.slug} has {one.domains}, and {its} are shown")
        wrong += [f"{each.name} looks stale" for each in its if each.look != look_of(one)]
    claimed = domains.get_domain(street.reseller.id, PARTNER)
    if claimed is None or not claimed.is_served:
        wrong += [f"{one.name} is open" for one in hosted if one.state.value == "open"]
    return [*wrong, *wrong_hosts(street)]


def wrong_hosts(street: Street) -> list[str]:
    wrong = []
    stored = {str(item["pk"]).removeprefix("HOST#"): item for item in items_of("Host")}
    for person in (street.first, street.second):
        tenant = tenant_in_table(person.id)
        its = [name for name, item in stored.items() if item.get("tenant_id") == tenant.id]
        if sorted(its) != sorted(tenant.hosts):
            wrong.append(f"{tenant.name} has {tenant.hosts}, and {its} are its")
        for host in store.get_hosts(tenant.hosts):
            if rules.shown_by(host, tenant) != host:
                wrong.append(f"{host.name} does not show {tenant.status} {tenant.branding}")
            found = store.find(host.name)
            if tenant.status.value != "active" and isinstance(found, Site):
                wrong.append(f"{host.name} serves a tenant that is {tenant.status}")
    return wrong


def shown(item: PlainItem) -> HostedDomain:
    found = store.get_domain(str(item["pk"]).removeprefix("HOST#"))
    assert found is not None
    return found
