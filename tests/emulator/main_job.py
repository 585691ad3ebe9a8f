"""
The main job as its people do it: a partner is provisioned, invites, and its prospect's pilot works.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from tenantry.clock import stamp
from tests.emulator.provisioned import INVITE_LINK, PLAN, SIGN_IN_LINK, Link, Programme
from tests.emulator.requesting import Answer, Caller

OWNER = "ama@acme.example"
CUSTOMER = "kofi@shop.example"
SHOP = "Kofi's Shop"


@dataclass(frozen=True, slots=True)
class MainJob:
    """
    What the people of the main job hold when it is done.

    Args:
        owner: The partner's owner, with a session.
        machine: The partner's own software, with an API key that the owner made.
        customer: The owner of the tenant, with a session.
    """

    reseller: Mapping[str, Any]
    owner: Caller
    machine: Caller
    link: Link
    accepted: Answer
    customer: Caller
    tenant_id: str
    recorded: Answer


def play(programme: Programme) -> MainJob:
    """
    Do the main job, from the operator's first request to the customer's first order.
    """
    personal = {"name": "Ama Owusu", "email": OWNER}
    reseller = programme.new_reseller(slug="acme-corp", personal=personal)
    owner = programme.owner_of(reseller)
    key = owner.made("/v1/api-keys", {"name": "shop system", "scopes": ["invites:write"]})
    machine = Caller(owner.base_url, key["secret"])
    offer = {"email": CUSTOMER, "tenant_name": SHOP, "plan_code": PLAN}
    machine.made(f"/v1/resellers/{reseller['id']}/invites", offer)
    link = programme.link(CUSTOMER)
    accepted = press_the_button(programme, link, "Kofi Mensah")
    customer = programme.signed_in(CUSTOMER)
    tenant_id = customer.call("GET", "/v1/me").json["workspace_id"]
    return MainJob(
        reseller, owner, machine, link, accepted, customer, tenant_id, record(customer, tenant_id)
    )


def press_the_button(programme: Programme, link: Link, name: str) -> Answer:
    """
    Accept an invite as its page does: with a form.
    """
    form = urlencode({"token": link.token, "name": name}).encode()
    path = f"/invites/{link.reseller_id}/{link.invite_id}"
    kind = "application/x-www-form-urlencoded"
    return programme.anybody.request("POST", path, form, content_type=kind)()


def record(caller: Caller, tenant_id: str, reference: str = "PO-1") -> Answer:
    """
    Record an order.
    """
    order = {"kind": "purchase_order", "reference": reference, "content": {"lines": [1]}}
    return caller.call("POST", f"/v1/tenants/{tenant_id}/records", order)


def let_pilot_end(programme: Programme, tenant_id: str, ends_at: datetime) -> None:
    """
    Move a pilot's end in the table: the one thing here that would take a month.
    """
    end = stamp(ends_at)
    for item in programme.items():
        if item["pk"]["S"] != f"TENANT#{tenant_id}":
            continue
        if item["sk"]["S"] == "TENANT":
            _put(programme, item, records_until=end)
        if item["sk"]["S"] == "SUBSCRIPTION":
            shard = item["dated_pk"]["S"].rpartition("#")[2]
            place = {"dated_pk": f"PILOT_END#{end[:10]}#{shard}", "dated_sk": f"{end}#{tenant_id}"}
            _put(programme, item, ends_at=end, **place)


def _put(programme: Programme, item: Mapping[str, Any], **changes: str) -> None:
    changed = {**item, **{name: {"S": value} for name, value in changes.items()}}
    stack = programme.stack
    stack.client("dynamodb").put_item(TableName=stack.table_name, Item=changed)


def tokens_mailed(programme: Programme) -> set[str]:
    """
    The token of every link in every mail so far.
    """
    patterns = (INVITE_LINK, SIGN_IN_LINK)
    mails = programme.stack.mails()
    return {
        found[-1]
        for mail in mails
        for pattern in patterns
        for found in pattern.findall(mail.text + mail.html)
    }
