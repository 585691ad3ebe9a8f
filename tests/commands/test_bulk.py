"""
Many invitations in one request: each row stands or falls alone, and none is minted twice.
"""

from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from invites.rows import parse
from tenantry.acts import Once
from tenantry.errors import TenantryError
from tenantry.idempotency import KEPT
from tenantry.invites import acceptance
from tenantry.invites import commands as invites
from tenantry.invites.bulk import ROWS_PER_TRANSACTION, RowResult, mint_all
from tenantry.invites.model import Invite
from tenantry.plans import commands as plans
from tenantry.resellers import commands as resellers
from tenantry.resellers.model import Reseller
from tests.acting import DAY, NOON, SECOND, an_act
from tests.builders import GROWTH, accept, link_of, make_reseller, refusal_of
from tests.commands.faults import (
    Fault,
    ProcessDied,
    dies_after,
    dies_before,
    is_sent_wrongly,
    meanwhile,
    meets_another_transaction,
    tapped,
)
from tests.reading import events_written, items_of, kinds, snapshot

pytestmark = [pytest.mark.usefixtures("catalogue"), pytest.mark.requirement("R-INV-4")]

HEADING = "email,tenant_name,plan_code"
ENOUGH = ROWS_PER_TRANSACTION + 3
"""So many rows go into two transactions."""


def a_file(count: int = 3, *more: str) -> bytes:
    rows = [f"{number}@shop.example,Shop {number},growth" for number in range(count)]
    return "\n".join([HEADING, *rows, *more]).encode()


def send(
    reseller: Reseller, file: bytes, key: str = "one", now: timedelta = timedelta(0)
) -> list[RowResult]:
    once = Once(key, file.decode(), str, 200)
    return mint_all(reseller.id, parse(file), an_act(now=NOON + now, once=once))


def codes(results: list[RowResult]) -> list[str]:
    outcomes = [result.outcome for result in results]
    return [one.code if isinstance(one, TenantryError) else "minted" for one in outcomes]


def minted(results: list[RowResult]) -> list[str]:
    return [one.outcome.id for one in results if isinstance(one.outcome, Invite)]


def test_every_good_row_becomes_an_invite_with_a_link_that_works() -> None:
    reseller = make_reseller()

    results = send(reseller, a_file())

    assert codes(results) == ["minted"] * 3
    invite = invites.get(reseller.id, results[1].outcome.id)  # type: ignore[union-attr]
    assert invite == results[1].outcome
    assert accept(invite).offer.email == "1@shop.example"
    assert link_of(invite) not in repr(snapshot())


def test_a_bad_row_costs_only_itself() -> None:
    bad = [
        "no address,Shop,growth",
        "a@shop.example,,growth",
        "b@shop.example,Shop,none",
        "c@shop.example,Shop,growth,xx",
        "d@shop.example",
    ]

    results = send(make_reseller(), a_file(2, *bad, "last@shop.example,Last,growth"))

    assert codes(results) == [
        "minted",
        "minted",
        "request.invalid",
        "request.invalid",
        "plan.not_found",
        "request.invalid",
        "request.invalid",
        "minted",
    ]
    assert [result.row.number for result in results] == list(range(1, 9))
    assert len(items_of("Invite")) == 3


def test_a_customer_is_invited_once_in_one_file() -> None:
    again = ["0@SHOP.example,shop 0,growth", "0@shop.example,Another Shop,growth"]

    results = send(make_reseller(), a_file(2, *again))

    assert codes(results) == ["minted", "minted", "request.invalid", "minted"]
    assert str(results[2].outcome) == "email: invites the same customer as row 1"


def test_many_rows_go_in_batches_and_in_their_order() -> None:
    reseller = make_reseller()

    with tapped() as line:
        results = send(reseller, a_file(ENOUGH))

    # The run's intent is the first write; then come two batches of rows.
    assert line.calls.count("TransactWriteItems") == 3
    assert codes(results) == ["minted"] * ENOUGH
    assert [result.row.number for result in results] == list(range(1, ENOUGH + 1))
    assert events_written().count("invite.minted") == ENOUGH


def test_the_same_file_with_the_same_key_gets_the_same_answer() -> None:
    reseller = make_reseller()
    first = send(reseller, a_file(4, "no address,Shop,growth"))
    before = snapshot()

    second = send(reseller, a_file(4, "no address,Shop,growth"), now=timedelta(hours=1))

    assert (minted(second), codes(second)) == (minted(first), codes(first))
    assert snapshot() == before


def test_what_changed_meanwhile_does_not_keep_a_repeat_from_finishing_the_rest() -> None:
    reseller, file = make_reseller(), a_file(ENOUGH)
    with tapped({4: dies_before}), pytest.raises(ProcessDied):
        send(reseller, file)
    first = items_of("Invite")
    plans.change(GROWTH, an_act(), is_active=False)

    results = send(reseller, file)

    assert codes(results) == ["minted"] * ROWS_PER_TRANSACTION + ["plan.not_offered"] * 3
    assert items_of("Invite") == first
    plans.change(GROWTH, an_act(), is_active=True)
    assert codes(send(reseller, file)) == ["minted"] * ENOUGH


def test_the_answer_stays_when_the_plan_is_retired_and_the_reseller_switched_off() -> None:
    reseller = make_reseller()
    first = send(reseller, a_file())
    plans.change(GROWTH, an_act(), is_active=False)
    resellers.deactivate(reseller.id, an_act())

    assert minted(send(reseller, a_file())) == minted(first)


def test_another_file_with_the_same_key_is_refused() -> None:
    reseller = make_reseller()
    send(reseller, a_file())
    before = snapshot()

    assert refusal_of(lambda: send(reseller, a_file(2))) == "idempotency.key_reused"
    assert snapshot() == before


def test_another_key_or_another_reseller_is_another_request() -> None:
    reseller = make_reseller()
    send(reseller, a_file())

    send(reseller, a_file(), key="two")

    assert len(items_of("Invite")) == 6


def test_a_key_is_kept_for_a_day_like_any_other() -> None:
    reseller = make_reseller()
    first = send(reseller, a_file())

    kept = send(reseller, a_file(), now=KEPT - SECOND)
    later = send(reseller, a_file(2), now=KEPT)

    assert minted(kept) == minted(first)
    assert codes(later) == ["minted", "minted"]
    assert not set(minted(later)) & set(minted(first))


@pytest.mark.parametrize("dies", [dies_before, dies_after])
@pytest.mark.parametrize("call", [1, 3, 4])
def test_wherever_a_request_dies_a_repeat_finishes_it_and_mints_none_twice(
    dies: Fault, call: int
) -> None:
    reseller, file = make_reseller(), a_file(ENOUGH)

    with tapped({call: dies}), pytest.raises(ProcessDied):
        send(reseller, file)
    written = len(items_of("Invite"))
    results = send(reseller, file, now=timedelta(minutes=5))

    assert written in {0, ROWS_PER_TRANSACTION, ENOUGH}
    assert codes(results) == ["minted"] * ENOUGH
    assert len(items_of("Invite")) == events_written().count("invite.minted") == ENOUGH
    assert minted(send(reseller, file, now=timedelta(minutes=9))) == minted(results)


def test_two_tries_of_one_request_at_the_same_instant_mint_each_row_once() -> None:
    reseller, file = make_reseller(), a_file()

    for call in range(4):
        key, before = f"key {call}", len(items_of("Invite"))
        with tapped({call: meanwhile(lambda key=key: send(reseller, file, key))}):  # type: ignore[misc]
            results = send(reseller, file, key, now=SECOND)

        assert codes(results) == ["minted"] * 3
        assert len(items_of("Invite")) == before + 3
        assert minted(send(reseller, file, key)) == minted(results)


def test_a_batch_that_meets_others_is_tried_again() -> None:
    reseller = make_reseller()

    with tapped({3: meets_another_transaction}):
        results = send(reseller, a_file())

    assert codes(results) == ["minted"] * 3


@pytest.mark.requirement("R-RES-5")
def test_a_reseller_that_becomes_inactive_midway_keeps_what_was_minted_before() -> None:
    reseller = make_reseller()
    second_batch = 4

    with tapped({second_batch: meanwhile(lambda: resellers.deactivate(reseller.id, an_act()))}):
        results = send(reseller, a_file(ENOUGH))

    assert codes(results) == ["minted"] * ROWS_PER_TRANSACTION + ["reseller.inactive"] * 3
    assert len(items_of("Invite")) == ROWS_PER_TRANSACTION


@pytest.mark.requirement("R-RES-5")
def test_an_inactive_reseller_mints_nothing_at_all() -> None:
    reseller = make_reseller()
    resellers.deactivate(reseller.id, an_act())

    assert refusal_of(lambda: send(reseller, a_file())) == "reseller.inactive"
    assert items_of("Invite") == []


def test_a_bug_of_ours_is_not_told_as_if_it_were_a_bad_row() -> None:
    reseller = make_reseller()

    with tapped({3: is_sent_wrongly}), pytest.raises(ClientError, match="ValidationException"):
        send(reseller, a_file())


def test_a_link_of_a_row_shows_its_page_and_a_row_writes_two_items() -> None:
    reseller = make_reseller()
    before = kinds()

    (result,) = send(reseller, a_file(1))

    assert dict(kinds() - before) == {"BulkRun": 1, "Invite": 1, "Event": 1}
    assert isinstance(result.outcome, Invite)
    shown = acceptance.show(reseller.id, result.outcome.id, link_of(result.outcome))
    assert shown.invite.expires_at == NOON + 14 * DAY
