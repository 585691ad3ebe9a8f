"""
The stand-in for SES in the whole stack: what became of a mail comes back over bus and queue.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.deploy import Client, client
from infra.local.playing import NotPossible
from infra.local.ses.identities import MAIL_SERVER, ZONE
from infra.local.stack import MAIL_FROM, eventually
from tests.emulator.provisioned import PLAN, Programme, provisioned

pytestmark = pytest.mark.emulator

DOMAIN = "partner.example"


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    with provisioned(tmp_path_factory.mktemp("ses")) as running:
        yield running


def invite(programme: Programme, email: str) -> str:
    """
    Where an invite to an address is listed.
    """
    path = f"/v1/resellers/{programme.new_reseller()['id']}/invites"
    body = {"email": email, "tenant_name": "Shop", "plan_code": PLAN}
    programme.operator.made(path, body)
    return path


def become(programme: Programme, path: str) -> str | None:
    """
    What became of its mail.
    """
    [listed] = programme.operator.call("GET", path).json["items"]
    return None if listed["delivery"] is None else str(listed["delivery"]["state"])


def ses_of(programme: Programme) -> Client:
    return client(programme.stack.ses.base_url, "sesv2")


def suppressed(programme: Programme) -> list[dict[str, str]]:
    """
    The addresses that are not mailed, of this and of other tests.
    """
    listed: list[dict[str, str]] = programme.operator.call("GET", "/v1/suppressions").json["items"]
    return listed


def test_a_bounce_of_the_mailbox_simulator_is_shown_and_the_address_suppressed(
    programme: Programme,
) -> None:
    before = suppressed(programme)
    minted = invite(programme, "bounce+one@simulator.amazonses.com")

    assert eventually(lambda: become(programme, minted) == "bounced")

    [listed] = [one for one in suppressed(programme) if one not in before]
    assert (listed["cause"], listed["address"]) == ("bounce", "b***@simulator.amazonses.com")


def test_a_mail_is_kept_for_the_page_of_mails_and_its_fate_can_be_played(
    programme: Programme,
) -> None:
    minted = invite(programme, "kofi@shop.example")
    [mail] = eventually(lambda: programme.stack.mails(to="kofi@shop.example"))
    assert mail.sender.endswith(f"<{MAIL_FROM}>")

    programme.stack.ses.complain("kofi@shop.example")

    assert eventually(lambda: become(programme, minted) == "complained")


def test_a_domain_is_verified_when_its_records_stand_in_the_stacks_dns(
    programme: Programme,
) -> None:
    ses, dns = ses_of(programme), programme.stack.dns
    made = ses.create_email_identity(EmailIdentity=DOMAIN)
    ses.put_email_identity_mail_from_attributes(
        EmailIdentity=DOMAIN,
        MailFromDomain=f"bounce.{DOMAIN}",
        BehaviorOnMxFailure="REJECT_MESSAGE",
    )
    before = ses.get_email_identity(EmailIdentity=DOMAIN)
    for token in made["DkimAttributes"]["Tokens"]:
        dns.set(f"{token}._domainkey.{DOMAIN}", "CNAME", f"{token}.{ZONE}")
    dns.set(f"bounce.{DOMAIN}", "MX", MAIL_SERVER)

    after = ses.get_email_identity(EmailIdentity=DOMAIN)

    for answer, expected in ((before, "PENDING"), (after, "SUCCESS")):
        assert answer["DkimAttributes"]["Status"] == expected
        assert answer["MailFromAttributes"]["MailFromDomainStatus"] == expected
    assert (before["VerifiedForSendingStatus"], after["VerifiedForSendingStatus"]) == (False, True)
    ses.send_email(
        FromEmailAddress=f"Partner <hello@{DOMAIN}>",
        Destination={"ToAddresses": ["ama@shop.example"]},
        Content={"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}}},
    )
    [mail] = programme.stack.mails(to="ama@shop.example")
    assert mail.sender == f"Partner <hello@{DOMAIN}>"


def test_nobody_sends_from_a_domain_that_is_not_verified(programme: Programme) -> None:
    ses = ses_of(programme)
    ses.create_email_identity(EmailIdentity="stranger.example")
    mail = {
        "Destination": {"ToAddresses": ["ama@shop.example"]},
        "Content": {"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "Hi"}}}},
    }

    with pytest.raises(ses.exceptions.MessageRejected):
        ses.send_email(FromEmailAddress="hello@stranger.example", **mail)


def test_what_was_not_sent_cannot_come_back(programme: Programme) -> None:
    with pytest.raises(NotPossible):
        programme.stack.ses.bounce("nobody@shop.example")


def test_nothing_is_kept_of_a_stack_that_keeps_nothing(programme: Programme) -> None:
    folder = Path(programme.stack.engine.folder)

    assert not (folder / "ses.json").exists()
