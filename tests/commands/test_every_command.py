"""
What holds for every command: one event, one transaction, and never the half of either.
"""

import inspect
import pkgutil
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

import tenantry
from tenantry.errors import TenantryError
from tests.commands.every_command import COMMANDS
from tests.commands.faults import ProcessDied, dies_after, dies_before, tapped
from tests.commands.hosting_commands import SHOWN
from tests.commands.mailing import set_up_mail
from tests.commands.town import Town, build
from tests.hosting import open_shop
from tests.paying_out import PretendBank, paying
from tests.pretending import PretendProvider, standing_in
from tests.reading import Snapshot, events_written, items_of, kinds, restore, snapshot

ACTING = {"commands", "acceptance", "bulk"}
"""The modules of a concept that hold its commands."""
ACTING_TOO = {
    "following",
    "hearing",
    "matching",
    "passing",
    "refunding",
    "transfers",
    "confirming",
    "correcting",
    "suspecting",
    "approving",
}
"""Those whose commands are named with their module."""

WRITE = "TransactWriteItems"

NO_COMMANDS = {
    "delivery.deliver": "intent, call, outcome; test_mail_crashes shows them",
    "certificates.import_own": "intent, call, outcome; test_import_crashes shows them",
    "certificates.give_up": "of what was imported; test_own_certificates shows it",
    "certificates.following.follow": "asks between its writes; test_certificates shows them",
    "certificates.following.settle_and_look_again": "the same, and the domain's next look",
    "senders.following.follows": "asks SES between its writes; test_senders shows them",
    "senders.move": "takes the sender that was read; test_senders shows it",
    "disbursements.following.send": "intent, call, outcome; test_disbursement_crashes shows them",
    "disbursements.following.follow_all": "follows and sends, each by itself",
    "watching.watch": "counts jobs that are late; a job's run is no event",
    "users.person": "plans somebody, and writes nothing",
    "invites.plan_invite": "plans an invite, and writes nothing",
    "statement_exports.make": "a file in the bucket first; test_statement_exports shows the rest",
    "statements.begin": "an attempt that nobody sees, before anything is written under it",
}
SEVERAL_TRANSACTIONS = {
    "invites.mint_all": "the intent, then the rows in batches",
    "retention.purge": "batches first, the tenant's own mark last",
    "domains.passing.run": "the domain moves, then it is said that all have followed",
    "charges.refunding.settle": "the outcome, then the marker that there is none goes",
    "payment_sweep.sweep": "each event as its webhook, and what was found",
}
LOOKS_AFTER = {
    "commissions.suspecting.look_at_all": "one tenant after the other",
    "receiving.following.follow": "money that is held leaves the charge as it was",
    "disbursements.record": "the disbursement as it stands then",
}
"""Commands that read once more after they have written."""

TWO_EVENTS = {
    "charges.matching.match": "suspended_payment.matched",
    "moves.move": "tenant.received",
    "moves.redeem": "tenant.received",
}
"""The decision is the platform's history, the payment its tenant's; a move is two resellers'."""
ANOTHER_ACT = {
    "senders.fall_back": "each refusal counts for an hour from then on",
    "consents.grant": "a consent that is given again is renewed",
    "payment_keys.set_key": "a key that is set again is set, however alike",
    "payment_keys.set_key, another": "the same",
    "credentials.request_sign_in_link": "who asks again gets another link",
}
"""Commands of which a repeat without a key is an act of its own."""


@pytest.fixture(scope="module")
def built(deployment: None) -> Iterator[tuple[Town, Snapshot]]:
    del deployment
    paystack, paddle = PretendProvider(), PretendProvider(name="paddle")
    bank = PretendBank()
    with standing_in(paystack, paddle), paying(bank):
        town = build(paystack, paddle, bank)
        open_shop(town.reseller.id, town.tenant.id, SHOWN)
        set_up_mail(town.reseller.id, SHOWN)
        yield town, snapshot()


@pytest.fixture
def town(built: tuple[Town, Snapshot]) -> Town:
    town, before = built
    restore(before)
    return town


def public_commands() -> set[str]:
    """
    Every function of the layer that takes an act, and opens its own transaction.
    """
    found = set()
    for module in pkgutil.walk_packages(tenantry.__path__, "tenantry."):
        concept, _, part = module.name.removeprefix("tenantry.").partition(".")
        if part not in ACTING | ACTING_TOO:
            continue
        for name, function in inspect.getmembers(import_module(module.name), inspect.isfunction):
            takes = inspect.signature(function).parameters
            is_own = function.__module__ == module.name and not name.startswith("_")
            if is_own and "act" in takes and "writes" not in takes:
                found.add(f"{concept}.{part}.{name}" if part in ACTING_TOO else f"{concept}.{name}")
    return found


def test_the_table_of_commands_is_complete() -> None:
    listed = {name.partition(",")[0] for name in COMMANDS}

    assert listed | NO_COMMANDS.keys() == public_commands()


def new_events(before: Counter[str]) -> list[str]:
    return list((Counter(events_written()) - before).elements())


@pytest.mark.requirement("R-CMP-4")
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_leaves_exactly_one_event(name: str, town: Town) -> None:
    command, before = COMMANDS[name], Counter(events_written())

    command.do(town, command.act(town))

    also = [TWO_EVENTS[name]] if name in TWO_EVENTS else []
    assert sorted(new_events(before)) == sorted([command.event, *also])


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_writes_once_and_last(name: str, town: Town) -> None:
    command = COMMANDS[name]

    with tapped() as line:
        command.do(town, command.act(town))

    assert line.calls[-1] == WRITE or name in LOOKS_AFTER
    if name not in SEVERAL_TRANSACTIONS:
        assert line.calls.count(WRITE) == 1
    assert not {"PutItem", "DeleteItem", "UpdateItem", "Scan"} & set(line.calls)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_dies_around_its_write_is_whole_or_nothing_and_a_repeat_finishes_it(
    name: str, town: Town
) -> None:
    command, before = COMMANDS[name], snapshot()
    with tapped() as line:
        command.do(town, command.act(town))
    whole = kinds()
    write = max(number for number, call in enumerate(line.calls) if call == WRITE)

    for dies in (dies_before, dies_after):
        restore(before)
        with tapped({write: dies}), pytest.raises(ProcessDied):
            command.do(town, command.act(town))
        if dies is dies_after:
            assert kinds() == whole
        elif name not in SEVERAL_TRANSACTIONS:
            assert snapshot() == before
        repeat(name, town)
        if name not in ANOTHER_ACT or dies is dies_before:
            assert kinds() == whole


def repeat(name: str, town: Town) -> None:
    """
    Try once more, as a caller does: that it was done already is no harm.
    """
    command = COMMANDS[name]
    try:
        command.do(town, command.act(town))
    except TenantryError:
        return


@pytest.mark.parametrize("name", COMMANDS)
def test_no_event_names_a_person_or_tells_a_secret(name: str, town: Town) -> None:
    command = COMMANDS[name]

    result: Any = command.do(town, command.act(town))

    told = repr(items_of("Event"))
    assert "@" not in told
    assert "Kofi" not in told
    secret = getattr(result, "secret", None)
    assert secret is None or secret not in told
