"""
The main job with every kind of secret, and then everything that it has written, read for them.
"""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import boto3
import pytest

from api_keys import bootstrap
from event_relay import relay
from mailer import send as mailer
from tenantry import events, queue_settings, server_key
from tenantry.credentials.tokens import link_token
from tenantry.ids import InviteId, TenantId
from tenantry.invites.tokens import token
from tenantry.observability import log
from tests.calling import CONTEXT, call
from tests.deployment import REGION
from tests.reading import items_of, snapshot

pytestmark = pytest.mark.usefixtures("world")

RESELLER = {
    "slug": "acme-corp",
    "type": "subscription",
    "personal": {"name": "Ama Owusu", "email": "ama@acme.example"},
    "company": {"legal_name": "Acme Corp"},
    "initial_licenses": 3,
}
OFFER = {"email": "kofi@shop.example", "tenant_name": "Kofi's Shop", "plan_code": "growth"}
FILE = b"email,tenant_name,plan_code\nesi@shop.example,Esi's Shop,growth\n"


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """
    Every log line of the product and of what it stands on, as Lambda writes them.
    """
    text = StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(log.registered_formatter)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield text
    root.removeHandler(handler)
    root.setLevel(level)


def relay_and_mail() -> None:
    """
    Put every event on the bus as the stream does, and mail what it causes as the queue does.
    """
    images = [item for item in snapshot().values() if item["kind"]["S"] == "Event"]
    records = [
        {
            "eventName": "INSERT",
            "dynamodb": {"Keys": {"pk": item["pk"]}, "NewImage": item, "SequenceNumber": "1"},
        }
        for item in images
    ]
    assert relay.handler({"Records": records}, CONTEXT) == {"batchItemFailures": []}
    for item in images:
        detail = json.loads(events.to_json(events.from_stream(item)))
        message = {"messageId": detail["id"], "body": json.dumps({"detail": detail})}
        assert mailer.handler({"Records": [message]}, CONTEXT) == {"batchItemFailures": []}


def post(
    path: str, body: object, secret: str | None = None, key: str | None = None
) -> dict[str, Any]:
    answer = call("POST", path, body=body, secret=secret, key=key)
    assert answer.status in {200, 201, 202}, answer.text
    return dict(answer.json)


def do_the_main_job() -> set[str]:
    """
    From the first operator to the customer's session; every secret that was made.
    """
    asked = {"email": "olu@us.example", "name": "Olu"}
    operator = bootstrap.handler(asked, CONTEXT)["api_key"]
    post("/v1/plans", {"code": "growth", "name": "Growth"}, operator)
    reseller = post("/v1/resellers", RESELLER, operator)["id"]
    asked_key = {"name": "CI", "scopes": ["*"]}
    key = post("/v1/api-keys", asked_key, operator, key="one")["secret"]
    repeated = post("/v1/api-keys", asked_key, operator, key="one")
    assert (repeated["secret"], repeated["secret_was_shown"]) == (None, True)
    at = f"/v1/resellers/{reseller}/invites"
    invite = post(at, OFFER, key)["id"]
    post(f"{at}/{invite}/resend", None, operator)
    links = [token(TenantId(reseller), InviteId(invite), number) for number in (1, 2)]
    sent = call("POST", f"{at}/bulk", raw=FILE, secret=key, headers={"content-type": "text/csv"})
    row = sent.json["rows"][0]["invite_id"]
    links.append(token(TenantId(reseller), InviteId(row), 1))
    call("GET", f"/invites/{reseller}/{invite}/{links[0]}")
    call("GET", f"/invites/{reseller}/{invite}/{links[1]}")
    tenant = post(f"{at}/{invite}/accept", {"token": links[1], "name": "Kofi"})["tenant_id"]
    order = {"kind": "shipment", "reference": "S-1", "content": {}}
    post(f"/v1/tenants/{tenant}/records", order, operator)
    relay_and_mail()
    return {operator, key, *links, *sign_in("kofi@shop.example")}


def sign_in(email: str) -> set[str]:
    """
    Sign in over the API and with a browser; every link's token, and the sessions.
    """
    post("/v1/sign-in-links", {"email": email})
    post("/v1/sign-in-links", {"email": email})
    relay_and_mail()
    ids = [str(item["pk"]).removeprefix("SIGN_IN_LINK#") for item in items_of("SignInLink")]
    asked = {
        str(item["facts"]): json.loads(item["facts"])["link_id"]
        for item in items_of("Event")
        if item["name"] == "sign_in.requested"
    }
    first, second = asked.values()
    session = post("/v1/sessions", {"link_id": first, "token": link_token(first)})
    entered = call("POST", f"/sign-in/{second}", form={"token": link_token(second)})
    cookie = entered.headers["set-cookie"].partition(";")[0]
    assert call("GET", "/v1/me", secret=session["secret"]).status == 200
    assert call("GET", "/workspace", cookie=cookie).status == 200
    return {session["secret"], cookie.partition("=")[2], *(link_token(one) for one in ids)}


def test_no_secret_stands_in_any_item_message_or_log_line(logged: StringIO) -> None:
    secrets = do_the_main_job()
    refused = call("GET", "/v1/me", secret=f"{min(secrets)}x")
    queue: Any = boto3.client("sqs", REGION)
    messages = queue.receive_message(
        QueueUrl=queue_settings.pilot_queue_url(), MaxNumberOfMessages=10
    )

    written = {
        "items": json.dumps([*snapshot().values()], ensure_ascii=False),
        "log lines": logged.getvalue(),
        "queue": json.dumps(messages, default=str),
        "refusal": refused.text,
    }

    assert len(secrets) >= 10
    assert all(len(secret) > 40 for secret in secrets)
    assert "invite.accepted" in written["items"]
    assert "POST /v1/sessions" in written["log lines"]
    found = [
        (place, secret[:12])
        for place, text in written.items()
        for secret in {*secrets, server_key.key().decode()}
        if secret in text or secret[9:39] in text
    ]
    assert found == []


def test_log_lines_name_no_person_and_no_path_with_a_token(logged: StringIO) -> None:
    do_the_main_job()

    lines = logged.getvalue()

    assert lines.count("correlation_id") > 10
    assert "@" not in lines
    assert "Kofi" not in lines
    assert "/invites/ten_" not in lines
