"""
The main job through the handlers: a partner is provisioned and invites, and its customer works.
"""

import pytest

from api_keys.bootstrap import handler as bootstrap
from pilot_expiry.find import handler as find
from pilot_expiry.settle import handler as settle
from tenantry import queue_settings
from tenantry.clock import moment
from tests.calling import CONTEXT, call
from tests.functions.cast import Json, made
from tests.functions.lambdas import at, failed_in, mail_what_happened, messages, received
from tests.reading import snapshot

RESELLER = {
    "slug": "acme-corp",
    "type": "subscription",
    "personal": {"name": "Ama Owusu", "email": "ama@acme.example"},
    "company": {"legal_name": "Acme Corp"},
    "initial_licenses": 1,
}
OFFER = {"email": "kofi@shop.example", "tenant_name": "Kofi's Shop", "plan_code": "growth"}


def enter(link: str) -> str:
    """
    The session of whoever presses the button behind a mailed sign-in link.
    """
    _, _, link_id, token = link.split("/")
    session = made(call("POST", "/v1/sessions", body={"link_id": link_id, "token": token}))
    return str(session["secret"])


def provisioned(operator: str) -> Json:
    """
    The partner, and a plan to sell.
    """
    made(call("POST", "/v1/plans", body={"code": "growth", "name": "Growth"}, secret=operator))
    return made(call("POST", "/v1/resellers", body=RESELLER, secret=operator))


@pytest.mark.usefixtures("world")
@pytest.mark.requirement("R-INV-2")
def test_a_partner_invites_a_prospect_accepts_and_the_pilot_works_until_it_ends() -> None:
    operator = bootstrap({"email": "olu@platform.example", "name": "Olu"}, CONTEXT)["api_key"]
    partner = provisioned(operator)
    [welcome] = mail_what_happened({})
    ama = enter(welcome.links[0])

    before = snapshot()
    made(call("POST", f"/v1/resellers/{partner['id']}/invites", body=OFFER, secret=ama))
    [invitation] = mail_what_happened(before)
    page = call("GET", invitation.links[0])
    path, _, token = invitation.links[0].rpartition("/")

    before = snapshot()
    done = call("POST", path, form={"token": token, "name": "Kofi Mensah"})
    mails = {mail.to: mail for mail in mail_what_happened(before)}
    kofi = enter(mails["kofi@shop.example"].links[0])

    told = made(call("GET", f"/v1/resellers/{partner['id']}/notifications", secret=ama), 200)
    tenant_id = told["items"][0]["data"]["tenant_id"]
    tenant = made(call("GET", f"/v1/tenants/{tenant_id}", secret=kofi), 200)
    order = {"kind": "purchase_order", "reference": "PO-1", "content": {"lines": [1]}}
    recorded = call("POST", f"/v1/tenants/{tenant_id}/records", body=order, secret=kofi)

    find(at(moment(tenant["records_until"])), CONTEXT)
    queued = received(queue_settings.pilot_queue_url())

    assert (page.status, done.status, recorded.status) == (200, 200, 201)
    assert mails.keys() == {"kofi@shop.example", "ama@acme.example"}
    assert tenant["parent_tenant_id"] == partner["id"]
    assert failed_in(settle(messages(*queued), CONTEXT)) == []
    log = made(call("GET", f"/v1/tenants/{tenant_id}/audit", secret=kofi), 200)["items"]
    assert [event["kind"] for event in log] == [
        "pilot.expired",
        "purchase_order.recorded",
        "session.opened",
        "invite.accepted",
    ]
