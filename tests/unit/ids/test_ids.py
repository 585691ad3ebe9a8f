"""
Ids that sort by time, and ids that follow from their source.
"""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tenantry.ids import ID_LENGTH, PREFIXES, derived_id, id_pattern, new_id, shard_of
from tests.acting import NOON, an_act

prefixes = st.sampled_from(sorted(PREFIXES))
entropies = st.binary(min_size=10, max_size=64)
moments = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone
texts = st.text(max_size=40)


def is_id(prefix: str, text: str) -> bool:
    return re.fullmatch(id_pattern(prefix), text) is not None


@given(prefixes, moments, entropies)
def test_every_new_id_has_the_form_of_its_prefix(
    prefix: str, now: datetime, entropy: bytes
) -> None:
    made = new_id(prefix, now, entropy)

    assert [known for known in PREFIXES if is_id(known, made)] == [prefix]
    assert len(made) == ID_LENGTH


@given(moments, st.timedeltas(timedelta(milliseconds=1), timedelta(days=900)), entropies, entropies)
def test_a_later_id_sorts_after_an_earlier_one(
    now: datetime, wait: timedelta, entropy: bytes, other: bytes
) -> None:
    later = min(now + wait, datetime.max.replace(tzinfo=UTC)) if now.year < 9990 else now

    if later > now:
        assert new_id("evt", now, entropy) < new_id("evt", later, other)


@given(st.lists(texts, min_size=1, max_size=4), st.lists(texts, min_size=1, max_size=4))
def test_derived_ids_are_equal_exactly_when_their_sources_are(
    source: list[str], other: list[str]
) -> None:
    ambiguous = "\x1f" in "".join(source + other)

    if not ambiguous:
        assert (derived_id("ten", *source) == derived_id("ten", *other)) == (source == other)


@given(texts)
def test_a_derived_id_has_the_form_of_an_id(source: str) -> None:
    assert is_id("lnk", derived_id("lnk", source))


@given(texts)
def test_what_is_no_id_is_told_apart(text: str) -> None:
    assert not is_id("ten", text)
    assert not is_id("ten", f"{new_id('ten', NOON, bytes(10))}{text or '0'}")
    assert not is_id("ten", new_id("inv", NOON, bytes(10)))


def test_letters_that_are_misread_stand_in_no_id() -> None:
    good = new_id("ten", NOON, bytes(10))

    assert not any(is_id("ten", good[:-1] + letter) for letter in "ILOUilou-_é")


@given(texts, st.integers(1, 16))
def test_a_shard_is_one_of_those_that_there_are(text: str, count: int) -> None:
    assert 0 <= shard_of(text, count) < count
    assert shard_of(text, count) == shard_of(text, count)


def test_shards_are_used_evenly() -> None:
    used = [shard_of(f"ten_{number}", 4) for number in range(4000)]

    assert all(900 < used.count(shard) < 1100 for shard in range(4))


def test_one_act_makes_one_id_for_each_purpose() -> None:
    act, other = an_act(), an_act()

    assert act.new_id("evt", "a") == act.new_id("evt", "a")
    assert len({act.new_id("evt", "a"), act.new_id("evt", "b"), act.new_id("ntf", "a")}) == 3
    assert act.new_id("evt", "a") != other.new_id("evt", "a")
