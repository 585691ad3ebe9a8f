"""
Writing several items at once, and reading them, while DynamoDB is busy, lost or wrong.
"""

import pytest
from botocore.exceptions import ClientError

from tenantry.errors import Conflict, Unavailable
from tenantry.reads import Partition, count, get, get_all, query
from tenantry.table import Item, Key
from tenantry.transactions import ITEMS_MAX, Writes, transaction
from tests.commands.faults import (
    Fault,
    always,
    breaks_inside,
    is_sent_wrongly,
    leaves_keys_unread,
    loses_the_answer,
    meets_another_transaction,
    never_arrives,
    tapped,
    throttled,
)
from tests.reading import kinds, snapshot

pytestmark = pytest.mark.usefixtures("world")

ONE, OTHER = ("THING#1", "THING"), ("THING#2", "THING")


class Thing(Item):
    """
    An item of these tests.
    """

    KIND = "Thing"


def create(*places: Key) -> None:
    with transaction() as writes:
        for place in places:
            writes.create(Thing(*place))


@pytest.mark.parametrize(
    "fault", [meets_another_transaction, throttled, never_arrives, loses_the_answer, breaks_inside]
)
def test_trouble_that_passes_is_tried_through_and_takes_effect_once(fault: Fault) -> None:
    with tapped({0: fault, 1: fault, 2: fault}) as line:
        create(ONE, OTHER)

    assert line.calls == ["TransactWriteItems"] * 4
    assert kinds() == {"Thing": 2}


def test_trouble_that_stays_ends_as_unavailable_and_has_written_nothing() -> None:
    with tapped(always(meets_another_transaction)) as line, pytest.raises(Unavailable) as refused:
        create(ONE, OTHER)

    assert len(line.calls) > 3
    assert refused.value.retry_after >= 1
    assert snapshot() == {}


def test_a_refusal_is_no_trouble_and_is_not_tried_again() -> None:
    create(ONE)

    with tapped() as line, pytest.raises(Conflict):
        create(OTHER, ONE)

    assert line.calls == ["TransactWriteItems"]
    assert kinds() == {"Thing": 1}


def test_a_call_that_is_wrong_is_a_bug_and_crashes() -> None:
    with tapped(always(is_sent_wrongly)) as line, pytest.raises(ClientError, match="Validation"):
        create(ONE)

    assert line.calls == ["TransactWriteItems"]


def test_the_refusal_that_was_written_down_first_is_the_one_that_is_told() -> None:
    create(ONE, OTHER)
    first, second = Writes(), Writes()
    second.create(Thing(*OTHER), lambda _: Conflict("second"))
    first.create(Thing(*ONE), lambda _: Conflict("first"))
    second.first(first)

    with pytest.raises(Conflict, match="first"):
        second.commit()


def test_a_refusal_is_told_with_the_item_that_stood_in_the_way() -> None:
    create(ONE)

    def say(raw: object) -> Conflict:
        return Conflict(
            "stands" if isinstance(raw, dict) and raw["kind"] == {"S": "Thing"} else "?"
        )

    writes = Writes()
    writes.check(Thing, ONE, Thing.pk.does_not_exist(), say)

    with pytest.raises(Conflict, match="stands"):
        writes.commit()


def test_nothing_is_written_when_the_block_raises() -> None:
    def half_way() -> None:
        with transaction() as writes:
            writes.create(Thing(*ONE))
            message = "no"
            raise Conflict(message)

    with pytest.raises(Conflict, match="no"):
        half_way()
    assert snapshot() == {}


@pytest.mark.parametrize("size", [0, ITEMS_MAX + 1])
def test_a_transaction_that_cannot_be_written_at_once_is_a_bug(size: int) -> None:
    with pytest.raises(AssertionError):
        create(*((f"THING#{number}", "THING") for number in range(size)))


def test_a_batch_read_asks_until_every_key_is_answered_in_the_order_asked_for() -> None:
    places = [(f"THING#{number}", "THING") for number in range(8)]
    create(*places[:-1])
    wanted: list[tuple[type[Item], Key]] = [(Thing, place) for place in reversed(places)]

    with tapped({0: leaves_keys_unread, 1: leaves_keys_unread}) as line:
        found = get_all([*wanted, wanted[1]])

    assert line.calls == ["BatchGetItem"] * 3
    assert found[0] is None
    assert [item.pk for item in found[1:]] == [pk for pk, _ in [*places[-2::-1], places[-2]]]


def test_a_batch_read_that_is_never_answered_in_full_is_unavailable() -> None:
    create(ONE)

    with tapped(always(leaves_keys_unread)), pytest.raises(Unavailable):
        get_all([(Thing, ONE)])


@pytest.mark.parametrize("fault", [throttled, never_arrives, loses_the_answer])
def test_a_read_that_the_table_is_too_busy_for_is_unavailable(fault: Fault) -> None:
    with tapped(always(fault)), pytest.raises(Unavailable):
        get(Thing, ONE)


def test_more_keys_than_one_call_takes_are_read_all_the_same() -> None:
    places = [(f"THING#{number}", "THING") for number in range(150)]
    create(*places[:100])
    create(*places[100:])

    with tapped() as line:
        found = get_all([(Thing, place) for place in places])

    assert len(line.calls) == 2
    assert [item.pk for item in found] == [pk for pk, _ in places]


def some_things(number: int) -> None:
    create(*(("THINGS", f"THING#{place:02}") for place in range(number)))


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("size", [1, 3, 7])
def test_a_partition_is_read_page_by_page_without_a_gap_or_a_repeat(
    size: int, *, newest_first: bool
) -> None:
    some_things(7)
    seen: list[str] = []

    def page() -> list[str]:
        after = seen[-1] if seen else None
        span = Partition("THINGS", begins_with="THING#", after=after, newest_first=newest_first)
        return [item.sk for item in query(Thing, span, limit=size)]

    while read := page():
        seen += read

    assert seen == sorted((f"THING#{place:02}" for place in range(7)), reverse=newest_first)


def test_a_span_holds_what_lies_between_its_ends() -> None:
    some_things(6)

    span = Partition("THINGS", after="THING#01", until="THING#04")

    assert [item.sk for item in query(Thing, span)] == ["THING#02", "THING#03", "THING#04"]
    assert count(Partition("THINGS", begins_with="THING#0")) == 6
    assert count(Partition("NOTHING")) == 0


def test_a_filter_does_not_cut_a_page_short() -> None:
    some_things(9)

    where = Thing.sk.is_in("THING#00", "THING#05", "THING#08")

    assert len(list(query(Thing, Partition("THINGS"), limit=2, where=where))) == 2
