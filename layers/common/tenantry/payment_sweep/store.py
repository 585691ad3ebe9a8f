"""
What sweeps found, by day.
"""

from collections.abc import Iterator
from datetime import date

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from tenantry.payment_sweep.model import Difference, Kind, Outcome, Swept
from tenantry.reads import Partition, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import transaction


class SweptItem(Item):
    """
    A sweep of one provider; running it again writes it anew.
    """

    KIND = "Swept"

    since = TimeAttribute()
    until = TimeAttribute()
    outcome = UnicodeAttribute()
    listed = NumberAttribute()
    missed = NumberAttribute()
    repaired = NumberAttribute()


class DifferenceItem(Item):
    """
    A difference; found again, it stays one.
    """

    KIND = "Difference"

    event_type = UnicodeAttribute()
    difference = UnicodeAttribute()
    reference = UnicodeAttribute(null=True)
    found_at = TimeAttribute()
    refusal = UnicodeAttribute(null=True)


def key(day: date, provider: str) -> Key:
    """
    Where the sweep of a provider on a day stands.
    """
    return f"SWEEP#{day}", f"SWEPT#{provider}"


def difference_key(difference: Difference) -> Key:
    """
    Where a difference stands.
    """
    place = f"DIFFERENCE#{difference.provider}#{difference.event_id}"
    return f"SWEEP#{difference.day}", place


def put(swept: Swept) -> None:
    """
    SW1. Write down what came of a sweep.
    """
    item = SweptItem(
        *key(swept.day, swept.provider),
        since=swept.since,
        until=swept.until,
        outcome=swept.outcome.value,
        listed=swept.listed,
        missed=swept.missed,
        repaired=swept.repaired,
    )
    with transaction() as writes:
        writes.put(item)


def put_difference(difference: Difference) -> None:
    """
    SW2. Write down a difference, and whether it could be repaired.
    """
    item = DifferenceItem(
        *difference_key(difference),
        event_type=difference.event_type,
        difference=difference.kind.value,
        reference=difference.reference,
        found_at=difference.found_at,
        refusal=difference.refusal,
    )
    with transaction() as writes:
        writes.put(item)


def swept_on(day: date) -> Iterator[Swept]:
    """
    SW3. The sweeps of a day, by provider.
    """
    for item in query(SweptItem, Partition(f"SWEEP#{day}", begins_with="SWEPT#")):
        yield Swept(
            day=day,
            provider=item.sk.removeprefix("SWEPT#"),
            since=item.since,
            until=item.until,
            outcome=Outcome(item.outcome),
            listed=int(item.listed),
            missed=int(item.missed),
            repaired=int(item.repaired),
        )


def differences_on(
    day: date, after: str | None, limit: int | None
) -> Iterator[tuple[str, Difference]]:
    """
    SW4. What the sweeps of a day found, each with its place.
    """
    partition = Partition(f"SWEEP#{day}", begins_with="DIFFERENCE#", after=after)
    for item in query(DifferenceItem, partition, limit=limit):
        _, provider, event_id = item.sk.split("#", 2)
        yield (
            item.sk,
            Difference(
                day=day,
                provider=provider,
                event_id=event_id,
                event_type=item.event_type,
                kind=Kind(item.difference),
                reference=item.reference,
                found_at=item.found_at,
                refusal=item.refusal,
            ),
        )
