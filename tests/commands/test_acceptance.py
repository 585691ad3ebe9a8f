"""
Accepting an invite: what it creates, and when it is refused.
"""

from datetime import timedelta

import pytest

from tenantry.consents.model import GRANTED_FOR
from tenantry.consents.store import get_consent
from tenantry.ids import TenantId
from tenantry.invites import acceptance
from tenantry.invites import commands as invites
from tenantry.invites.model import VALID_FOR, Status
from tenantry.invites.store import get_invite
from tenantry.licenses.store import get_pool
from tenantry.notifications.store import notifications_of
from tenantry.plans import commands as plans
from tenantry.principals import Role
from tenantry.resellers import commands as resellers
from tenantry.subscriptions.model import Status as SubscriptionStatus
from tenantry.subscriptions.store import get_subscription
from tenantry.users.store import find_user_id, get_user, memberships_of
from tests.acting import DAY, NOON, SECOND, an_act
from tests.builders import (
    GROWTH,
    a_form,
    accept,
    an_offer,
    bring_in,
    link_of,
    make_prepaid_reseller,
    make_reseller,
    mint,
    refusal_of,
    tenant_in_table,
)
from tests.commands.faults import tapped
from tests.reading import items_of, kinds, snapshot

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-INV-2")]


def test_accepting_creates_the_tenant_under_its_reseller() -> None:
    reseller = make_reseller()
    look = {"display_name": "Kofi", "primary_color": "#112233", "logo_url": ""}
    invite = mint(reseller, an_offer(branding=look))

    accepted = accept(invite, NOON + DAY)

    tenant = tenant_in_table(accepted.tenant_id or TenantId(""))
    assert (tenant.name, tenant.branding, tenant.invite_id) == ("Kofi's Shop", look, invite.id)
    assert (tenant.held_by, tenant.is_reseller) == (reseller.id, False)
    holdings = items_of("Holding")
    assert [(one["pk"], one["tenant_id"]) for one in holdings] == [
        (f"TENANT#{reseller.id}", tenant.id)
    ]


@pytest.mark.requirement("R-TEN-1")
def test_accepting_seeds_the_chosen_plan_and_a_pilot_of_thirty_days() -> None:
    plans.create("scale", "Scale", (), an_act())

    accepted = accept(mint(make_reseller(), an_offer(plan_code="scale")), NOON + DAY)

    assert accepted.tenant_id is not None
    pilot = get_subscription(accepted.tenant_id)
    assert pilot is not None
    assert (pilot.status, pilot.plan_code) == (SubscriptionStatus.PILOT, "scale")
    assert (pilot.starts_at, pilot.ends_at) == (NOON + DAY, NOON + 31 * DAY)
    assert tenant_in_table(accepted.tenant_id).records_until == accepted.pilot_ends_at


def test_accepting_makes_the_accepting_person_the_owner_of_the_child() -> None:
    accepted = accept(mint(make_reseller()), name="Kofi Mensah")

    assert accepted.user_id is not None
    user = get_user(accepted.user_id)
    assert user is not None
    assert (user.name, user.email) == ("Kofi Mensah", "kofi@shop.example")
    (member,) = memberships_of(accepted.user_id)
    assert (member.workspace_id, member.role) == (accepted.tenant_id, Role.TENANT_OWNER)


def test_accepting_tells_the_reseller_in_its_workspace() -> None:
    reseller = make_reseller()

    accepted = accept(mint(reseller), NOON + DAY)

    ((_, notification),) = notifications_of(reseller.id, None, 10)
    assert (notification.kind, notification.read_at) == ("partner.activation", None)
    assert notification.created_at == NOON + DAY
    assert notification.data == {
        "tenant_id": accepted.tenant_id,
        "invite_id": accepted.id,
        "user_id": accepted.user_id,
        "plan_code": GROWTH,
    }


def test_accepting_uses_one_licence_of_a_prepaid_reseller() -> None:
    reseller = make_prepaid_reseller(licenses=2)

    tenant = bring_in(reseller)

    pool = get_pool(reseller.id)
    assert (pool.count, pool.used, pool.available) == (2, 1, 1)
    assert tenant.holds_license


def test_accepting_uses_no_licence_of_a_commission_reseller() -> None:
    reseller = make_reseller(a_form(initial_licenses=2))

    tenant = bring_in(reseller)

    assert get_pool(reseller.id).used == 0
    assert not tenant.holds_license


@pytest.mark.requirement("R-RES-15")
def test_accepting_lets_the_reseller_in_until_the_day_that_the_page_said() -> None:
    reseller = make_reseller()

    accepted = accept(mint(reseller), NOON + DAY)

    assert accepted.tenant_id is not None
    consent = get_consent(accepted.tenant_id, reseller.id)
    assert consent is not None
    assert (consent.granted_by, consent.granted_at) == (accepted.user_id, NOON + DAY)
    assert consent.ends_at == NOON + VALID_FOR + GRANTED_FOR


def test_the_person_who_accepts_is_the_actor_and_no_secret_is_told() -> None:
    reseller = make_reseller()
    invite = mint(reseller)

    accepted = accept(invite)

    (event,) = [item for item in items_of("Event") if item["name"] == "invite.accepted"]
    assert (event["actor_id"], event["tenant_id"]) == (accepted.user_id, accepted.tenant_id)
    assert event["reseller_id"] == reseller.id
    assert link_of(invite) not in repr(snapshot())


def test_accepting_is_one_batch_read_and_one_transaction() -> None:
    invite = mint(make_prepaid_reseller(licenses=1))

    with tapped() as line:
        accept(invite)

    assert line.calls == ["BatchGetItem", "TransactWriteItems"]


def test_when_all_licences_are_in_use_nothing_is_created() -> None:
    reseller = make_prepaid_reseller(licenses=1)
    bring_in(reseller)
    invite = mint(reseller, an_offer("late@shop.example"))
    before = snapshot()

    refused = refusal_of(lambda: accept(invite))

    assert refused == "license.none_available"
    assert snapshot() == before


@pytest.mark.requirement("R-INV-3")
def test_accepting_twice_with_one_link_gives_the_same_answer() -> None:
    reseller = make_prepaid_reseller(licenses=1)
    invite = mint(reseller)
    first = accept(invite)
    before = snapshot()

    second = accept(invite, NOON + 100 * DAY, name="Somebody Else")

    assert second == first
    assert snapshot() == before


def test_a_page_that_was_read_before_the_acceptance_gets_the_same_answer_too() -> None:
    invite = mint(make_prepaid_reseller(licenses=1))
    shown = acceptance.show(invite.reseller_id, invite.id, link_of(invite))
    first = accept(invite)

    second = acceptance.accept(shown, "Kofi", an_act(now=NOON + SECOND))

    assert second == first
    assert len(items_of("Tenant")) == 2


def test_the_answer_stays_when_the_reseller_becomes_inactive_afterwards() -> None:
    invite = mint(make_reseller())
    first = accept(invite)
    resellers.deactivate(invite.reseller_id, an_act())

    assert accept(invite) == first


@pytest.mark.requirement("R-INV-3")
@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (VALID_FOR - SECOND, None),
        (VALID_FOR - timedelta(microseconds=1), None),
        (VALID_FOR, "invite.expired"),
        (VALID_FOR + DAY, "invite.expired"),
    ],
)
def test_a_link_is_refused_from_the_instant_on_at_which_it_expires(
    after: timedelta, expected: str | None
) -> None:
    invite = mint(make_reseller())

    assert refusal_of(lambda: accept(invite, NOON + after)) == expected


@pytest.mark.requirement("R-RES-5")
def test_the_invite_of_an_inactive_reseller_is_refused_until_it_is_active_again() -> None:
    invite = mint(make_reseller())
    resellers.deactivate(invite.reseller_id, an_act())
    before = kinds()

    assert refusal_of(lambda: accept(invite)) == "reseller.inactive"
    assert kinds() == before

    resellers.reactivate(invite.reseller_id, an_act())
    assert accept(invite).status is Status.ACCEPTED


def test_a_revoked_invite_is_refused() -> None:
    invite = mint(make_reseller())
    invites.revoke(invite.reseller_id, invite.id, an_act())

    assert refusal_of(lambda: accept(invite)) == "invite.revoked"


@pytest.mark.parametrize("token", ["", "x" * 43, "not a token at all"])
def test_a_wrong_token_leads_nowhere(token: str) -> None:
    invite = mint(make_reseller())

    refused = refusal_of(lambda: acceptance.show(invite.reseller_id, invite.id, token))

    assert refused == "invite.not_found"


def test_the_token_of_one_invite_opens_no_other() -> None:
    reseller = make_reseller()
    one, other = mint(reseller), mint(reseller, an_offer("ben@shop.example"))

    refused = refusal_of(lambda: acceptance.show(reseller.id, other.id, link_of(one)))

    assert refused == "invite.not_found"


def test_looking_at_the_page_changes_nothing() -> None:
    invite = mint(make_reseller())
    before = snapshot()

    for _ in range(3):
        acceptance.show(invite.reseller_id, invite.id, link_of(invite))

    assert snapshot() == before


def test_a_plan_that_was_retired_after_the_invite_is_still_what_was_promised() -> None:
    invite = mint(make_reseller())
    plans.change(GROWTH, an_act(), is_active=False)

    assert accept(invite).status is Status.ACCEPTED
    stands = get_invite(invite.reseller_id, invite.id)
    assert stands is not None
    assert stands.status is Status.ACCEPTED
    assert find_user_id("KOFI@shop.example") == stands.user_id
