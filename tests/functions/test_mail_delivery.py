"""
Mail: what happened is mailed once, as it stands when it is sent, with links that work.
"""

from datetime import UTC, datetime, timedelta

import pytest

from mailer.send import handler as send
from tenantry.delivery.commands import deliver
from tenantry.delivery.compose import MAILED_KINDS
from tests.calling import CONTEXT, call
from tests.functions import cast
from tests.functions.cast import Json, a_reseller, a_tenant, an_address, an_invite, expect, link_of
from tests.functions.lambdas import (
    Mailed,
    failed_in,
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


def the_one(mails: list[Mailed]) -> Mailed:
    [mail] = mails
    return mail


@pytest.mark.requirement("R-INV-1")
def test_an_invite_is_mailed_with_the_link_that_accepts_it(operator: str, reseller: Json) -> None:
    before = snapshot()
    invite = an_invite(operator, reseller)

    mail = the_one(mail_what_happened(before))

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

    mail = the_one(mail_what_happened(before))

    assert mail.links == [link_of(invite, generation=3)]
    assert call("GET", mail.links[0]).status == 200


def test_an_invite_sent_again_later_is_mailed_again(operator: str, reseller: Json) -> None:
    before = snapshot()
    invite = an_invite(operator, reseller)
    first = the_one(mail_what_happened(before))
    between = snapshot()
    path = f"/v1/resellers/{reseller['id']}/invites/{invite['id']}/resend"
    expect(call("POST", path, secret=operator), 200)

    second = the_one(mail_what_happened(between))

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


def test_accepting_mails_the_owner_a_way_in_and_tells_the_reseller(
    operator: str, reseller: Json
) -> None:
    invite = an_invite(operator, reseller)
    before = snapshot()
    expect(cast.accept(invite, address=an_address()), 200)

    mails = {mail.to: mail for mail in mail_what_happened(before)}

    assert mails.keys() == {invite["email"], reseller["personal"]["email"]}
    link = mails[invite["email"]].links[0]
    token = link.rpartition("/")[2]
    signed_in = call("POST", link.rpartition("/")[0], form={"token": token}, address=an_address())
    assert (call("GET", link).status, signed_in.headers["location"]) == (410, "/workspace")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/operators", {"email": "new@platform.example", "name": "Nia"}),
        (
            "/v1/resellers/{}/members",
            {"email": "new@partner.example", "name": "Nia", "role": "reseller_billing"},
        ),
        (
            "/v1/resellers/{}/tenants",
            {
                "name": "Shop",
                "plan_code": "growth",
                "owner_email": "new@shop.example",
                "owner_name": "Nia",
            },
        ),
        ("/v1/resellers", cast.a_form(personal={"name": "Nia", "email": "new@new.example"})),
    ],
)
def test_whoever_is_added_is_mailed_a_link_that_signs_them_in(
    operator: str, reseller: Json, path: str, body: Json
) -> None:
    before = snapshot()
    expect(call("POST", path.format(reseller["id"]), body=body, secret=operator), 201)

    mail = the_one(mail_what_happened(before))

    assert mail.to.startswith("new@")
    _, _, link_id, token = mail.links[0].split("/")
    session = call("POST", "/v1/sessions", body={"link_id": link_id, "token": token})
    assert session.status == 201


def test_a_link_to_sign_in_is_mailed_while_it_can_be_used(reseller: Json) -> None:
    before = snapshot()
    cast.a_sign_in_link(reseller["personal"]["email"])

    mail = the_one(mail_what_happened(before))

    assert mail.to == reseller["personal"]["email"]
    assert call("GET", mail.links[0]).status == 200


def test_a_used_link_to_sign_in_is_not_mailed(reseller: Json) -> None:
    before = snapshot()
    link_id, token = cast.a_sign_in_link(reseller["personal"]["email"])
    expect(call("POST", "/v1/sessions", body={"link_id": link_id, "token": token}), 201)

    assert mail_what_happened(before) == []


@pytest.mark.parametrize("locale", ["en", "fr", "pt", "ar", "sw"])
def test_an_invite_is_mailed_in_its_language(operator: str, reseller: Json, locale: str) -> None:
    before = snapshot()
    an_invite(operator, reseller, locale=locale, tenant_name="متجر 咖啡 ☕")

    mail = the_one(mail_what_happened(before))

    assert f'lang="{locale}"' in mail.html
    assert "متجر 咖啡 ☕" in mail.html


def test_a_brand_of_any_script_cannot_bend_the_senders_address(operator: str) -> None:
    reseller = a_reseller(operator, company={"legal_name": 'شركة "الأمل" <x@evil.example>, Ltd'})
    before = snapshot()
    an_invite(operator, reseller)

    mail = the_one(mail_what_happened(before))

    assert mail.sender.isascii()
    assert mail.sender.endswith("<no-reply@example.com>")
    assert "evil" not in mail.sender


def test_events_published_again_send_nothing_twice(operator: str, reseller: Json) -> None:
    before = snapshot()
    an_invite(operator, reseller)
    a_tenant(operator, reseller)
    mail_what_happened(before)
    already, delivered = len(mailed()), kinds()["MailDelivery"]

    again = send(messages(*on_the_bus(new_events(before))), CONTEXT)

    assert failed_in(again) == []
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
    facts = {"invite_id": "inv_X", "user_id": "usr_X", "link_id": "lnk_X", "role": "operator"}
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
    assert deliver(event["detail"], datetime.now(UTC) + timedelta(minutes=3)) == 1


def test_the_link_that_was_mailed_is_written_nowhere(operator: str, reseller: Json) -> None:
    before = snapshot()
    invite = an_invite(operator, reseller)
    mail_what_happened(before)

    written = str([item for key, item in everything().items() if key not in before])

    assert link_of(invite)[-43:] not in written
