"""
A licence is used and given back: what the write itself refuses, and which numbers it moves.
"""

from dataclasses import replace

import pytest

from tenantry.licenses import rules, store
from tenantry.licenses.model import FreedElsewhere, FreedTo, LicensePool, NoneAvailable
from tenantry.transactions import transaction
from tests.builders import RESELLER_ID, refusal_of
from tests.commands.packs import is_stored_whole, pool_of

pytestmark = [pytest.mark.requirement("R-LIC-1"), pytest.mark.usefixtures("world")]


def stored(facts: str) -> LicensePool:
    """
    The only pool of the table: entitled, used, disputed.
    """
    entitled, used, disputed = map(int, facts.split())
    pool = LicensePool(RESELLER_ID, entitled, used, disputed)
    with transaction() as writes:
        store.open_pool(writes, pool)
    return pool


def allocate() -> None:
    with transaction() as writes:
        store.allocate(writes, RESELLER_ID)


def free(freed_to: FreedTo) -> None:
    with transaction() as writes:
        store.free(writes, RESELLER_ID, freed_to)


@pytest.mark.parametrize("facts", ["0 0 0", "10 10 0", "10 4 6", "3 5 0", "-1 0 0"])
def test_no_tenant_gets_a_licence_that_is_in_use_frozen_or_owed(facts: str) -> None:
    pool = stored(facts)

    assert refusal_of(allocate) == NoneAvailable.code
    assert pool_of(RESELLER_ID) == pool
    assert is_stored_whole(RESELLER_ID)


@pytest.mark.parametrize("facts", ["1 0 0", "10 4 0", "10 9 0", "10 4 3", "10 4 5"])
def test_an_available_licence_is_used_and_every_number_follows(facts: str) -> None:
    pool = stored(facts)

    allocate()

    assert pool_of(RESELLER_ID) == replace(pool, used=pool.used + 1)
    assert is_stored_whole(RESELLER_ID)


@pytest.mark.requirement("R-LIC-3")
@pytest.mark.parametrize(
    "facts", ["10 4 0", "10 10 0", "10 4 6", "10 4 7", "10 10 1", "9 10 0", "9 10 5", "-3 2 0"]
)
def test_a_licence_is_given_back_only_as_what_it_becomes_and_every_number_follows(
    facts: str,
) -> None:
    pool = stored(facts)
    becomes = rules.freed_to(pool)

    for other in set(FreedTo) - {becomes}:
        with pytest.raises(FreedElsewhere) as refused:
            free(other)
        assert refused.value.freed_to is becomes
    assert pool_of(RESELLER_ID) == pool
    free(becomes)

    assert pool_of(RESELLER_ID) == replace(pool, used=pool.used - 1)
    assert is_stored_whole(RESELLER_ID)


@pytest.mark.parametrize("facts", ["0 0 0", "10 0 0", "10 0 4", "-3 0 0"])
@pytest.mark.parametrize("freed_to", FreedTo)
def test_a_licence_that_nobody_uses_is_not_given_back(facts: str, freed_to: FreedTo) -> None:
    pool = stored(facts)

    assert refusal_of(lambda: free(freed_to)) == FreedElsewhere.code
    assert pool_of(RESELLER_ID) == pool
