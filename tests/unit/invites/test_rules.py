"""
What may happen to an invite.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tenantry.consents.model import GRANTED_FOR
from tenantry.ids import UserId
from tenantry.invites import rules
from tenantry.invites.model import VALID_FOR, Invite, Status
from tenantry.subscriptions.model import PILOT
from tests.acting import DAY, NOON, SECOND
from tests.builders import INVITE_ID, RESELLER_ID, TENANT_ID, an_invite, an_offer, outcome

EXPIRES_AT = NOON + VALID_FOR

LIFECYCLE = """
open      in_time   accept  accepted
open      in_time   revoke  revoked
open      in_time   resend  open
open      too_late  accept  invite.expired
open      too_late  revoke  revoked
open      too_late  resend  open
accepted  in_time   accept  accepted
accepted  in_time   revoke  invite.accepted
accepted  in_time   resend  invite.accepted
accepted  too_late  accept  accepted
accepted  too_late  revoke  invite.accepted
accepted  too_late  resend  invite.accepted
revoked   in_time   accept  invite.revoked
revoked   in_time   revoke  revoked
revoked   in_time   resend  invite.revoked
revoked   too_late  accept  invite.revoked
revoked   too_late  revoke  revoked
revoked   too_late  resend  invite.revoked
"""

WHEN = {"in_time": EXPIRES_AT - SECOND, "too_late": EXPIRES_AT}


def accept(invite: Invite, now: datetime) -> Invite:
    rules.check_acceptable(invite, now)
    owner = UserId("usr_OWNER")
    return rules.accept(invite, TENANT_ID, owner, pilot_ends_at=now + PILOT, now=now)


DO: dict[str, Callable[[Invite, datetime], Invite]] = {
    "accept": accept,
    "revoke": lambda invite, _: rules.revoke(invite),
    "resend": lambda invite, now: rules.resend(invite, "hash of the next link", now),
}


@pytest.mark.requirement("R-INV-3")
@pytest.mark.parametrize("row", LIFECYCLE.strip().splitlines())
def test_invite_lifecycle(row: str) -> None:
    before, time, action, expected = row.split()
    invite = an_invite(Status(before))

    assert outcome(lambda: DO[action](invite, WHEN[time])) == expected


@pytest.mark.requirement("R-INV-3")
@pytest.mark.parametrize(
    ("now", "is_expired"),
    [
        (EXPIRES_AT - SECOND, False),
        (EXPIRES_AT - timedelta(microseconds=1), False),
        (EXPIRES_AT, True),
        (EXPIRES_AT + DAY, True),
    ],
)
def test_a_link_is_good_for_fourteen_days_and_not_an_instant_longer(
    now: datetime, is_expired: bool
) -> None:
    assert rules.is_expired(an_invite(), now) is is_expired


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.REVOKED])
def test_what_was_decided_does_not_expire(status: Status) -> None:
    assert not rules.is_expired(an_invite(status), EXPIRES_AT + DAY)


def test_a_new_invite_is_open_for_fourteen_days() -> None:
    invite = rules.mint(
        INVITE_ID,
        RESELLER_ID,
        an_offer(),
        "hash",
        minted_by=UserId("usr_MINTER"),
        known_user_id=None,
        now=NOON,
    )

    assert (invite.status, invite.generation) == (Status.OPEN, 1)
    assert invite.expires_at - invite.minted_at == timedelta(days=14)


def test_sending_again_makes_another_link_with_its_own_fortnight() -> None:
    invite = an_invite()

    resent = rules.resend(invite, "hash of the next link", NOON + 20 * DAY)

    assert (resent.generation, resent.token_hash) == (2, "hash of the next link")
    assert resent.expires_at == NOON + 34 * DAY
    assert (resent.id, resent.offer, resent.minted_at) == (invite.id, invite.offer, NOON)


def test_an_accepted_invite_names_what_it_created() -> None:
    accepted = accept(an_invite(), NOON + DAY)

    assert (accepted.tenant_id, accepted.user_id) == (TENANT_ID, "usr_OWNER")
    assert (accepted.accepted_at, accepted.pilot_ends_at) == (NOON + DAY, NOON + DAY + PILOT)


@pytest.mark.requirement("R-RES-15")
def test_the_access_that_the_page_promises_does_not_move_while_it_is_read() -> None:
    invite = an_invite()

    accepted = accept(invite, NOON + 3 * DAY)

    assert rules.access_ends_at(accepted) == rules.access_ends_at(invite)
    assert rules.access_ends_at(invite) == EXPIRES_AT + GRANTED_FOR


def test_revoking_twice_changes_nothing() -> None:
    revoked = rules.revoke(an_invite())

    assert rules.revoke(revoked) is revoked
