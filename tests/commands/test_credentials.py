"""
API keys, sign-in links and sessions.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tenantry.credentials import commands as credentials
from tenantry.credentials import tokens
from tenantry.credentials.model import (
    SESSION_VALID_FOR,
    WELCOME_LINK_VALID_FOR,
    CredentialKind,
    IssuedCredential,
)
from tenantry.credentials.store import api_keys_of, get_credential, get_link
from tenantry.ids import EventId, TenantId, UserId
from tenantry.mail.model import Locale
from tenantry.principals import PLATFORM, Principal, Role
from tenantry.resellers import commands as resellers
from tenantry.users import commands as members
from tests.acting import NOON, SECOND, an_act, owner_of
from tests.builders import ENTROPY, a_form, bring_in, make_plan, make_reseller, refusal_of
from tests.commands.faults import meanwhile, tapped
from tests.reading import events_written, items_of, snapshot

pytestmark = pytest.mark.usefixtures("world")

QUARTER = timedelta(minutes=15)
EVERYTHING = frozenset({"*"})
READS = frozenset({"invites:read"})


def make_key(
    principal: Principal, scopes: frozenset[str] = EVERYTHING, entropy: bytes = ENTROPY
) -> IssuedCredential:
    return credentials.create_api_key(
        "CI", scopes, an_act(principal), expires_at=None, secret_entropy=entropy
    )


def ask_for_link(email: str = "ama@acme.example") -> str:
    """
    Ask for a sign-in link; its id.
    """
    before = {link["pk"] for link in items_of("SignInLink")}
    credentials.request_sign_in_link(email, an_act())
    (new,) = {link["pk"] for link in items_of("SignInLink")} - before
    return str(new).removeprefix("SIGN_IN_LINK#")


def sign_in(
    link_id: str, *, after: timedelta = SECOND, workspace_id: TenantId | None = None
) -> IssuedCredential:
    act = an_act(now=NOON + after)
    return credentials.sign_in(
        link_id,
        tokens.link_token(link_id),
        act,
        workspace_id=workspace_id,
        secret_entropy=act.entropy,
    )


def test_a_key_is_shown_once_and_stored_as_a_hash() -> None:
    owner = owner_of(make_reseller().id)

    issued = make_key(owner, READS)

    assert tokens.is_well_formed(issued.secret)
    assert issued.secret.startswith("tnt_test_")
    assert get_credential(tokens.hash_of(issued.secret)) == issued.credential
    assert issued.credential.last_four == issued.secret[-4:]
    assert issued.secret[9:] not in repr(snapshot())


def test_a_key_allows_no_more_than_what_makes_it() -> None:
    narrow = replace(owner_of(make_reseller().id), scopes=READS)

    assert make_key(narrow, READS).credential.scopes == READS
    assert refusal_of(lambda: make_key(narrow, EVERYTHING)) == "api_key.scope_too_wide"
    assert refusal_of(lambda: make_key(narrow, frozenset({"keys:write"}))) == (
        "api_key.scope_too_wide"
    )


def test_keys_are_listed_with_their_last_four_characters_revoked_ones_too() -> None:
    owner = owner_of(make_reseller().id)
    first, second = make_key(owner), make_key(owner, READS, ENTROPY[::-1])
    credentials.revoke_api_key(first.credential.id, an_act(owner))

    listed = [key for _, key in api_keys_of(owner.workspace_id or PLATFORM, None, 10)]

    assert {key.id: (key.last_four, key.revoked_at) for key in listed} == {
        first.credential.id: (first.secret[-4:], NOON),
        second.credential.id: (second.secret[-4:], None),
    }


def test_revoking_a_key_says_since_when_and_twice_is_once() -> None:
    owner = owner_of(make_reseller().id)
    issued = make_key(owner)

    revoked = credentials.revoke_api_key(issued.credential.id, an_act(owner))
    again = credentials.revoke_api_key(issued.credential.id, an_act(owner, NOON + SECOND))

    assert revoked.revoked_at == again.revoked_at == NOON
    assert events_written().count("api_key.revoked") == 1


def test_a_key_is_revoked_by_its_person_and_by_who_leads_the_workspace() -> None:
    reseller = make_reseller()
    owner = owner_of(reseller.id)
    clerk = replace(owner, person_id=UserId("usr_CLERK"), role=Role.RESELLER_BILLING)
    owners_key, clerks_key = make_key(owner).credential.id, make_key(clerk, READS, b"x" * 32)

    def revoke(key_id: str, principal: Principal) -> str | None:
        return refusal_of(lambda: credentials.revoke_api_key(key_id, an_act(principal)))

    assert revoke(owners_key, clerk) == "api_key.not_found"
    assert revoke(owners_key, owner_of(TenantId("ten_OTHER"))) == "api_key.not_found"
    assert revoke(clerks_key.credential.id, owner) is None
    assert revoke(owners_key, owner) is None


def test_a_sign_in_link_opens_one_session() -> None:
    reseller = make_reseller()
    link_id = ask_for_link("AMA@acme.example")

    session = sign_in(link_id)

    assert session.credential.kind is CredentialKind.SESSION
    assert session.credential.workspace_id == reseller.id
    assert session.credential.expires_at == NOON + SECOND + SESSION_VALID_FOR
    assert refusal_of(lambda: sign_in(link_id)) == "sign_in.link_invalid"
    assert len(items_of("Credential")) == 1


def test_two_who_use_a_link_at_the_same_instant_open_one_session() -> None:
    make_reseller()
    link_id = ask_for_link()

    with tapped() as undisturbed:
        refusal_of(lambda: sign_in("lnk_NONE"))
    assert undisturbed.calls == ["GetItem"]
    with tapped({4: meanwhile(lambda: sign_in(link_id))}) as line:
        refused = refusal_of(lambda: sign_in(link_id))

    assert (line.calls[4], refused) == ("TransactWriteItems", "sign_in.link_invalid")
    assert len(items_of("Credential")) == 1


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (QUARTER - SECOND, None),
        (QUARTER - timedelta(microseconds=1), None),
        (QUARTER, "sign_in.link_invalid"),
    ],
)
def test_a_sign_in_link_is_good_for_a_quarter_of_an_hour(
    after: timedelta, expected: str | None
) -> None:
    make_reseller()
    link_id = ask_for_link()

    assert refusal_of(lambda: sign_in(link_id, after=after)) == expected


def test_a_link_with_another_links_token_opens_nothing() -> None:
    make_reseller()
    link_id = ask_for_link()

    for token in ("", "x" * 43, tokens.link_token("lnk_OTHER")):
        refused = refusal_of(lambda token=token: credentials.find_link(link_id, token, NOON))  # type: ignore[misc]
        assert refused == "sign_in.link_invalid"


def test_nobody_learns_whether_an_address_is_known() -> None:
    make_reseller()
    before = snapshot()

    credentials.request_sign_in_link("nobody@x.example", an_act())

    assert snapshot() == before


@pytest.mark.requirement("R-RES-5")
def test_the_members_of_an_inactive_reseller_cannot_sign_in_and_its_tenants_owners_can() -> None:
    make_plan()
    reseller = make_reseller()
    tenant = bring_in(reseller)
    links = {email: ask_for_link(email) for email in ("ama@acme.example", "kofi@shop.example")}
    resellers.deactivate(reseller.id, an_act())

    assert refusal_of(lambda: sign_in(links["ama@acme.example"])) == "reseller.inactive"
    assert sign_in(links["kofi@shop.example"]).credential.workspace_id == tenant.id

    resellers.reactivate(reseller.id, an_act())
    assert sign_in(links["ama@acme.example"]).credential.workspace_id == reseller.id


def test_a_person_signs_in_to_the_workspace_that_they_name_or_joined_first() -> None:
    first = make_reseller()
    second = make_reseller(a_form("acme-two"), NOON + SECOND)

    assert sign_in(ask_for_link()).credential.workspace_id == first.id
    link_id, nowhere = ask_for_link(), TenantId("ten_OTHER")
    assert refusal_of(lambda: sign_in(link_id, workspace_id=nowhere)) == "sign_in.no_workspace"
    assert sign_in(link_id, workspace_id=second.id).credential.workspace_id == second.id


def test_who_is_a_member_of_nothing_any_more_cannot_sign_in() -> None:
    reseller = make_reseller()
    ben = members.add_member(
        reseller.id,
        email="ben@acme.example",
        name="Ben",
        role=Role.RESELLER_BILLING,
        tenant_ids=None,
        locale=Locale.EN,
        act=an_act(),
    )
    link_id = ask_for_link("ben@acme.example")
    members.remove_member(reseller.id, ben.user_id, an_act())

    assert refusal_of(lambda: sign_in(link_id)) == "sign_in.no_workspace"


def test_signing_out_ends_the_session_and_twice_is_once() -> None:
    owner = owner_of(make_reseller().id)
    session = sign_in(ask_for_link())

    for _ in range(2):
        credentials.sign_out(session.secret, an_act(owner))

    ended = get_credential(tokens.hash_of(session.secret))
    assert ended is not None
    assert ended.revoked_at == NOON
    assert events_written().count("session.ended") == 1


def test_the_welcome_link_of_one_event_is_the_same_for_every_try() -> None:
    user_id = make_reseller().owner_id

    links = [credentials.welcome_link(user_id, EventId("evt_ONE"), NOON) for _ in range(2)]

    assert links[0] == links[1] == get_link(links[0].id)
    assert links[0].expires_at == NOON + WELCOME_LINK_VALID_FOR
    assert sign_in(links[0].id, after=timedelta(hours=23)).credential.user_id == user_id


def test_the_first_operator_is_made_once_ever() -> None:
    first = credentials.make_first_operator("olu@us.example", "Olu", ENTROPY, an_act())
    before = snapshot()

    refused = refusal_of(
        lambda: credentials.make_first_operator("ife@us.example", "Ife", b"x" * 32, an_act())
    )

    assert refused == "operator.exists"
    assert snapshot() == before
    assert (first.credential.workspace_id, first.credential.scopes) == (PLATFORM, EVERYTHING)
