"""
What a check of a partner's statements finds.
"""

from dataclasses import dataclass
from enum import StrEnum

from tenantry.clock import Month
from tenantry.commissions.rules import Sum
from tenantry.ids import TenantId
from tenantry.money import Money


class Kind(StrEnum):
    """
    What is not as it must be.
    """

    LINE_MISSING = "line_missing"
    """A line follows from the inputs, and is not there."""
    LINE_UNKNOWN = "line_unknown"
    """A line is there, and follows from nothing."""
    LINE_DIFFERS = "line_differs"
    SUM_DIFFERS = "sum_differs"
    """The lines that are stored do not come to the header's total."""
    TOTAL_DIFFERS = "total_differs"
    """The header's total is not what follows from the inputs."""
    COUNT_DIFFERS = "count_differs"
    INPUTS_DIFFER = "inputs_differ"
    """An input has changed since, whether or not an amount follows from it."""
    STANDING_DIFFERS = "standing_differs"
    """All lines about something do not come to what was known of it at the last cut-off."""
    NOT_COMPUTED = "not_computed"
    """The statement cannot be worked out any more: the code of the error says why."""
    NOT_PAID = "not_paid"
    """A statement is settled, or claimed, and no disbursement pays it."""
    PAID_TWICE = "paid_twice"
    PAYOUT_DIFFERS = "payout_differs"
    """A disbursement does not come to the statements that it pays."""


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One thing that is stored otherwise than it follows.

    Args:
        about: What differs: a line's id, a part of the header, a disbursement's id.
        stored, expected: Both as text; empty for nothing.
    """

    kind: Kind
    reseller_id: TenantId
    month: Month
    about: str
    stored: str
    expected: str


@dataclass(frozen=True, slots=True)
class PartChecked:
    """
    What came of comparing up to 500 tenants' lines of a statement.

    Args:
        computed: What follows from the inputs.
        stored: What the lines that are stored come to.
        stored_lines: How many there are.
        upcoming: What the next statement would correct by what is known now: no difference.
    """

    computed: Sum
    stored: Money
    stored_lines: int
    differences: tuple[Difference, ...] = ()
    upcoming: Money | None = None
