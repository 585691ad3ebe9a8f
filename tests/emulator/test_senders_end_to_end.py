"""
A partner's domain from its claim to the first invite that leaves from it, and what takes it away.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from infra.local.stack import MAIL_FROM, eventually
from tests.emulator.provisioned import Programme, provisioned

pytestmark = pytest.mark.emulator

DOMAIN = "savanna.example"


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    with provisioned(tmp_path_factory.mktemp("senders")) as running:
        yield running


@pytest.fixture(scope="module")
def at(programme: Programme) -> str:
    """
    Where a partner is.
    """
    branding = {"display_name": "Savanna", "support_email": f"help@{DOMAIN}"}
    return f"/v1/resellers/{programme.new_reseller(branding=branding)['id']}"


def publish(programme: Programme, records: Sequence[Any]) -> None:
    """
    Set the records that the product asks for.
    """
    for record in records:
        programme.stack.dns.set(record["name"], record["type"], record["value"])


def check(programme: Programme, at: str) -> Any:  # noqa: ANN401 - a JSON body
    """
    The sender after a look that was asked for.
    """
    looked = programme.operator.call("POST", f"{at}/domains/{DOMAIN}/check")
    assert looked.status == 200, looked.text
    return programme.operator.call("GET", f"{at}/domains/{DOMAIN}/sender").json


def sender_of_an_invite(programme: Programme, at: str) -> str:
    """
    From which address an invite leaves.
    """
    email = programme.invite(at.rpartition("/")[2])
    [mail] = eventually(lambda: programme.mails(email))
    return mail.sender


@pytest.mark.requirement("R-WL-4")
@pytest.mark.requirement("R-INV-1")
def test_invites_leave_from_the_partners_domain_once_all_is_set_and_no_longer_than_that(
    programme: Programme, at: str
) -> None:
    dns = programme.stack.dns
    claimed = programme.operator.made(f"{at}/domains", {"domain": DOMAIN})
    assert sender_of_an_invite(programme, at) == f"Savanna <{MAIL_FROM}>"
    publish(programme, [claimed["challenge"]])
    begun = check(programme, at)
    assert begun["state"] == "setting_up"

    publish(programme, begun["records"])
    dns.set(DOMAIN, "TXT", "v=spf1 include:amazonses.com ~all")
    dns.set(f"_dmarc.{DOMAIN}", "TXT", f"v=DMARC1; p=none; rua=mailto:dmarc@{DOMAIN}")
    ready = check(programme, at)

    assert (ready["state"], ready["missing"]) == ("ready", [])
    assert sender_of_an_invite(programme, at) == f"Savanna <no-reply@{DOMAIN}>"
    dns.fail("servfail", DOMAIN)
    assert check(programme, at)["state"] == "ready"
    dns.recover()
    dns.remove(f"_dmarc.{DOMAIN}", "TXT")
    assert check(programme, at)["missing"] == ["dmarc"]
    assert sender_of_an_invite(programme, at) == f"Savanna <{MAIL_FROM}>"
