"""
The same request with the same key: one effect and one answer, for a day.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tenantry import idempotency
from tenantry.acts import Act, Once
from tenantry.credentials import commands as credentials
from tenantry.errors import Conflict
from tenantry.idempotency import KEPT, AlreadyAnswered
from tenantry.ids import TenantId, UserId
from tenantry.invites import commands as invites
from tenantry.mail.model import Locale
from tenantry.pilots import commands as pilots
from tenantry.plans import commands as plans
from tenantry.principals import PLATFORM, Principal, Role
from tenantry.provisioning import commands as provisioning
from tenantry.records import commands as records
from tenantry.records.model import RecordKind
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Reseller
from tenantry.subscriptions.model import Terms
from tenantry.tenants.model import Tenant
from tenantry.users import commands as members
from tests.acting import NOON, OPERATOR, SECOND, an_act, owner_of, tenant_owner_of
from tests.builders import (
    ENTROPY,
    GROWTH,
    a_form,
    an_offer,
    bring_in,
    make_reseller,
    mint,
    once,
    refusal_of,
)
from tests.commands.faults import ProcessDied, dies_after, tapped
from tests.reading import items_of, kinds, snapshot

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-API-1")]

type Command = Callable[[Reseller, Tenant, Act], Any]

COMMANDS: dict[str, Command] = {
    "a plan": lambda _r, _t, act: plans.create("scale", "Scale", (), act),
    "a reseller": lambda _r, _t, act: resellers.create(a_form("two", email="b@b.example"), act),
    "an invite": lambda reseller, _, act: invites.mint(reseller.id, an_offer("x@x.example"), act),
    "a member": lambda reseller, _, act: members.add_member(
        reseller.id,
        email="ben@acme.example",
        name="Ben",
        role=Role.RESELLER_SUPPORT,
        tenant_ids=None,
        locale=Locale.EN,
        act=act,
    ),
    "a tenant": lambda reseller, _, act: provisioning.create(
        reseller.id,
        act,
        name="Shop",
        plan_code=GROWTH,
        owner_email="x@x.example",
        owner_name="X",
        locale=Locale.EN,
        branding=None,
    ),
    "an API key": lambda _r, _t, act: credentials.create_api_key(
        "CI", frozenset({"*"}), act, expires_at=None, secret_entropy=act.entropy
    ),
    "a record": lambda _, tenant, act: records.record(
        tenant.id, act, kind=RecordKind.SHIPMENT, reference="S-1", content={}
    ),
    "an upgrade": lambda _, tenant, act: pilots.upgrade(tenant.id, Terms(GROWTH), act),
}


def answer_of(do: Callable[[], object]) -> str:
    with pytest.raises(AlreadyAnswered) as replayed:
        do()
    return replayed.value.answer.body


@pytest.mark.parametrize("made", [name for name in COMMANDS if name != "an upgrade"])
def test_a_repeat_makes_nothing_more_and_gets_the_first_answer(made: str) -> None:
    reseller = make_reseller()
    tenant, do = bring_in(reseller), COMMANDS[made]
    result = do(reseller, tenant, an_act(once=once()))
    before = snapshot()

    answer = answer_or_lookup(lambda act: do(reseller, tenant, act))

    assert answer == str(result)
    assert snapshot() == before


def answer_or_lookup(do: Callable[[Act], object]) -> str:
    """
    The answer of a repeat, as the HTTP layer finds it: from the write that is refused, or, when the
    command fails before it comes to the write, from the record itself.
    """
    act = an_act(now=NOON + SECOND, once=once())
    try:
        do(act)
    except AlreadyAnswered as replayed:
        return replayed.answer.body
    except Conflict:
        found = idempotency.find(act.principal, once(), act.now)
        assert isinstance(found, AlreadyAnswered)
        return found.answer.body
    message = "a repeat took effect"
    raise AssertionError(message)


@pytest.mark.parametrize("made", COMMANDS)
def test_the_answer_and_the_effect_are_written_together(made: str) -> None:
    reseller = make_reseller()
    tenant, do = bring_in(reseller), COMMANDS[made]
    with tapped() as line:
        do(reseller, tenant, an_act(once=once("first", "another")))

    assert line.calls[-1] == "TransactWriteItems"
    assert line.calls.count("TransactWriteItems") == 1
    assert len(items_of("IdempotencyRecord")) == 1


def test_a_key_that_came_with_another_request_is_refused() -> None:
    reseller = make_reseller()
    invites.mint(reseller.id, an_offer(), an_act(once=once()))
    before = snapshot()

    other = an_act(once=once(request="another request"))

    assert refusal_of(lambda: invites.mint(reseller.id, an_offer("b@b.example"), other)) == (
        "idempotency.key_reused"
    )
    assert snapshot() == before


def test_keys_of_different_persons_and_workspaces_never_meet() -> None:
    reseller = make_reseller()
    people = [
        OPERATOR,
        owner_of(reseller.id),
        owner_of(reseller.id, "usr_BEN"),
        owner_of(TenantId("ten_OTHER")),
    ]

    for principal in people:
        invites.mint(reseller.id, an_offer(), an_act(principal, once=once()))

    assert len(items_of("Invite")) == 4


@pytest.mark.parametrize(
    ("later", "minted"), [(KEPT - SECOND, 1), (KEPT - timedelta(microseconds=1), 1), (KEPT, 2)]
)
def test_a_record_lapses_after_a_day_whether_or_not_it_was_deleted(
    later: timedelta, minted: int
) -> None:
    reseller = make_reseller()
    invites.mint(reseller.id, an_offer(), an_act(once=once()))

    refusal_of(lambda: invites.mint(reseller.id, an_offer(), an_act(now=NOON + later, once=once())))

    assert len(items_of("Invite")) == minted
    found = idempotency.find(OPERATOR, once(), NOON + later)
    assert (found is None) == (later == KEPT and minted == 1)


def test_a_lapsed_record_gives_way_even_to_another_request() -> None:
    reseller = make_reseller()
    invites.mint(reseller.id, an_offer(), an_act(once=once()))

    invites.mint(
        reseller.id, an_offer("b@b.example"), an_act(now=NOON + KEPT, once=once(request="other"))
    )

    (record,) = items_of("IdempotencyRecord")
    assert record["request_hash"] == "other"
    assert record["expires"] == int((NOON + 2 * KEPT).timestamp())


def test_a_request_that_was_refused_can_be_sent_again_with_its_key() -> None:
    reseller = make_reseller()
    refused = an_act(once=once())
    assert (
        refusal_of(lambda: invites.mint(reseller.id, an_offer(plan_code="scale"), refused))
        == "plan.not_found"
    )
    plans.create("scale", "Scale", (), an_act())

    invites.mint(reseller.id, an_offer(plan_code="scale"), an_act(once=once()))

    assert len(items_of("Invite")) == 1


def test_a_request_whose_answer_was_lost_is_answered_when_it_is_repeated() -> None:
    reseller = make_reseller()
    before = kinds()

    with tapped({1: dies_after}), pytest.raises(ProcessDied):
        invites.mint(reseller.id, an_offer(), an_act(once=once()))
    answer = answer_of(lambda: invites.mint(reseller.id, an_offer(), an_act(once=once())))

    (invite,) = items_of("Invite")
    assert invite["sk"].removeprefix("INVITE#") in answer
    assert dict(kinds() - before) == {"Invite": 1, "Event": 1, "IdempotencyRecord": 1}


def test_sending_a_link_again_is_once_for_one_key() -> None:
    invite = mint(make_reseller())
    first = invites.resend(invite.reseller_id, invite.id, an_act(once=once()))

    answer = answer_of(lambda: invites.resend(invite.reseller_id, invite.id, an_act(once=once())))

    assert answer == str(first)
    assert invites.get(invite.reseller_id, invite.id).generation == 2


def test_the_record_holds_what_the_request_chose_to_store_and_no_key() -> None:
    owner = Principal(UserId("usr_OLU"), Role.OPERATOR, PLATFORM)
    act = an_act(owner, once=Once("my secret key", "hash", lambda _: "stored", 201))

    credentials.create_api_key("CI", frozenset({"*"}), act, expires_at=None, secret_entropy=ENTROPY)

    (record,) = items_of("IdempotencyRecord")
    assert (record["body"], record["status"]) == ("stored", 201)
    assert "my secret key" not in repr(snapshot())
    assert tenant_owner_of(TenantId("ten_A"), TenantId("ten_B")).workspace_id == "ten_A"
