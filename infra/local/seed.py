"""
The demo partner that `make run` starts with, made through the product's own door like any other.
"""

import json
import re
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.deploy import Json
from infra.local.stack import LocalStack, eventually

OPERATOR = {"email": "operator@tenantry.example", "name": "Olive Operator"}
PLAN = {
    "code": "standard",
    "name": "Standard",
    "wholesale_prices": [
        {"amount_minor": 4900, "currency": "USD"},
        {"amount_minor": 4500, "currency": "EUR"},
        {"amount_minor": 635_000, "currency": "KES"},
    ],
}
OWNER = "dina@demo-partner.example"
PARTNER = {
    "slug": "demo-partner",
    "type": "subscription",
    "personal": {
        "name": "Dina Demo",
        "email": OWNER,
        "phone": "+254 700 000000",
    },
    "company": {"legal_name": "Demo Partner Ltd", "website": "https://demo-partner.example"},
    "branding": {"display_name": "Demo Partner", "primary_color": "#0b5d4e"},
    "initial_licenses": 5,
}
SIGN_IN_LINK = re.compile(r"/sign-in/(\w+)/([\w-]+)")


@dataclass(frozen=True)
class Demo:
    """
    What a person needs to try the product; kept in a file that only its owner may read.
    """

    operator_key: str
    reseller_id: str
    reseller_key: str

    def told(self, base_url: str) -> str:
        """
        The part of the welcome that is about the demo.
        """
        at = f"{base_url}/v1/resellers/{self.reseller_id}"
        said = f"""-H 'Authorization: Bearer {self.reseller_key}' \\
    -H 'Content-Type: application/json' -H "Idempotency-Key: $RANDOM$RANDOM" \\
    -d"""
        return f"""  Operator's key     {self.operator_key}
  Demo partner       {self.reseller_id}
  Its owner          {OWNER}, signs in at {base_url}/sign-in
  Its owner's key    {self.reseller_key}

Invite somebody, then open the mail:

  curl {at}/invites \\
    {said} '{{"email": "you@example.com", "tenant_name": "Acme", "plan_code": "standard"}}'

Or buy licences (5 are there): quote them, buy the quote, and pay at `checkout_url`:

  curl {at}/license-quotes \\
    {said} '{{"quantity": 9}}'
  curl {at}/license-purchases \\
    {said} '{{"quote_id": "quo_..."}}'"""


class Door:
    """
    The product's API, as one principal calls it.
    """

    def __init__(self, base_url: str, key: str = "") -> None:
        self.base_url = base_url
        self.key = key

    def post(self, path: str, body: Mapping[str, Any]) -> Json:
        """
        POST *body*, and read the answer.
        """
        headers = {"content-type": "application/json", "idempotency-key": f"seed of {path}"}
        if self.key:
            headers["authorization"] = f"Bearer {self.key}"
        url, data = self.base_url + path, json.dumps(body).encode()
        request = urllib.request.Request(url, data, headers)  # noqa: S310, our own address
        with urllib.request.urlopen(request) as answer:  # noqa: S310, the same
            return json.load(answer)


def seed(stack: LocalStack) -> Demo:
    """
    Make the first operator, a plan, and a partner whose owner signs in and makes a key.
    """
    operator = Door(stack.base_url, stack.invoke("ApiKeysBootstrap", OPERATOR)["api_key"])
    operator.post("/v1/plans", PLAN)
    partner = operator.post("/v1/resellers", PARTNER)
    owner = Door(stack.base_url, _signed_in(stack, OWNER))
    made = owner.post("/v1/api-keys", {"name": "make run", "scopes": ["*"]})
    return Demo(operator.key, partner["id"], made["secret"])


def _signed_in(stack: LocalStack, email: str) -> str:
    anybody = Door(stack.base_url)
    anybody.post("/v1/sign-in-links", {"email": email})

    link_id, token = eventually(
        lambda: [part for mail in stack.mails(email) for part in SIGN_IN_LINK.findall(mail.text)]
    )[0]
    secret: str = anybody.post("/v1/sessions", {"link_id": link_id, "token": token})["secret"]
    return secret
