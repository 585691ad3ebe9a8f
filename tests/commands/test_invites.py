"""
Minting, revoking and sending invites again, and listing them.
"""

from datetime import timedelta

import pytest

from tenantry.ids import InviteId, TenantId
from tenantry.invites import acceptance
from tenantry.invites import commands as invites
from tenantry.invites.model import VALID_FOR, Status
from tenantry.invites.store import (
    decided_invites_of,
    expired_invites_of,
    invites_of,
    open_invites_of,
)
from tenantry.invites.tokens import hash_of, token
from tenantry.plans import commands as plans
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import ResellerType
from tests.acting import DAY, NOON, SECOND, an_act, owner_of
from tests.builders import (
    GROWTH,
    accept,
    an_offer,
    link_of,
    make_reseller,
    mint,
    refusal_of,
)
from tests.commands.faults import meanwhile, tapped
from tests.reading import events_written, items_of, kinds, snapshot

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-INV-1")]

READ, WRITE = 0, 1


def test_an_invite_is_open_for_a_fortnight_and_holds_the_hash_of_its_link_alone() -> None:
    reseller = make_reseller()

    invite = mint(reseller)

    assert invites.get(reseller.id, invite.id) == invite
    assert (invite.status, invite.expires_at) == (Status.OPEN, NOON + VALID_FOR)
    assert invite.token_hash == hash_of(link_of(invite))
    assert link_of(invite) not in repr(snapshot())


def test_a_link_cannot_be_made_up_from_what_is_stored() -> None:
    one = token(TenantId("ten_A"), InviteId("inv_A"), 1)

    others = {
        token(TenantId("ten_A"), InviteId("inv_A"), 2),
        token(TenantId("ten_A"), InviteId("inv_B"), 1),
        token(TenantId("ten_B"), InviteId("inv_A"), 1),
        token(TenantId("ten_Ainv_A"), InviteId(""), 1),
    }

    assert len(one) == 43
    assert len(others | {one}) == 5


def test_minting_is_one_batch_read_and_one_transaction() -> None:
    reseller = make_reseller()

    with tapped() as line:
        mint(reseller)

    assert line.calls == ["BatchGetItem", "TransactWriteItems"]


def test_only_plans_that_are_offered_can_be_invited_to() -> None:
    reseller = make_reseller()
    plans.change(GROWTH, an_act(), is_active=False)

    assert refusal_of(lambda: mint(reseller)) == "plan.not_offered"
    assert refusal_of(lambda: mint(reseller, an_offer(plan_code="none"))) == "plan.not_found"
    assert items_of("Invite") == []


def test_nobody_invites_for_a_reseller_that_does_not_exist() -> None:
    nobody = TenantId("ten_NOBODY")

    refused = refusal_of(lambda: invites.mint(nobody, an_offer(), an_act()))

    assert refused == "reseller.not_found"


@pytest.mark.requirement("R-RES-5")
def test_an_inactive_reseller_mints_nothing() -> None:
    reseller = make_reseller()
    resellers.deactivate(reseller.id, an_act())
    before = snapshot()

    assert refusal_of(lambda: mint(reseller)) == "reseller.inactive"
    assert snapshot() == before


@pytest.mark.requirement("R-RES-5")
def test_a_reseller_that_becomes_inactive_after_the_read_is_refused_by_the_write() -> None:
    reseller = make_reseller()

    with tapped({WRITE: meanwhile(lambda: resellers.deactivate(reseller.id, an_act()))}) as line:
        refused = refusal_of(lambda: mint(reseller))

    assert (refused, line.calls[WRITE]) == ("reseller.inactive", "TransactWriteItems")
    assert items_of("Invite") == []


@pytest.mark.requirement("R-RES-12")
def test_a_reseller_whose_terms_wait_mints_nothing_until_they_are_accepted() -> None:
    reseller = make_reseller()
    resellers.change_settings(an_act(), terms={ResellerType.COMMISSION: "2026-11"})

    assert refusal_of(lambda: mint(reseller)) == "reseller.terms_not_accepted"
    resellers.accept_terms(reseller.id, "2026-11", an_act(owner_of(reseller.id)))
    assert mint(reseller).status is Status.OPEN


@pytest.mark.requirement("R-INV-3")
def test_a_resent_invite_has_a_new_link_and_the_old_one_is_dead() -> None:
    invite = mint(make_reseller())

    resent = invites.resend(invite.reseller_id, invite.id, an_act(now=NOON + DAY))

    old = link_of(invite)
    assert resent.expires_at == NOON + DAY + VALID_FOR
    assert refusal_of(lambda: acceptance.show(invite.reseller_id, invite.id, old)) == (
        "invite.not_found"
    )
    assert accept(resent).status is Status.ACCEPTED


@pytest.mark.requirement("R-INV-3")
def test_an_expired_invite_comes_alive_again_when_it_is_resent() -> None:
    invite = mint(make_reseller())
    late = NOON + VALID_FOR + DAY
    assert refusal_of(lambda: accept(invite, late)) == "invite.expired"

    resent = invites.resend(invite.reseller_id, invite.id, an_act(now=late))

    assert accept(resent, late + VALID_FOR - SECOND).status is Status.ACCEPTED


@pytest.mark.requirement("R-RES-5")
def test_an_inactive_reseller_sends_nothing_again_either() -> None:
    invite = mint(make_reseller())
    resellers.deactivate(invite.reseller_id, an_act())
    before = snapshot()

    refused = refusal_of(lambda: invites.resend(invite.reseller_id, invite.id, an_act()))

    assert refused == "reseller.inactive"
    assert snapshot() == before


@pytest.mark.requirement("R-RES-5")
def test_a_link_is_not_sent_again_for_a_reseller_that_becomes_inactive_at_the_last_moment() -> None:
    invite = mint(make_reseller())

    with tapped({WRITE: meanwhile(lambda: resellers.deactivate(invite.reseller_id, an_act()))}):
        refused = refusal_of(lambda: invites.resend(invite.reseller_id, invite.id, an_act()))

    assert refused == "reseller.inactive"
    assert invites.get(invite.reseller_id, invite.id) == invite


@pytest.mark.requirement("R-INV-3")
def test_what_was_decided_is_neither_revoked_nor_resent() -> None:
    reseller = make_reseller()
    accepted, revoked = mint(reseller), mint(reseller, an_offer("ben@shop.example"))
    accept(accepted)
    invites.revoke(reseller.id, revoked.id, an_act())

    for do in (invites.revoke, invites.resend):
        refused = refusal_of(lambda do=do: do(reseller.id, accepted.id, an_act()))  # type: ignore[misc]
        assert refused == "invite.accepted"
    assert refusal_of(lambda: invites.resend(reseller.id, revoked.id, an_act())) == (
        "invite.revoked"
    )


def test_revoking_twice_is_one_event() -> None:
    invite = mint(make_reseller())

    for _ in range(2):
        revoked = invites.revoke(invite.reseller_id, invite.id, an_act())

    assert revoked.status is Status.REVOKED
    assert events_written().count("invite.revoked") == 1


def test_revoking_and_accepting_at_the_same_instant_leaves_one_of_them() -> None:
    invite = mint(make_reseller())

    with tapped({WRITE: meanwhile(lambda: accept(invite))}):
        refused = refusal_of(lambda: invites.revoke(invite.reseller_id, invite.id, an_act()))

    assert refused == "invite.changed_meanwhile"
    assert invites.get(invite.reseller_id, invite.id).status is Status.ACCEPTED


def test_two_who_resend_at_the_same_instant_make_one_new_link() -> None:
    invite = mint(make_reseller())

    def resend() -> None:
        invites.resend(invite.reseller_id, invite.id, an_act())

    with tapped({WRITE: meanwhile(resend)}):
        refused = refusal_of(resend)

    assert refused == "invite.changed_meanwhile"
    assert invites.get(invite.reseller_id, invite.id).generation == 2


@pytest.mark.requirement("R-RES-6")
def test_the_invites_of_another_reseller_do_not_exist() -> None:
    invite = mint(make_reseller())
    other = TenantId("ten_OTHER")

    for do in (invites.revoke, invites.resend):
        refused = refusal_of(lambda do=do: do(other, invite.id, an_act()))  # type: ignore[misc]
        assert refused == "invite.not_found"


def test_invites_are_listed_newest_first_page_by_page() -> None:
    reseller = make_reseller()
    minted = [
        mint(reseller, an_offer(f"{number}@shop.example"), NOON + number * SECOND).id
        for number in range(5)
    ]

    first = list(invites_of(reseller.id, None, 3))
    rest = list(invites_of(reseller.id, first[-1][0], 3))

    assert [invite.id for _, invite in first + rest] == minted[::-1]


def test_invites_are_listed_by_what_became_of_them() -> None:
    reseller = make_reseller()
    names = ["early", "open", "accepted", "revoked"]
    at = [NOON - DAY, NOON, NOON, NOON]
    early, still_open, accepted, revoked = (
        mint(reseller, an_offer(f"{name}@shop.example"), now)
        for name, now in zip(names, at, strict=True)
    )
    accept(accepted)
    invites.revoke(reseller.id, revoked.id, an_act())

    now = early.expires_at
    listed = {
        "open": open_invites_of(reseller.id, now, None, 10),
        "expired": expired_invites_of(reseller.id, now, None, 10),
        "accepted": decided_invites_of(reseller.id, Status.ACCEPTED, None, 10),
        "revoked": decided_invites_of(reseller.id, Status.REVOKED, None, 10),
    }

    assert {name: [invite.id for _, invite in rows] for name, rows in listed.items()} == {
        "open": [still_open.id],
        "expired": [early.id],
        "accepted": [accepted.id],
        "revoked": [revoked.id],
    }


def test_an_invite_is_open_to_the_last_microsecond_in_the_lists_as_well() -> None:
    invite = mint(make_reseller())
    last = invite.expires_at - timedelta(microseconds=1)

    def listed(kind: str) -> int:
        rows = {"open": open_invites_of, "expired": expired_invites_of}[kind]
        return len(list(rows(invite.reseller_id, last, None, 10)))

    assert (listed("open"), listed("expired")) == (1, 0)


def test_minting_writes_the_invite_and_its_event_and_nothing_else() -> None:
    reseller = make_reseller()
    before = kinds()

    mint(reseller)

    assert dict(kinds() - before) == {"Invite": 1, "Event": 1}
