"""
Mail: what happened is mailed once, as it stands when it is sent, with links that work.
"""

import json
from datetime import UTC, datetime, timedelta

import pytest

from event_relay.republish import handler as republish
from mailer.send import handler as send
from tenantry.delivery.commands import deliver
from tenantry.delivery.compose import MAILED_KINDS
from tests.acting import a_job
from tests.calling import CONTEXT, call
from tests.functions import cast
from tests.functions.cast import Json, a_reseller, a_tenant, an_address, an_invite, expect, link_of
from tests.functions.lambdas import (
    at,
    failed_in,
    mail_of,
    mail_what_happened,
    mailed,
    messages,
    new_events,
    on_the_bus,
)
from tests.functions.stored import everything
from tests.reading import kinds, snapshot


@pytest.fixture
def reseller(operator: str) -> Json:
    return a_reseller(
        operator, branding={"display_name": "Savanna", "support_email": "s@s.example"}
    )


@pytest.mark.requirement("R-INV-1")
def test_an_invite_is_mailed_with_the_link_that_accepts_it(operator: str, reseller: Json) -> None:
    before = snapshot()
    invite = an_invite(operator, reseller)

    mail = mail_of(before)

    assert mail.to == invite["email"]
    assert mail.sender == "Savanna <no-reply@example.com>"
    assert mail.links == [link_of(invite)]
    page = call("GET", mail.links[0])
    assert (page.status, f'value="{link_of(invite)[-43:]}"' in page.text) == (200, True)


def test_the_same_event_twice_is_mailed_once(operator: str, reseller: Json) -> None:
    before = snapshot()
    an_invite(operator, reseller)
    [event] = on_the_bus(new_events(before))
    already = len(mailed())

    answers = [send(messages(event, event), CONTEXT), send(messages(event), CONTEXT)]

    assert [failed_in(answer) for answer in answers] == [[], []]
    assert len(mailed()) - already == 1


def test_an_invite_revoked_before_it_was_mailed_is_not_mailed(
    operator: str, reseller: Json
) -> None:
    before = snapshot()
    invite = an_invite(operator, reseller)
    path = f"/v1/resellers/{reseller['id']}/invites/{invite['id']}/revoke"
    expect(call("POST", path, secret=operator), 200)

    assert mail_what_happened(before) == []


def test_an_invite_accepted_before_it_was_mailed_is_not_mailed(
    operator: str, reseller: Json
) -> None:
    before = snapshot()
    invite = an_invite(operator, reseller)
    expect(cast.accept(invite, address=an_address()), 200)

    assert invite["email"] not in {
        mail.to for mail in mail_what_happened(before) if link_of(invite) in mail.links
    }


def test_of_an_invite_sent_again_only_the_newest_link_is_mailed(
    operator: str, reseller: Json
) -> None:
    before = snapshot()
    invite = an_invite(operator, reseller)
    path = f"/v1/resellers/{reseller['id']}/invites/{invite['id']}/resend"
    for _ in range(2):
        expect(call("POST", path, secret=operator), 200)

    mail = mail_of(before)

    assert mail.links == [link_of(invite, generation=3)]
    assert call("GET", mail.links[0]).status == 200


def test_an_invite_sent_again_later_is_mailed_again(operator: str, reseller: Json) -> None:
    before = snapshot()
    invite = an_invite(operator, reseller)
    first = mail_of(before)
    between = snapshot()
    path = f"/v1/resellers/{reseller['id']}/invites/{invite['id']}/resend"
    expect(call("POST", path, secret=operator), 200)

    second = mail_of(between)

    assert [first.links, second.links] == [[link_of(invite)], [link_of(invite, generation=2)]]
    assert [call("GET", mail.links[0]).status for mail in (first, second)] == [404, 200]


@pytest.mark.requirement("R-INV-4")
def test_each_row_of_a_file_is_mailed_with_its_own_link(operator: str, reseller: Json) -> None:
    before = snapshot()
    rows = "".join(f"kofi{number}@shop.example,Shop {number},growth\n" for number in range(3))
    path = f"/v1/resellers/{reseller['id']}/invites/bulk"
    file = f"email,tenant_name,plan_code\n{rows}bad,Shop,growth\n".encode()
    expect(call("POST", path, raw=file, secret=operator), 200)

    mails = mail_what_happened(before)

    assert sorted(mail.to for mail in mails) == [f"kofi{n}@shop.example" for n in range(3)]
    assert [call("GET", mail.links[0]).status for mail in mails] == [200, 200, 200]
    assert len({mail.links[0] for mail in mails}) == 3


def test_events_published_again_send_nothing_twice(
    operator: str, reseller: Json, published: list[Json]
) -> None:
    an_invite(operator, reseller)
    a_tenant(operator, reseller)
    mail_what_happened({})
    already, delivered = len(mailed()), kinds()["MailDelivery"]

    republish(at(datetime.now(UTC)), CONTEXT)
    again = send(messages(*({"detail": json.loads(one["Detail"])} for one in published)), CONTEXT)

    assert failed_in(again) == []
    assert already > 0
    assert (len(mailed()), kinds()["MailDelivery"]) == (already, delivered)


def test_what_is_older_than_three_days_is_not_mailed_any_more(
    operator: str, reseller: Json
) -> None:
    before = snapshot()
    an_invite(operator, reseller)
    [event] = on_the_bus(new_events(before))
    already = len(mailed())

    def mails_when(age: timedelta) -> int:
        moment = (datetime.now(UTC) - age).isoformat()
        told = {**event, "detail": {**event["detail"], "id": f"evt_{age}", "occurred_at": moment}}
        assert failed_in(send(messages(told), CONTEXT)) == []
        return len(mailed()) - already

    assert mails_when(timedelta(days=3)) == 0
    assert mails_when(timedelta(days=2, hours=23)) == 1


def test_what_happened_to_things_that_are_gone_is_not_mailed(operator: str) -> None:
    del operator
    facts: dict[str, object] = {
        "invite_id": "inv_X",
        "user_id": "usr_X",
        "link_id": "lnk_X",
        "role": "operator",
    }
    facts |= {"month": "2026-10", "disbursement_id": "dis_X", "former_version": 1}
    facts |= {"domain": "gone.example", "suppression_id": "sup_X"}
    told = {"occurred_at": datetime.now(UTC).isoformat(), "tenant_id": "ten_X", "data": facts}
    events = [{"detail": {**told, "id": f"evt_{kind}", "kind": kind}} for kind in MAILED_KINDS]
    already = len(mailed())

    answer = send(messages(*events, {"detail": {**told, "id": "evt_Y", "kind": "new"}}), CONTEXT)

    assert failed_in(answer) == []
    assert len(mailed()) == already


def test_a_mail_that_ses_refuses_comes_again_and_goes_out_when_it_takes_it(
    operator: str, reseller: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot()
    an_invite(operator, reseller)
    [event] = on_the_bus(new_events(before))
    batch = messages(event)
    monkeypatch.setenv("TENANTRY_MAIL_FROM", "not-verified@elsewhere.example")
    already = len(mailed())

    refused = send(batch, CONTEXT)
    monkeypatch.setenv("TENANTRY_MAIL_FROM", "no-reply@example.com")
    too_early = send(batch, CONTEXT)

    # The first try's claim stands for two minutes; the queue's own pause is longer.
    assert [failed_in(refused), failed_in(too_early)] == [["message-0"], ["message-0"]]
    assert len(mailed()) == already
    assert deliver(event["detail"], a_job(datetime.now(UTC) + timedelta(minutes=3))) == 1


def test_the_link_that_was_mailed_is_written_nowhere(operator: str, reseller: Json) -> None:
    before = snapshot()
    invite = an_invite(operator, reseller)
    mail_what_happened(before)

    written = str([item for key, item in everything().items() if key not in before])

    assert link_of(invite)[-43:] not in written
