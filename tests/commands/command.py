"""
What the table of all commands is made of.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tenantry.acts import Act
from tenantry.principals import Principal
from tests.acting import NOON, OPERATOR, SECOND, a_job, an_act
from tests.builders import once
from tests.commands.town import Town

LATER = NOON + SECOND


@dataclass(frozen=True, slots=True)
class Command:
    """
    One command: what it does in the town, and the event that it leaves.

    Args:
        who: Who asks; the operator when left out.
    """

    do: Callable[[Town, Act], object]
    event: str
    who: Callable[[Town], Principal] = lambda _: OPERATOR
    now: datetime = LATER
    is_job: bool = False

    def act(self, town: Town) -> Act:
        """
        A try of this command; every try carries the same idempotency key.
        """
        if self.is_job:
            return a_job(self.now)
        return replace(an_act(self.who(town), self.now), once=once())


def an_owner(town: Town) -> Principal:
    """
    The owner of the town's reseller asks.
    """
    return town.owner


def a_customer(town: Town) -> Principal:
    """
    The owner of its tenant asks.
    """
    return town.customer
