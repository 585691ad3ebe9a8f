"""
Payouts that many make, follow and stop at the same instant, each in a process of its own.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from infra.local.deploy import client
from infra.local.launcher import Engine
from infra.local.tables import create_table
from tenantry.commissions.model import Method, Status
from tenantry.disbursements.model import AttemptState
from tenantry.disbursements.model import Status as Standing
from tenantry.ids import TenantId
from tenantry.providers.payouts import PayoutState
from tests.emulator.commanding import environment
from tests.emulator.disbursing import (
    LARGEST,
    NEXT_DAY,
    OWED,
    SOON,
    Books,
    SharedBank,
    books,
    create,
    give_up,
    hint,
    move_elsewhere,
    record,
    reject_october,
    retry,
    start_partners,
    sweep,
)
from tests.emulator.racing import Racers, at_once
from tests.paying_out import PHONE

pytestmark = [pytest.mark.emulator, pytest.mark.requirement("R-COM-6")]

often = pytest.mark.parametrize("rounds", [3, pytest.param(60, marks=pytest.mark.deep)])


@pytest.fixture(scope="module")
def secrets(engine: Engine) -> dict[str, str]:
    """
    The keys that accounts are sealed and compared with.
    """
    sealing = client(engine.endpoint_url, "kms").create_key()["KeyMetadata"]["KeyId"]
    name = "server-key-of-races"
    vault = client(engine.endpoint_url, "secretsmanager")
    vault.create_secret(Name=name, SecretString="k" * 64)
    return {"TENANTRY_SEALING_KEY": sealing, "TENANTRY_SERVER_KEY_SECRET": name}


@pytest.fixture(scope="module")
def racers(engine: Engine, secrets: dict[str, str]) -> Iterator[Racers]:
    """
    Twelve, once for all races: each has to read the product first.
    """
    create_table(engine.endpoint_url, "payout-races")
    with Racers(12, environment(engine.endpoint_url, "payout-races") | secrets) as twelve:
        yield twelve


@pytest.fixture
def bank(tmp_path: Path) -> SharedBank:
    """
    Pays in three transfers what the partners are owed.
    """
    return SharedBank(tmp_path, largest_minor=LARGEST)


def made(racers: Racers, rounds: int, bank: SharedBank, method: Method) -> list[TenantId]:
    (partners,) = racers.race([partial(start_partners, rounds, bank, method)])
    return partners


def books_of(racers: Racers, partner: TenantId) -> Books:
    (found,) = racers.race([partial(books, partner)])
    return found


def assert_paid_once(found: Books) -> None:
    """
    One disbursement has paid both statements and settled them, and nothing is owed any more.
    """
    [only] = found.disbursements
    assert only.status is Standing.PAID
    assert found.statuses == [Status.SETTLED] * 2
    assert found.claimed_by == {only.id}
    assert (found.paid, found.balance) == (OWED, 0)
    assert found.events["disbursement.created"] == found.events["disbursement.paid"] == 1
    assert found.differences == []


@often
def test_what_eight_pay_at_once_while_others_send_and_ask_is_paid_once(
    racers: Racers, bank: SharedBank, rounds: int
) -> None:
    for number, partner in enumerate(made(racers, rounds, bank, Method.PAYSTACK), start=1):
        *created, _, _, _, _ = at_once(
            racers,
            *[partial(create, partner, bank)] * 8,
            partial(sweep, bank, SOON),
            partial(sweep, bank, SOON),
            partial(retry, partner, bank),
            partial(hint, partner, bank),
        )

        racers.race([partial(sweep, bank, SOON)])
        found = books_of(racers, partner)
        assert_paid_once(found)
        assert sum(minor for minor, _ in bank.transfers()) == number * OWED
        assert len(bank.transfers()) == number * 3
        assert found.attempts == {AttemptState.PAID: 3}
        assert created.count(None) == 1


@often
def test_what_nobody_knows_of_is_asked_for_and_told_at_once_and_settled_once(
    racers: Racers, tmp_path: Path, rounds: int
) -> None:
    silent = SharedBank(tmp_path, PayoutState.UNCLEAR)
    for number, partner in enumerate(made(racers, rounds, silent, Method.PAYSTACK), start=1):
        racers.race([partial(create, partner, silent)])

        at_once(
            racers,
            *[partial(sweep, silent, NEXT_DAY)] * 2,
            *[partial(hint, partner, silent, NEXT_DAY)] * 2,
            *[partial(record, partner, silent, PayoutState.PAID, NEXT_DAY)] * 2,
            *[partial(retry, partner, silent, NEXT_DAY)] * 2,
            partial(give_up, partner, silent, NEXT_DAY),
        )

        found = books_of(racers, partner)
        assert_paid_once(found)
        assert found.attempts == {AttemptState.PAID: 1}
        assert [minor for minor, _ in silent.transfers()] == [OWED] * number


@often
def test_what_has_failed_is_tried_again_by_many_and_given_up_at_once_and_paid_at_most_once(
    racers: Racers, tmp_path: Path, rounds: int
) -> None:
    refuses, pays = SharedBank(tmp_path, PayoutState.FAILED), SharedBank(tmp_path)
    left = 0
    for partner in made(racers, rounds, pays, Method.PAYSTACK):
        racers.race([partial(create, partner, refuses)])

        at_once(
            racers,
            *[partial(retry, partner, pays, NEXT_DAY)] * 4,
            *[partial(give_up, partner, pays, NEXT_DAY)] * 2,
            partial(sweep, pays, NEXT_DAY),
            partial(hint, partner, pays, NEXT_DAY),
        )

        found = books_of(racers, partner)
        left += found.paid
        is_paid = found.disbursements[0].status is Standing.PAID
        assert sum(minor for minor, _ in pays.transfers()) == left
        assert found.paid + found.balance == OWED
        assert found.paid == (OWED if is_paid else 0)
        assert set(found.statuses) == {Status.SETTLED if is_paid else Status.APPROVED}
        assert found.claimed_by == {found.disbursements[0].id if is_paid else None}
        assert found.differences == []


@often
def test_a_bank_transfer_that_many_make_and_tell_of_is_settled_once(
    racers: Racers, bank: SharedBank, rounds: int
) -> None:
    for partner in made(racers, rounds, bank, Method.BANK_TRANSFER):
        created = at_once(
            racers,
            *[partial(create, partner, bank)] * 6,
            *[partial(record, partner, bank, PayoutState.PAID, SOON)] * 2,
            *[partial(record, partner, bank, PayoutState.FAILED, SOON)] * 2,
            partial(sweep, bank, SOON),
        )[:6]

        racers.race([partial(record, partner, bank, PayoutState.PAID, SOON)])
        assert_paid_once(books_of(racers, partner))
        assert created.count(None) == 1
        assert bank.transfers() == []


@pytest.mark.requirement("R-COM-3")
@often
def test_an_account_that_changes_while_it_is_paid_to_gets_nothing_for_a_week(
    racers: Racers, bank: SharedBank, rounds: int
) -> None:
    left = 0
    for partner in made(racers, rounds, bank, Method.PAYSTACK):
        *refusals, changed = at_once(
            racers,
            partial(create, partner, bank),
            partial(create, partner, bank),
            partial(sweep, bank, SOON),
            partial(move_elsewhere, partner, bank),
        )

        racers.race([partial(sweep, bank, SOON)])
        found = books_of(racers, partner)
        left += found.paid
        assert changed is None
        assert all(destination == PHONE for _, destination in bank.transfers())
        assert [one.account.version for one in found.disbursements] in ([1], [])
        assert found.disbursements or set(refusals[:2]) <= {"payout_account.paused", "conflict"}
        assert sum(minor for minor, _ in bank.transfers()) == left
        assert found.paid + found.balance == OWED
        assert found.differences == []


@pytest.mark.requirement("R-COM-3")
@often
def test_a_statement_that_is_rejected_while_it_is_claimed_is_not_paid(
    racers: Racers, bank: SharedBank, rounds: int
) -> None:
    left = 0
    for partner in made(racers, rounds, bank, Method.PAYSTACK):
        *_, refused = at_once(
            racers,
            partial(create, partner, bank),
            partial(create, partner, bank),
            partial(reject_october, partner),
        )

        racers.race([partial(sweep, bank, SOON)])
        found = books_of(racers, partner)
        left += found.paid
        is_rejected = found.statuses[1] is Status.REJECTED
        assert is_rejected is (refused is None)
        assert sum(minor for minor, _ in bank.transfers()) == left
        assert found.paid + found.balance == (100_00 if is_rejected else OWED)
        assert found.differences == []
