"""
Domains with certificates, for tests: looked at, moved, and told to the edge of tests.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from infra.local.edge.cloudfront import DISTRIBUTION, GROUP
from tenantry.acts import Act
from tenantry.certificates import commands, store
from tenantry.certificates.handshake import Look
from tenantry.certificates.model import Certificate, claim_of
from tenantry.certificates.own import Material
from tenantry.certificates.settling import Means, settle
from tenantry.domains import store as domains
from tenantry.domains.findings import Check, CheckName, CheckState, Finding
from tenantry.domains.model import Domain, State
from tenantry.edge.cloudfront import CloudFront
from tenantry.edge.model import Entry, entry_name
from tenantry.events import of_workspace
from tenantry.ids import TenantId
from tenantry.notifications.store import notifications_of
from tenantry.transactions import transaction
from tests.acting import DAY, NOON, a_job, an_act, owner_of
from tests.certifying import PARTNER, Leaf, a_leaf
from tests.edging import EdgeOfTests

TOKEN = "a token"


def prove(
    reseller_id: TenantId, now: datetime = NOON, *, name: str = PARTNER, token: str = TOKEN
) -> Domain:
    """
    A reseller's proven domain, whose DNS leads to us.
    """
    finding = Finding(CheckState.PASSED, "here", "as the test has it")
    check = Check(finding, now, now, now + DAY, finding, now)
    former = domains.get_domain(reseller_id, name)
    domain = Domain(
        reseller_id=reseller_id,
        name=name,
        token=token,
        claimed_at=now,
        eager_from=now,
        next_check_at=now + DAY,
        state=State.PROVEN,
        checks=dict.fromkeys((CheckName.APEX, CheckName.WILDCARD, CheckName.CAA), check),
        proven_at=now,
        version=1 if former is None else former.version + 1,
    )
    with transaction() as writes:
        domains.create(writes, domain)
        domains.hold(writes, domains.get_holder(name), domain)
    return domain


def let_be(domain: Domain, state: State, **changes: Any) -> Domain:
    """
    The domain in another state.
    """
    after = replace(domain, state=state, version=domain.version + 1, **changes)
    with transaction() as writes:
        domains.replace(writes, domain, after)
        if domain.is_holder and state is State.RELEASED:
            domains.reserve(writes, domain)
    return after


def look(domain: Domain, now: datetime, greet: Look | None = None) -> Certificate | None:
    """
    What a pass over the domain makes of its certificate.
    """
    means = Means(CloudFront(DISTRIBUTION, GROUP), greet)
    return settle(domain.reseller_id, domain.name, means, a_job(now))


def known(domain: Domain) -> Certificate:
    """
    The certificate as it is stored.
    """
    found = store.get_certificate(domain.reseller_id, domain.name)
    assert found is not None, "it has one"
    return found


def at(edge: EdgeOfTests, now: datetime) -> datetime:
    """
    Let it be this moment at the edge, too.
    """
    edge.at = now
    return now


def issued(edge: EdgeOfTests, domain: Domain, now: datetime = NOON) -> Certificate:
    """
    A domain's certificate from the platform, issued and served.
    """
    edge.validate(domain.name)
    after = look(domain, at(edge, now))
    assert after is not None, "a proven domain has one"
    return after


def send(domain: Domain, leaf: Leaf | None = None, now: datetime = NOON) -> Certificate:
    """
    The partner sends its own.
    """
    return send_material(domain, (leaf or a_leaf()).material, owner_act(domain, now))


def send_material(domain: Domain, material: Material, act: Act) -> Certificate:
    """
    The same, as anything that the partner sends.
    """
    return commands.import_own(domain.reseller_id, domain.name, material, act)


def owner_act(domain: Domain, now: datetime = NOON) -> Act:
    """
    The partner's owner asks.
    """
    return an_act(owner_of(domain.reseller_id), now)


def served(domain: Domain) -> Entry | None:
    """
    What the edge has for this proof of the domain.
    """
    return CloudFront(DISTRIBUTION, GROUP).state(entry_name(domain.name, claim_of(domain)))


def happened(reseller_id: TenantId, beginning: str = "certificate.") -> list[str]:
    """
    The kinds of events so far, oldest first.
    """
    found = [event.kind for _, event in of_workspace(reseller_id, None, 200)]
    return [kind for kind in reversed(found) if kind.startswith(beginning)]


def told(reseller_id: TenantId, kind: str) -> list[dict[str, Any]]:
    """
    What notifications of a kind say, oldest first.
    """
    found = [one for _, one in notifications_of(reseller_id, None, 200) if one.kind == kind]
    return [one.data for one in reversed(found)]
