"""
A whole stack with its first operator and a plan, and what partners and prospects do on it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from infra.local.mails import Mail
from infra.local.stack import LocalStack, eventually
from tests.emulator.requesting import Answer, Caller

INVITE_LINK = re.compile(r"/invites/(ten_\w+)/(inv_\w+)/([\w-]{43})")
SIGN_IN_LINK = re.compile(r"/sign-in/(lnk_\w+)/([\w-]{43})")
PLAN = "standard"

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Link:
    """
    The link of an invite, as its mail carries it.
    """

    reseller_id: str
    invite_id: str
    token: str

    @property
    def path(self) -> str:
        """
        Where it leads.
        """
        return f"/invites/{self.reseller_id}/{self.invite_id}/{self.token}"


@dataclass(frozen=True, slots=True)
class Programme:
    """
    A running stack, and its operator.
    """

    stack: LocalStack
    operator: Caller

    @property
    def anybody(self) -> Caller:
        """
        Somebody who is not signed in.
        """
        return Caller(self.stack.base_url)

    def new_reseller(self, **form: Any) -> Any:  # noqa: ANN401 - the parts of a JSON body
        """
        A new reseller, whose owner is `owner@<slug>.example`.
        """
        slug = form.pop("slug", f"reseller-{next(_numbers)}")
        body = {
            "slug": slug,
            "type": "commission",
            "personal": {"name": "Ama Owusu", "email": f"owner@{slug}.example"},
            "company": {"legal_name": f"{slug} Ltd"},
            **form,
        }
        return self.operator.made("/v1/resellers", body)

    def owner_of(self, reseller: Any) -> Caller:  # noqa: ANN401 - a JSON body
        """
        The reseller's owner, signed in with the link of the welcome mail.
        """
        return self.signed_in(reseller["personal"]["email"])

    def signed_in(self, email: str) -> Caller:
        """
        Whoever reads the mail of *email*, signed in with a link that lies in it.
        """
        link_id, token = self.links(SIGN_IN_LINK, email)[0]
        session = self.anybody.made("/v1/sessions", {"link_id": link_id, "token": token})
        return Caller(self.stack.base_url, session["secret"])

    def invite(self, reseller_id: str, email: str = "", **offer: Any) -> str:
        """
        Invite a customer; the address that the mail goes to.
        """
        email = email or f"customer-{next(_numbers)}@shop.example"
        body = {"email": email, "tenant_name": "Kofi's Shop", "plan_code": PLAN, **offer}
        self.operator.made(f"/v1/resellers/{reseller_id}/invites", body)
        return email

    def link(self, email: str) -> Link:
        """
        The link that was mailed to *email*.
        """
        return Link(*self.links(INVITE_LINK, email)[0])

    def links(self, pattern: re.Pattern[str], email: str) -> list[tuple[str, ...]]:
        """
        The links of one kind in the mails to *email*, newest first; waits for the first mail.
        """
        return eventually(
            lambda: [link for mail in self.mails(email) for link in pattern.findall(mail.text)]
        )

    def mails(self, email: str) -> list[Mail]:
        """
        The mails to *email* so far, newest first.
        """
        return self.stack.mails(email)

    def accept(self, link: Link, name: str = "Kofi") -> Answer:
        """
        Accept an invite.
        """
        path = f"/v1/resellers/{link.reseller_id}/invites/{link.invite_id}/accept"
        return self.anybody.call("POST", path, {"token": link.token, "name": name})

    def new_tenant(self, reseller_id: str, **form: Any) -> Any:  # noqa: ANN401 - a JSON body
        """
        A tenant that the operator makes for a reseller, without an invite.
        """
        body = {
            "name": "Kofi's Shop",
            "plan_code": PLAN,
            "owner_email": f"owner-{next(_numbers)}@shop.example",
            "owner_name": "Kofi",
            **form,
        }
        return self.operator.made(f"/v1/resellers/{reseller_id}/tenants", body)

    def items(self) -> Iterator[dict[str, Any]]:
        """
        Every item of the table, as DynamoDB writes it.
        """
        pages = self.stack.client("dynamodb").get_paginator("scan")
        for page in pages.paginate(TableName=self.stack.table_name, ConsistentRead=True):
            yield from page["Items"]

    def queued(self, queue: str) -> int:
        """
        How many messages of a queue wait or are in work.
        """
        answer = self.stack.client("sqs").get_queue_attributes(
            QueueUrl=self.stack.physical_id(queue),
            AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        )
        return sum(int(number) for number in answer["Attributes"].values())

    def forget_limits(self) -> None:
        """
        Start the counts of all limits anew: here every client has one address.
        """
        dynamodb = self.stack.client("dynamodb")
        for item in self.items():
            if item["pk"]["S"].startswith("LIMIT#"):
                key = {name: item[name] for name in ("pk", "sk")}
                dynamodb.delete_item(TableName=self.stack.table_name, Key=key)


@contextmanager
def provisioned(folder: Path) -> Iterator[Programme]:
    """
    A stack of one's own in *folder*: nobody else's writes, mails or operators are in it.
    """
    with LocalStack(folder) as stack:
        yield provision(stack)


def provision(stack: LocalStack) -> Programme:
    """
    Make the first operator of a stack that has none, and a plan.
    """
    asked = {"email": "operator@example.com", "name": "Olu Operator"}
    operator = Caller(stack.base_url, stack.invoke("ApiKeysBootstrap", asked)["api_key"])
    operator.made("/v1/plans", {"code": PLAN, "name": "Standard"})
    return Programme(stack, operator)
