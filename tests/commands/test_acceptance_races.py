"""
Accepting while others change the same things, and while calls fail: never by halves.
"""

from collections.abc import Callable

import pytest

from tenantry.invites import acceptance
from tenantry.invites import commands as invites
from tenantry.invites.model import Invite
from tenantry.licenses.store import get_pool
from tenantry.mail.model import Locale
from tenantry.principals import PLATFORM, Role
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import ResellerType
from tenantry.retention import commands as retention
from tenantry.tenants import commands as tenants
from tenantry.tenants.model import RETENTION
from tenantry.users import commands as people
from tenantry.users.store import find_user_id, get_user, memberships_of
from tests.acting import DAY, NOON, SECOND, a_job, an_act
from tests.builders import (
    accept,
    an_offer,
    bring_in,
    link_of,
    make_prepaid_reseller,
    make_reseller,
    mint,
    refusal_of,
)
from tests.commands.faults import (
    Fault,
    ProcessDied,
    breaks_inside,
    dies_after,
    dies_before,
    leaves_keys_unread,
    loses_the_answer,
    meanwhile,
    meets_another_transaction,
    never_arrives,
    tapped,
    throttled,
)
from tests.reading import items_of, kinds, snapshot

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-INV-2")]

READ, WRITE = 0, 1


def become_a_user(email: str = "kofi@shop.example") -> None:
    people.add_member(
        PLATFORM,
        email=email,
        name="Kofi",
        role=Role.OPERATOR,
        tenant_ids=None,
        locale=Locale.EN,
        act=an_act(),
    )


WHOLE = {
    "Tenant": 1,
    "Holding": 1,
    "Subscription": 1,
    "User": 1,
    "EmailMarker": 1,
    "Member": 1,
    "Consent": 1,
    "Notification": 1,
    "Event": 1,
}


@pytest.mark.parametrize("dies", [dies_before, dies_after])
@pytest.mark.parametrize("call", [READ, WRITE])
def test_wherever_the_process_dies_all_exists_or_nothing_and_a_retry_finishes_it(
    dies: Fault, call: int
) -> None:
    reseller = make_prepaid_reseller(licenses=1)
    invite, before, whole = mint(reseller), kinds(), snapshot()

    with tapped({call: dies}), pytest.raises(ProcessDied):
        accept(invite)

    is_written = (dies, call) == (dies_after, WRITE)
    assert dict(kinds() - before) == (WHOLE if is_written else {})
    assert is_written or snapshot() == whole

    accepted = accept(invite, NOON + SECOND)
    assert dict(kinds() - before) == WHOLE
    assert accepted.accepted_at == (NOON if is_written else NOON + SECOND)
    assert accept(invite) == accepted
    assert get_pool(reseller.id).used == 1


@pytest.mark.parametrize(
    "fault", [meets_another_transaction, throttled, never_arrives, loses_the_answer, breaks_inside]
)
def test_a_write_that_meets_trouble_once_is_tried_again_and_done_once(fault: Fault) -> None:
    reseller = make_prepaid_reseller(licenses=1)
    invite, before = mint(reseller), kinds()

    with tapped({WRITE: fault}) as line:
        accepted = accept(invite)

    assert line.calls == ["BatchGetItem", "TransactWriteItems", "TransactWriteItems"]
    assert dict(kinds() - before) == WHOLE
    assert accept(invite) == accepted
    assert get_pool(reseller.id).used == 1


def test_a_read_that_leaves_keys_open_is_asked_for_the_rest() -> None:
    invite = mint(make_reseller())

    with tapped({READ: leaves_keys_unread, READ + 1: leaves_keys_unread}) as line:
        accepted = accept(invite)

    assert line.calls.count("BatchGetItem") == 3
    assert accepted.tenant_id is not None


def test_who_becomes_a_user_after_the_invite_owns_the_tenant_all_the_same() -> None:
    invite = mint(make_reseller())
    become_a_user()

    accepted = accept(invite)

    assert accepted.user_id == find_user_id("kofi@shop.example")
    assert len(memberships_of(accepted.user_id or invite.minted_by)) == 2
    assert len(items_of("User")) == 2


def test_who_becomes_a_user_while_the_button_is_pressed_does_so_too() -> None:
    invite = mint(make_reseller())

    with tapped({WRITE: meanwhile(become_a_user)}) as line:
        accepted = accept(invite)

    assert accepted.user_id == find_user_id("kofi@shop.example")
    assert line.calls[WRITE:] == ["TransactWriteItems", "GetItem", "TransactWriteItems"]


@pytest.mark.parametrize("dies", [dies_before, dies_after])
@pytest.mark.parametrize("call", [0, 1, 2, 3])
def test_that_path_too_is_whole_or_nothing_wherever_it_dies(dies: Fault, call: int) -> None:
    invite = mint(make_reseller())
    become_a_user()
    before = kinds()
    whole = {kind: 1 for kind in WHOLE if kind not in {"User", "EmailMarker"}}

    with tapped({call: dies}), pytest.raises(ProcessDied):
        accept(invite)

    assert dict(kinds() - before) == (whole if (dies, call) == (dies_after, 3) else {})
    accept(invite)
    assert dict(kinds() - before) == whole


def test_a_person_who_was_known_when_invited_is_not_made_again() -> None:
    become_a_user()
    invite = mint(make_reseller(), an_offer("KOFI@Shop.example"))

    accepted = accept(invite)

    assert invite.known_user_id == accepted.user_id == find_user_id("kofi@shop.example")
    assert len(items_of("User")) == 2


def test_a_person_who_was_erased_since_they_were_invited_is_made_anew() -> None:
    reseller = make_reseller()
    erased = tenants.delete(bring_in(reseller).id, an_act())
    invite = mint(reseller, now=NOON + 29 * DAY)
    retention.purge(erased.id, a_job(NOON + RETENTION))

    accepted = accept(invite, NOON + 31 * DAY)

    assert accepted.user_id is not None
    assert accepted.user_id != invite.known_user_id
    assert get_user(accepted.user_id) is not None
    assert accepted.user_id == find_user_id("kofi@shop.example")


def test_two_invites_to_one_new_person_make_one_user_with_two_tenants() -> None:
    reseller = make_reseller()
    one, other = mint(reseller), mint(reseller, an_offer(tenant_name="Kofi's Farm"))

    first, second = accept(one), accept(other)

    assert first.user_id == second.user_id
    assert first.tenant_id != second.tenant_id


def accepts_first(invite: Invite) -> None:
    accept(invite, NOON - SECOND)


def test_two_people_who_press_at_the_same_instant_make_one_tenant() -> None:
    reseller = make_prepaid_reseller(licenses=2)
    invite = mint(reseller)

    with tapped({WRITE: meanwhile(lambda: accepts_first(invite))}):
        accepted = accept(invite)

    assert accepted.accepted_at == NOON - SECOND
    assert get_pool(reseller.id).used == 1
    assert len(items_of("Tenant")) == 2


CHANGES: dict[str, tuple[Callable[[Invite], object], str]] = {
    "the invite is revoked": (
        lambda invite: invites.revoke(invite.reseller_id, invite.id, an_act()),
        "invite.revoked",
    ),
    "a newer link is sent": (
        lambda invite: invites.resend(invite.reseller_id, invite.id, an_act()),
        "invite.changed_meanwhile",
    ),
    "the reseller is deactivated": (
        lambda invite: resellers.deactivate(invite.reseller_id, an_act()),
        "reseller.inactive",
    ),
    "the reseller becomes a commission one": (
        lambda invite: resellers.change(
            invite.reseller_id, an_act(), type_=ResellerType.COMMISSION
        ),
        "reseller.changed_meanwhile",
    ),
    "the last licence is used": (
        lambda invite: bring_in(resellers.get(invite.reseller_id), "ben@shop.example"),
        "license.none_available",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_between_the_read_and_the_write_refuses_the_whole(change: str) -> None:
    invite = mint(make_prepaid_reseller(licenses=1))
    do, expected = CHANGES[change]

    with tapped({WRITE: meanwhile(lambda: do(invite))}):
        refused = refusal_of(lambda: accept(invite))

    assert refused == expected
    assert [tenant["name"] for tenant in items_of("Tenant")].count("Kofi's Shop") == (
        change == "the last licence is used"
    )
    assert find_user_id("kofi@shop.example") is None


def test_new_terms_that_come_in_between_refuse_the_whole() -> None:
    invite = mint(make_reseller())
    shown = acceptance.show(invite.reseller_id, invite.id, link_of(invite))
    resellers.change_settings(an_act(), terms={ResellerType.COMMISSION: "2026-11"})

    assert refusal_of(lambda: accept(invite)) == "reseller.terms_not_accepted"
    # Who had read the page before goes on under the terms of that moment.
    assert acceptance.accept(shown, "Kofi", an_act()).tenant_id is not None
