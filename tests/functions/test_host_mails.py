"""
Mails that lead to a partner's host: to whom, and when they lead home instead.
"""

import re
from datetime import UTC, datetime

import pytest

from mailer.send import handler as send_handler
from tenantry.clock import stamp
from tenantry.domains import store as domains
from tenantry.domains.model import State
from tenantry.hosts import following
from tenantry.hosts.model import Reach
from tenantry.ids import TenantId
from tests.acting import an_act
from tests.calling import CONTEXT, Answer, call
from tests.functions.cast import (
    Json,
    a_reseller,
    a_tenant,
    an_address,
    an_invite,
    expect,
    made,
)
from tests.functions.lambdas import (
    Mailed,
    failed_in,
    mail_of,
    mail_what_happened,
    mailed,
    messages,
)
from tests.functions.sited import a_partner, at, given
from tests.functions.stored import everything
from tests.hosting import let_be
from tests.reading import items_of

pytestmark = pytest.mark.requirement("R-WL-3")

OURS = "https://partners.example.com"


def links_in(mail: Mailed) -> set[str]:
    """
    Where the links of a mail lead, each without its path; the partner's own website aside.
    """
    found = re.findall(r'href="(https://[^/"]+)', mail.html)
    return set(found) - {"https://savanna.example"}


def ask(host: str | None, email: str) -> Answer:
    form = {"email": email}
    if host is None:
        return call("POST", "/sign-in", form=form, address=an_address())
    return at(host, "POST", "/sign-in", form=form, address=an_address())


def asked(host: str | None, email: str) -> Mailed:
    """
    The mail that comes when somebody asks for a link at a host.
    """
    before = everything()
    expect(ask(host, email), 200)
    return mail_of(before)


def owner_of(reseller: Json) -> str:
    return str(reseller["personal"]["email"])


def unready(reseller: Json, name: str) -> None:
    """
    Take the certificate of a domain away.
    """
    domain = domains.get_domain(TenantId(reseller["id"]), name)
    assert domain is not None
    following.follow(domain, Reach(), an_act(now=datetime.now(UTC)))


def test_a_link_that_is_asked_for_at_a_host_leads_back_to_it(operator: str) -> None:
    reseller, name = a_partner(operator)
    email = owner_of(reseller)

    mails = {host: asked(host, email) for host in (f"Portal.{name}:443", None)}

    assert links_in(mails[f"Portal.{name}:443"]) == {f"https://portal.{name}"}
    assert mails[f"Portal.{name}:443"].sender.startswith("Savanna <")
    assert links_in(mails[None]) == {OURS}
    assert mails[None].sender.startswith("Tenantry <")


def test_a_link_that_is_asked_for_over_the_api_leads_back_too(operator: str) -> None:
    reseller, name = a_partner(operator)
    before = everything()

    body = {"email": owner_of(reseller)}
    expect(at(name, "POST", "/v1/sign-in-links", body=body, address=an_address()), 202)

    assert links_in(mail_of(before)) == {f"https://{name}"}


@pytest.mark.parametrize("whose", ["operator", "another partner's owner", "both partners' owner"])
def test_no_link_of_somebody_elses_leads_to_a_partners_host(operator: str, whose: str) -> None:
    email = {"operator": "olu@platform.example"}.get(whose, "both@people.example")
    personal = {"name": "Bo", "email": email}
    reseller, name = a_partner(operator, **({"personal": personal} if "both" in whose else {}))
    if whose != "operator":
        a_reseller(operator, personal=personal)

    mail = asked(name, email)

    assert links_in(mail) == {OURS}
    assert mail.sender.startswith("Tenantry <")
    assert reseller["id"] not in mail.html


def test_a_tenants_owner_is_led_to_the_partner_they_know(operator: str) -> None:
    reseller, name = a_partner(operator)
    tenant = a_tenant(operator, reseller, email="esi@savanna.example")
    given(operator, reseller, f"shop.{name}", tenant)

    assert links_in(asked(f"shop.{name}", "esi@savanna.example")) == {f"https://shop.{name}"}


def test_a_link_leads_home_when_its_host_is_gone_before_it_is_mailed(operator: str) -> None:
    reseller, name = a_partner(operator)
    domain = domains.get_domain(TenantId(reseller["id"]), name)
    assert domain is not None
    before = everything()
    expect(ask(name, owner_of(reseller)), 200)

    let_be(domain, State.SUSPENDED)

    assert links_in(mail_of(before)) == {OURS}


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("host", ["evil.example", "partners.example.com@evil.example", "evil"])
def test_a_host_that_is_nobodys_comes_into_no_link(host: str) -> None:
    before = everything()

    answer = ask(host, "olu@platform.example")

    assert answer.status == 421
    assert everything() == before


def test_a_header_is_stored_as_the_name_that_was_found(operator: str) -> None:
    reseller, name = a_partner(operator)

    ask(f"{name.upper()}.:443", owner_of(reseller))

    assert {link.get("host") for link in items_of("SignInLink")} - {None} == {name}


@pytest.mark.requirement("R-INV-1")
def test_invites_lead_to_the_partners_portal_once_people_can_reach_it(operator: str) -> None:
    reseller, name = a_partner(operator)
    bases = [invited(operator, reseller)]
    given(operator, reseller, f"portal.{name}")
    bases.append(invited(operator, reseller))
    unready(reseller, name)
    bases.append(invited(operator, reseller))

    assert bases == [{OURS}, {f"https://portal.{name}"}, {OURS}]


def invited(operator: str, reseller: Json) -> set[str]:
    before = everything()
    an_invite(operator, reseller)
    return links_in(mail_of(before))


def test_a_new_customer_is_welcomed_at_the_portal_and_a_known_one_at_our_address(
    operator: str,
) -> None:
    reseller, name = a_partner(operator)
    given(operator, reseller, f"portal.{name}")
    a_reseller(operator, personal={"name": "Ki", "email": "known@people.example"})

    bases = [
        welcomed(operator, reseller, email)
        for email in ("new@savanna.example", "known@people.example")
    ]

    assert bases == [{f"https://portal.{name}"}, {OURS}]


def welcomed(operator: str, reseller: Json, email: str) -> set[str]:
    before = everything()
    a_tenant(operator, reseller, email=email)
    mails = [mail for mail in mail_what_happened(before) if "sign-in/" in mail.html]
    return links_in(mails[-1])


def test_a_tenants_mails_lead_to_its_own_host_before_the_portal(operator: str) -> None:
    reseller, name = a_partner(operator)
    given(operator, reseller, f"portal.{name}")
    tenant = a_tenant(operator, reseller, email="esi@savanna.example")
    bases = [reminded(tenant)]

    given(operator, reseller, f"esi.{name}", tenant)
    bases.append(reminded(tenant))

    assert bases == [{f"https://portal.{name}"}, {f"https://esi.{name}"}]


def reminded(tenant: Json) -> set[str]:
    """
    Where the links of the mail lead that tells of a pilot's end.
    """
    already, number = len(mailed()), len(items_of("MailDelivery"))
    event = {
        "id": f"evt_{number}",
        "kind": "pilot.ending",
        "occurred_at": stamp(datetime.now(UTC)),
        "tenant_id": tenant["id"],
        "data": {},
    }
    answer = send_handler(messages({"detail-type": event["kind"], "detail": event}), CONTEXT)
    assert failed_in(answer) == []
    [mail] = mailed()[already:]
    return links_in(mail)


def test_a_moved_tenants_mails_lead_to_its_new_partner(operator: str) -> None:
    old, old_name = a_partner(operator)
    new, new_name = a_partner(operator, branding={"display_name": "Newer"})
    tenant = a_tenant(operator, old, email="kai@shop.example")
    given(operator, old, f"kai.{old_name}", tenant)
    given(operator, new, f"portal.{new_name}")
    before = everything()

    body = {"reseller_id": new["id"], "comment": "agreed"}
    made(call("POST", f"/v1/tenants/{tenant['id']}/move", body=body, secret=operator), 200)

    [mail] = mail_what_happened(before)
    assert links_in(mail) == {f"https://portal.{new_name}"}
    assert mail.sender.startswith("Newer <")
