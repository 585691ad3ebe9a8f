"""
What is served under a name, and what becomes of a host with its tenant.
"""

from dataclasses import replace

import pytest

from tenantry.hosts import rules
from tenantry.hosts.model import Host, HostedDomain, Missing, Reach, Site, State, Why
from tenantry.ids import TenantId
from tenantry.mail.model import Look
from tenantry.tenants.model import Status
from tests.acting import NOON
from tests.builders import RESELLER_ID, TENANT_ID, a_reseller, a_tenant, refusal_of
from tests.hosting import EVERYWHERE, PARTNER, PORTAL, SHOP

pytestmark = pytest.mark.requirement("R-WL-2")

LOOK = Look(name="Savanna", primary_color="#0b5d4e", logo_url="https://a.example/logo.png")
DOMAIN = HostedDomain(PARTNER, RESELLER_ID, NOON, State.OPEN, LOOK, EVERYWHERE)
HOST = Host(SHOP, PARTNER, RESELLER_ID, NOON, TENANT_ID, {"display_name": "Kofi's Shop"})


def test_any_name_under_a_domain_shows_its_resellers_look() -> None:
    site = rules.site_of("whatever.partner.example", DOMAIN, None)

    assert site == Site("whatever.partner.example", RESELLER_ID, None, LOOK, is_reachable=True)


def test_a_tenants_host_shows_the_tenants_look_over_the_resellers() -> None:
    site = rules.site_of(SHOP, DOMAIN, HOST)

    assert isinstance(site, Site)
    assert (site.tenant_id, site.is_given) == (TENANT_ID, True)
    assert site.look == replace(LOOK, name="Kofi's Shop")


@pytest.mark.parametrize(
    ("domain", "host", "missing"),
    [
        (None, None, Missing.UNKNOWN),
        (None, HOST, Missing.UNKNOWN),
        (replace(DOMAIN, state=State.CLOSED), None, Missing.SUSPENDED),
        (replace(DOMAIN, state=State.CLOSED), HOST, Missing.SUSPENDED),
        (DOMAIN, replace(HOST, why=Why.TENANT_DELETED), Missing.CLOSED),
        (DOMAIN, replace(HOST, why=Why.TENANT_MOVED, tenant_id=None), Missing.CLOSED),
    ],
)
def test_why_nothing_is_served_is_told_apart(
    domain: HostedDomain | None, host: Host | None, missing: Missing
) -> None:
    assert rules.site_of(SHOP, domain, host) is missing


def test_what_another_reseller_said_of_a_name_is_void_when_its_domain_is_anothers() -> None:
    theirs = replace(DOMAIN, reseller_id=TenantId("ten_OTHER"))

    for host in (HOST, replace(HOST, why=Why.TENANT_DELETED)):
        site = rules.site_of(SHOP, theirs, host)
        assert isinstance(site, Site)
        assert (site.reseller_id, site.tenant_id) == ("ten_OTHER", None)


@pytest.mark.parametrize(
    ("reach", "name", "reaches"),
    [
        (Reach(apex=True), PARTNER, True),
        (Reach(apex=True), SHOP, False),
        (Reach(below=True), PARTNER, False),
        (Reach(below=True), SHOP, True),
    ],
)
def test_people_get_to_the_domain_and_to_what_is_under_it_apart(
    reach: Reach, name: str, *, reaches: bool
) -> None:
    assert rules.reaches(replace(DOMAIN, reach=reach), name) is reaches
    assert not rules.reaches(replace(DOMAIN, reach=reach, state=State.CLOSED), name)


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        (PARTNER, PARTNER),
        (SHOP, PARTNER),
        ("a.b.partner.example", None),
        ("example", None),
        ("notpartner.example", None),
        ("partner.example.evil.example", None),
        ("shop.co.example", "shop.co.example"),
        ("a.shop.co.example", "shop.co.example"),
        ("co.example", None),
    ],
)
def test_a_host_is_a_proven_domain_or_stands_right_under_one(name: str, domain: str | None) -> None:
    reseller = replace(a_reseller(), domains=(PARTNER, "shop.co.example"))

    if domain is None:
        assert refusal_of(lambda: rules.domain_of(name, reseller)) == "host.not_under_domain"
    else:
        assert rules.domain_of(name, reseller) == domain


@pytest.mark.parametrize(
    ("status", "parent", "why"),
    [
        (Status.ACTIVE, RESELLER_ID, None),
        (Status.INACTIVE, RESELLER_ID, None),
        (Status.DELETED, RESELLER_ID, Why.TENANT_DELETED),
        (Status.PURGED, RESELLER_ID, Why.TENANT_PURGED),
        (Status.ACTIVE, TenantId("ten_OTHER"), Why.TENANT_MOVED),
    ],
)
def test_a_host_closes_when_its_tenant_goes_and_opens_when_it_is_back(
    status: Status, parent: TenantId, why: Why | None
) -> None:
    tenant = replace(a_tenant(status), parent_tenant_id=parent)

    host = rules.shown_by(HOST, tenant)

    assert (host.why, host.state) == (why, State.OPEN if why is None else State.CLOSED)
    assert (host.tenant_id is None) == (why in {Why.TENANT_PURGED, Why.TENANT_MOVED})
    assert rules.shown_by(host, a_tenant()).why is None


@pytest.mark.parametrize("status", [Status.ACTIVE, Status.DELETED, Status.PURGED])
def test_following_a_tenant_twice_changes_nothing(status: Status) -> None:
    once = rules.shown_by(HOST, a_tenant(status))

    assert rules.shown_by(once, a_tenant(status)) is once


def test_nothing_of_a_purged_tenant_stays_with_its_host() -> None:
    host = rules.shown_by(HOST, a_tenant(Status.PURGED))

    assert (host.tenant_id, host.over) == (None, None)


def test_links_lead_to_a_lost_domain_no_longer() -> None:
    reseller = replace(a_reseller(), portal=PORTAL)

    assert rules.portal_left(reseller, PARTNER) is None
    assert rules.portal_left(replace(reseller, portal=PARTNER), PARTNER) is None
    assert rules.portal_left(reseller, "other.example") == PORTAL
