"""
A tenant's owner makes a token, and another reseller's owner redeems it.
"""

from datetime import datetime
from functools import partial

import pytest

from tenantry import events
from tenantry.clock import month_of
from tenantry.consents.model import GRANTED_FOR
from tenantry.moves import commands, transfers
from tenantry.moves.model import VALID_FOR, Status
from tenantry.moves.store import get_transfer, transfers_of
from tenantry.moves.tokens import token
from tenantry.resellers import commands as resellers
from tenantry.tenants import commands as tenants
from tests.acting import NOON, SECOND, an_act, owner_of, tenant_owner_of
from tests.builders import refusal_of
from tests.commands.moving import (
    COMMENT,
    MOVE_DAY,
    a_receiver,
    a_tenant,
    consent_ends,
    make_token,
    now_held,
    redeem,
    told,
    used,
)
from tests.reading import all_items, snapshot

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-RES-14")]


def test_the_token_brings_the_tenant_to_who_redeems_it() -> None:
    tenant, receiver = a_tenant(1), a_receiver(licenses=1)
    issued = make_token(tenant)

    moved = redeem(issued, receiver)

    assert (moved.held_by, now_held(tenant)) == (receiver.id, receiver.id)
    assert [used(tenant.held_by), used(receiver.id)] == [(0, 1), (1, 0)]
    after = get_transfer(tenant.id, issued.transfer.id)
    assert after is not None
    assert (after.status, after.redeemed_by) == (Status.REDEEMED, receiver.id)


@pytest.mark.requirement("R-RES-15")
def test_the_token_is_the_owners_consent_with_an_end_that_it_fixed() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    issued = make_token(tenant)

    redeem(issued, receiver)

    assert consent_ends(tenant, tenant.held_by) is None
    assert consent_ends(tenant, receiver.id) == NOON + VALID_FOR + GRANTED_FOR


def test_the_receivers_comment_is_not_told_to_the_old_reseller() -> None:
    tenant, receiver = a_tenant(), a_receiver()

    redeem(make_token(tenant), receiver)

    [(_, old)] = events.of_reseller(tenant.held_by, month_of(MOVE_DAY), None, 1)
    [(_, new)] = events.of_reseller(receiver.id, month_of(MOVE_DAY), None, 1)
    assert (old.kind, "comment" in old.data) == ("tenant.moved", False)
    assert (new.kind, new.data["comment"]) == ("tenant.received", COMMENT)


def test_the_reseller_is_not_told_before_the_tenant_has_moved() -> None:
    tenant = a_tenant()
    before = told(tenant.held_by)

    make_token(tenant)

    kinds = [event.kind for _, event in events.of_reseller(tenant.held_by, month_of(NOON), None, 9)]
    assert (told(tenant.held_by), "transfer.made" in kinds) == (before, False)


def test_the_token_itself_is_stored_nowhere() -> None:
    secret = make_token(a_tenant()).token.rpartition(".")[2]

    assert [item for item in all_items() if secret in str(item)] == []


@pytest.mark.parametrize(
    ("moment", "code"),
    [(NOON + VALID_FOR - SECOND, None), (NOON + VALID_FOR, "transfer.not_found")],
)
def test_a_token_is_good_for_14_days(moment: datetime, code: str | None) -> None:
    tenant, receiver = a_tenant(), a_receiver()
    issued = make_token(tenant)

    refusal = refusal_of(lambda: redeem(issued, receiver, moment))

    assert refusal == code


def bad_tokens() -> dict[str, str]:
    """
    Tokens that are good for nothing, each for another reason.
    """
    tenant, third = a_tenant(), a_receiver("third")
    revoked = make_token(tenant)
    transfers.revoke(tenant.id, revoked.transfer.id, an_act())
    redeemed = make_token(tenant)
    redeem(redeemed, third)
    elsewhere = redeemed.token.replace(tenant.id, third.id)
    return {
        "revoked": revoked.token,
        "redeemed": redeemed.token,
        "of another tenant": elsewhere,
        "with one other character": redeemed.token[:-1]
        + ("A" if redeemed.token[-1] != "A" else "B"),
        "of a transfer that is none": token(tenant.id, "trf_01KAHZE4000000000000000000"),
        "guessed": "open sesame",
        "empty": "",
    }


def test_all_bad_tokens_are_answered_alike() -> None:
    tokens, receiver = bad_tokens(), a_receiver()
    before = snapshot()
    act = an_act(owner_of(receiver.id), MOVE_DAY)

    answers = {
        name: refusal_of(partial(commands.redeem, receiver.id, bad, COMMENT, act))
        for name, bad in tokens.items()
    }

    assert answers == dict.fromkeys(tokens, "transfer.not_found")
    assert snapshot() == before


def test_a_token_works_once() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    issued = make_token(tenant)
    redeem(issued, receiver)

    refusal = refusal_of(lambda: redeem(issued, a_receiver("third"), MOVE_DAY + SECOND))

    assert (refusal, now_held(tenant)) == ("transfer.not_found", receiver.id)


def test_one_token_at_a_time_is_good() -> None:
    tenant = a_tenant()
    first = make_token(tenant)
    refusal = refusal_of(lambda: make_token(tenant, NOON + SECOND))

    transfers.revoke(tenant.id, first.transfer.id, an_act())
    second = make_token(tenant, NOON + SECOND)

    assert refusal == "transfer.open"
    rows = [row for _, row in transfers_of(tenant.id, None, 9)]
    assert [(row.id, row.status) for row in rows] == [
        (second.transfer.id, Status.OPEN),
        (first.transfer.id, Status.REVOKED),
    ]


def test_after_one_has_expired_another_can_be_made() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    first = make_token(tenant)
    second = make_token(tenant, NOON + VALID_FOR)

    # It has expired, so that there is nothing to revoke, and the other one stays good.
    transfers.revoke(tenant.id, first.transfer.id, an_act(now=NOON + VALID_FOR + SECOND))
    moved = redeem(second, receiver, NOON + VALID_FOR + SECOND)

    assert moved.held_by == receiver.id


def test_a_token_that_was_redeemed_is_not_revoked_any_more() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    issued = make_token(tenant)
    redeem(issued, receiver)

    after = transfers.revoke(tenant.id, issued.transfer.id, an_act(now=MOVE_DAY))

    assert (after.status, now_held(tenant)) == (Status.REDEEMED, receiver.id)


def test_a_foreign_tenants_transfer_is_not_found() -> None:
    tenant, other = a_tenant(), a_receiver()
    issued = make_token(tenant)
    stranger = an_act(tenant_owner_of(other.id, other.id))

    refusals = [
        refusal_of(lambda: transfers.revoke(tenant.id, issued.transfer.id, stranger)),
        refusal_of(lambda: transfers.make(tenant.id, stranger)),
        refusal_of(lambda: transfers.revoke(tenant.id, "trf_ELSE", an_act())),
    ]

    assert refusals == ["tenant.not_found", "tenant.not_found", "transfer.not_found"]


def test_a_deleted_tenant_makes_no_token_and_is_not_taken_over() -> None:
    tenant, receiver = a_tenant(), a_receiver()
    issued = make_token(tenant)
    tenants.delete(tenant.id, an_act())

    refusals = [
        refusal_of(lambda: redeem(issued, receiver)),
        refusal_of(lambda: make_token(tenant, MOVE_DAY)),
    ]

    assert refusals == ["tenant.deleted", "tenant.deleted"]


def test_who_holds_the_tenant_cannot_redeem_its_token() -> None:
    tenant = a_tenant()
    issued = make_token(tenant)

    refusal = refusal_of(lambda: redeem(issued, resellers.get(tenant.held_by)))

    assert refusal == "move.same_reseller"


def test_a_customer_becomes_a_reseller_of_its_own_by_a_new_workspace_and_a_move() -> None:
    tenant = a_tenant()
    own = a_receiver("kofi")

    moved = redeem(make_token(tenant), own)

    assert (moved.held_by, moved.is_reseller) == (own.id, False)
